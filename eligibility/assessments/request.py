"""What may be asked as JSON (docs/assessments.md), read strictly: every problem is found at once, by its pointer."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from desks.calendars import calendar_of
from desks.places import with_code
from eligibility.calendar import Calendar
from eligibility.dated import NotInForce
from eligibility.events import ContradictoryFacts, DayDoubt, DesignationEvent, Facts, doubtful_days
from eligibility.plain import NotPlain, Problem, below, fields_of, from_json, required_of
from eligibility.practice import Practice
from eligibility.presets import PRESETS
from eligibility.residence import residence_at
from eligibility.rules import LAW, first_seen

#: Holidays are set by law year by year; beyond this a computed calendar says nothing.
LAST_DAY = date(2040, 12, 31)
#: The presets as they are written here.
NAMED = {name.lower(): preset for name, preset in PRESETS.items()}
#: Days that a practice may name: nobody waits longer than a year for a card.
_MOST_DAYS = 366
_ID = re.compile("[!-~]{1,64}")
_CODE = re.compile("[0-9]{6}")


class Language(StrEnum):
    """The language of the sentences."""

    EN = "en"
    JA = "ja"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One question. A practice is a municipality's six-digit code, the name of a preset, or the settings themselves."""

    on: date
    facts: Facts
    practice: str | Practice
    desk_practice: str | Practice | None = None
    closed_days: frozenset[date] = frozenset()
    extra_open: frozenset[date] = frozenset()
    language: Language | None = None
    sentences: bool = True
    nearest_changes: bool = True
    id: str | int | None = None


class Settled(NamedTuple):
    """What a municipality settled. `calendar` None: nobody's in particular, so whoever asks gives the closed days."""

    practice: Practice
    calendar: Calendar | None = None


#: From the name of a practice to what it settles on a day; None where there is no such name.
Settle = Callable[[str, date], Settled | None]


class Case(NamedTuple):
    """A question that the law can be asked."""

    asked: Asked
    practice: Practice
    desk_practice: Practice | None
    calendar: Calendar


def settled(name: str, on: date) -> Settled | None:
    """The preset of that name, or what the municipality with that code settled in this installation."""
    if name.lower() in NAMED:
        return Settled(NAMED[name.lower()].practice)
    place = with_code(name) if _CODE.fullmatch(name) else None
    if place is None:
        return None
    residence = residence_at(place, on=on)
    return Settled(residence.practice, residence.calendar)


def decoded(text: bytes) -> Any:
    """JSON with every field once and no NaN. Raises `NotPlain`."""
    try:
        return json.loads(text.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except NotPlain:
        raise
    except (ValueError, RecursionError):
        # Without its cause, which quotes the text.
        raise NotPlain(Problem("", "not_json")) from None


def case_of(data: Any, *, settle: Settle = settled) -> Case:
    """The case that was asked. Raises `NotPlain` with everything that is wrong."""
    given, problems = _read(data)
    problems += _doubts(given)
    practice = _practice(given, "practice", settle, problems)
    desk = _practice(given, "desk_practice", settle, problems)
    if practice and practice.calendar and (given.keys() & {"closed_days", "extra_open"}):
        problems.append(Problem("/closed_days", "calendar_is_set"))
    if problems or practice is None:
        raise NotPlain(*problems)
    asked = Asked(**given)
    return Case(asked, practice.practice, desk and desk.practice, practice.calendar or _calendar(asked))


def _read(data: Any) -> tuple[dict[str, Any], list[Problem]]:
    """The fields that can be read, each for itself, and what is wrong with the others."""
    if not isinstance(data, dict):
        raise NotPlain(Problem("", "not_object"))
    kinds = fields_of(Asked)
    problems = [Problem(below("", name), "unknown_field") for name in data if name not in kinds]
    problems += [Problem(f"/{name}", "missing") for name in kinds if name in required_of(Asked) - data.keys()]
    given = {}
    for name in kinds:
        if name in data:
            try:
                given[name] = from_json(kinds[name], data[name])
            except NotPlain as refusal:
                problems += [Problem(f"/{name}{found.pointer}", found.code) for found in refusal.problems]
            except ContradictoryFacts as refusal:
                problems.append(Problem(f"/{name}/{refusal.field}", refusal.code))
            except ValueError:
                problems.append(Problem(f"/{name}", "practice_days"))
    return given, problems


def _doubts(given: Mapping[str, Any]) -> Iterator[Problem]:
    """What each field alone allows and the whole does not."""
    if isinstance(given.get("id"), str) and not _ID.fullmatch(given["id"]):
        yield Problem("/id", "not_id")
    on: date | None = given.get("on")
    facts: Facts | None = given.get("facts")
    if on is not None:
        yield from _outside(on, "/on")
        if facts is not None:
            yield from _doubtful_facts(facts, on)
    for name in ("practice", "desk_practice"):
        if isinstance(given.get(name), Practice):
            yield from _long_days(given[name], f"/{name}")


def _outside(day: date, pointer: str) -> Iterator[Problem]:
    try:
        LAW.row("launch_on", on=day)
    except NotInForce:
        yield Problem(pointer, "before_launch")
    if day > LAST_DAY:
        yield Problem(pointer, "beyond_calendar")


def _doubtful_facts(facts: Facts, on: date) -> Iterator[Problem]:
    """Days that cannot be right. A start day that is still to come is none: the law answers NOT_YET."""
    start = "birth_date" if facts.event is DesignationEvent.INFANT else "occurred_on"
    for field, doubt in doubtful_days(facts, on=on).items():
        if doubt is not DayDoubt.AHEAD or field != start:
            yield Problem(f"/facts/{field}", doubt.value.lower())
    if facts.first_visit_on is not None:
        yield from _outside(facts.first_visit_on, "/facts/first_visit_on")


def _long_days(practice: Practice, pointer: str) -> Iterator[Problem]:
    for field in ("other_desk_extra_days", "target_days", "chase_after_days"):
        if getattr(practice, field) > _MOST_DAYS:
            yield Problem(f"{pointer}/{field}", "too_many_days")


def _practice(
    given: Mapping[str, Any], field: str, settle: Settle, problems: list[Problem]
) -> Settled | None:
    practice: str | Practice | None = given.get(field)
    if practice is None:
        return None
    if isinstance(practice, Practice):
        return Settled(practice)
    found = settle(practice, _judged_on(given, problems))
    if found is None:
        code = "unknown_municipality" if practice.isdigit() else "unknown_practice"
        problems.append(Problem(f"/{field}", code))
    return found


def _judged_on(given: Mapping[str, Any], problems: list[Problem]) -> date:
    """The day whose practice holds, as at the desk. Where anything is wrong a name can still be known or unknown."""
    on: date = given.get("on", LAST_DAY)
    return on if problems else first_seen(given["facts"], on=on)


def _calendar(asked: Asked) -> Calendar:
    national = _national(asked.on.year)
    if not asked.closed_days and not asked.extra_open:
        return national
    return Calendar(holidays=national.holidays, closed_days=asked.closed_days, extra_open=asked.extra_open)


@cache
def _national(year: int) -> Calendar:
    return calendar_of(None, date(year, 1, 1))


def _once(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(fields)
    if len(found) < len(fields):
        raise NotPlain(Problem("", "said_twice"))
    return found


def _no_number(word: str) -> None:
    raise NotPlain(Problem("", "not_json"))
