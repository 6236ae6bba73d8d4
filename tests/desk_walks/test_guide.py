"""The clerk's guide shows pictures that the walks take, and speaks with the words of the screens."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from tests.desk_walks.conftest import GUIDE, PICTURES

WALKS = Path(__file__).with_name("test_walks.py")
AT_MOST = 1_500_000
"""Bytes of all pictures together."""


def on_the_screens(language: str) -> set[str]:
    """Every text of the catalogues, in one language."""
    found = {"日本語", "English"}
    for folder in settings.LOCALE_PATHS:
        with (Path(folder) / "ja" / "LC_MESSAGES" / "django.po").open("rb") as file:
            messages = [message for message in read_po(file) if message.id]
        for message in messages:
            said = message.id if language == "en" else message.string
            found.update([said] if isinstance(said, str) else said)
    return found


def test_every_picture_is_taken_by_a_walk_and_shown() -> None:
    taken = set(re.findall(r'picture\(\w+, "([\w-]+)"', WALKS.read_text()))
    stored = {file.stem for file in PICTURES.glob("*.png")}
    shown = set()
    for page in GUIDE.glob("*.md"):
        shown.update(re.findall(r"\]\(pictures/([\w-]+)\.png\)", page.read_text()))
    assert taken == stored == shown
    assert sum(file.stat().st_size for file in PICTURES.iterdir()) <= AT_MOST


@pytest.mark.parametrize(("language", "quoted"), [("ja", "「([^」]+)」"), ("en", "“([^”]+)”")])
def test_what_it_quotes_is_on_the_screens(language: str, quoted: str) -> None:
    said = set(re.findall(quoted, (GUIDE / f"{language}.md").read_text()))
    assert len(said) > 50
    assert said - on_the_screens(language) == set()
