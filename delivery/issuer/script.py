"""What the world does to a letter: decided by the letter's key alone, by chances that are data.

Cards are posted on the issuer's open days; the post works every day of the week.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from random import Random
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from delivery.issuer.protocol import News
from delivery.states import Problem, Source, State
from eligibility.calendar import ONE_DAY, Calendar

T = TypeVar("T")
DAYS_HELD: Final = 7
"""From the day after the first attempt, the last one included; on the day after these the letter goes back."""


class AtTheDoor(Enum):
    TAKEN = auto()
    NOBODY_AT_HOME = auto()
    ADDRESS_UNKNOWN = auto()
    REFUSED = auto()
    DAMAGED = auto()
    """Before it ever comes to the door."""


class AfterAbsence(Enum):
    TAKEN = auto()
    ABSENT_AGAIN = auto()
    """And taken on a later day."""
    NEVER = auto()


class NumberTold(Enum):
    AT_ONCE = auto()
    LATE = auto()
    NEVER = auto()


class Telling(Enum):
    IN_ORDER = auto()
    TWICE = auto()
    OUT_OF_ORDER = auto()


# Chances in a thousand. They are invented: no page tells how express cards fare. What a page does tell stands beside.
OPEN_DAYS_IN_THE_MAKING: Final = {1: 250, 2: 350, 3: 200, 4: 100, 5: 50, 7: 30, 10: 20}
"""Most arrive within the week that municipalities name; the tail makes letters late."""
DAYS_IN_THE_POST: Final = {1: 400, 2: 400, 3: 200}
"""Registered mail takes as long as other mail, up to three days far away; express post takes a day less."""
AT_THE_DOOR: Final = {
    AtTheDoor.TAKEN: 835,
    AtTheDoor.NOBODY_AT_HOME: 120,
    AtTheDoor.ADDRESS_UNKNOWN: 20,
    AtTheDoor.REFUSED: 10,
    AtTheDoor.DAMAGED: 15,
}
"""One in ten of the number notices of 2015 came back; whoever asked for a card waits for it."""
AFTER_ABSENCE: Final = {AfterAbsence.TAKEN: 700, AfterAbsence.ABSENT_AGAIN: 150, AfterAbsence.NEVER: 150}
NUMBER_TOLD: Final = {NumberTold.AT_ONCE: 750, NumberTold.LATE: 150, NumberTold.NEVER: 100}
DAYS_UNTIL_THE_NUMBER: Final = range(1, 5)
TELLING: Final = {Telling.IN_ORDER: 900, Telling.TWICE: 50, Telling.OUT_OF_ORDER: 50}


class Told(NamedTuple):
    """One piece of news, and the day from which whoever asks is told of it."""

    news: News
    from_day: date


@dataclass(frozen=True, slots=True)
class Step:
    """What the post does on a day."""

    state: State
    on: date
    problem: str = ""


def usual_story(key: UUID, booked_on: date, calendar: Calendar) -> list[Told]:
    """Everything that will ever be told of this letter, in the order of telling. The calendar is the issuer's."""
    chance = Random(key.int)  # noqa: S311 (a play, not a secret)
    number = demo_number(chance)
    posted_on = _open_day(booked_on, drawn(chance, OPEN_DAYS_IN_THE_MAKING), calendar)
    told = _from_issuer(chance, posted_on, number)
    steps = list(_by_post(chance, posted_on))
    told += _from_post(chance, [News(it.state, it.on, Source.TRACKING, number, it.problem) for it in steps])
    return sorted(told, key=lambda it: it.from_day)


def drawn(chance: Random, chances: Mapping[T, int]) -> T:
    return chance.choices(list(chances), list(chances.values()))[0]


def demo_number(chance: Random) -> str:
    """Eleven digits of simplified registered mail that no real letter bears: a real check digit is 0 to 6."""
    return f"{chance.choice('34')}{chance.randrange(10**9):09}{chance.choice('789')}"


def _open_day(day: date, after: int, calendar: Calendar) -> date:
    for _ in range(after):
        day = calendar.open_day_on_or_after(day + ONE_DAY)
    return day


def _from_issuer(chance: Random, posted_on: date, number: str) -> list[Told]:
    """That it was posted, and the number: with it, days later, or never. Without it nobody can ask the post."""
    posted = News(State.POSTED, posted_on, Source.ISSUER, number)
    match drawn(chance, NUMBER_TOLD):
        case NumberTold.AT_ONCE:
            return [Told(posted, posted_on)]
        case NumberTold.LATE:
            later = posted_on + timedelta(days=chance.choice(DAYS_UNTIL_THE_NUMBER))
            return [Told(replace(posted, tracking_number=""), posted_on), Told(posted, later)]
        case NumberTold.NEVER:
            return [Told(replace(posted, tracking_number=""), posted_on)]


def _by_post(chance: Random, posted_on: date) -> Iterator[Step]:
    days = drawn(chance, DAYS_IN_THE_POST)
    at_door = posted_on + timedelta(days=days)
    yield Step(State.IN_TRANSIT, at_door - ONE_DAY)
    fate = drawn(chance, AT_THE_DOOR)
    if fate is not AtTheDoor.DAMAGED:
        yield Step(State.OUT, at_door)
    match fate:
        case AtTheDoor.TAKEN:
            yield Step(State.DELIVERED, at_door)
        case AtTheDoor.NOBODY_AT_HOME:
            yield from _after_absence(chance, at_door, days)
        case AtTheDoor.ADDRESS_UNKNOWN:
            yield from _back(at_door, days, Problem.ADDRESS_UNKNOWN)
        case AtTheDoor.REFUSED:
            yield from _back(at_door, days, Problem.REFUSED_BY_ADDRESSEE)
        case AtTheDoor.DAMAGED:
            yield from _back(at_door, days, Problem.DAMAGED)


def _after_absence(chance: Random, first: date, days: int) -> Iterator[Step]:
    yield from _absent(first)
    last = first + timedelta(days=DAYS_HELD)
    fate = drawn(chance, AFTER_ABSENCE)
    if fate is AfterAbsence.NEVER:
        yield from _back(last + ONE_DAY, days, Problem.HOLD_ENDED)
        return
    again = first + timedelta(days=chance.randint(1, DAYS_HELD - 1))
    yield Step(State.OUT, again)
    if fate is AfterAbsence.ABSENT_AGAIN:
        yield from _absent(again)
        again += timedelta(days=chance.randint(1, (last - again).days))
        yield Step(State.OUT, again)
    yield Step(State.DELIVERED, again)


def _absent(on: date) -> list[Step]:
    return [Step(State.ABSENT, on), Step(State.HELD, on)]


def _back(on: date, days: int, problem: Problem) -> list[Step]:
    back = on + timedelta(days=days)
    return [Step(State.RETURNING, on, problem), Step(State.RETURNED, back, problem)]


def _from_post(chance: Random, story: Sequence[News]) -> list[Told]:
    """Each on its day; now and then one of them twice, or a day after what followed it."""
    told = [Told(news, news.on) for news in story]
    how, one = drawn(chance, TELLING), chance.randrange(len(told) - 1)
    if how is Telling.TWICE:
        told.append(told[one])
    elif how is Telling.OUT_OF_ORDER:
        told[one] = Told(told[one].news, told[one + 1].from_day + ONE_DAY)
    return told
