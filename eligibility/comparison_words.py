"""Two answers side by side, in the words of the desk."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.targets import LongerReason
from desks.templatetags.look import day as day_in_words
from eligibility.answer import Answer
from eligibility.comparison import Aspect, differences, value_of
from eligibility.events import Paper
from eligibility.practices.words import value_in_words
from eligibility.reasons import Reason
from eligibility.wording import (
    DESK_ACTIONS,
    LONGER,
    VERDICT_NAMES,
    desk_fee_in_words,
    fee_in_words,
    in_words,
    ordinary_route_in_words,
)
from eligibility.words import ATTENDANCE, PAPERS, PASSWORDS, PROCEDURES

ASPECTS: dict[Aspect, Promise] = {
    Aspect.VERDICT: _("Verdict"),
    Aspect.DECIDED_BY: _("Decided by"),
    Aspect.DESK_ACTION: _("What the desk does"),
    Aspect.PROCEDURE: _("The other procedure"),
    Aspect.LAST_DAY: _("Last day"),
    Aspect.LAST_OPEN_DAY: _("Last open day"),
    Aspect.RESIDENT_FEE: _("Fee, as residents read it"),
    Aspect.DESK_FEE: _("Fee at the desk"),
    Aspect.ORDINARY_ROUTE: _("Ordinary application"),
    Aspect.WHO_COMES: _("Who must come"),
    Aspect.MISSING: _("Papers still missing"),
    Aspect.APPLICANT_PAPERS: _("Identity papers of the person"),
    Aspect.REPRESENTATIVE_PAPERS: _("Identity papers of the representative"),
    Aspect.BRING: _("What to bring"),
    Aspect.PHOTO: _("Photo on the card"),
    Aspect.PASSWORDS: _("Passwords to set"),
    Aspect.TARGET: _("Delivery target"),
    Aspect.CHASE_ON: _("Looked into without a delivery on"),
}


class Side(NamedTuple):
    """One part of one answer: its lines, and where it differs the step that made it so."""

    lines: tuple[str, ...]
    because: str = ""


class Compared(NamedTuple):
    """One part of both answers."""

    aspect: Promise
    sides: tuple[Side, Side]


def differing(left: Answer, right: Answer) -> list[Compared]:
    """What differs, each with its reasons."""
    return [
        Compared(
            ASPECTS[found.aspect],
            (
                Side(_lines(found.aspect, left), _because(found.aspect, found.because_left)),
                Side(_lines(found.aspect, right), _because(found.aspect, found.because_right)),
            ),
        )
        for found in differences(left, right)
    ]


def side_by_side(left: Answer, right: Answer) -> list[Compared]:
    """Both answers whole; a part that neither has is left out."""
    rows = (
        Compared(ASPECTS[aspect], (Side(_lines(aspect, left)), Side(_lines(aspect, right))))
        for aspect in Aspect
    )
    return [row for row in rows if any(side.lines for side in row.sides)]


def _lines(aspect: Aspect, given: Answer) -> tuple[str, ...]:
    if aspect is Aspect.DECIDED_BY:
        return (in_words(given.assessment.decided_by),)
    value = value_of(aspect, given)
    return () if value is None else tuple(map(str, _WORDS[aspect](value)))


def _because(aspect: Aspect, reason: Reason | None) -> str:
    """Of the deciding step the line itself is the sentence."""
    return in_words(reason) if reason and aspect is not Aspect.DECIDED_BY else ""


def _pairs(value: Any) -> list[str]:
    return [value_in_words("applicant_papers", value) if value else gettext("None")]


def _target(value: date | tuple[LongerReason, ...]) -> list[str]:
    if isinstance(value, date):
        return [day_in_words(value)]
    return [gettext("No day: %(reason)s") % {"reason": LONGER[reason]} for reason in value]


def _photo(value: bool) -> list[str]:
    return [gettext("With a photo") if value else gettext("Without a photo")]


_WORDS: dict[Aspect, Callable[[Any], Any]] = {
    Aspect.VERDICT: lambda value: [VERDICT_NAMES[value]],
    Aspect.DESK_ACTION: lambda value: [DESK_ACTIONS[value]],
    Aspect.PROCEDURE: lambda value: [PROCEDURES[value]],
    Aspect.LAST_DAY: lambda value: [day_in_words(value)],
    Aspect.LAST_OPEN_DAY: lambda value: [day_in_words(value)],
    Aspect.RESIDENT_FEE: fee_in_words,
    Aspect.DESK_FEE: lambda value: [desk_fee_in_words(value)],
    Aspect.ORDINARY_ROUTE: lambda value: [ordinary_route_in_words(value)],
    Aspect.WHO_COMES: lambda value: [ATTENDANCE[value]],
    Aspect.MISSING: lambda value: [PAPERS[paper] for paper in Paper if paper in value],
    Aspect.APPLICANT_PAPERS: _pairs,
    Aspect.REPRESENTATIVE_PAPERS: _pairs,
    Aspect.BRING: lambda value: [PAPERS[paper] for paper in value],
    Aspect.PHOTO: _photo,
    Aspect.PASSWORDS: lambda value: [PASSWORDS[one] for one in value] or [gettext("None")],
    Aspect.TARGET: _target,
    Aspect.CHASE_ON: lambda value: [day_in_words(value)],
}
