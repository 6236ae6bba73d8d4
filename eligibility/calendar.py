"""On which days a desk is open: a value that `desks` builds from the holidays and the municipality's rows."""

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
    """The open days of one desk: `extra_open` beats every closure. Weekdays count from Monday = 0."""

    holidays: frozenset[date] = frozenset()
    closed_days: frozenset[date] = frozenset()
    extra_open: frozenset[date] = frozenset()
    closed_weekdays: frozenset[int] = SATURDAY_AND_SUNDAY
    closed_every_year: frozenset[tuple[int, int]] = YEAR_END
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
