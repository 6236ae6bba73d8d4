"""What a printed sheet holds, read back from the PDF: texts with their places, sizes, faces, glyphs."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont
from pypdf import PageObject, PdfReader

from paper.fonts import FACES

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True)
class Piece:
    """One run of text; millimetres from the page's upper left corner."""

    text: str
    left: float
    base: float
    width: float

    @property
    def right(self) -> float:
        return self.left + self.width


def pages(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(BytesIO(pdf)).pages)


def text(pdf: bytes) -> str:
    """All text without the white space, which differs with every line break."""
    return squeezed("".join(page.extract_text() for page in pages(pdf)))


def squeezed(words: str) -> str:
    return "".join(words.split())


def size(page: PageObject) -> tuple[float, float]:
    return float(page.mediabox.width) * MM_PER_POINT, float(page.mediabox.height) * MM_PER_POINT


def pieces(page: PageObject) -> list[Piece]:
    found: list[Piece] = []

    def visit(words: str, matrix: list[float], place: list[float], font: Any, points: float) -> None:
        scale = matrix[0] * MM_PER_POINT
        if words.strip():
            width = _advance(words.strip(), face_of(font)) * points * scale
            found.append(Piece(words.strip(), place[4] * scale, place[5] * scale, width))

    page.extract_text(visitor_text=visit)
    return found


def faces(pdf: bytes) -> set[str]:
    """The names of all fonts, without the tag of the subset."""
    return {
        face_of(font)
        for page in pages(pdf)
        for font in (reference.get_object() for reference in page["/Resources"]["/Font"].values())
    }


def face_of(font: Any) -> str:
    return font["/BaseFont"].partition("+")[2]


def _advance(words: str, face: str) -> float:
    """The width of a line in its own size."""
    glyphs, metrics, em = _advances(face)
    return sum(metrics[glyphs[ord(letter)]][0] for letter in words if ord(letter) in glyphs) / em


@cache
def _advances(face: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    with TTFont(FACES[face.endswith("-Bold")], lazy=True) as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm
