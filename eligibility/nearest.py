"""The nearest change: what one other day or one other answer would change, for whoever is shown the answer.

Each is found by asking again with that one fact altered, so it holds whatever the rules are.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import auto
from typing import Any, NamedTuple

from eligibility.answer import Answer, answer
from eligibility.calendar import Calendar
from eligibility.events import Cause, DesignationEvent, Facts, YesNo
from eligibility.plain import Term
from eligibility.practice import Practice
from eligibility.reasons import DeskAction, ReasonCode, Verdict
from fees.rules import Fee


class ChangeKind(Term):
    """The other day or the other answer."""

    UNTIL = auto()
    FROM = auto()
    WITHOUT_CERTIFICATES = auto()
    WITH_POLICE_NUMBER = auto()
    WITH_DISASTER_CERTIFICATE = auto()
    WITH_OLD_CARD = auto()
    AT_OWN_DESK = auto()
    CHARACTER_REPLACED = auto()
    WITHOUT_FACE_AUTHENTICATION = auto()
    IF_PREVENTED = auto()


class Change(NamedTuple):
    """`day` for UNTIL and FROM. Otherwise what gets better, None where it stays: the fee in yen, what the desk does,
    the target day."""

    kind: ChangeKind
    day: date | None = None
    fee: int | None = None
    action: DeskAction | None = None
    target_date: date | None = None


class _Alteration(NamedTuple):
    """`applies` rules out what could change nothing, so that few answers are asked for again."""

    kind: ChangeKind
    fact: str
    value: Any
    applies: Callable[[Facts, Answer], bool] = lambda facts, given: True


_TOO_LATE = frozenset({ReasonCode.LATE, ReasonCode.FIRST_BIRTHDAY_REACHED})
_ALTERATIONS = (
    _Alteration(
        ChangeKind.WITHOUT_CERTIFICATES,
        "certificates",
        frozenset(),
        lambda facts, given: given.desk_fee is not None and bool(given.desk_fee.amount),
    ),
    _Alteration(
        ChangeKind.WITH_POLICE_NUMBER,
        "police_number",
        YesNo.YES,
        lambda facts, given: facts.cause in (Cause.OUTSIDE, Cause.STOLEN),
    ),
    _Alteration(
        ChangeKind.WITH_DISASTER_CERTIFICATE,
        "disaster_certificate",
        YesNo.YES,
        lambda facts, given: facts.cause is Cause.DISASTER,
    ),
    _Alteration(
        ChangeKind.WITH_OLD_CARD,
        "old_card_shown",
        YesNo.YES,
        lambda facts, given: facts.event is DesignationEvent.OVERSEAS,
    ),
    _Alteration(ChangeKind.AT_OWN_DESK, "at_residence_desk", True),
    _Alteration(ChangeKind.CHARACTER_REPLACED, "kept_character", False),
    _Alteration(ChangeKind.WITHOUT_FACE_AUTHENTICATION, "face_authentication", False),
    _Alteration(
        ChangeKind.IF_PREVENTED,
        "prevented",
        YesNo.YES,
        lambda facts, given: given.assessment.decided_by.code in _TOO_LATE,
    ),
)

_BETTER_ACTIONS = (DeskAction.ACCEPT, DeskAction.PENDING, DeskAction.CONSULT, DeskAction.ORDINARY_ROUTE)


def nearest_changes(
    facts: Facts,
    given: Answer,
    *,
    on: date,
    practice: Practice,
    calendar: Calendar,
    desk_practice: Practice | None = None,
) -> tuple[Change, ...]:
    """What would change the answer `given` to these facts: the day first, then each single answer that betters it."""
    changes = list(_days(given))
    for alteration in _ALTERATIONS:
        if getattr(facts, alteration.fact) == alteration.value or not alteration.applies(facts, given):
            continue
        altered = replace(facts, **{alteration.fact: alteration.value})
        other = answer(altered, on=on, practice=practice, calendar=calendar, desk_practice=desk_practice)
        change = _compared(alteration.kind, given, other)
        if change[1:] != _NOTHING:
            changes.append(change)
    return tuple(changes)


def _days(given: Answer) -> tuple[Change, ...]:
    assessment = given.assessment
    if assessment.verdict is Verdict.ELIGIBLE and assessment.window:
        return (Change(ChangeKind.UNTIL, assessment.window.last_open_day),)
    opens_on = assessment.decided_by.values.get("opens_on")
    return (Change(ChangeKind.FROM, opens_on),) if isinstance(opens_on, date) else ()


def _compared(kind: ChangeKind, given: Answer, other: Answer) -> Change:
    return Change(
        kind,
        None,
        _lower_fee(given.desk_fee, other.desk_fee),
        _better_action(given.assessment.desk_action, other.assessment.desk_action),
        other.target.target_date if other.target and given.target and not given.target.target_date else None,
    )


_NOTHING = (None, None, None, None)


def _lower_fee(given: Fee | None, other: Fee | None) -> int | None:
    """The other fee where it is decided and lower than what the given one is or may be."""
    if given is None or other is None or other.amount is None:
        return None
    most = given.may_be or 0 if given.amount is None else given.amount
    return other.amount if other.amount < most else None


def _better_action(given: DeskAction, other: DeskAction) -> DeskAction | None:
    if given not in _BETTER_ACTIONS or other not in _BETTER_ACTIONS:
        return None
    return other if _BETTER_ACTIONS.index(other) < _BETTER_ACTIONS.index(given) else None
