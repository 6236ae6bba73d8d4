"""The count of the days as a small calendar, for whoever wants to see it."""

from dataclasses import dataclass
from datetime import date, timedelta

from eligibility.calendar import Calendar
from eligibility.reasons import ApplicationWindow

#: A longer window (a child's first year) is told in a sentence alone.
LONGEST_SHOWN = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One cell. `kind`: the classes of the look for it, a space between them."""

    day: date
    kind: str

    @property
    def label(self) -> str:
        """12/1 where a month or the count begins, otherwise the day alone."""
        begins = self.day.day == 1 or "first" in self.kind
        return f"{self.day.month}/{self.day.day}" if begins else str(self.day.day)


def weeks_of(window: ApplicationWindow, calendar: Calendar) -> list[list[CountedDay]]:
    """Whole weeks from Sunday, from the start day to the last day; none where they would not fit on a page."""
    last = max(window.closes_on, window.legal_end)
    if last - window.opens_on > LONGEST_SHOWN:
        return []
    sunday = window.opens_on - timedelta(days=(window.opens_on.weekday() + 1) % 7)
    weeks = (last - sunday).days // 7 + 1
    return [
        [
            CountedDay(day, _kind(day, window, calendar))
            for day in (sunday + timedelta(days=7 * week + weekday) for weekday in range(7))
        ]
        for week in range(weeks)
    ]


def _kind(day: date, window: ApplicationWindow, calendar: Calendar) -> str:
    if not window.opens_on <= day <= window.closes_on:
        return "outside"
    kinds = {
        "within": True,
        "first": day == window.opens_on,
        "last": day == window.last_open_day,
        "closed": not calendar.is_open(day),
    }
    return " ".join(kind for kind, holds in kinds.items() if holds)
