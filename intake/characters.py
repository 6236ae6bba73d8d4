"""Characters of a name that a card may not have: what the applicant is asked about."""

import unicodedata
from typing import Final, NamedTuple

from paper.fonts import code_points, units
from paper.glyphs import Glyph, glyph

STANDARD: Final = ("cp932", "euc_jis_2004")
"""What every office has: Windows' own set (with 髙 and 﨑) and JIS X 0213. The card's own set is not published, so
everything else is asked about: 𠮷, a shape chosen by a variation selector, a character of a municipality's own."""


class Rare(NamedTuple):
    """A character outside the standard set, what it is called, and the shape in which paper prints it."""

    unit: str
    code: str
    glyph: Glyph


def outside_standard(name: str) -> tuple[str, ...]:
    """The characters outside the standard set, each once, a variation selector together with its character."""
    return tuple(dict.fromkeys(unit for unit in units(name) if not unit.isspace() and not _is_standard(unit)))


def rare_characters(name: str) -> list[Rare]:
    """The same, as they are shown to the clerk."""
    return [Rare(unit, code_points(unit)[0], glyph(unit)) for unit in outside_standard(name)]


def _is_standard(unit: str) -> bool:
    # Windows' set has places for private use; what stands there differs from office to office.
    return unicodedata.category(unit[0]) != "Co" and any(_has(charset, unit) for charset in STANDARD)


def _has(charset: str, unit: str) -> bool:
    try:
        unit.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
