"""What somebody may bring as a photo: at least thirty hostile files, and honest ones that look odd."""

import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from intake.models import Photo
from intake.photos.forms import FAULTS
from intake.photos.pictures import Fault, Unusable, read_picture
from tests.intake import pictures as p
from tests.intake.entries import entry, submitted
from tests.intake.pages import boxes, days_ago, words
from tests.places import Place

HEAVY = b"\0" * 40_000
JPEG = p.a_photo()
PNG = p.saved(p.noise(), "PNG")
GREY = Image.radial_gradient("L").resize(p.UPRIGHT)
TOO_LARGE_TO_BE_TAKEN = "写真のファイルを選んでください"

HOSTILE: dict[str, tuple[Callable[[], bytes], Fault | str]] = {
    "nothing": (lambda: b"", Fault.NOT_A_PHOTO),
    "one byte": (lambda: b"\xff", Fault.NOT_A_PHOTO),
    "zeros": (lambda: HEAVY, Fault.NOT_A_PHOTO),
    "text": (lambda: "写真です".encode() * 4000, Fault.NOT_A_PHOTO),
    "a page": (lambda: b"<html><script>alert(1)</script>" + HEAVY, Fault.NOT_A_PHOTO),
    "an SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>" + HEAVY, Fault.NOT_A_PHOTO),
    "an EPS": (lambda: p.saved(p.noise(), "EPS"), Fault.NOT_A_PHOTO),
    "a PDF": (lambda: p.saved(p.noise(), "PDF"), Fault.NOT_A_PHOTO),
    "a ZIP": (lambda: b"PK\x03\x04" + HEAVY, Fault.NOT_A_PHOTO),
    "a GIF": (lambda: p.saved(p.noise(), "GIF"), Fault.NOT_A_PHOTO),
    "a moving GIF": (
        lambda: p.saved(p.noise(), "GIF", save_all=True, append_images=[p.noise()]),
        Fault.NOT_A_PHOTO,
    ),
    "a BMP": (lambda: p.saved(p.noise(), "BMP"), Fault.NOT_A_PHOTO),
    "a TIFF": (lambda: p.saved(p.noise(), "TIFF"), Fault.NOT_A_PHOTO),
    "an ICO": (lambda: p.saved(p.noise(), "ICO"), Fault.NOT_A_PHOTO),
    "a WebP": (lambda: p.saved(p.noise(), "WEBP"), Fault.NOT_A_PHOTO),
    "a JPEG 2000": (lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + HEAVY, Fault.NOT_A_PHOTO),
    "a JPEG of two bytes": (lambda: b"\xff\xd8", Fault.NOT_A_PHOTO),
    "a JPEG of markers": (lambda: b"\xff\xd8" + b"\xff\xe0\x00\x02" * 9000, Fault.NOT_A_PHOTO),
    "a PNG's first bytes": (lambda: PNG[:8], Fault.NOT_A_PHOTO),
    "a PNG without pixels": (lambda: p.png(*p.UPRIGHT, p.chunk(b"teXt", HEAVY)), Fault.BROKEN),
    "a PNG of width 0": (lambda: p.png(0, 900, p.chunk(b"teXt", HEAVY)), Fault.NOT_A_PHOTO),
    "half a JPEG": (lambda: JPEG[: len(JPEG) // 2], Fault.BROKEN),
    "half a PNG": (lambda: PNG[: len(PNG) // 2], Fault.BROKEN),
    "a PNG of nonsense": (lambda: p.png(*p.UPRIGHT, pixels=b"\x78\x9c" + b"\xaa" * 40_000), Fault.BROKEN),
    "a PNG with a hole": (lambda: PNG[:50_000] + bytes(100) + PNG[50_100:], Fault.BROKEN),
    "a PNG with a wrong checksum": (lambda: PNG[:29] + bytes(4) + PNG[33:], Fault.NOT_A_PHOTO),
    "a PNG whose text swells": (
        lambda: p.png(*p.UPRIGHT, p.chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(90_000_000)))),
        Fault.BROKEN,
    ),
    "a JPEG of a thousand scans": (
        lambda: p.with_scans(p.with_segment(p.saved(GREY, progressive=True), 0xFE, HEAVY), 999),
        Fault.BROKEN,
    ),
    "81 megapixels in few bytes": (lambda: p.bomb(9000, 9000), Fault.MANY_PIXELS),
    "a header of 3.6 gigapixels": (lambda: p.png(60_000, 60_000), Fault.MANY_PIXELS),
    "the largest PNG header": (lambda: p.png(2**31 - 1, 2**31 - 1), Fault.MANY_PIXELS),
    "the largest JPEG header": (lambda: p.with_size(JPEG, 65_535, 65_535), Fault.MANY_PIXELS),
    "6001 pixels": (lambda: p.with_size(JPEG, 4667, 6001), Fault.MANY_PIXELS),
    "479 pixels": (lambda: p.saved(p.noise((479, 616))), Fault.FEW_PIXELS),
    "a moving PNG": (
        lambda: p.saved(p.noise(), "PNG", save_all=True, append_images=[p.noise()]),
        Fault.MOVING,
    ),
    "CMYK": (lambda: p.saved(p.noise(mode="CMYK")), Fault.COLOURS),
    "one bit": (lambda: p.saved(p.noise(mode="1"), "PNG"), Fault.COLOURS),
    "sixteen bits of grey": (lambda: p.saved(p.noise(mode="I").convert("I;16"), "PNG"), Fault.COLOURS),
    "a white sheet": (lambda: p.saved(Image.new("RGB", p.UPRIGHT, "white")), Fault.SMALL_FILE),
    "wide": (lambda: p.saved(p.noise((900, 700))), Fault.WRONG_SHAPE),
    "square": (lambda: p.saved(p.noise((800, 800))), Fault.WRONG_SHAPE),
    "upright and turned": (lambda: p.with_orientation(p.noise(), 6), Fault.WRONG_SHAPE),
    "more than 7 MB": (lambda: JPEG + bytes(7 * 1024 * 1024), Fault.LARGE_FILE),
    "more than is taken at all": (lambda: JPEG + bytes(9 * 1024 * 1024), TOO_LARGE_TO_BE_TAKEN),
}


def said(told: Fault | str) -> str:
    """The beginning of the message, up to what is filled in."""
    return told if type(told) is str else str(FAULTS[Fault(told)]).partition("%")[0]


def test_a_hostile_file_gets_a_plain_message_and_is_not_kept(mihon: Place) -> None:
    assert len(HOSTILE) >= 30
    client, on = mihon.client(), timezone.localdate()
    with mihon.scope():
        row = submitted(mihon, entry(on=on), on=on)
    wrong = {}
    for name, (made, told) in HOSTILE.items():
        page = client.post(
            f"/desk/applications/{row.uid}/photo/",
            {
                "in_place_of": "0",
                "file": SimpleUploadedFile("顔.jpg", made()),
                **boxes("taken_on", days_ago(5)),
            },
        )
        text = words(page)
        day_kept = f'value="{days_ago(5).year}"' in page.content.decode()
        if page.status_code != 200 or said(told) not in text or "もう一度ご確認" not in text or not day_kept:
            wrong[name] = (page.status_code, text[-300:])
    assert wrong == {}
    with mihon.scope():
        assert not Photo.objects.exists()


def test_the_size_that_was_brought_is_said(mihon: Place) -> None:
    with pytest.raises(Unusable) as refused:
        read_picture(p.with_orientation(p.noise(), 8))
    assert (refused.value.fault, refused.value.width, refused.value.height) == (Fault.WRONG_SHAPE, 900, 700)


TAIL = b"PK\x03\x04 a zip, <script>alert(1)</script>"
HONEST: dict[str, Callable[[], bytes]] = {
    "3:4": lambda: p.saved(p.noise((600, 800))),
    "4:5": lambda: p.saved(p.noise((480, 600))),
    "the smallest": lambda: p.saved(p.noise((480, 617))),
    "large": lambda: p.saved(p.noise((2400, 3086)), quality=30),
    "large PNG": lambda: p.saved(Image.radial_gradient("L").resize((2800, 3600)).convert("RGBA"), "PNG"),
    "PNG": lambda: PNG,
    "grey": lambda: p.saved(p.noise(mode="L")),
    "grey and transparent": lambda: p.saved(p.noise(mode="LA"), "PNG"),
    "a palette": lambda: p.saved(p.noise(mode="P"), "PNG", transparency=3),
    "a colour that is transparent": lambda: p.saved(p.noise((1400, 1800)), "PNG", transparency=(9, 9, 9)),
    "progressive": lambda: p.saved(p.noise(), progressive=True),
    "two pictures in one, as telephones make them": lambda: p.saved(
        p.noise(), "MPO", save_all=True, append_images=[p.noise()]
    ),
    "with a place and a note": lambda: p.with_orientation(p.noise(), 1, comment=b"<script>"),
    "with EXIF of nonsense": lambda: p.with_segment(
        JPEG, 0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xee" * 90
    ),
    "with a profile of nonsense": lambda: p.with_segment(JPEG, 0xE2, b"ICC_PROFILE\0\x01\x01" + b"\xee" * 90),
    "with a tail": lambda: JPEG + TAIL,
}


@pytest.mark.parametrize("name", HONEST)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_an_honest_photo_is_drawn_anew_from_its_pixels(name: str) -> None:
    kept = read_picture(HONEST[name]()).jpeg
    image = Image.open(BytesIO(kept))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert image.height / image.width == pytest.approx(45 / 35, rel=0.002)
    assert min(image.size) >= 480
    assert image.height <= 1350
    assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert kept.endswith(b"\xff\xd9")
    assert not any(left in kept for left in (b"Exif", b"ICC_PROFILE", b"script", b"at home", b"PK\x03\x04"))


@pytest.mark.parametrize(
    ("turn", "corner"),
    [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1))],
)
def test_a_photo_stands_as_the_camera_was_held(turn: int, corner: tuple[int, int]) -> None:
    """The first stored corner is red; where it belongs is what the standard says of each orientation."""
    image = p.noise((900, 700) if turn >= 5 else p.UPRIGHT)
    image.paste("red", (0, 0, 200, 200))
    upright = Image.open(BytesIO(read_picture(p.with_orientation(image, turn)).jpeg))
    red = [
        (x, y)
        for x in (0, 1)
        for y in (0, 1)
        if upright.getpixel((50 + x * (upright.width - 100), 50 + y * (upright.height - 100)))[0] > 200
        and upright.getpixel((50 + x * (upright.width - 100), 50 + y * (upright.height - 100)))[1] < 60
    ]
    assert red == [corner]


def test_what_is_transparent_is_white_and_the_same_file_is_the_same_picture() -> None:
    image = p.noise(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 300, 300))
    first, again = (read_picture(p.saved(image, "PNG")) for _ in range(2))
    assert min(Image.open(BytesIO(first.jpeg)).getpixel((100, 100))) > 250
    assert first == again
    assert first.sha256 != read_picture(JPEG).sha256
