"""Each municipality's number on slips: the same on every installation, for ever.

`municipality_numbers.tsv` is append-only. A municipality keeps its number, also after its end; then `until` is its
last day and `successor` the code that its slips lead to. A new one gets the next number (2047 is the last), with the
day it began in `from`. Wards of designated cities have none: they stand for their city, as in `desks.places`.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).with_name("municipality_numbers.tsv")
MOST = 2048


class Numbered(NamedTuple):
    """One line. Days as ISO text, `until` and `successor` empty while the municipality exists."""

    number: int
    code: str
    since: str
    until: str
    successor: str


class NoNumber(LookupError):
    """A municipality without a number, or a number without a municipality."""


def number_of(code: str) -> int:
    """The number of a six-digit code. Raises NoNumber."""
    try:
        return _by_code()[code].number
    except KeyError:
        raise NoNumber from None


def code_of(number: int) -> str:
    """The six-digit code of the municipality that a number means today. Raises NoNumber."""
    if not 0 <= number < len(numbered()):
        raise NoNumber
    found = numbered()[number]
    while found.successor:
        found = _by_code()[found.successor]
    return found.code


@cache
def numbered() -> tuple[Numbered, ...]:
    """All lines; the n-th has number n."""
    with LIST.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t"))
    return tuple(Numbered(int(number), *rest) for number, *rest in lines[1:])


@cache
def _by_code() -> dict[str, Numbered]:
    return {line.code: line for line in numbered()}
