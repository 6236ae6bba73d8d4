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

from django.utils import timezone

from bench.applications import database
from bench.one_by_one import schedule
from bench.ratios import Result, compare
from delivery.models import Delivery, HandOff, Posting
from delivery.services import nudge
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
    letters = _accepted(place, LETTERS, due=timezone.now())
    began = timezone.now()
    return LETTERS / (_last_done(place, letters) - began).total_seconds()


def _one_by_one(place: Place) -> float:
    """Applications a second, from the first task that is sent; the relay never finds them due."""
    letters = _accepted(place, SINGLE, due=_NEVER)
    began = timezone.now()
    for letter in letters:
        schedule.delay(delivery_id=letter.pk)
    return SINGLE / (_last_done(place, letters) - began).total_seconds()


def _alone(place: Place) -> Result:
    """One application after the other, each after a pause."""
    took = []
    for _ in range(ALONE):
        time.sleep(0.2)
        with place.scope():
            letter = a_delivery(place, accepted_on=timezone.localdate(), at=timezone.now())
        began = timezone.now()
        took.append((_last_done(place, [letter]) - began) / timedelta(milliseconds=1))
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


def _accepted(place: Place, number: int, *, due: datetime) -> list[Delivery]:
    """So many accepted applications' letters and hand-offs, in one commit, with the relay's nudge."""
    now, on = timezone.now(), timezone.localdate()
    whose = {"municipality": place.municipality}
    with place.scope():
        letters = Delivery.objects.bulk_create(
            [
                Delivery(
                    **whose,
                    desk=place.hall,
                    reference=f"{number:010}",
                    addressee="見本 花子",
                    # From all over the country, so that the way of each is looked up.
                    postcode=f"{number % 10**7:07}",
                    address="みほん市本町1-1",
                    birth_date=on,
                    designation="LOST",
                    practice=place.practice,
                    accepted_on=on,
                )
                for number in _numbers(number)
            ],
            batch_size=5_000,
        )
        Posting.objects.bulk_create(
            (Posting(**whose, delivery=letter) for letter in letters), batch_size=5_000
        )
        HandOff.objects.bulk_create(
            (HandOff(**whose, delivery=letter, created_at=now, next_try_at=due) for letter in letters),
            batch_size=5_000,
        )
        nudge()
    return letters


def _numbers(number: int) -> range:
    """Numbers that no letter before has, seven apart."""
    first = Delivery.objects.count() * 7
    return range(first, first + number * 7, 7)


def _last_done(place: Place, letters: list[Delivery]) -> datetime:
    """Waits until all are done; the moment of the last."""
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        with place.scope():
            rows = HandOff.objects.filter(delivery__gte=letters[0].pk)
            if not rows.filter(done_at=None).exists():
                done_at: datetime = rows.latest("done_at").done_at
                return done_at
        time.sleep(0.01 if len(letters) == 1 else 0.2)
    raise RuntimeError("The letters were not all scheduled in time")
