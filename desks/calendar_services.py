"""Closed days, extra open days and opening hours, as an administrator changes them.

Whoever changes the days raises `calendar_version` in the same transaction: letters planned by an older calendar are
found by it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from enum import Enum, auto

from django.db.models import F

from desks.calendars import calendar_of
from desks.helpdesk_services import lock
from desks.models import ClosedDay, HelpDesk, Municipality
from eligibility.calendar import ONE_DAY, Calendar, NoOpenDay

MOST_DAYS = 31
"""In one go, first and last day included."""
YEARS_AHEAD = 2
"""National holidays are known for this year and so many more."""


class DayProblem(Enum):
    """Why a day cannot be closed or opened."""

    PAST = auto()
    LONG_AGO = auto()
    FAR = auto()
    REVERSED = auto()
    MANY = auto()
    OPPOSITE = auto()
    AS_IT_IS = auto()
    NEVER_OPEN = auto()


class DayRefused(ValueError):
    """`problem` with the day it is about."""

    def __init__(self, problem: DayProblem, day: date) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.day = day


def add_days(
    *, municipality: Municipality, first: date, last: date, is_open: bool, reason: str, today: date
) -> list[date]:
    """Closes the open days from `first` to `last`, or opens the closed ones; gives those that changed.

    Days that somebody has entered the same way already stay as they are. Raises DayRefused.
    """
    check_span(first, last, today)
    lock(municipality)
    kept = dict(_rows(municipality, first, last))
    for day, entered_open in kept.items():
        if entered_open is not is_open:
            raise DayRefused(DayProblem.OPPOSITE, day)
    calendar = calendar_of(municipality, last)
    new = [day for day in days_in(first, last) if day not in kept and calendar.is_open(day) is not is_open]
    if not new and not kept:
        raise DayRefused(DayProblem.AS_IT_IS, first)
    if not is_open:
        _check_opens_again(calendar, new)
    ClosedDay.objects.bulk_create(
        ClosedDay(municipality=municipality, day=day, is_open=is_open, reason=reason) for day in new
    )
    if new:
        changed(municipality)
    return new


def remove_day(*, municipality: Municipality, day: date, today: date) -> bool:
    """The day is again as the national calendar has it; False where nothing was entered. Raises DayRefused."""
    if day < today:
        raise DayRefused(DayProblem.PAST, day)
    lock(municipality)
    removed, _ = ClosedDay.objects.filter(municipality=municipality, day=day).delete()
    if removed:
        changed(municipality)
    return bool(removed)


def set_hours(hours: Mapping[HelpDesk, tuple[time, time]]) -> None:
    """When each desk receives people: opens, closes. Raises ValueError for one that closes before it opens."""
    if any(closes_at <= opens_at for opens_at, closes_at in hours.values()):
        raise ValueError("a desk closes after it opens")
    for desk, (opens_at, closes_at) in hours.items():
        HelpDesk.objects.filter(pk=desk.pk).update(opens_at=opens_at, closes_at=closes_at)


def check_span(first: date, last: date, today: date) -> None:
    """Raises DayRefused for days that nobody can enter today."""
    if first < today:
        raise DayRefused(DayProblem.PAST, first)
    if last < first:
        raise DayRefused(DayProblem.REVERSED, last)
    if last.year > today.year + YEARS_AHEAD:
        raise DayRefused(DayProblem.FAR, last)
    if (last - first).days >= MOST_DAYS:
        raise DayRefused(DayProblem.MANY, last)


def _rows(municipality: Municipality, first: date, last: date) -> Iterator[tuple[date, bool]]:
    rows = ClosedDay.objects.filter(municipality=municipality, day__range=(first, last))
    yield from rows.order_by("day").values_list("day", "is_open")


def days_in(first: date, last: date) -> Iterator[date]:
    """From the first to the last, that one included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def changed(municipality: Municipality, **facts: object) -> None:
    """Raises the version, with what else has changed in the municipality's row."""
    Municipality.objects.filter(pk=municipality.pk).update(
        calendar_version=F("calendar_version") + 1, **facts
    )


def _check_opens_again(calendar: Calendar, closed: list[date]) -> None:
    """A calendar that never opens has no last open day and no target; nobody may make one."""
    changed = replace(calendar, closed_days=calendar.closed_days.union(closed))
    try:
        for day in closed[:1]:
            changed.open_day_on_or_after(changed.open_day_on_or_before(day) + ONE_DAY)
    except NoOpenDay as gap:
        raise DayRefused(DayProblem.NEVER_OPEN, gap.day) from None
