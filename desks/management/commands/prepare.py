"""Bring an installation up to date in one process: `./tokkyu run` and the containers start with it."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

WIDTH = 46  # of a step's name, as in launch/steps.py


class Command(BaseCommand):
    help = "Migrations, roles, messages, static files and, in a demo, its data: a line each, with its time."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.step("Database migrations", "migrate", database="owner", interactive=False, verbosity=0)
        self.step("Database roles", "roles")
        self.step("Keys of the status page", "status_keys", verbosity=0)
        self.step_if_changed("Messages", message_files, "messages")
        self.step_if_changed("Static files", static_files, "collectstatic", interactive=False, verbosity=0)
        if settings.DEMO:
            self.step("Demo data", "demo")

    def step(self, name: str, command: str, **options: Any) -> None:
        self.stdout.write(f"  {name} ".ljust(WIDTH, "."), ending=" ")
        self.stdout.flush()
        began = time.monotonic()
        call_command(command, **options)
        self.stdout.write(f"{time.monotonic() - began:5.1f} s")
        self.stdout.flush()

    def step_if_changed(
        self, name: str, files: Callable[[], list[Path]], command: str, **options: Any
    ) -> None:
        """The step, unless it has been done and neither its sources nor its results changed since."""
        settings.VAR.mkdir(parents=True, exist_ok=True)
        stamps = settings.VAR / "prepared.json"
        done = json.loads(stamps.read_text()) if stamps.exists() else {}
        if done.get(command) == fingerprint(files()):
            return
        self.step(name, command, **options)
        stamps.write_text(json.dumps(done | {command: fingerprint(files())}))


def message_files() -> list[Path]:
    """Catalogues and what is compiled from them."""
    return [path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("*.[pm]o")]


def static_files() -> list[Path]:
    """The sources of all apps and packages, and the list of what was collected."""
    sources = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    return sources + [path for path in [settings.STATIC_ROOT / "staticfiles.json"] if path.exists()]


def fingerprint(paths: Iterable[Path]) -> str:
    """Of names, sizes and times; reading the files would cost a second start more than it saves."""
    facts = sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths)
    return hashlib.sha256(repr(facts).encode()).hexdigest()
