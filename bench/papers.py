"""A day's papers as one job of the presses, against the same sheets rendered one by one as their links do."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from django.utils import timezone

from bench.applications import database
from bench.ratios import Result, compare
from intake.day_papers.services import Job, Stage, ask_for_papers
from intake.models import Application
from intake.papers import sheets_of
from intake.record import record_of
from launch.run import PRESSES, programs_of
from paper.sheets import pack
from tests.intake.entries import entry, submitted
from tests.places import Place, a_place

SHEETS: Final = ("application", "passwords", "receipt", "checklist")
PEOPLE: Final = 125
SINGLE_PEOPLE: Final = 25
"""Of 500 single renders each costs the same: a fifth of them tells what one costs."""
_DATABASE: Final = "papers"


def papers(folder: Path) -> Iterator[Result]:
    on = timezone.localdate()
    with database(_DATABASE), _presses(folder):
        place = a_place("990019", "みほん市", "Mihon City", "0000001")
        with place.scope():
            for _ in range(PEOPLE):
                submitted(place, entry(on=on), on=on)
        yield compare(
            f"A day's papers: {PEOPLE * len(SHEETS)} pages as one job, {len(PRESSES)} presses",
            partial(_one_job, place),
            "each sheet as a document of its own",
            partial(_one_by_one, place),
            unit="ms a page",
            goal=2.5,
            faster_is_less=True,
        )


@contextmanager
def _presses(folder: Path) -> Iterator[None]:
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL")
    urls = {name: urlunsplit(urlsplit(os.environ[name])._replace(path=f"/{_DATABASE}")) for name in names}
    programs = [one for one in programs_of({**os.environ, **urls}, 0, folder=folder) if one.name in PRESSES]
    for program in programs:
        program.start()
    try:
        yield
    finally:
        for program in programs:
            program.stop()


def _one_job(place: Place) -> float:
    """Milliseconds a page, from the asking to the last document."""
    on, began = timezone.localdate(), time.perf_counter()
    with place.scope():
        row = ask_for_papers(
            membership=place.clerk, key=uuid4(), day=on, sheets=SHEETS, at=timezone.now(), on=on
        )
    while True:
        with place.scope():
            job = Job(row, timezone.now())
            if not job.is_open:
                took = time.perf_counter() - began
                break
        time.sleep(0.1)
    if job.stage is not Stage.READY:
        raise RuntimeError(f"The job failed: {job.troubles}")
    pages = sum(part.pages for part in job.parts)
    with place.scope():
        row.delete()
    return took * 1000 / pages


def _one_by_one(place: Place) -> float:
    """Milliseconds a sheet."""
    on, began, made = timezone.localdate(), time.perf_counter(), 0
    with place.scope():
        for application in Application.objects.order_by("id")[:SINGLE_PEOPLE]:
            for name in SHEETS:
                pack(sheets_of(record_of(application, on=on), name, on=on), application.language)
                made += 1
    return (time.perf_counter() - began) * 1000 / made
