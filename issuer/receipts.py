"""What the issuer remembers of a request: that it came, and when. One line each, however often it is sent."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

BUSY_SECONDS = 10
SCHEMA = """
CREATE TABLE IF NOT EXISTS receipt (
    request TEXT PRIMARY KEY, municipality TEXT NOT NULL, application TEXT NOT NULL, key_id TEXT NOT NULL,
    sealed_at TEXT NOT NULL, received_at TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A request that was received. Moments are ISO 8601; of several for an application the last sealed one counts."""

    request: str
    municipality: str
    application: str
    key_id: str
    sealed_at: str
    received_at: str


class Receipts:
    """The receipts in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def of(self, request: str) -> Receipt | None:
        with self._file() as file:
            row = file.execute("SELECT * FROM receipt WHERE request = ?", [request]).fetchone()
        return Receipt(*row) if row else None

    def keep(self, receipt: Receipt) -> Receipt:
        """Writes it down; where this request came before, the first receipt holds and is returned."""
        values = (
            receipt.request,
            receipt.municipality,
            receipt.application,
            receipt.key_id,
            receipt.sealed_at,
            receipt.received_at,
        )
        with self._file() as file:
            file.execute("INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", values)
            row = file.execute("SELECT * FROM receipt WHERE request = ?", [receipt.request]).fetchone()
        return Receipt(*row)

    def all(self) -> list[Receipt]:
        """In the order in which they came."""
        with self._file() as file:
            return [Receipt(*row) for row in file.execute("SELECT * FROM receipt ORDER BY rowid")]

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        """One transaction; committed, and on the disk, when the block ends."""
        os.close(os.open(self.path, os.O_CREAT, 0o600))
        with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as file, file:
            file.execute(SCHEMA)
            yield file
