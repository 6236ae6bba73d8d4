"""A desk whose people have names, and the pictures that the walks take for the clerk's guide."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.intake.test_browser import at_the_login, ready
from tests.places import Place

__all__ = ["at_the_login", "ready"]  # fixtures

GUIDE = Path(__file__).parents[2] / "docs" / "clerk"
PICTURES = GUIDE / "pictures"
COLOURS = 48
"""Enough for our screens; a picture weighs a third."""

Picture = Callable[..., None]


@pytest.fixture
def desk(ready: Place) -> Place:
    """The town hall's desk; the clerk is called 窓口 一郎, the supervisor 管理 京子."""
    for member, last, first in ((ready.clerk, "窓口", "一郎"), (ready.supervisor, "管理", "京子")):
        member.staff.last_name, member.staff.first_name = last, first
        member.staff.save()
    return ready


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    """Takes what a clerk sees, with `at` on top, as `name`.png; into the guide where TOKKYU_PICTURES is set."""
    folder = PICTURES if os.environ.get("TOKKYU_PICTURES") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    def taken(page: Page, name: str, at: str = "") -> None:
        if at:
            page.locator(at).evaluate("part => part.scrollIntoView()")
        drawn = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
        flat = drawn.quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(folder / f"{name}.png", optimize=True)

    return taken
