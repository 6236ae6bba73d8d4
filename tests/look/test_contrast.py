"""The pairs of colours that meet on a page, measured in both schemes from the tokens themselves."""

import re
from itertools import product

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "static/css/base.css").read_text()
TONES = ("good", "ask", "bad", "act")
TEXT = [
    *product(("ink", "soft", "act", "act-deep", "bad"), ("ground", "sunk")),
    *product(("ink", "soft"), [f"{tone}-tint" for tone in TONES]),
    *((tone, f"{tone}-tint") for tone in TONES),
    *product(("on-act",), ("act", "act-deep")),
    ("act", "act-tint"),
    ("act-deep", "act-tint"),
]
CONTROLS = [*product(("edge", *TONES), ("ground", "sunk")), ("edge", "act-tint")]
GROUNDS = ("ground", "sunk", "act", *(f"{tone}-tint" for tone in TONES))


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


LIGHT = tokens(CSS[CSS.index(":root {") : CSS.index("@media (prefers-color-scheme: dark)")])
DARK = LIGHT | tokens(CSS[CSS.index("@media (prefers-color-scheme: dark)") : CSS.index(":lang(en)")])
SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@SCHEMES
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@SCHEMES
@pytest.mark.parametrize(("control", "ground"), CONTROLS)
def test_controls_and_marks_can_be_seen(scheme: dict[str, str], control: str, ground: str) -> None:
    assert contrast(scheme[control], scheme[ground]) >= 3


@SCHEMES
@pytest.mark.parametrize("ground", GROUNDS)
def test_one_colour_of_the_focus_ring_stands_out_on_every_ground(scheme: dict[str, str], ground: str) -> None:
    assert max(contrast(scheme[ring], scheme[ground]) for ring in ("ring", "ring-glow")) >= 3


@SCHEMES
def test_the_two_colours_of_the_ring_differ(scheme: dict[str, str]) -> None:
    assert contrast(scheme["ring"], scheme["ring-glow"]) >= 3


def test_nothing_is_set_below_14_pixels() -> None:
    sheets = [path.read_text() for path in (settings.BASE_DIR / "static/css").glob("*.css")]
    sizes = re.findall(r"(?:font-size|--small|--h\d): ([\d.]+)(rem|px|pt|em)", "".join(sheets))
    pixels = {"rem": 16, "em": 16, "pt": 4 / 3}
    assert sizes
    assert min(float(size) * pixels[unit] for size, unit in sizes if unit != "px") >= 14
    # Inside a picture the unit is the picture's own.
    assert [size for size, unit in sizes if unit == "px"] == ["9"]
