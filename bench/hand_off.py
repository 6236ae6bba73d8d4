"""From the commit to the booked letter: 100,000 applications at once, and one on an idle system.

Real relay, worker, PostgreSQL and Valkey; the embedded issuer. The ends are the moments in the rows.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from bench.applications import database
from bench.one_by_one import schedule
from bench.ratios import Result, compare
from delivery.models import Delivery, HandOff, Posting
from launch.run import programs_of
from tests.delivery.letters import a_delivery
from tests.places import Place, a_place

LETTERS: Final = 100_000
SINGLE: Final = 1_000
"""Each task costs the same: so many tell what one costs."""
ROUNDS: Final = 3
ALONE: Final = 60
GOAL_MS: Final = 50.0
_DATABASE: Final = "hand_off"
_LONGEST_SECONDS: Final = 1_800
_NEVER: Final = datetime(9000, 1, 1, tzinfo=UTC)


def hand_off(folder: Path) -> Iterator[Result]:
    with database(_DATABASE), _processes(folder):
        place = a_place("990019", "みほん市", "Mihon City", "0000001")
        yield compare(
            f"Hand-off of {LETTERS:,} applications, commit to planned and scheduled",
            partial(_together, place),
            f"one Celery task an application, {SINGLE:,} of them",
            partial(_one_by_one, place),
            unit="applications/s",
            goal=20,
            rounds=ROUNDS,
        )
        yield _alone(place)


@contextmanager
def _processes(folder: Path) -> Iterator[None]:
    """Relay and worker as `./tokkyu run` starts them, but that the worker knows the other task too."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL")
    urls = {name: urlunsplit(urlsplit(os.environ[name])._replace(path=f"/{_DATABASE}")) for name in names}
    programs = {one.name: one for one in programs_of({**os.environ, **urls}, 0, folder=folder)}
    programs["worker"].command = [*programs["worker"].command, "--include=bench.one_by_one"]
    running = [programs["worker"], programs["relay"]]
    for program in running:
        program.start()
    try:
        yield
    finally:
        for program in running:
            program.stop()


def _together(place: Place) -> float:
    """Applications a second, from the commit of all of them to the last that is scheduled."""
    letters = _accepted(place, LETTERS)
    began = timezone.now()
    return LETTERS / (_last_done(place, letters) - began).total_seconds()


def _one_by_one(place: Place) -> float:
    """Applications a second, from the first task that is sent; the relay never finds them due."""
    letters = _accepted(place, SINGLE, due=_NEVER)
    began = timezone.now()
    for pk in letters:
        schedule.delay(delivery_id=pk)
    return SINGLE / (_last_done(place, letters) - began).total_seconds()


def _alone(place: Place) -> Result:
    """One application after the other, each after a pause."""
    took = []
    for _ in range(ALONE):
        time.sleep(0.2)
        with place.scope():
            letter = a_delivery(place, accepted_on=timezone.localdate(), at=timezone.now())
        began = timezone.now()
        took.append((_last_done(place, [letter.pk]) - began) / timedelta(milliseconds=1))
    return Result(
        f"One application on an idle system, commit to scheduled, {ALONE} times",
        "the goal",
        "ms",
        1,
        median(took),
        GOAL_MS,
        tuple(each / GOAL_MS for each in took),
        at_most=True,
    )


def _accepted(place: Place, number: int, *, due: datetime | None = None) -> list[int]:
    """So many accepted applications' letters and hand-offs in one commit, with the relay's nudge; their keys."""
    with place.scope():
        letter = a_delivery(place, accepted_on=timezone.localdate(), at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(COPIES, {"number": number - 1, "letter": letter.pk})
        letters = Delivery.objects.filter(pk__gte=letter.pk).order_by("pk")
        if due:
            HandOff.objects.filter(delivery__in=letters).update(next_try_at=due)
        return list(letters.values_list("pk", flat=True))


def _insert(model: type[Model], rows: str, **made: str) -> str:
    """Copies of a letter's row: what is made differently, and its values for all else."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(made.get(column, f'row."{column}"') for column in columns)
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {model._meta.db_table} row, {rows}"


_LETTERS: Final = _insert(
    Delivery,
    "generate_series(1, %(number)s) n WHERE row.id = %(letter)s",
    uid="gen_random_uuid()",
    reference="lpad(to_hex(row.id * 1000000 + n), 10, '0')",
    # From all over the country, so that the way of each is looked up.
    postcode="lpad((n * 7)::text, 7, '0')",
)
_OF_LETTERS: Final = {"rows": "letters WHERE delivery_id = %(letter)s", "delivery_id": "letters.id"}
COPIES: Final = f"""
WITH letters AS ({_LETTERS} RETURNING id),
    postings AS ({_insert(Posting, **_OF_LETTERS, idempotency_key="gen_random_uuid()")})
{_insert(HandOff, **_OF_LETTERS)}
"""


def _last_done(place: Place, letters: list[int]) -> datetime:
    """Waits until all are done; the moment of the last."""
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        with place.scope():
            rows = HandOff.objects.filter(delivery__gte=letters[0])
            if not rows.filter(done_at=None).exists():
                done_at: datetime = rows.latest("done_at").done_at
                return done_at
        time.sleep(0.01 if len(letters) == 1 else 0.2)
    raise RuntimeError("The letters were not all scheduled in time")
