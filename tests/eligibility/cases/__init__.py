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
