"""On which days a desk is open and cards are made: a value that `desks` builds from the holidays and its rows."""

from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY_AND_SUNDAY = frozenset({5, 6})
#: 29 December to 3 January as (month, day), which every municipality has in its ordinance.
YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})

#: No town hall closes for longer: a calendar with a longer gap is a mistake and not a long holiday.
_LONGEST_GAP = 60


class NoOpenDay(ValueError):
    """A calendar that is closed for two months on end around `day`."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no open day within {_LONGEST_GAP} days of {day}")
        self.day = day


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The open days of one desk: `extra_open` beats every closure. Weekdays count from Monday = 0.

    With them what the issuer announced: the days of its maintenance, and from when until when (None: no end is known)
    a card takes longer than a week because too many were asked for.
    """

    holidays: frozenset[date] = frozenset()
    closed_days: frozenset[date] = frozenset()
    extra_open: frozenset[date] = frozenset()
    closed_weekdays: frozenset[int] = SATURDAY_AND_SUNDAY
    closed_every_year: frozenset[tuple[int, int]] = YEAR_END
    maintenance_days: frozenset[date] = frozenset()
    backlog_since: date | None = None
    backlog_until: date | None = None
    #: Raised by `desks` with every change, so that plans made with an older one can be found.
    version: int = 0
    _closed: frozenset[date] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_closed", self.holidays | self.closed_days)

    def is_open(self, day: date) -> bool:
        """Whether the desk receives people on that day."""
        if day in self.extra_open:
            return True
        return (
            day.weekday() not in self.closed_weekdays
            and day not in self._closed
            and (day.month, day.day) not in self.closed_every_year
        )

    def is_working_day(self, day: date) -> bool:
        """Whether the issuer works on that day. It is one for the whole country: a desk's own days change nothing."""
        return (
            day.weekday() not in SATURDAY_AND_SUNDAY
            and day not in self.holidays
            and (day.month, day.day) not in YEAR_END
        )

    def makes_cards(self, day: date) -> bool:
        """Whether cards are made on that day."""
        return self.is_working_day(day) and day not in self.maintenance_days

    def has_backlog(self, day: date) -> bool:
        """Whether a card asked for on that day takes longer than a week; the first and the last day do."""
        since, until = self.backlog_since, self.backlog_until
        return since is not None and since <= day and (until is None or day <= until)

    def open_day_on_or_after(self, day: date) -> date:
        """The first open day from `day` on. Raises `NoOpenDay`."""
        return self._seek(day, ONE_DAY)

    def open_day_on_or_before(self, day: date) -> date:
        """The last open day up to `day`. Raises `NoOpenDay`."""
        return self._seek(day, -ONE_DAY)

    def _seek(self, day: date, step: timedelta) -> date:
        found = day
        for _ in range(_LONGEST_GAP):
            if self.is_open(found):
                return found
            found += step
        raise NoOpenDay(day)
