"""Files that somebody may bring as a photo: good ones, odd ones, hostile ones. Nobody's face is in any of them."""

import struct
import zlib
from io import BytesIO

from PIL import Image

UPRIGHT = (700, 900)


def noise(size: tuple[int, int] = UPRIGHT, mode: str = "RGB") -> Image.Image:
    """Something that does not compress: a real photo's weight."""
    return Image.effect_noise(size, 60).convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def a_photo(number: int = 0) -> bytes:
    """A good JPEG; each number is another photo."""
    image = noise()
    image.paste((number % 256, 0, 0), (0, 0, 99, 99))
    return saved(image)


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *more: bytes, depth: int = 8, colour: int = 2, pixels: bytes = b"") -> bytes:
    """A PNG that says so of itself; its pixels may be anything."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = (chunk(b"IHDR", header), *more, chunk(b"IDAT", pixels or zlib.compress(b"")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes with all its pixels."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return png(width, height, depth=1, colour=0, pixels=pixels)


def with_size(jpeg: bytes, width: int, height: int) -> bytes:
    """The JPEG with another size in its header."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def with_segment(jpeg: bytes, marker: int, data: bytes) -> bytes:
    """The JPEG with one more segment behind its first two bytes."""
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data + jpeg[2:]


def with_scans(jpeg: bytes, times: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    last = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    return jpeg[:-2] + last * times + b"\xff\xd9"


def with_orientation(image: Image.Image, turn: int, **more: object) -> bytes:
    """A JPEG whose camera was held so."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010E] = "taken at home"
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.0)
    return saved(image, exif=exif, **more)
