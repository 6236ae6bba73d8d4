"""An issuer and carrier inside the house, for demo and tests. No mail is ever sent.

Its ledger is a file of its own on a connection of its own: what it booked is counted there and nowhere else. Sealed
passwords never come here: they go to a program that has the keys (delivery/issuer/passwords.py).
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from delivery.issuer.protocol import Booked, IssuerAway, Letter, News, Refused
from delivery.issuer.script import Script, usual_script
from delivery.states import Source, State

BUSY_SECONDS = 10
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
CREATE TABLE IF NOT EXISTS outage (since TEXT NOT NULL) STRICT;
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


class EmbeddedIssuer:
    """Plays issuer and carrier. What happens to a letter follows from its key, or from what was planted for it."""

    def __init__(self, path: Path, *, today: Callable[[], date]) -> None:
        self.path, self.today = path, today
        self._own = threading.local()

    def request(self, letters: Sequence[Letter]) -> list[Booked | Refused]:
        """Books each letter once; see the protocol."""
        with self._ledger(answers=True) as ledger:
            now = datetime.now(UTC).isoformat()
            ledger.executemany("INSERT INTO request VALUES (?, ?)", [(str(it.key), now) for it in letters])
            refused = set(
                ledger.execute("SELECT municipality, reference FROM plant WHERE answer = ?", [Answer.REFUSE])
            )
            booked = [it for it in letters if (it.municipality, it.reference) not in refused]
            ledger.executemany(
                "INSERT INTO booking (key, municipality, reference, generation, booked_on) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO NOTHING",
                [
                    (str(it.key), it.municipality, it.reference, it.generation, self.today().isoformat())
                    for it in booked
                ],
            )
        taken = {it.key for it in booked}
        return [Booked(it.key) if it.key in taken else Refused(it.key) for it in letters]

    def state(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[News]]:
        """What happened up to today; see the protocol."""
        with self._ledger(answers=True) as ledger:
            rows = ledger.execute(
                "SELECT key, booked_on, news FROM booking LEFT JOIN plant USING (municipality, reference)"
                " WHERE NOT cancelled AND key IN (SELECT value FROM json_each(?))",
                [json.dumps([str(key) for key in keys])],
            ).fetchall()
        return {UUID(key): self._news(UUID(key), date.fromisoformat(day), news) for key, day, news in rows}

    def cancel(self, key: UUID) -> bool:
        """Takes back a letter that is not posted yet; see the protocol."""
        if self.state([key]).get(key):
            return False
        with self._ledger(answers=True) as ledger:
            changed = ledger.execute("UPDATE booking SET cancelled = 1 WHERE key = ?", [str(key)]).rowcount
        return bool(changed)

    def _news(self, key: UUID, booked_on: date, planted: str | None) -> list[News]:
        script = usual_script(key, booked_on) if planted is None else _read(planted)
        return [news for news in script if news.on <= self.today()]

    # What the world does to it, and what is counted. Not part of the protocol.

    def plant(
        self,
        municipality: str,
        reference: str,
        *,
        answer: Answer = Answer.BOOK,
        news: Script | None = None,
    ) -> None:
        """Decides what happens to one letter: an answer, and news on days; none is silence, None is the usual."""
        written = None if news is None else _write(news)
        with self._ledger() as ledger:
            ledger.execute(
                "INSERT OR REPLACE INTO plant VALUES (?, ?, ?, ?)", [municipality, reference, answer, written]
            )

    def go_away(self) -> None:
        """From now on nobody gets an answer."""
        with self._ledger() as ledger:
            ledger.execute("INSERT INTO outage VALUES (?)", [datetime.now(UTC).isoformat()])

    def come_back(self) -> None:
        with self._ledger() as ledger:
            ledger.execute("DELETE FROM outage")

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

    @contextmanager
    def _ledger(self, *, answers: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction. Whoever asks for `answers` gets none during an outage; nor while the file is locked."""
        try:
            ledger = self._connection()
            ledger.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise IssuerAway from error
        with ledger:
            if answers and ledger.execute("SELECT 1 FROM outage").fetchone():
                raise IssuerAway
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


def _write(news: Script) -> str:
    return json.dumps([(it.state, it.on.isoformat(), it.source, it.tracking_number) for it in news])


def _read(planted: str) -> list[News]:
    return [
        News(State(state), date.fromisoformat(on), Source(source), number)
        for state, on, source, number in json.loads(planted)
    ]
