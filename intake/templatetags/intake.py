"""What lists of applications show of a row. Nothing tells a sensitive event."""

from datetime import date

from django.template import Library
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from desks.dates import with_weekday
from eligibility.events import DesignationEvent, Paper, public_heading
from eligibility.representation import ProofKind
from eligibility.words import HEADINGS, PAPERS, PROOFS
from intake.characters import Rare, rare_characters
from intake.models import Application, Standing
from intake.record import Look, look_of_letter, look_of_standing

register = Library()

A_DECISION = gettext_lazy("A supervisor’s decision")


@register.filter
def heading(application: Application) -> Promise:
    """The public heading of the designation."""
    return HEADINGS[public_heading(DesignationEvent(application.designation))]


@register.simple_tag
def look_of(application: Application) -> Look:
    """The state of the letter where there is one, otherwise the standing of the application."""
    return look_of_letter(application) or look_of_standing(application)


@register.filter
def lacks(application: Application) -> list[Promise]:
    """The papers that are still missing, and a decision."""
    decision = [A_DECISION] if application.is_undecided else []
    return [*decision, *(PAPERS[Paper(name)] for name in application.missing)]


@register.simple_tag
def days_of(application: Application, today: date) -> int:
    """For how many days it has stood as it does."""
    return (today - application.standing_since).days


@register.simple_tag
def since(application: Application, today: date) -> str:
    """The standing with its day; for how many days while papers are missing: Waiting since Tue 24 Nov 2026, 4 days."""
    day = with_weekday(application.standing_since)
    if application.standing is not Standing.PENDING:
        return gettext("%(standing)s %(day)s") % {"standing": application.standing.label, "day": day}
    days = days_of(application, today)
    words = ngettext("Waiting since %(day)s, %(days)s day", "Waiting since %(day)s, %(days)s days", days)
    return words % {"day": day, "days": days}


@register.filter
def birthday(day: date) -> str:
    """A birth date, without the weekday that nobody knows: 1985年4月2日, 2 Apr 1985."""
    return date_format(day, "Y年n月j日" if get_language() == "ja" else "j M Y")


@register.filter
def proof(kind: str) -> Promise:
    """What shows that a representative may act."""
    return PROOFS[ProofKind(kind)]


@register.filter
def postcode(digits: str) -> str:
    """Seven digits as they are written: 100-0001."""
    return f"{digits[:3]}-{digits[3:]}" if digits else ""


@register.filter
def rare(name: str | None) -> list[Rare]:
    """The characters of a name that a card may not have."""
    return rare_characters(name or "")
