"""Support measures: whether anything is posted to the address of somebody who must not be found."""

from datetime import date
from enum import auto
from typing import Final, NamedTuple, Protocol

from desks.models import Staff
from eligibility.events import YesNo
from eligibility.plain import Term
from intake.models import Application

HIDDEN: Final = frozenset(
    {"postcode", "address", "email", "residence_code", "representative_postcode", "representative_address"}
)
"""What no page, list or paper shows of an application under support measures, but the one that is asked for it."""


class Posting(Protocol):
    """As far as it decides anything: an entry, or an application as stored."""

    @property
    def support_measures(self) -> bool: ...
    @property
    def to_desk(self) -> bool: ...
    @property
    def safe_to_post(self) -> str: ...


class Chosen(NamedTuple):
    """The same, as chosen on a form that is not filled in yet."""

    support_measures: bool = False
    to_desk: bool = False
    safe_to_post: str = YesNo.UNKNOWN


class Danger(Term):
    """Why a letter must not go out as it was entered."""

    NOT_ASKED = auto()
    NOT_SAFE = auto()


def danger(posting: Posting) -> Danger | None:
    """Whether the person was asked, and whether the letter then goes where they said that it is safe."""
    if not posting.support_measures or posting.to_desk:
        return None
    answers = {YesNo.YES: None, YesNo.NO: Danger.NOT_SAFE, YesNo.UNKNOWN: Danger.NOT_ASKED}
    return answers[YesNo(posting.safe_to_post)]


def keep_who_asked(application: Application, *, by: Staff, on: date) -> None:
    """Notes who asked and when, where an answer is there; the caller saves the row."""
    answered = application.safe_to_post != YesNo.UNKNOWN
    application.safety_asked_by, application.safety_asked_on = (by, on) if answered else (None, None)
