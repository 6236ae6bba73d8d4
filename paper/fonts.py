"""The two faces that paper is printed with, and the characters that they lack.

Noto Sans CJK JP, Regular and Bold, come from pinned wheels. A system's own fonts differ from machine to machine,
so a sheet never uses one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
from fontTools.ttLib import TTFont

FACES = (Path(noto_cjk_sans_jp_regular.FONT_PATH), Path(noto_cjk_sans_jp_bold.FONT_PATH))
# What Japanese printers have always set for a character they do not own.
GETA = "〓"
_VARIATION_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))


@contextmanager
def only_our_faces() -> Iterator[None]:
    """Fontconfig set up within this block sees our two faces and nothing else.

    WeasyPrint's `@font-face` would add them to the system's fonts, and copy 33 MB to a temporary folder that a killed
    process leaves behind.
    """
    before = os.environ.get("FONTCONFIG_FILE")
    with TemporaryDirectory(prefix="tokkyu-fonts-") as folder:
        file = Path(folder) / "fonts.conf"
        folders = "".join(f"<dir>{escape(str(face.parent))}</dir>" for face in FACES)
        file.write_text(f"<fontconfig>{folders}</fontconfig>", encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@cache
def _glyphs() -> frozenset[str]:
    """Characters, and characters with a variation selector, that both faces can draw."""
    return frozenset.intersection(*map(_glyphs_of, FACES))


def _glyphs_of(face: Path) -> frozenset[str]:
    with TTFont(face, lazy=True) as font:
        table = font["cmap"]
        variants = {
            chr(code) + chr(selector)
            for part in table.tables
            if part.format == 14
            for selector, entries in part.uvsDict.items()
            for code, _ in entries
        }
        return frozenset(map(chr, table.getBestCmap())) | variants


def units(text: str) -> Iterator[str]:
    """The characters of a text, a variation selector together with the character before it."""
    unit = ""
    for character in text:
        if unit and character in _VARIATION_SELECTORS:
            yield unit + character
            unit = ""
            continue
        if unit:
            yield unit
        unit = character
    if unit:
        yield unit


def missing_glyphs(text: str) -> str:
    """The characters of `text` that cannot be printed as they stand, each once, in the order in which they occur.

    A variant (character and variation selector) that the faces do not know is listed as that pair: it prints in the
    ordinary shape. White space is never missing.
    """
    if set(text) <= _glyphs() | set("\n\r\t"):
        return ""
    return "".join(
        dict.fromkeys(unit for unit in units(text) if not unit.isspace() and unit not in _glyphs())
    )


def printable(text: str) -> str:
    """`text` with the ordinary shape for an unknown variant and 〓 for a character that the faces lack."""
    lacking = {unit: unit[0] if unit[0] in _glyphs() else GETA for unit in units(missing_glyphs(text))}
    return "".join(lacking.get(unit, unit) for unit in units(text))


def code_points(text: str) -> tuple[str, ...]:
    """How a clerk names a character that the screen may not show either: "U+E000", "U+845B U+E01EF"."""
    return tuple(" ".join(f"U+{ord(character):04X}" for character in unit) for unit in units(text))
