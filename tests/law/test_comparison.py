"""What differs between two answers, and the step that made it so."""

from datetime import date

from eligibility.answer import Answer, answer
from eligibility.calendar import Calendar
from eligibility.comparison import Aspect, Difference, differences
from eligibility.events import Cause, DesignationEvent, Facts, YesNo
from eligibility.practice import NATIONAL, FeeChoice, IdentityPair, Practice
from eligibility.reasons import DeskAction, ReasonCode, Verdict

JUNE = date(2026, 6, 1)
LOST = Facts(event=DesignationEvent.LOST, occurred_on=JUNE, birth_date=date(1985, 4, 2), cause=Cause.AT_HOME)
CALENDAR = Calendar(holidays=frozenset())


def answered(facts: Facts = LOST, on: date = JUNE, practice: Practice = NATIONAL) -> Answer:
    return answer(facts, on=on, practice=practice, calendar=CALENDAR)


def found(left: Answer, right: Answer) -> dict[Aspect, Difference]:
    return {one.aspect: one for one in differences(left, right)}


def test_nothing_differs_from_itself() -> None:
    assert differences(answered(), answered()) == ()


def test_the_last_day_and_because_the_first_day_counts_there() -> None:
    differing = found(answered(), answered(practice=Practice(first_day_counted=True)))
    assert set(differing) == {Aspect.LAST_DAY, Aspect.LAST_OPEN_DAY}
    last = differing[Aspect.LAST_DAY]
    assert (last.left, last.right) == (date(2026, 7, 1), date(2026, 6, 30))
    assert last.because_left is not None
    assert last.because_left.code is ReasonCode.COUNTED_FROM_NEXT_DAY
    assert last.because_right is not None
    assert last.because_right.code is ReasonCode.COUNTED_FROM_FIRST_DAY


def test_a_reason_is_told_once() -> None:
    open_day = found(answered(), answered(practice=Practice(first_day_counted=True)))[Aspect.LAST_OPEN_DAY]
    assert (open_day.because_left, open_day.because_right) == (None, None)


def test_a_rolled_day_tells_the_side_that_rolls() -> None:
    facts = Facts(event=DesignationEvent.LOST, occurred_on=date(2026, 6, 4), cause=Cause.AT_HOME)
    on = date(2026, 6, 4)
    last = found(answered(facts, on), answered(facts, on, Practice(roll_forward=False)))[Aspect.LAST_DAY]
    assert (last.left, last.right) == (date(2026, 7, 6), date(2026, 7, 4))
    assert last.because_left is not None
    assert last.because_left.code is ReasonCode.ROLLED_FORWARD
    assert last.because_right is not None
    assert last.because_right.code is ReasonCode.ENDS_ON_CLOSED_DAY


def test_too_late_on_the_later_day() -> None:
    differing = found(answered(), answered(on=date(2026, 7, 2)))
    assert (differing[Aspect.VERDICT].left, differing[Aspect.VERDICT].right) == (
        Verdict.ELIGIBLE,
        Verdict.NOT_ELIGIBLE,
    )
    assert differing[Aspect.DESK_ACTION].right is DeskAction.ORDINARY_ROUTE
    assert differing[Aspect.DESK_FEE].right is None
    assert differing[Aspect.ORDINARY_ROUTE].left is None
    assert Aspect.LAST_DAY not in differing


def test_the_fee_and_the_papers_of_another_practice() -> None:
    facts = Facts(event=DesignationEvent.LOST, occurred_on=JUNE, cause=Cause.STOLEN, police_number=YesNo.YES)
    other = Practice(theft_with_police_number=FeeChoice.FREE, applicant_papers=frozenset({IdentityPair.A_A}))
    differing = found(answered(facts), answered(facts, practice=other))
    assert differing[Aspect.DESK_FEE].right.amount == 0  # type: ignore[attr-defined]
    assert differing[Aspect.APPLICANT_PAPERS].right == frozenset({IdentityPair.A_A})
    because = differing[Aspect.RESIDENT_FEE].because_right or differing[Aspect.DESK_FEE].because_right
    assert because is not None
    assert because.code is ReasonCode.FEE_FREE


def test_fifteen_on_the_later_day_comes_alone() -> None:
    child = Facts(
        event=DesignationEvent.LOST, occurred_on=JUNE, birth_date=date(2011, 6, 10), cause=Cause.AT_HOME
    )
    who = found(answered(child), answered(child, on=date(2026, 6, 10)))[Aspect.WHO_COMES]
    assert who.because_left is not None
    assert who.because_left.code is ReasonCode.COMES_WITH_REPRESENTATIVE
    assert who.because_left.parameter.startswith("own_application_from_age ")
