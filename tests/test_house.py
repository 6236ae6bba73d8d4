"""The repository tests itself: what no other test would notice."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from config.celery import app

ROOT = Path(settings.BASE_DIR)
# `logout` needs a login and nothing else.
NEITHER_PUBLIC_NOR_A_DESK = {"logout"}


def tracked(*endings: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in names.split("\0") if name.endswith(endings) and (ROOT / name).is_file()]


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Every address of both sets, with its full name."""
    found: list[tuple[str, URLPattern]] = []
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            found += patterns(item, f"{prefix}{item.namespace}:" if item.namespace else prefix)
        else:
            found.append((f"{prefix}{item.name}", item))
    return found


@pytest.mark.parametrize(
    ("name", "pattern"), patterns(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_page_is_public_by_name_or_behind_the_door(name: str, pattern: URLPattern) -> None:
    """Closed by default: a staff view that forgets `desk_view` fails here."""
    public = not getattr(pattern.callback, "login_required", True)
    behind_the_door = hasattr(pattern.callback, "permission")
    assert public or behind_the_door or name in NEITHER_PUBLIC_NOR_A_DESK


def test_beat_names_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_no_file_has_outgrown_its_name() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked(".py", ".html", ".css", ".js")
        if "migrations" not in path.parts and (lines := path.read_text("utf-8").count("\n")) > 400
    }
    assert long == {}


def test_no_requirement_names_an_address() -> None:
    for path in tracked(".lock", ".toml"):
        assert not re.search(r"https?://[^\s\"']*(pypi|pythonhosted|index)", path.read_text("utf-8")), path


def test_every_requirement_has_a_hash() -> None:
    for path in tracked(".lock"):
        requirements = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
        assert all("--hash=sha256:" in requirement for requirement in requirements), path
