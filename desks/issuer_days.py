"""What the issuer announces: days of maintenance and a backlog, as an administrator or the operator enters them.

The issuer is one for the whole country, and each municipality's calendar says what it has heard of it. Every change
raises `calendar_version`.
"""

from datetime import date, timedelta
from typing import Final

from desks.calendar_services import YEARS_AHEAD, DayProblem, DayRefused, changed, check_span, days_in
from desks.helpdesk_services import lock
from desks.models import Municipality

A_YEAR: Final = timedelta(days=366)


def add_maintenance(*, municipality: Municipality, first: date, last: date, today: date) -> list[date]:
    """No cards are made from `first` to `last`; gives the days that are new. Raises DayRefused."""
    check_span(first, last, today)
    known = lock(municipality).maintenance_days
    new = [day for day in days_in(first, last) if day not in known]
    if new:
        # Letters of the last weeks are still planned by days that are past.
        kept = {day for day in known if day > today - A_YEAR}
        changed(municipality, maintenance_days=sorted(kept.union(new)))
    return new


def remove_maintenance(*, municipality: Municipality, day: date, today: date) -> bool:
    """Cards are made on that day after all; False where nothing was entered. Raises DayRefused."""
    if day < today:
        raise DayRefused(DayProblem.PAST, day)
    known = lock(municipality).maintenance_days
    if day not in known:
        return False
    changed(municipality, maintenance_days=[other for other in known if other != day])
    return True


def set_backlog(*, municipality: Municipality, since: date | None, until: date | None, today: date) -> bool:
    """A card asked for `since` then takes longer than a week, to the last day or, where None is known, from then on.

    None for both: there is no backlog. False where it is like that already. Raises DayRefused.
    """
    _check_backlog(since, until, today)
    row = lock(municipality)
    if (row.backlog_since, row.backlog_until) == (since, until):
        return False
    changed(municipality, backlog_since=since, backlog_until=until)
    return True


def _check_backlog(since: date | None, until: date | None, today: date) -> None:
    if since is None:
        if until is not None:
            raise ValueError("a backlog that ends has begun")
        return
    if since < today - A_YEAR:
        raise DayRefused(DayProblem.LONG_AGO, since)
    if (until or since) < since:
        raise DayRefused(DayProblem.REVERSED, until or since)
    for day in (since, until or since):
        if day.year > today.year + YEARS_AHEAD:
            raise DayRefused(DayProblem.FAR, day)
