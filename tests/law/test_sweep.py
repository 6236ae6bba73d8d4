"""Every designation, every start day of six years, every way of counting: the rules against the second answer."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from eligibility.events import DesignationEvent
from eligibility.practice import Practice
from eligibility.rules import assess
from tests.eligibility.cases import CALENDAR, facts_from
from tests.law import oracle
from tests.law.oracle import Told

DAYS = [date(*day) for day in oracle.WALL]
FIRST, LAST = oracle.place(oracle.LAUNCH), oracle.place((2030, 12, 1))
COUNTINGS = {
    "from the next day, rolls": Told(False, True),
    "from the next day": Told(False, False),
    "from the first day, rolls": Told(True, True),
    "from the first day": Told(True, False),
}
BINDING = {
    "30 days bind": Told(False, True, infants_bound=True),
    "30 days bind, from the first day": Told(True, False, infants_bound=True),
}


def application_days(infant: bool, start: int, told: Told) -> set[int]:
    """Each side of every edge, and around the place where another municipality's count would end."""
    end, accepted, open_day = oracle.window(infant, start, told)
    days = {start - 1, start, end - 1, end, end + 1, accepted, accepted + 1, open_day, open_day + 1}
    if infant:
        birthday = oracle.last_day_under_one(start) + 1
        days |= {birthday - 1, birthday, birthday + 1, start + 30, start + 31}
    return {day for day in days if day >= FIRST}


def disagreements(event: DesignationEvent, starts: range, told: Told) -> Iterator[str]:
    practice = Practice(
        first_day_counted=told.first_day_counted,
        roll_forward=told.roll_forward,
        infant_thirty_days_binding=told.infants_bound,
    )
    infant = event is DesignationEvent.INFANT
    for start in starts:
        facts = facts_from(event, DAYS[start])
        for at in application_days(infant, start, told):
            found = assess(facts, on=DAYS[at], practice=practice, calendar=CALENDAR)
            wanted = oracle.verdict(infant, start, at, told)
            window = found.window and (
                found.window.legal_end,
                found.window.closes_on,
                found.window.last_open_day,
            )
            days = wanted != "NOT_YET" and tuple(DAYS[day] for day in oracle.window(infant, start, told))
            if (found.verdict, window or False) != (wanted, days):
                yield f"{event} {DAYS[start]} on {DAYS[at]}: {found.verdict} {window}, not {wanted} {days}"


@pytest.mark.parametrize("told", COUNTINGS.values(), ids=COUNTINGS)
@pytest.mark.parametrize("event", DesignationEvent)
def test_every_start_day_of_six_years(event: DesignationEvent, told: Told) -> None:
    assert next(disagreements(event, range(FIRST, LAST + 1), told), None) is None


@pytest.mark.parametrize("told", BINDING.values(), ids=BINDING)
def test_every_birth_of_six_years_where_the_pages_thirty_days_bind(told: Told) -> None:
    assert next(disagreements(DesignationEvent.INFANT, range(FIRST, LAST + 1), told), None) is None


@pytest.mark.parametrize("told", COUNTINGS.values(), ids=COUNTINGS)
def test_every_birth_of_the_year_before_the_launch(told: Told) -> None:
    year_before = range(FIRST - 366, FIRST)
    assert next(disagreements(DesignationEvent.INFANT, year_before, told), None) is None


@pytest.mark.parametrize(
    "event", [event for event in DesignationEvent if event is not DesignationEvent.INFANT]
)
def test_nothing_that_happened_before_the_launch_counts(event: DesignationEvent) -> None:
    for start in range(FIRST - 40, FIRST):
        for at in range(FIRST, FIRST + 35):
            found = assess(
                facts_from(event, DAYS[start]), on=DAYS[at], practice=Practice(), calendar=CALENDAR
            )
            assert found.verdict == "NOT_ELIGIBLE" == oracle.verdict(False, start, at, Told(False, True))


@pytest.mark.parametrize(("event", "every"), [(DesignationEvent.INFANT, 11), (DesignationEvent.LOST, 1)])
def test_not_the_edges_only(event: DesignationEvent, every: int) -> None:
    """Each application day from before the start to after the end, for each start day (every eleventh birth)."""
    infant = event is DesignationEvent.INFANT
    told = COUNTINGS["from the next day, rolls"]
    for start in range(FIRST, LAST, every):
        facts = facts_from(event, DAYS[start])
        for at in range(max(FIRST, start - 2), start + (370 if infant else 42)):
            found = assess(facts, on=DAYS[at], practice=Practice(), calendar=CALENDAR)
            assert found.verdict == oracle.verdict(infant, start, at, told), (DAYS[start], DAYS[at])


def test_the_wall_calendar_hangs_straight() -> None:
    assert DAYS[0] + timedelta(days=len(DAYS) - 1) == DAYS[-1]
    assert (DAYS[0].weekday() + 1) % 7 == oracle.FIRST_WEEKDAY
