"""A day's papers as one job: asked for at the desk, made by a press, kept until they were opened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import auto
from functools import cached_property
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from desks.models import HelpDesk, Membership
from eligibility.plain import Term
from intake.models import Application, PrintJob, PrintPart, Trouble
from intake.papers import PACK

CHANNEL: Final = "print_jobs"
PAGES_A_PART: Final = 100
"""A document grows slower than its pages up to some hundred; and every page of it is in memory until it is bound."""
KEPT_OPEN: Final = timedelta(minutes=10)
"""A paper that jams is printed again from the same window."""
NOBODY_PRINTS: Final = timedelta(seconds=30)
_PAGES_OF: Final = {PACK: 5, "envelope": 2}


class NobodyCame(Exception):
    """No application of that day has papers."""


class Stage(Term):
    """How a job stands."""

    WAITING = auto()
    MAKING = auto()
    READY = auto()
    FAILED = auto()


@dataclass(frozen=True)
class Job:
    """A job as people see it at `at`."""

    row: PrintJob
    at: datetime

    @cached_property
    def parts(self) -> list[PrintPart]:
        """Without the documents: a page that only shows how it goes reads none of them."""
        return list(self.row.parts.defer("pdf"))

    @property
    def people(self) -> int:
        return sum(len(part.applications) for part in self.parts)

    @property
    def done(self) -> int:
        return sum(part.done for part in self.parts)

    @property
    def stage(self) -> Stage:
        if any(part.trouble for part in self.parts):
            return Stage.FAILED
        if all(part.finished_at for part in self.parts):
            return Stage.READY
        return Stage.MAKING if any(part.tries for part in self.parts) else Stage.WAITING

    @property
    def is_open(self) -> bool:
        return self.stage in (Stage.WAITING, Stage.MAKING)

    @property
    def nobody_prints(self) -> bool:
        """Whether it waits longer than a running press would let it wait."""
        return self.stage is Stage.WAITING and self.at - self.row.asked_at > NOBODY_PRINTS

    @property
    def troubles(self) -> list[Trouble]:
        """Why it failed, each reason once."""
        return [Trouble(name) for name in dict.fromkeys(part.trouble for part in self.parts) if name]

    @property
    def documents(self) -> list[PrintPart]:
        return [part for part in self.parts if part.pages]


def ask_for_papers(
    *, membership: Membership, key: UUID, day: date, sheets: Sequence[str], at: datetime, on: date
) -> PrintJob:
    """Asks for these sheets of everybody whom the member's desk saw on `day`; the same form twice is one job.

    Kept until the end of the next day. Raises NobodyCame.
    """
    people = applications_of(membership.desk, day)
    if not people:
        raise NobodyCame
    with transaction.atomic():
        job, created = PrintJob.objects.get_or_create(
            municipality_id=membership.municipality_id,
            uid=key,
            defaults={
                "desk": membership.desk,
                "day": day,
                "sheets": list(sheets),
                "asked_by": membership.staff,
                "asked_at": at,
                "delete_after": on + timedelta(days=1),
            },
        )
        if created:
            PrintPart.objects.bulk_create(_parts(job, people))
            ring(membership.municipality_id)
    asked: PrintJob = job
    return asked


def applications_of(desk: HelpDesk, day: date) -> list[int]:
    """Who was at `desk` on `day` and has not withdrawn, in the order in which they were entered."""
    rows = Application.objects.for_desk(desk).of_day(day).filter(withdrawn_on=None)
    return list(rows.order_by("entered_at", "id").values_list("id", flat=True))


def _parts(job: PrintJob, people: Sequence[int]) -> Iterator[PrintPart]:
    size = max(1, PAGES_A_PART // sum(_PAGES_OF.get(sheet, 1) for sheet in job.sheets))
    for number, start in enumerate(range(0, len(people), size), 1):
        yield PrintPart(
            municipality_id=job.municipality_id,
            job=job,
            number=number,
            applications=list(people[start : start + size]),
        )


def try_again(job: PrintJob) -> None:
    """What failed is made again; what is finished stays."""
    failed = PrintPart.objects.filter(job=job).exclude(trouble="")
    failed.update(trouble="", tries=0, done=0, leased_until=None)
    ring(job.municipality_id)


def delete_over(*, at: datetime) -> int:
    """Deletes the jobs in scope that were opened, or whose day is over; returns how many."""
    over = PrintJob.objects.over(at=at, kept=KEPT_OPEN)
    number: int = over.count()
    if number:
        over.delete()
    return number


def ring(municipality_id: int) -> None:
    """Wakes the presses after the commit. Nothing depends on it: they also look by themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(municipality_id)])
