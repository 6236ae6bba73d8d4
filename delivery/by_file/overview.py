"""What the pages of hand-over by file show. Reads only; needs a scope."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Min, Q

from delivery.models import Delivery, Outgoing, OutgoingFile
from delivery.sheet import in_words
from delivery.states import State

SHOWN: Final = 100
FILES: Final = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One letter; the issuer must have it by `have_by`. Under support measures nobody reads here who waits for it,
    or where.
    """

    uid: UUID
    reference: str
    addressee: str
    hidden: bool
    to_desk: bool
    post_by: date | None
    have_by: date | None
    late: bool
    waited: str
    answer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """The letters that no file holds: `number` in all, the first of them as `lines`."""

    number: int
    oldest: str
    lines: list[Line]

    @property
    def more(self) -> int:
        return self.number - len(self.lines)


def waiting(*, today: date, now: datetime) -> Waiting:
    rows = Outgoing.objects.waiting()
    counted = rows.order_by().aggregate(number=Count("id"), oldest=Min("written_at"))
    shown = rows.select_related("posting__delivery")[:SHOWN]
    return Waiting(
        number=counted["number"],
        oldest=in_words(now - counted["oldest"]) if counted["oldest"] else "",
        lines=[line(row, today=today, now=now) for row in shown],
    )


def line(row: Outgoing, *, today: date, now: datetime) -> Line:
    delivery: Delivery = row.posting.delivery
    return Line(
        uid=delivery.uid,
        reference=delivery.reference,
        addressee="" if delivery.support_measures else row.addressee,
        hidden=delivery.support_measures,
        to_desk=row.to_desk,
        post_by=row.post_by,
        have_by=delivery.request_by,
        late=delivery.request_by is not None and delivery.request_by < today,
        waited=in_words(now - row.written_at),
        answer=row.get_answer_display(),
    )


def files() -> list[OutgoingFile]:
    """The newest files, each with the number of its letters that are `open`: neither posted nor refused."""
    is_open = Q(rows__answer="") | Q(rows__answer="taken")
    rows = OutgoingFile.objects.annotate(open=Count("rows", filter=is_open)).select_related("made_by")
    return list(rows.order_by("-number")[:FILES])


def in_its_file(delivery: Delivery) -> Outgoing | None:
    """Where a letter that was asked for by file is; None as soon as there is news of it, and for other letters."""
    if delivery.state != State.SCHEDULED:
        return None
    rows = Outgoing.objects.filter(posting__delivery=delivery, cancelled_at=None).select_related("file")
    row: Outgoing | None = rows.order_by("posting__generation").last()
    return row


def protected(file: OutgoingFile) -> list[UUID]:
    """The deliveries in it whose people are under support measures: each is a view of its own for the audit."""
    rows = file.rows.filter(posting__delivery__support_measures=True).order_by("id")
    return list(rows.values_list("posting__delivery__uid", flat=True))
