"""What the sheets' templates write with: two languages, two calendars, cells for single characters, text that fits."""

from datetime import date
from unicodedata import category, east_asian_width

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from eligibility.parsing import both_calendars

register = template.Library()

# The steps of paper.css (.fit-1, .fit-2, .fit-3): size as a share of the full size.
_STEPS = ((1.0, ""), (0.85, "fit-1"), (0.7, "fit-2"))
_SMALLEST = "fit-3"


@register.simple_tag
def both(text: str | Promise, lead: str = "ja") -> SafeString:
    """A lazy translation in Japanese and in English, `lead` first and large. What has one form only stands once."""
    return _pair(_in(text, "ja"), _in(text, "en"), lead)


@register.simple_tag
def day(value: date, lead: str = "ja", weekday: bool = False) -> SafeString:
    """令和8(2026)年5月6日 with 6 May 2026; with the weekday where somebody must come on that day."""
    said = both_calendars(value)
    japanese, english = said.japanese, said.western
    if not weekday:
        japanese, english = japanese.partition("(")[0], english.partition(" (")[0]
    return _pair(_with_western_year(japanese, value.year), english, lead)


@register.filter
def fiscal_year(year: int) -> str:
    """令和8(2026)年度, named after its first day, 1 April."""
    first_day = both_calendars(date(year, 4, 1)).japanese
    return _with_western_year(first_day, year).partition("年")[0] + "年度"


def _with_western_year(japanese: str, year: int) -> str:
    era_year, _, rest = japanese.partition("年")
    return f"{era_year}({year})年{rest}" if rest else japanese


@register.filter
def yen(amount: int) -> str:
    return f"{amount:,}円"


@register.filter
def postcode(digits: str) -> str:
    """000-0001, however it was given."""
    plain = digits.replace("-", "")
    return f"{plain[:3]}-{plain[3:]}" if plain else ""


@register.filter
def cells(text: str, count: int) -> list[str]:
    """`count` cells of one character each, empty where the text has ended."""
    return list(text.replace("-", "")[:count].ljust(count))


@register.filter
def fit(text: str | Promise, room: int) -> str:
    """The CSS class in which `text` fits a line of `room` half-width columns; the smallest one may take more lines."""
    width = sum(_columns(character) for character in str(text))
    return next((name for share, name in _STEPS if width * share <= room), _SMALLEST)


def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(character) in "WFA" else 1


def _in(text: str | Promise, language: str) -> str:
    with override(language):
        return str(text)


def _pair(japanese: str, english: str, lead: str) -> SafeString:
    if japanese == english:
        return format_html("<span>{}</span>", japanese)
    first, second = ("ja", japanese), ("en", english)
    if lead != "ja":
        first, second = second, first
    return format_html(
        '<span class="lead" lang="{}">{}</span> <span class="also" lang="{}">{}</span>', *first, *second
    )
