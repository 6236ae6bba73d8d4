"""The answers of the rules: verdict, what the desk does, and every reason for it with its source.

What an answer is made of are named tuples: a dozen in every answer, built three times as quickly as frozen
dataclasses.
"""

from collections.abc import Mapping
from datetime import date
from enum import auto
from typing import NamedTuple

from eligibility.plain import Term

Value = date | int | str


class Verdict(Term):
    """Whether express issuance is open to the person."""

    ELIGIBLE = auto()
    NOT_ELIGIBLE = auto()
    NOT_YET = auto()
    CONSULT = auto()


class Procedure(Term):
    """What the desk does instead of issuing a card."""

    WRITE_THE_CHANGE = auto()
    CONTINUED_USE = auto()
    LIFT_THE_SUSPENSION = auto()


class DeskAction(Term):
    """What the desk does with it."""

    ACCEPT = auto()
    PENDING = auto()
    ORDINARY_ROUTE = auto()
    CONSULT = auto()
    OTHER_PROCEDURE = auto()
    WAIT = auto()


class ReasonCode(Term):
    """Every reason a rule can give. `wording.REASONS` has a sentence for each."""

    # What happened is none of the designations.
    NOT_COVERED = auto()
    ENTRY_WAS_WRITTEN = auto()
    WRITE_THE_CHANGE = auto()
    KEEP_USING_THE_CARD = auto()
    LIFT_THE_SUSPENSION = auto()
    CASE_NOT_LISTED = auto()
    # Only the first card.
    HAD_A_CARD_BEFORE = auto()
    HAD_A_CARD_BEFORE_REENTRY = auto()
    CARD_RECEIVED_SINCE = auto()
    LATER_NOTICE = auto()
    # The day has not come or is not known.
    BIRTH_AWAITED = auto()
    MOVING_IN_NOTICE_AWAITED = auto()
    LOSS_NOTICE_AWAITED = auto()
    IDENTITY_PAPERS_AWAITED = auto()
    RESIDENT_NOTICE_AWAITED = auto()
    REQUEST_OR_LETTER_AWAITED = auto()
    CARD_STILL_WORKS = auto()
    DAY_AHEAD = auto()
    DAY_UNKNOWN = auto()
    BEFORE_LAUNCH = auto()
    # How the application window was counted.
    START_DAY = auto()
    COUNTED_FROM_NEXT_DAY = auto()
    COUNTED_FROM_FIRST_DAY = auto()
    UNTIL_FIRST_BIRTHDAY = auto()
    ROLLED_FORWARD = auto()
    ENDS_ON_CLOSED_DAY = auto()
    THIRTY_DAYS_AHEAD = auto()
    THIRTY_DAYS_PAST = auto()
    FIRST_VISIT_COUNTS = auto()
    # Against the window.
    IN_TIME = auto()
    LATE = auto()
    FIRST_BIRTHDAY_REACHED = auto()
    LATE_BUT_PREVENTED = auto()
    THIRTY_DAYS_BIND_HERE = auto()
    COMPLETED_LATE = auto()
    NO_OPEN_DAY_LEFT = auto()
    # What the desk does.
    OWN_DESK = auto()
    BIRTH_NOTIFICATION = auto()
    OTHER_DESK_ASKS_FIRST = auto()
    OTHER_DESK_ACCEPTS = auto()
    PAPERS_MISSING = auto()
    POLICE_NUMBER_MISSING = auto()
    # What follows from it.
    FEE_FREE = auto()
    FEE_CHARGED = auto()
    FEE_FOR_DESK_TO_DECIDE = auto()
    COMES_IN_PERSON = auto()
    COMES_IN_PERSON_AGE_UNKNOWN = auto()
    COMES_WITH_REPRESENTATIVE = auto()
    COMES_WITH_BIRTH_NOTIFICATION = auto()
    PHOTO_NEEDED = auto()
    NO_PHOTO_UNDER_ONE = auto()
    TARGET_NAMED = auto()
    NO_TARGET_NAMED = auto()
    ORDINARY_ROUTE_OPEN = auto()


class Reason(NamedTuple):
    """Why: `fact` is the field of `Facts` that decided, `source` a key of `words.SOURCES`.

    `rule` is the function that decided; `parameter` the row of `parameters.toml` it went by ("application_days
    2024-12-02"), empty where it needed none. Rows stored by earlier versions have neither.
    """

    code: ReasonCode
    fact: str
    source: str
    values: Mapping[str, Value]
    rule: str = ""
    parameter: str = ""


class ApplicationWindow(NamedTuple):
    """When one can apply. `closes_on` is the last day accepted (rolled where practice rolls), `legal_end` the last
    by law alone, `last_open_day` the last up to `closes_on` on which the desk is open."""

    opens_on: date
    closes_on: date
    legal_end: date
    last_open_day: date

    @property
    def rolled(self) -> bool:
        """Accepted beyond the legal end by this municipality's rule."""
        return self.closes_on > self.legal_end


class Assessment(NamedTuple):
    """The whole answer to "may this person apply?"; `trace` has every reason in the order it was found.

    `days_left` runs from the application day to the last open day (0: the last one), None unless ELIGIBLE.
    """

    verdict: Verdict
    desk_action: DeskAction
    decided_by: Reason
    desk_reason: Reason
    trace: tuple[Reason, ...]
    window: ApplicationWindow | None = None
    days_left: int | None = None
