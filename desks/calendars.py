"""The law's `Calendar` and `Practice` values, from the national holidays and a municipality's rows."""

from datetime import date
from functools import cache

import jpholiday

from desks.models import ClosedDay, Municipality, Practice
from eligibility.calendar import Calendar
from eligibility.plain import from_json
from eligibility.practice import NATIONAL
from eligibility.practice import Practice as PracticeValue

# Express issuance began in 2024; two years ahead covers every window and plan that is counted today.
FIRST_YEAR = 2024


@cache
def national_holidays(until_year: int) -> frozenset[date]:
    """National holidays with substitute ones, from 2024 to `until_year`. Source: the jpholiday package."""
    return frozenset().union(*map(_holidays_of, range(FIRST_YEAR, until_year + 1)))


@cache
def _holidays_of(year: int) -> frozenset[date]:
    # Fifty milliseconds a year: a day far ahead is asked for once.
    return frozenset(day for day, _ in jpholiday.year_holidays(year))


def calendar_of(municipality: Municipality | None, on: date) -> Calendar:
    """The open days of this municipality's desks, and the issuer's days as announced; known on `on`.

    The national calendar where there is no municipality.
    """
    holidays = national_holidays(on.year + 2)
    if municipality is None:
        return Calendar(holidays=holidays)
    days = ClosedDay.objects.filter(municipality=municipality).values_list("day", "is_open")
    return Calendar(
        holidays=holidays,
        closed_days=frozenset(day for day, is_open in days if not is_open),
        extra_open=frozenset(day for day, is_open in days if is_open),
        maintenance_days=frozenset(municipality.maintenance_days),
        backlog_since=municipality.backlog_since,
        backlog_until=municipality.backlog_until,
        version=municipality.calendar_version,
    )


def practice_row(municipality: Municipality, on: date) -> Practice:
    """The row in force on `on`. Raises Practice.DoesNotExist before the municipality's first."""
    return Practice.objects.in_force(municipality.pk, on)


def practice_of(municipality: Municipality | None, on: date) -> PracticeValue:
    """What this municipality settled, as in force on `on`; the national default where it settled nothing."""
    if municipality is None:
        return NATIONAL
    try:
        return practice_value(practice_row(municipality, on))
    except Practice.DoesNotExist:
        return NATIONAL


def practice_value(row: Practice) -> PracticeValue:
    """The row as the law's value. A setting that the row does not name is the national default's."""
    return from_json(PracticeValue, row.settings)
