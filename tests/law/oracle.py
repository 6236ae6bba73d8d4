"""A second answer to "may this person apply, and until when", for the sweep to compare the rules with.

Slow and plain on purpose: days are places on a wall calendar that is written out once and then walked with a finger.
It shares nothing with the rules but the words of a verdict. Sources: the Civil Code (Art. 140, 141, 143), the Act on
National Holidays (Art. 2 and 3), and what municipalities print about infants and the 30 days.
"""

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

Day = tuple[int, int, int]

LAUNCH: Day = (2024, 12, 2)
FIRST_YEAR, LAST_YEAR = 2022, 2033
#: 1 January 2022 was a Saturday; Sunday is 0 here.
FIRST_WEEKDAY = 6
SUNDAY, MONDAY, SATURDAY = 0, 1, 6


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


WALL: list[Day] = [
    (year, month, day)
    for year in range(FIRST_YEAR, LAST_YEAR + 1)
    for month in range(1, 13)
    for day in range(1, _month_length(year, month) + 1)
]


def place(day: Day) -> int:
    """Where the day hangs on the wall."""
    return bisect_left(WALL, day)


def _weekday(at: int) -> int:
    return (FIRST_WEEKDAY + at) % 7


# -- National holidays ---------------------------------------------------------------------------------------

FIXED = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
#: Month, and which Monday of it.
MONDAYS = ((1, 2), (7, 3), (9, 3), (10, 2))
#: The equinox days by the usual approximation for 1980 to 2099, in millionths of a day: constant, then drift a year.
MARCH, SEPTEMBER, DRIFT = 20_843_100, 23_248_800, 242_194


def _equinox(year: int, constant: int) -> int:
    since = year - 1980
    return (constant + DRIFT * since) // 1_000_000 - since // 4


def _monday(year: int, month: int, which: int) -> int:
    at = place((year, month, 1))
    while _weekday(at) != MONDAY:
        at += 1
    return at + 7 * (which - 1)


@cache
def holidays() -> frozenset[int]:
    """Every day off by the Act: named holidays, substitutes for those on a Sunday, days between two holidays."""
    named = set()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        named |= {place((year, month, day)) for month, day in FIXED}
        named |= {_monday(year, month, which) for month, which in MONDAYS}
        named |= {place((year, 3, _equinox(year, MARCH))), place((year, 9, _equinox(year, SEPTEMBER)))}
    substitutes = set()
    for holiday in named:
        if _weekday(holiday) == SUNDAY:
            at = holiday + 1
            while at in named:
                at += 1
            substitutes.add(at)
    between = {at + 1 for at in named if at + 2 in named and at + 1 not in named}
    return frozenset(named | substitutes | between)


@cache
def closed(at: int) -> bool:
    """A Saturday, a Sunday, a holiday, or one of the days from 29 December to 3 January."""
    _, month, day = WALL[at]
    at_year_end = (month == 12 and day >= 29) or (month == 1 and day <= 3)
    return _weekday(at) in (SATURDAY, SUNDAY) or at in holidays() or at_year_end


# -- The window ----------------------------------------------------------------------------------------------


class Told(NamedTuple):
    """What a municipality settles about counting."""

    first_day_counted: bool
    roll_forward: bool
    infants_bound: bool = False


class Window(NamedTuple):
    """Places on the wall: the legal end, the last day accepted, and the last on which a desk is open."""

    legal_end: int
    accepted: int
    open_day: int


@cache
def window(infant: bool, start: int, told: Told) -> Window:
    """The window of somebody whose day (an infant's: of birth) hangs at `start`."""
    if infant and not told.infants_bound:
        end = accepted = last_day_under_one(start)
    else:
        end = accepted = _thirtieth_day(start, told)
        while told.roll_forward and closed(accepted):
            accepted += 1
    open_day = accepted
    while closed(open_day):
        open_day -= 1
    return Window(end, accepted, open_day)


def _thirtieth_day(start: int, told: Told) -> int:
    at, counted = start, 1 if told.first_day_counted else 0
    while counted < 30:
        at += 1
        counted += 1
    return at


@cache
def last_day_under_one(born: int) -> int:
    """The day before the same date a year later; where that year has no such date, the last day of the month."""
    year, month, day = WALL[born]
    at = born
    while WALL[at + 1] < (year + 1, month, day):
        at += 1
    return at


def verdict(infant: bool, start: int, on: int, told: Told) -> str:
    """The verdict on an application at `on`, which may not lie before the launch."""
    if start > on:
        return "NOT_YET"
    if not infant and WALL[start] < LAUNCH:
        return "NOT_ELIGIBLE"
    found = window(infant, start, told)
    if infant and on > last_day_under_one(start):
        return "NOT_ELIGIBLE"
    if on > found.accepted:
        # Late, but still under one year of age: the desk decides.
        return "CONSULT" if infant else "NOT_ELIGIBLE"
    # In time by the calendar, but whoever finds every remaining day closed has to ask.
    return "ELIGIBLE" if on <= found.open_day else "CONSULT"
