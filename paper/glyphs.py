"""The shape of a character as paper prints it, for a screen that may not have it."""

from functools import lru_cache
from typing import NamedTuple

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from paper.fonts import FACES, GETA, missing_glyphs, printable


class Glyph(NamedTuple):
    """`path`: SVG path data, 1,000 units to an em, y upwards from the baseline, which stands at 880 of 1,000.

    `lacking`: the faces do not have the character, and this is what paper prints for it.
    """

    path: str
    lacking: bool


@lru_cache(maxsize=512)
def glyph(unit: str) -> Glyph:
    """The shape in which paper prints one character, with its variation selector if it has one: 〓 where there is none.

    A face is opened for each new character: kept open it would hold 40 MB for a few rare names.
    """
    drawn = printable(unit)
    with TTFont(FACES[0], lazy=True) as face:
        shapes = face["CFF "].cff[0].CharStrings
        pen = SVGPathPen(None)
        shapes[_name_in(face, drawn)].draw(pen)
    return Glyph(pen.getCommands(), bool(missing_glyphs(unit)))


def _name_in(face: TTFont, unit: str) -> str:
    ordinary: dict[int, str] = face.getBestCmap()
    if len(unit) > 1:
        for part in face["cmap"].tables:
            for code, name in part.uvsDict.get(ord(unit[1]), ()) if part.format == 14 else ():
                if code == ord(unit[0]):
                    return name or ordinary[code]
    return ordinary.get(ord(unit[0]), ordinary[ord(GETA)])
