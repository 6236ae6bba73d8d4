"""What every page draws: icons, badges, days, yen, and the same page in the other language."""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Library
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from desks.dates import with_weekday
from desks.held import OPENING, opening_of
from desks.models import Membership
from desks.permissions import Permission

register = Library()

# Strokes on a 24 x 24 grid. An icon never stands without its word.
ICONS = {
    "check": "M4 12.5 9.5 18 20 6.5",
    "cross": "M6 6l12 12M18 6 6 18",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l3.5 2",
    "talk": "M4 5h16v11H11l-5 4v-4H4z",
    "alert": "M12 3.5 21.5 20h-19zM12 10v4.5M12 17.2v.3",
    "bar": "M5 12h14",
    "letter": "M3 6h18v12H3zM3 7l9 7 9-7",
    "home": "M3 11.5 12 4l9 7.5M5.5 10v10h13V10",
    "return": "M9 6 4 11l5 5M4 11h10a6 6 0 0 1 6 6v1",
    "dot": "M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "next": "M9 5l7 7-7 7",
}
# What a tone looks like when nothing more exact is said.
TONE_ICONS = {"good": "check", "wait": "clock", "ask": "talk", "bad": "alert", "plain": "dot"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of ICONS as inline SVG, hidden from assistive technology: the word beside it says the same."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def badge(tone: str, words: str, symbol: str = "") -> SafeString:
    """A state as icon and word; `tone` is one of TONE_ICONS, `symbol` another of ICONS."""
    return format_html(
        '<span class="badge tone-{}">{}{}</span>', tone, icon(symbol or TONE_ICONS[tone]), words
    )


@register.simple_tag(takes_context=True)
def opening(context: Context) -> SafeString:
    """The mark of a form whose person is never to lose what is typed in it (desks/held.py)."""
    return format_html('<input type="hidden" name="{}" value="{}">', OPENING, opening_of(context["request"]))


@register.filter
def day(value: date | None) -> str:
    """A day with its weekday: 2026年11月24日(火), Tue 24 Nov 2026. Nothing for no day."""
    return with_weekday(value) if value else ""


@register.filter
def yen(amount: int) -> str:
    """Whole yen: 2,000円, 2,000 yen."""
    return gettext("%(amount)s yen") % {"amount": f"{amount:,}"}


@register.filter
def may(membership: Membership, permission: str) -> bool:
    """Whether the navigation shows what needs `permission`, a name of desks.permissions.Permission."""
    return membership.may(Permission[permission])


@lru_cache(maxsize=1024)
def _translated(path: str, code: str, active: str) -> str:
    """The address in language `code`; it also follows from the `active` one, in which the path is read."""
    return translate_url(path, code)


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> list[dict[str, str]]:
    """The page at hand in each other language: code, name in itself, address.

    The address is without the query, which may say too much, and empty where it holds no language: there a button
    has to change the person's own.
    """
    request: HttpRequest | None = context.get("request")
    path = request.path if request else f"/{get_language()}/"
    languages = []
    for code, name in settings.LANGUAGES:
        if code != get_language():
            url = _translated(path, code, get_language())
            languages.append({"code": code, "name": name, "url": "" if url == path else url})
    return languages
