"""Practices that municipalities have published, from TOML: where an administrator starts, and names for the API."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligibility.plain import from_json
from eligibility.practice import Practice


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A published practice. `code`: the municipality's six digits, empty for the national default.

    `sources`: the pages behind each field that the municipality settled itself; `pages`: all of them. Addresses.
    """

    name: str
    code: str
    practice: Practice
    sources: Mapping[str, tuple[str, ...]]
    pages: tuple[str, ...]


def read(path: Path) -> dict[str, Preset]:
    """The presets of that file by name. Raises `NotPlain` for a setting that `Practice` does not know or take.

    A setting without pages and a page without address raise `KeyError`.
    """
    with path.open("rb") as file:
        rows = tomllib.load(file)
    addresses: dict[str, str] = rows.pop("pages")
    return {name: _preset(name, addresses, **row) for name, row in rows.items()}


def _preset(
    name: str, addresses: Mapping[str, str], *, code: str = "", pages: tuple[str, ...] = (), **settings: Any
) -> Preset:
    values = {field: row["value"] for field, row in settings.items()}
    sources = {field: tuple(addresses[page] for page in row["pages"]) for field, row in settings.items()}
    named = [addresses[page] for page in pages]
    all_pages = dict.fromkeys([*named, *(page for pages in sources.values() for page in pages)])
    return Preset(
        name=name, code=code, practice=from_json(Practice, values), sources=sources, pages=tuple(all_pages)
    )


PRESETS = read(Path(__file__).with_name("presets.toml"))
