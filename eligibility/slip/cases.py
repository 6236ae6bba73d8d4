"""The cases that a slip can tell, by number: `cases.tsv`, append-only.

A line names the facts that it carries; every other fact is UNKNOWN again once the slip is read. Facts get the number
of the line that tells most of them, what decides first before what only adds to it (`_FIRST_TOLD`). So these fold:
- "Another reason" (OTHER) shares its numbers. Neither what began it nor another card is told: only some of its four
  designations ask for that, and the question alone would tell which. The desk asks again.
- Who is late was prevented, or nothing is told of it. A closed case carries no age, cause or proof: nobody asked.
- Under one folds to under 15 where a card existed before, and where it is told what began or how it was lost: who
  comes is the same, and the desk sees the birth date.
- An infant's earlier card, a proof that was not asked and a first notice fold away unless they decide.
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from eligibility.age import age_band
from eligibility.events import (
    AgeBand,
    Cause,
    DesignationEvent,
    Facts,
    Heading,
    OrdinaryCase,
    Trigger,
    YesNo,
    public_heading,
)

LIST = Path(__file__).with_name("cases.tsv")
MOST = 128

Event = DesignationEvent | OrdinaryCase | Heading

_FIRST_TOLD: dict[str, Any] = {
    "card_received_since": YesNo,
    "first_notice": YesNo,
    "prevented": YesNo,
    "had_card_before": YesNo,
    "old_card_shown": YesNo,
    "with_birth_notification": YesNo,
    "cause": Cause,
    "police_number": YesNo,
    "disaster_certificate": YesNo,
    "age": str,
    "trigger": Trigger,
}
_WARD = "WARD"


class SlipCase(NamedTuple):
    """One line: its event, Heading.OTHER for all designations under another reason, and what it tells by name."""

    number: int
    event: Event
    tells: Mapping[str, str]

    def facts(self) -> dict[str, Any]:
        """What is told, by the names of `Facts`."""
        told = {name: kind(self.tells[name]) for name, kind in _FIRST_TOLD.items() if name in self.tells}
        age = told.pop("age", None)
        if age is not None:
            told["is_ward"] = age == _WARD
            told["age_band"] = AgeBand.FIFTEEN_AND_OVER if age == _WARD else AgeBand(age)
        if "with_birth_notification" in told:
            told["with_birth_notification"] = True
        return told


def case_of(number: int) -> SlipCase:
    """The case of a number. Raises LookupError."""
    return cases()[number]


def number_of_case(facts: Facts, *, on: date) -> int:
    """The number of the line that tells most of these facts; `on` is the day whose age counts."""
    described = _described(facts, on)
    fitting = [case for case in _cases_of(_shown_event(facts)) if _fits(case, described)]
    return max(fitting, key=lambda case: _telling(case, described)).number


def _shown_event(facts: Facts) -> Event:
    event = facts.event
    if isinstance(event, DesignationEvent) and public_heading(event) is Heading.OTHER:
        return Heading.OTHER
    return event


def _described(facts: Facts, on: date) -> dict[str, str]:
    described: dict[str, str] = {name: getattr(facts, name) for name in _FIRST_TOLD if name != "age"}
    described["with_birth_notification"] = YesNo.YES if facts.with_birth_notification else YesNo.NO
    band = age_band(facts, on=on)
    child = band in (AgeBand.UNDER_ONE, AgeBand.UNDER_FIFTEEN)
    return described | {"age": _WARD if facts.is_ward and not child else band}


def _fits(case: SlipCase, described: Mapping[str, str]) -> bool:
    return all(_worth(name, value, described) for name, value in case.tells.items())


def _telling(case: SlipCase, described: Mapping[str, str]) -> tuple[int, ...]:
    return tuple(
        _worth(name, case.tells[name], described) if name in case.tells else 0 for name in _FIRST_TOLD
    )


def _worth(name: str, value: str, described: Mapping[str, str]) -> int:
    """2: it is so; 1: under one told as under 15; 0: it is not so."""
    if described[name] == value:
        return 2
    return int((described[name], value) == (AgeBand.UNDER_ONE, AgeBand.UNDER_FIFTEEN))


@cache
def cases() -> tuple[SlipCase, ...]:
    """All lines; the n-th has number n."""
    with LIST.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t"))[1:]
    return tuple(_case(int(number), event, tells) for number, event, tells in lines)


def _case(number: int, event: str, tells: str) -> SlipCase:
    return SlipCase(number, _EVENTS[event], dict(one.split("=") for one in tells.split()))


_EVENTS: dict[str, Event] = {
    **{event.value: event for kind in (DesignationEvent, OrdinaryCase) for event in kind},
    Heading.OTHER.value: Heading.OTHER,
}


@cache
def _cases_of(event: Event) -> tuple[SlipCase, ...]:
    return tuple(case for case in cases() if case.event is event)
