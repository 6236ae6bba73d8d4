"""The world behind the embedded issuer and carrier: what was booked, what was planted, who is away. No mail is sent.

It is a file of its own on a connection of its own: what was booked is counted there and nowhere else.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final
from uuid import UUID

from delivery.issuer.protocol import Away, News
from delivery.issuer.script import Told, usual_story
from delivery.states import Source, State
from desks.calendars import calendar_of

BUSY_SECONDS: Final = 10
_OPENING = threading.Lock()
SCHEMA = """
CREATE TABLE IF NOT EXISTS booking (
    key TEXT PRIMARY KEY, municipality TEXT NOT NULL, reference TEXT NOT NULL, generation INTEGER NOT NULL,
    booked_on TEXT NOT NULL, cancelled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS letter ON booking (municipality, reference, generation);
CREATE TABLE IF NOT EXISTS request (key TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS plant (
    municipality TEXT NOT NULL, reference TEXT NOT NULL, answer TEXT NOT NULL, news TEXT,
    PRIMARY KEY (municipality, reference)
) STRICT;
CREATE TABLE IF NOT EXISTS label (number TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (number, key)) STRICT;
CREATE TABLE IF NOT EXISTS away (office TEXT NOT NULL, since TEXT NOT NULL) STRICT;
"""


class Answer(StrEnum):
    """How the issuer takes one letter."""

    BOOK = "book"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Booking:
    """One line of the ledger."""

    municipality: str
    reference: str
    generation: int
    key: UUID


class World:
    """One file, shared by whoever names its path. Each of its two offices may be away by itself."""

    office: str
    away: type[Away]

    def __init__(self, path: Path, *, today: Callable[[], date]) -> None:
        self.path, self.today = path, today
        self._own = threading.local()

    def plant(
        self,
        municipality: str,
        reference: str,
        *,
        answer: Answer = Answer.BOOK,
        news: Sequence[News] | None = None,
    ) -> None:
        """Decides what happens to one letter: an answer, and news on days; none is silence, None is the usual.

        The post's part of it is told only where one of the news has a number.
        """
        written = None if news is None else _write(news)
        with self._ledger() as ledger:
            ledger.execute(
                "INSERT OR REPLACE INTO plant VALUES (?, ?, ?, ?)", [municipality, reference, answer, written]
            )

    def go_away(self) -> None:
        """From now on nobody gets an answer at this office."""
        with self._ledger() as ledger:
            ledger.execute("INSERT INTO away VALUES (?, ?)", [self.office, datetime.now(UTC).isoformat()])

    def come_back(self) -> None:
        with self._ledger() as ledger:
            ledger.execute("DELETE FROM away WHERE office = ?", [self.office])

    def bookings(self) -> list[Booking]:
        """Every line of the ledger, in the order in which they were written."""
        with self._ledger() as ledger:
            rows = ledger.execute(
                "SELECT municipality, reference, generation, key FROM booking ORDER BY rowid"
            ).fetchall()
        return [
            Booking(municipality, reference, nth, UUID(key)) for municipality, reference, nth, key in rows
        ]

    def doubled(self) -> int:
        """How many letters were booked more than once, under different keys."""
        with self._ledger() as ledger:
            (count,) = ledger.execute(
                "SELECT count(*) FROM (SELECT 1 FROM booking WHERE NOT cancelled"
                " GROUP BY municipality, reference, generation HAVING count(*) > 1)"
            ).fetchone()
        return int(count)

    def requests(self) -> int:
        """How often a letter was asked for, repetitions included."""
        with self._ledger() as ledger:
            (count,) = ledger.execute("SELECT count(*) FROM request").fetchone()
        return int(count)

    def _stories(self, keys: Sequence[UUID]) -> dict[UUID, list[Told]]:
        """What has happened up to today to those that are booked and not cancelled. Not all of it is told yet."""
        with self._ledger(answers=True) as ledger:
            rows = ledger.execute(
                "SELECT key, booked_on, news FROM booking LEFT JOIN plant USING (municipality, reference)"
                " WHERE NOT cancelled AND key IN (SELECT value FROM json_each(?))",
                [json.dumps([str(key) for key in keys])],
            ).fetchall()
        today = self.today()
        # The issuer keeps the national calendar.
        calendar = calendar_of(None, today)
        stories = {
            UUID(key): _read(planted)
            if planted
            else usual_story(UUID(key), date.fromisoformat(day), calendar)
            for key, day, planted in rows
        }
        return {key: [told for told in story if told.news.on <= today] for key, story in stories.items()}

    @contextmanager
    def _ledger(self, *, answers: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction. Whoever asks for `answers` gets none during an outage; nor while the file is locked."""
        try:
            ledger = self._connection()
            ledger.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise self.away from error
        with ledger:
            if answers and ledger.execute("SELECT 1 FROM away WHERE office = ?", [self.office]).fetchone():
                raise self.away
            yield ledger

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection. Kept open: closing the last one would fold the log into the file each time."""
        if not hasattr(self._own, "connection"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            # Whoever turns the log on waits for nobody: two at once, and one of them finds the file locked.
            with _OPENING:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(SCHEMA)
            self._own.connection = connection
        kept: sqlite3.Connection = self._own.connection
        return kept


def _write(news: Sequence[News]) -> str:
    return json.dumps(
        [(it.state, it.on.isoformat(), it.source, it.tracking_number, it.problem) for it in news]
    )


def _read(planted: str) -> list[Told]:
    stories = (
        News(State(state), date.fromisoformat(on), Source(source), *more)
        for state, on, source, *more in json.loads(planted)
    )
    return [Told(news, news.on) for news in stories]
