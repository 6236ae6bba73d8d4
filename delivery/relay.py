"""Brings waiting hand-offs to the workers: listens, polls, publishes ids. Several may run; each may die at any moment.

Published is not done: a row comes back after a pause until a worker has closed it, so neither a lost message nor a
flushed broker loses anything.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import psycopg
from django.db import connection, transaction

from delivery.services import CHANNEL
from delivery.tasks import hand_off
from desks.scope import across_municipalities

logger = logging.getLogger(__name__)

BATCH: Final = 500
IN_FLIGHT: Final = 4000
"""Published, neither done nor due again. Without this window a slow worker drowns in repetitions."""
POLL_SECONDS: Final = 1.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 8, 300
"""Longer than a lease, twice as long each time, and up to a quarter more, the same for a batch: it stays together."""

CLAIM = """
WITH due AS (
    SELECT id FROM delivery_handoff
    WHERE done_at IS NULL AND dead_at IS NULL AND next_try_at <= statement_timestamp()
    ORDER BY next_try_at, id
    LIMIT least(%(batch)s, greatest(0, %(in_flight)s - (
        SELECT count(*) FROM delivery_handoff
        WHERE done_at IS NULL AND dead_at IS NULL AND next_try_at > statement_timestamp() AND published_at IS NOT NULL
    )))
    FOR UPDATE SKIP LOCKED
)
UPDATE delivery_handoff AS row SET published_at = statement_timestamp(), publishes = publishes + 1,
    next_try_at = statement_timestamp() + least(%(first)s * 2 ^ least(publishes, 20), %(longest)s)
        * (1 + (SELECT random()) / 4) * interval '1 second'
FROM due WHERE row.id = due.id RETURNING row.attempts, row.id
"""


class Claimed(NamedTuple):
    attempts: int
    id: int


class Relay:
    """One relay process. `run()` returns after `stop()`."""

    def __init__(self) -> None:
        self._stopping = False
        self._listening: psycopg.Connection | None = None

    def stop(self) -> None:
        self._stopping = True

    def run(self) -> None:
        """Publishes what is due, then waits for a nudge or a second. Survives the absence of either server."""
        with across_municipalities():
            while not self._stopping:
                try:
                    if not self.publish_due():
                        self._wait()
                except Exception as error:
                    # Whatever it is, the rows are still there. The type alone: a database error quotes rows.
                    logger.warning("Waiting for PostgreSQL and Redis: %s", type(error).__name__)
                    self._forget_connections()
                    time.sleep(POLL_SECONDS)

    def publish_due(self) -> int:
        """Claims and publishes one batch in a transaction; returns how many rows that were.

        Where publishing fails the claim never was. A worker that is quicker than the commit waits for it.
        """
        with transaction.atomic():
            claimed = claim()
            for ids in chunks(claimed):
                hand_off.apply_async(kwargs={"ids": ids}, retry=False)
        return len(claimed)

    def _wait(self) -> None:
        if self._listening is None:
            self._listening = psycopg.connect(**connection.get_connection_params(), autocommit=True)
            self._listening.execute(f"LISTEN {CHANNEL}")
            return  # What came before we listened is found by looking once more.
        for _ in self._listening.notifies(timeout=POLL_SECONDS, stop_after=1):
            pass

    def _forget_connections(self) -> None:
        connection.close()
        if self._listening is not None:
            self._listening.close()
            self._listening = None


def claim(*, batch: int = BATCH, in_flight: int = IN_FLIGHT) -> list[Claimed]:
    """Marks due rows as published: a batch at most, and as far as the window has room."""
    limits = {
        "batch": batch,
        "in_flight": in_flight,
        "first": FIRST_PAUSE_SECONDS,
        "longest": LONGEST_PAUSE_SECONDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, limits)
        return [Claimed(*row) for row in cursor.fetchall()]


def chunks(claimed: Sequence[Claimed]) -> Iterator[list[int]]:
    """One message each. Rows that failed before travel in smaller company, in the end alone: whatever a poison row
    breaks, even the worker's process, it soon breaks for nobody else."""
    for attempts, rows in groupby(sorted(claimed), key=lambda row: row.attempts):
        ids = [row.id for row in rows]
        size = max(1, BATCH >> attempts)
        yield from (ids[start : start + size] for start in range(0, len(ids), size))
