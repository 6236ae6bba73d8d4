"""The issuer's program as a real process, and what a clerk's municipality needs to know of it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from delivery.issuer.passwords import PasswordCounter
from desks.issuer_keys import add_key, public_point
from tests.places import Place

START_SECONDS = 20


@dataclass(frozen=True)
class Issuer:
    """A key store in a folder, and the socket that the running program answers on."""

    folder: Path
    socket: Path

    @property
    def counter(self) -> PasswordCounter:
        return PasswordCounter(self.socket)

    @property
    def log(self) -> Path:
        return self.folder.parent / "issuer.log"

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """One command of the program, in a process of its own."""
        return subprocess.run(self.command(*words), cwd=settings.BASE_DIR, env={}, capture_output=True)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "issuer", "--folder", str(self.folder), *words]

    def new_key(self, place: Place, key_id: str, *, from_days_ago: int = 0) -> None:
        """Made there; its public half entered here as an administrator does."""
        pem = self.run("new-key", place.municipality.code, key_id).stdout
        today = timezone.localdate()
        with place.scope():
            add_key(
                municipality=place.municipality,
                key_id=key_id,
                point=public_point(pem),
                valid_from=today - timedelta(days=from_days_ago),
                valid_until=today + timedelta(days=30),
                today=today,
            )

    def receipts(self) -> list[str]:
        return self.run("receipts").stdout.decode().splitlines()

    def files(self) -> Iterator[bytes]:
        """Every byte that the program has written."""
        for path in (self.log, *self.folder.iterdir()):
            if path.is_file():
                yield path.read_bytes()

    @contextmanager
    def running(self) -> Iterator[None]:
        with self.log.open("ab") as log:
            words = self.command("serve", "--socket", str(self.socket))
            process = subprocess.Popen(words, cwd=settings.BASE_DIR, env={}, stdout=log, stderr=log)
        try:
            self._wait(process)
            yield
        finally:
            process.terminate()
            process.wait(START_SECONDS)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while b"is open at" not in self.log.read_bytes() or not self.socket.exists():
            assert process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, "the issuer's counter does not open"
            time.sleep(0.02)
