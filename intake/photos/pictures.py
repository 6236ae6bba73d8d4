"""A photo that somebody brings as a file. It may be anything: what is kept is drawn anew from its pixels.

Sizes are those of the national photo for a card: 45 x 35 mm, JPEG of 20 KB to 7 MB with 480 to 6000 pixels a side, in
RGB. A PNG of the same sizes is taken too and kept as JPEG; black and white is allowed.
"""

import hashlib
from enum import auto
from io import BytesIO
from typing import Final, NamedTuple

from PIL import ExifTags, Image, ImageFile, ImageOps, UnidentifiedImageError

from eligibility.plain import Term

LEAST_BYTES: Final = 20_000
MOST_BYTES: Final = 7 * 1024 * 1024
LEAST_PIXELS: Final = 480
MOST_PIXELS: Final = 6000
SHAPE: Final = 45 / 35
"""Height over width."""
TOLERANCE: Final = 0.05
"""How far a photo may be from that shape: 3:4 and 4:5 of common cameras are, and lose a little at two sides."""
KEPT: Final = (1050, 1350)
"""Pixels kept at most: 760 to the inch at the size of the card's photo, more than print or card can show."""
_QUALITY: Final = 90
_FORMATS: Final = ("JPEG", "PNG")
_COLOURS: Final = frozenset({"RGB", "RGBA", "L", "LA", "P"})
_MOST_SCANS: Final = 100
"""A progressive JPEG has a dozen; each costs as much as the whole picture."""
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a photo upright, by its EXIF orientation; from 5 on width and height change places."""


class Fault(Term):
    """Why a file cannot be the photo."""

    NOT_A_PHOTO = auto()
    BROKEN = auto()
    MOVING = auto()
    COLOURS = auto()
    SMALL_FILE = auto()
    LARGE_FILE = auto()
    FEW_PIXELS = auto()
    MANY_PIXELS = auto()
    WRONG_SHAPE = auto()


class Unusable(Exception):
    """The file cannot be the photo; `width` and `height` in pixels, 0 where they are not known."""

    def __init__(self, fault: Fault, width: int = 0, height: int = 0) -> None:
        super().__init__(fault)
        self.fault, self.width, self.height = fault, width, height


class Picture(NamedTuple):
    """The photo as it is kept: a JPEG of 35:45 without EXIF, comments or anything behind its end."""

    jpeg: bytes
    sha256: str


def read_picture(data: bytes) -> Picture:
    """The photo in that file. Raises Unusable, and nothing else whatever the file holds."""
    if len(data) > MOST_BYTES:
        raise Unusable(Fault.LARGE_FILE)
    try:
        jpeg = _drawn_anew(data)
    except (Unusable, MemoryError):
        raise
    except UnidentifiedImageError:
        raise Unusable(Fault.NOT_A_PHOTO) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable(Fault.MANY_PIXELS) from None
    except Exception:  # A hostile file makes the decoders raise whatever they like.
        raise Unusable(Fault.BROKEN) from None
    return Picture(jpeg, hashlib.sha256(jpeg).hexdigest())


def _drawn_anew(data: bytes) -> bytes:
    # WeasyPrint has every truncated image of the process pass as whole, grey where it ends.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # Without `formats` every plug-in has its turn, PostScript among them.
    with Image.open(BytesIO(data), formats=_FORMATS) as image:
        _refuse_by_header(image, data)
        turn = _orientation(image)
        _refuse_by_shape(*(image.size[::-1] if turn >= 5 else image.size))
        # A JPEG is decoded at the size that is needed, not at its own.
        image.draft(image.mode, (max(KEPT), max(KEPT)))
        smaller = _smaller(image)
        return _as_jpeg(_on_white(smaller.transpose(_UPRIGHT[turn]) if turn in _UPRIGHT else smaller))


def _refuse_by_header(image: Image.Image, data: bytes) -> None:
    """Before a single pixel is decoded: a few kilobytes can hold 81 million of them."""
    if max(image.size) > MOST_PIXELS:
        raise Unusable(Fault.MANY_PIXELS, *image.size)
    if image.format == "PNG":
        if getattr(image, "is_animated", False):
            raise Unusable(Fault.MOVING)
    elif data.count(b"\xff\xda") > _MOST_SCANS:
        raise Unusable(Fault.BROKEN)
    if image.mode not in _COLOURS:
        raise Unusable(Fault.COLOURS)
    if min(image.size) < LEAST_PIXELS:
        raise Unusable(Fault.FEW_PIXELS, *image.size)
    if len(data) < LEAST_BYTES:
        raise Unusable(Fault.SMALL_FILE)


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; upright where its notes cannot be read, which spoils no photo."""
    if image.format == "PNG":
        image.load()  # Its notes may stand behind the pixels.
    try:
        turn = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:
        return 1
    return turn if turn in _UPRIGHT else 1


def _refuse_by_shape(width: int, height: int) -> None:
    if abs(height / width / SHAPE - 1) > TOLERANCE:
        raise Unusable(Fault.WRONG_SHAPE, width, height)


def _smaller(image: Image.Image) -> Image.Image:
    """Fewer pixels before colours are converted, which takes several times their memory."""
    factor = min(image.size) // max(KEPT)
    # What a palette holds cannot be averaged, nor a colour that stands for transparent.
    return image if factor < 2 or image.mode == "P" or "transparency" in image.info else image.reduce(factor)


def _on_white(image: Image.Image) -> Image.Image:
    """On a new sheet of the exact shape: nothing of the file but its pixels comes along."""
    height = max(round(LEAST_PIXELS * SHAPE), min(KEPT[1], image.height, round(image.width * SHAPE)))
    sheet = Image.new("RGB", (round(height / SHAPE), height), "white")
    seen = image.convert("RGBA" if image.has_transparency_data else "RGB")
    fitted = ImageOps.fit(seen, sheet.size)
    sheet.paste(fitted, mask=fitted if fitted.mode == "RGBA" else None)
    return sheet


def _as_jpeg(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, subsampling=0)
    return file.getvalue()
