"""What holds for every case, and a second, slower count of the windows to compare with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.answer import answer
from eligibility.calendar import YEAR_END, Calendar
from eligibility.events import (
    CAUSES_OF,
    Cause,
    Certificate,
    DayAnswer,
    DesignationEvent,
    Facts,
    OrdinaryCase,
    Paper,
    YesNo,
)
from eligibility.plain import from_json, to_json
from eligibility.practice import OtherDesk, Practice
from eligibility.reasons import Assessment, DeskAction, Verdict
from eligibility.rules import assess
from tests.eligibility.cases import CALENDAR, HOLIDAYS, PRACTICES, facts_from

LAUNCH = date(2024, 12, 2)
ONE_DAY = timedelta(days=1)
BETTER_TO_WORSE = [Verdict.ELIGIBLE, Verdict.CONSULT, Verdict.NOT_ELIGIBLE]

application_days = st.dates(LAUNCH, date(2028, 12, 31))
start_days = st.dates(date(2023, 1, 1), date(2028, 12, 31))
yes_no = st.sampled_from(YesNo)
calendars = st.builds(
    Calendar,
    holidays=st.just(HOLIDAYS),
    closed_days=st.frozensets(application_days, max_size=5),
    extra_open=st.frozensets(application_days, max_size=5),
)
practices = st.builds(
    Practice,
    first_day_counted=st.booleans(),
    roll_forward=st.booleans(),
    infant_thirty_days_binding=st.booleans(),
    other_desk=st.sampled_from(OtherDesk),
    other_desk_extra_days=st.integers(0, 10),
    police_number_outside_home=st.booleans(),
)


@st.composite
def known_facts(draw: st.DrawFn, **fixed: object) -> Facts:
    """A designation whose day is known."""
    event = draw(st.sampled_from(DesignationEvent))
    infant = event is DesignationEvent.INFANT
    fields = {
        "cause": draw(st.sampled_from(CAUSES_OF.get(event, (Cause.UNKNOWN,)))),
        "police_number": draw(yes_no),
        "had_card_before": draw(yes_no),
        "old_card_shown": draw(yes_no),
        "card_received_since": draw(yes_no),
        "prevented": draw(yes_no),
        "is_ward": draw(st.booleans()),
        "at_residence_desk": draw(st.booleans()),
        "with_birth_notification": infant and draw(st.booleans()),
        "certificates": draw(st.frozensets(st.sampled_from(Certificate))),
        "missing": draw(st.frozensets(st.sampled_from(Paper), max_size=2)),
        "face_authentication": draw(st.booleans()),
    }
    return facts_from(event, draw(start_days), **(fields | fixed))


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    event = draw(st.sampled_from([*DesignationEvent, *OrdinaryCase]))
    if isinstance(event, OrdinaryCase):
        return Facts(event=event, birth_date=draw(st.none() | start_days))
    if draw(st.booleans()):
        return Facts(event=event, day_answer=draw(st.sampled_from([DayAnswer.NOT_YET, DayAnswer.UNKNOWN])))
    return draw(known_facts())


@given(known_facts(), application_days, st.integers(1, 400), practices, calendars)
def test_once_it_has_opened_a_later_application_is_never_better(
    facts: Facts, on: date, wait: int, practice: Practice, calendar: Calendar
) -> None:
    earlier = assess(facts, on=on, practice=practice, calendar=calendar).verdict
    later = assess(facts, on=on + timedelta(days=wait), practice=practice, calendar=calendar).verdict
    if earlier is not Verdict.NOT_YET:
        assert BETTER_TO_WORSE.index(later) >= BETTER_TO_WORSE.index(earlier)


@given(known_facts(), application_days, practices, calendars)
def test_the_last_open_day_is_open_and_lies_in_the_window(
    facts: Facts, on: date, practice: Practice, calendar: Calendar
) -> None:
    found = assess(facts, on=on, practice=practice, calendar=calendar)
    if found.window is None:
        return
    window = found.window
    assert calendar.is_open(window.last_open_day)
    assert window.last_open_day <= window.closes_on
    assert window.legal_end <= window.closes_on
    assert not any(
        calendar.is_open(window.last_open_day + timedelta(days=n))
        for n in range(1, (window.closes_on - window.last_open_day).days + 1)
    )
    if found.verdict is Verdict.ELIGIBLE:
        assert window.opens_on <= on <= window.last_open_day
        assert found.days_left == (window.last_open_day - on).days


@given(known_facts(), application_days, practices)
def test_whoever_is_told_a_last_open_day_can_still_go_on_it(
    facts: Facts, on: date, practice: Practice
) -> None:
    told = assess(facts, on=on, practice=practice, calendar=CALENDAR)
    if told.verdict is Verdict.ELIGIBLE:
        assert told.window is not None
        there = assess(facts, on=told.window.last_open_day, practice=practice, calendar=CALENDAR)
        assert (there.verdict, there.desk_action, there.days_left) == (told.verdict, told.desk_action, 0)


@given(any_facts(), application_days, practices)
def test_facts_and_assessment_read_back_from_json_as_they_were(
    facts: Facts, on: date, practice: Practice
) -> None:
    assert from_json(Facts, to_json(facts)) == facts
    assert from_json(Practice, to_json(practice)) == practice
    found = assess(facts, on=on, practice=practice, calendar=CALENDAR)
    assert from_json(Assessment, to_json(found)) == found


@given(any_facts(), application_days, practices)
def test_an_answer_has_what_its_verdict_needs_and_nothing_else(
    facts: Facts, on: date, practice: Practice
) -> None:
    given_answer = answer(facts, on=on, practice=practice, calendar=CALENDAR)
    found = given_answer.assessment
    possible = found.verdict is not Verdict.NOT_ELIGIBLE and isinstance(facts.event, DesignationEvent)
    assert (given_answer.ordinary_route is not None) == (found.desk_action is DeskAction.ORDINARY_ROUTE)
    for part in (given_answer.fee, given_answer.desk_fee, given_answer.attendance):
        assert (part is not None) == possible
    documents = given_answer.documents
    assert (documents is not None) == (possible or given_answer.ordinary_route is not None)
    assert (given_answer.procedure is not None) == (found.desk_action is DeskAction.OTHER_PROCEDURE)
    assert given_answer.trace[: len(found.trace)] == found.trace
    assert (given_answer.target is not None) == (found.verdict is Verdict.ELIGIBLE)
    assert found.decided_by in found.trace
    assert found.trace[-1] == found.desk_reason
    assert answer(facts, on=on, practice=practice, calendar=CALENDAR) == given_answer


def counted_one_by_one(
    event: DesignationEvent, start_on: date, practice: Practice
) -> tuple[date, date, date]:
    """Legal end, last day accepted and last open day, by walking a wall calendar day by day."""

    def closed(day: date) -> bool:
        return day.isoweekday() >= 6 or day in HOLIDAYS or (day.month, day.day) in YEAR_END

    day = start_on
    if event is DesignationEvent.INFANT and not practice.infant_thirty_days_binding:
        while (day + ONE_DAY).year == start_on.year or (
            (day + ONE_DAY).year == start_on.year + 1
            and ((day + ONE_DAY).month, (day + ONE_DAY).day) < (start_on.month, start_on.day)
        ):
            day += ONE_DAY
        end = accepted = day
        if (start_on.month, start_on.day) == (2, 29):
            assert end == date(start_on.year + 1, 2, 28)
    else:
        counted = 1 if practice.first_day_counted else 0
        while counted < 30:
            day += ONE_DAY
            counted += 1
        end = accepted = day
        while practice.roll_forward and closed(accepted):
            accepted += ONE_DAY
    open_day = accepted
    while closed(open_day):
        open_day -= ONE_DAY
    return end, accepted, open_day


@pytest.mark.parametrize("name", PRACTICES)
@pytest.mark.parametrize("event", [DesignationEvent.INFANT, DesignationEvent.LOST])
def test_every_start_day_of_three_years_against_a_count_one_by_one(
    event: DesignationEvent, name: str
) -> None:
    practice = PRACTICES[name]
    start_on = date(2025, 1, 1)
    while start_on < date(2028, 1, 1):
        found = assess(facts_from(event, start_on), on=start_on, practice=practice, calendar=CALENDAR)
        window = found.window
        assert window is not None
        assert (window.legal_end, window.closes_on, window.last_open_day) == counted_one_by_one(
            event, start_on, practice
        )
        start_on += ONE_DAY
