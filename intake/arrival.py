"""Will the letter arrive? Four questions that the desk asks before it sends a card home, and what an answer means.

They are the desk's facts, not the law's: nothing depends on them but what the clerk proposes.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.models import Staff
from eligibility.events import YesNo
from intake.models import Application

QUESTIONS: Final[dict[str, Promise]] = {
    "forwarding_order": _("Is mail forwarded from there?"),
    "moving_soon": _("Are they moving soon?"),
    "name_on_letter_box": _("Is the name on the letter box?"),
    "somebody_at_home": _("Is somebody there to sign for it?"),
}
"""By the columns of an application."""
ARRIVAL: Final = tuple(QUESTIONS)
ANSWERS: Final[dict[str, Promise]] = {
    YesNo.UNKNOWN: _("Not asked"),
    YesNo.YES: _("Yes"),
    YesNo.NO: _("No"),
}
_UNSAFE: Final[dict[tuple[str, str], Promise]] = {
    ("forwarding_order", YesNo.YES): _(
        "The letter is never forwarded: it goes back. "
        "Have them cancel the forwarding order, or let them collect the card."
    ),
    ("moving_soon", YesNo.YES): _(
        "After the move the letter may find nobody. Ask when they move; let them collect the card if it is within days."
    ),
    ("name_on_letter_box", YesNo.NO): _(
        "Without the name the letter may go back. Ask them to put the name up today."
    ),
    ("somebody_at_home", YesNo.NO): _(
        "The letter is handed over in person. Tell them about the notice that is left, or let them collect the card."
    ),
}
"""What the clerk says or proposes to an answer; whoever decides otherwise goes on."""


class Asked(NamedTuple):
    """One question that was asked, its answer, and what to do about it; empty where there is nothing to do."""

    question: Promise
    answer: Promise
    advice: Promise | str


def advice(answers: Mapping[str, str]) -> list[Promise]:
    """What to do about the answers, by the names of QUESTIONS; missing ones were not asked."""
    return [said for (name, unsafe), said in _UNSAFE.items() if answers.get(name) == unsafe]


def asked(application: Application) -> list[Asked]:
    """What was asked, in words. Of a card that is collected no answer needs anything."""
    return [
        Asked(question, ANSWERS[answer], "" if application.to_desk else _UNSAFE.get((name, answer), ""))
        for name, question in QUESTIONS.items()
        if (answer := getattr(application, name)) != YesNo.UNKNOWN
    ]


def keep_asking(application: Application, *, by: Staff, on: date) -> None:
    """Notes who asked and when, where anything was asked; the caller saves the row."""
    if any(getattr(application, name) != YesNo.UNKNOWN for name in ARRIVAL):
        application.arrival_asked_by, application.arrival_asked_on = by, on
