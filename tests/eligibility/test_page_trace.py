"""docs/page.md names screens and tests that exist."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/page.md").read_text("utf-8").splitlines()
    if line.startswith("|")
][2:]


def test_every_passage_is_traced() -> None:
    """24 passages and pictures, in the page's order, and its title."""
    assert len(ROWS) == 25
    assert all(page and screen for page, screen, *_ in ROWS)


def test_the_screens_exist() -> None:
    named = {name for row in ROWS for name in re.findall("`([^`]+)`", row[2])}
    assert [name for name in named if not (ROOT / "templates" / name).is_file()] == []


def test_the_tests_exist() -> None:
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests/eligibility").glob("test_*.py"))
    named = {name for row in ROWS for name in re.findall("`([^`]+)`", row[3])}
    assert [name for name in named if f"def {name}(" not in written] == []
