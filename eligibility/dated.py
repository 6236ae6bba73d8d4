"""The numbers and dates the law sets, from TOML. Outside its dates a number is an error, never the last known."""

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple


class NotInForce(LookupError):
    """The law has no value of that name on that day."""

    def __init__(self, name: str, on: date) -> None:
        super().__init__(f"{name} is not in force on {on}")
        self.name = name
        self.on = on


class Row(NamedTuple):
    """One value of `name`, in force from `since` to `until` (included; None: to this day).

    `source` is a key of `words.SOURCES`.
    """

    name: str
    value: Any
    source: str
    since: date
    until: date | None = None

    @property
    def cited(self) -> str:
        """How a reason names the row: its name and the day it holds from."""
        return f"{self.name} {self.since}"


class Parameters:
    """One `parameters.toml`. Raises `ValueError` when a row lacks its day or source, or two rows overlap."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._rows = {name: _rows(name, rows) for name, rows in tomllib.load(file).items()}

    def row(self, name: str, *, on: date) -> Row:
        """The row of that name on that day. Raises `NotInForce`."""
        for row in self._rows[name]:
            if row.since <= on and (row.until is None or on <= row.until):
                return row
        raise NotInForce(name, on)

    def value(self, name: str, *, on: date) -> Any:
        """The value of that name on that day. Raises `NotInForce`."""
        return self.row(name, on=on).value

    def sources(self) -> frozenset[str]:
        """Every source that a row names."""
        return frozenset(row.source for rows in self._rows.values() for row in rows)


def _rows(name: str, rows: list[dict[str, Any]]) -> tuple[Row, ...]:
    try:
        read = sorted((_row(name, **row) for row in rows), key=lambda row: row.since)
    except TypeError as error:
        raise ValueError(f"{name}: {error}") from error
    for earlier, later in pairwise(read):
        if earlier.until is None or later.since <= earlier.until:
            raise ValueError(f"{name}: two rows hold on {later.since}")
    return tuple(reversed(read))


def _row(name: str, *, value: Any, source: str, until: date | None = None, **day: date) -> Row:
    # `from` is a keyword of the language and cannot be a parameter's name.
    if day.keys() != {"from"}:
        raise ValueError(f"a row has value, from, source and perhaps until; here {sorted(day)}")
    return Row(name=name, value=value, source=source, since=day["from"], until=until)
