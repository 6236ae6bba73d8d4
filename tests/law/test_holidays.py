"""National holidays three times: as a table, as the calendar in use has them, by the rules of the Act."""

from datetime import date

import jpholiday
import pytest

from tests.eligibility.cases import HOLIDAYS
from tests.law import oracle

YEARS = range(2024, 2032)


@pytest.mark.parametrize("year", YEARS)
def test_the_table_holds_what_the_calendar_in_use_holds(year: int) -> None:
    assert {day for day in HOLIDAYS if day.year == year} == {day for day, _ in jpholiday.year_holidays(year)}


@pytest.mark.parametrize("year", YEARS)
def test_the_table_holds_what_the_act_says(year: int) -> None:
    by_the_act = {date(*oracle.WALL[at]) for at in oracle.holidays()}
    assert {day for day in HOLIDAYS if day.year == year} == {day for day in by_the_act if day.year == year}


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2024-02-12", "substitute for 11 February, a Sunday"),
        ("2024-11-04", "substitute for 3 November, a Sunday"),
        ("2025-02-24", "substitute for 23 February, a Sunday"),
        ("2025-05-06", "substitute for 4 May, a Sunday, past 5 May"),
        ("2025-11-24", "substitute for 23 November, a Sunday"),
        ("2026-05-06", "substitute for 3 May, a Sunday, past 4 and 5 May"),
        ("2026-09-22", "between 21 and 23 September"),
        ("2027-03-22", "substitute for the equinox, a Sunday"),
        ("2029-02-12", "substitute for 11 February, a Sunday"),
        ("2029-04-30", "substitute for 29 April, a Sunday"),
        ("2029-09-24", "substitute for the equinox, a Sunday"),
        ("2030-05-06", "substitute for 5 May, a Sunday"),
        ("2030-08-12", "substitute for 11 August, a Sunday"),
        ("2030-11-04", "substitute for 3 November, a Sunday"),
    ],
)
def test_substitute_and_in_between_days_are_holidays(day: str, why: str) -> None:
    assert date.fromisoformat(day) in HOLIDAYS, why


@pytest.mark.parametrize(
    "day", ["2024-05-07", "2026-05-07", "2026-09-24", "2027-05-06", "2028-09-25", "2030-05-07"]
)
def test_the_days_after_them_are_none(day: str) -> None:
    assert date.fromisoformat(day) not in HOLIDAYS
