"""The law's examples as data, and the values they are tried with."""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from eligibility.calendar import Calendar
from eligibility.events import DesignationEvent, Facts
from eligibility.plain import from_json
from eligibility.practice import NATIONAL, Practice
from eligibility.presets import PRESETS

HERE = Path(__file__).parent

HOLIDAYS = frozenset(
    date.fromisoformat(word)
    for line in (HERE / "holidays.txt").read_text().splitlines()
    if not line.startswith("#")
    for word in line.split()
)
CALENDAR = Calendar(holidays=HOLIDAYS)

PRACTICES = {
    "national": NATIONAL,
    "no_roll": Practice(roll_forward=False),
    "first_day": Practice(first_day_counted=True),
    "first_day_no_roll": Practice(first_day_counted=True, roll_forward=False),
    "binding": Practice(infant_thirty_days_binding=True),
    "binding_first_day": Practice(infant_thirty_days_binding=True, first_day_counted=True),
    "binding_no_roll": Practice(infant_thirty_days_binding=True, roll_forward=False),
    **{name: preset.practice for name, preset in PRESETS.items()},
}


def edges() -> Iterator[dict[str, str]]:
    """Each row of edges.csv: one application day at an edge of one window."""
    with (HERE / "edges.csv").open(newline="") as file:
        yield from csv.DictReader(file)


def circumstances() -> list[dict[str, Any]]:
    """Each case of circumstances.toml."""
    return tomllib.loads((HERE / "circumstances.toml").read_text())["case"]


def facts_of(fields: dict[str, Any]) -> Facts:
    """The facts written in TOML, read as an Application reads its own."""
    plain = {name: item.isoformat() if isinstance(item, date) else item for name, item in fields.items()}
    return from_json(Facts, plain)


def facts_from(event: DesignationEvent, start_on: date, **fields: Any) -> Facts:
    """The facts of one event on one day, whichever field the day stands in."""
    field = "birth_date" if event is DesignationEvent.INFANT else "occurred_on"
    return Facts(event=event, **{field: start_on}, **fields)


def consequences() -> Iterator[dict[str, str]]:
    """Each row of consequences.csv: one case, and everything that follows from it."""
    with (HERE / "consequences.csv").open(newline="") as file:
        yield from csv.DictReader(file)


def facts_in(text: str) -> Facts:
    """The facts of one cell: "event=LOST occurred_on=2026-06-01 certificates=SIGNATURE"; several joined by +."""
    return from_json(Facts, _fields_in(text))


def practice_in(text: str) -> Practice:
    """The practice of one cell: the name of a preset, or what differs from the national default."""
    return PRESETS[text].practice if text in PRESETS else from_json(Practice, _fields_in(text))


def _fields_in(text: str) -> dict[str, Any]:
    pairs = (item.partition("=") for item in text.split())
    return {name: _plain(name, value) for name, _, value in pairs}


def _plain(name: str, value: str) -> Any:
    if name in ("certificates", "missing"):
        return value.split("+") if value else []
    if value in ("true", "false"):
        return value == "true"
    return int(value) if value.isdecimal() else value
