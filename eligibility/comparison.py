"""Two answers to the same facts, by another day or another practice: what differs, and which step made it so."""

from collections.abc import Callable, Iterator, Set
from enum import auto
from typing import NamedTuple

from eligibility.answer import Answer
from eligibility.plain import Term
from eligibility.reasons import ApplicationWindow, Reason, ReasonCode
from fees.rules import Fee


class Aspect(Term):
    """The parts of an answer, in the order that people ask for them."""

    VERDICT = auto()
    DECIDED_BY = auto()
    DESK_ACTION = auto()
    PROCEDURE = auto()
    LAST_DAY = auto()
    LAST_OPEN_DAY = auto()
    RESIDENT_FEE = auto()
    DESK_FEE = auto()
    ORDINARY_ROUTE = auto()
    WHO_COMES = auto()
    MISSING = auto()
    APPLICANT_PAPERS = auto()
    REPRESENTATIVE_PAPERS = auto()
    BRING = auto()
    PHOTO = auto()
    PASSWORDS = auto()
    TARGET = auto()
    CHASE_ON = auto()


class Difference(NamedTuple):
    """`left` and `right` as `value_of` gives them.

    The reasons are the steps of either trace that the other has not, each given once: None where the same rule came
    to something else for the other day alone.
    """

    aspect: Aspect
    left: object
    right: object
    because_left: Reason | None
    because_right: Reason | None


def differences(left: Answer, right: Answer) -> tuple[Difference, ...]:
    """All that differs, in the order of `Aspect`."""
    return tuple(_differing(left, right))


def value_of(aspect: Aspect, given: Answer) -> object:
    """That part of an answer, a value of the law; None where the answer has no such part."""
    return _VALUES[aspect](given)


def _differing(left: Answer, right: Answer) -> Iterator[Difference]:
    told: set[ReasonCode] = set()
    for aspect in Aspect:
        values = value_of(aspect, left), value_of(aspect, right)
        if values[0] == values[1]:
            continue
        because = _because(aspect, left, right, told), _because(aspect, right, left, told)
        told.update(reason.code for reason in because if reason)
        yield Difference(aspect, *values, *because)


def _because(aspect: Aspect, given: Answer, beside: Answer, told: Set[ReasonCode]) -> Reason | None:
    """The step behind that part which the other trace has not, and which no part before has told."""
    others = {(step.code, step.source) for step in _steps(aspect, beside)}
    steps = (step for step in _steps(aspect, given) if (step.code, step.source) not in others)
    return next((step for step in steps if step.code not in told), None)


def _steps(aspect: Aspect, given: Answer) -> list[Reason]:
    rules: Set[str] = _RULES.get(aspect, frozenset())
    if aspect in (Aspect.VERDICT, Aspect.DECIDED_BY):
        return [given.assessment.decided_by]
    if aspect is Aspect.DESK_ACTION:
        return [given.assessment.desk_reason]
    return [step for step in given.trace if step.rule in rules]


#: The rules whose steps explain a part.
_RULES: dict[Aspect, Set[str]] = {
    Aspect.LAST_DAY: {"application_window"},
    Aspect.LAST_OPEN_DAY: {"application_window"},
    Aspect.RESIDENT_FEE: {"desk_fee"},
    Aspect.DESK_FEE: {"desk_fee"},
    Aspect.ORDINARY_ROUTE: {"ordinary_route"},
    Aspect.WHO_COMES: {"attendance"},
    Aspect.MISSING: {"desk_action"},
    Aspect.PHOTO: {"documents"},
    Aspect.TARGET: {"delivery_target"},
}


def _window(read: Callable[[ApplicationWindow], object]) -> Callable[[Answer], object]:
    return lambda given: read(given.assessment.window) if given.assessment.window else None


def _price(fee: Fee | None) -> object:
    """Who says so is the reason's part; here the price alone."""
    return fee._replace(source="") if fee else None


_VALUES: dict[Aspect, Callable[[Answer], object]] = {
    Aspect.VERDICT: lambda given: given.assessment.verdict,
    Aspect.DECIDED_BY: lambda given: given.assessment.decided_by.code,
    Aspect.DESK_ACTION: lambda given: given.assessment.desk_action,
    Aspect.PROCEDURE: lambda given: given.procedure,
    Aspect.LAST_DAY: _window(lambda window: window.closes_on),
    Aspect.LAST_OPEN_DAY: _window(lambda window: window.last_open_day),
    Aspect.RESIDENT_FEE: lambda given: _price(given.fee),
    Aspect.DESK_FEE: lambda given: _price(given.desk_fee),
    Aspect.ORDINARY_ROUTE: lambda given: given.ordinary_route,
    Aspect.WHO_COMES: lambda given: given.attendance.rule if given.attendance else None,
    Aspect.MISSING: lambda given: given.missing or None,
    Aspect.APPLICANT_PAPERS: lambda given: given.documents.applicant_papers if given.documents else None,
    Aspect.REPRESENTATIVE_PAPERS: lambda given: (
        given.documents.representative_papers or None if given.documents else None
    ),
    Aspect.BRING: lambda given: given.documents.bring if given.documents else None,
    Aspect.PHOTO: lambda given: given.documents.photo if given.documents else None,
    Aspect.PASSWORDS: lambda given: given.documents.passwords if given.documents else None,
    Aspect.TARGET: lambda given: given.target.target_date or given.target.longer if given.target else None,
    Aspect.CHASE_ON: lambda given: given.target.chase_on if given.target else None,
}
