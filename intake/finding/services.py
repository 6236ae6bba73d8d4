"""Finding applications: by what was typed, narrowed by what was chosen, a page at a time.

Each question reads about as many rows as it shows, however many there are: names in the order of an index that holds
all that narrows them, newest first from the few desks, standings and designations one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate
from django.db.models.lookups import Exact, GreaterThanOrEqual

from delivery.models import Move, Posting
from delivery.states import State
from desks.models import HelpDesk
from eligibility.events import EVENTS_UNDER, DesignationEvent, Heading
from eligibility.slip.content import SlipContent
from intake.finding.searching import Kind, Prefix, Reading
from intake.models import STANDING, Application, ApplicationQuerySet, Standing

PAGE: Final = 50
_ONE_MORE: Final = PAGE + 1
"""Whether there are more is all that is counted."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a search; None for what does not. `desks` are the municipality's, or the one that was chosen.

    `first_on` and `last_on` bound the day of the first visit, both included. `hides_supported` leaves out people under
    support measures: to be found among one desk's would tell their desk.
    """

    desks: Sequence[HelpDesk]
    one_desk: bool = False
    hides_supported: bool = False
    standing: Standing | None = None
    heading: Heading | None = None
    born_on: date | None = None
    first_on: date | None = None
    last_on: date | None = None

    def narrow(self, rows: ApplicationQuerySet) -> ApplicationQuerySet:
        chosen: dict[str, Any] = {
            "desk__in": self.desks if self.one_desk else None,
            "standing_now": self.standing,
            "designation__in": EVENTS_UNDER[self.heading] if self.heading else None,
            "birth_date": self.born_on,
        }
        wanted = {name: value for name, value in chosen.items() if value is not None}
        return self.between(rows.alias(standing_now=STANDING)).filter(**wanted)

    def between(self, rows: ApplicationQuerySet) -> ApplicationQuerySet:
        """Those first seen between the two days."""
        days = {"first_visit_on__gte": self.first_on, "first_visit_on__lte": self.last_on}
        return rows.filter(**{name: day for name, day in days.items() if day})


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of applications. `reading` is what the text was read as; `more` tells that it is not the last page."""

    rows: list[Application]
    more: bool = False
    reading: Reading | None = None

    @property
    def number(self) -> str:
        """How many there are, as far as they are shown: 12, 50+."""
        return f"{len(self.rows)}+" if self.more else f"{len(self.rows)}"

    @property
    def last(self) -> Application:
        """Where the next page goes on: its random `uid` tells nothing of the person."""
        return self.rows[-1]


def found_by(readings: Sequence[Reading], filters: Filters, *, after: UUID | None = None) -> Found:
    """The page behind the row `after`; the first reading by which anything is found counts. Needs a scope."""
    last = Application.objects.filter(uid=after).first() if after else None
    if not readings:
        ids = (
            _newest(filters, last)
            if filters.born_on is None
            else _few(Application.objects.all(), filters, last)
        )
        return _page(ids, hides_supported=filters.hides_supported)
    for reading in readings:
        if ids := _ids(reading, filters, last):
            return _page(ids, reading, hides_supported=filters.hides_supported)
    return Found(rows=[])


def _page(ids: list[int], reading: Reading | None = None, *, hides_supported: bool = False) -> Found:
    # The facts and what followed from them are most of a row, and no list shows them.
    rows = Application.objects.select_related("delivery", "desk").defer("facts", "assessment")
    by_id = rows.in_bulk(ids[:PAGE])
    found = [by_id[one] for one in ids[:PAGE]]
    # Not asked of the database: no index that narrows a search holds it, and there are few.
    shown = [row for row in found if not (hides_supported and row.support_measures)]
    return Found(rows=shown, more=len(ids) > PAGE, reading=reading) if shown else Found(rows=[])


def _ids(reading: Reading, filters: Filters, last: Application | None) -> list[int]:
    rows = Application.objects
    match reading.kind, reading.value:
        case Kind.REFERENCE, reference:
            return _few(rows.filter(reference=reference), filters, last)
        case Kind.TRACKING, number:
            letters = Posting.objects.filter(tracking_number=number).values("delivery")
            return _few(rows.filter(delivery__in=letters), filters, last)
        case Kind.BIRTH_DATE, born_on:
            return _few(rows.filter(birth_date=born_on), filters, last)
        case Kind.SLIP, SlipContent() as slip:
            return _few(_told_by(slip), filters, last)
        case Kind.PHONE, str(ending):
            phones = "phone_backwards", "representative__phone_backwards"
            return _beginning(phones, ending, filters, last)
        case _, start:
            return _beginning(("name_normalised", "kana_normalised"), str(start), filters, last)


# -- A desk's day ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Today:
    """A desk's day: who waits for papers, who came (or came back with the last paper), and whose letter was planned."""

    waiting: Found
    came: Found
    scheduled: Found


def todays_lists(desk: HelpDesk, on: date) -> Today:
    """Each list holds a page; its `more` tells that there are more. Needs a scope."""
    rows = Application.objects.for_desk(desk)
    planned = Move.objects.filter(on=on, after=State.SCHEDULED, delivery__desk=desk).values("delivery")
    return Today(
        waiting=_list(rows.waiting()),
        came=_list(rows.of_day(on)),
        scheduled=_list(rows.filter(delivery__in=planned).order_by("-id")),
    )


def _list(rows: ApplicationQuerySet) -> Found:
    return _page(list(rows.values_list("pk", flat=True)[:_ONE_MORE]))


# -- Few rows, the newest first ----------------------------------------------------------------------------------


def _few(rows: ApplicationQuerySet, filters: Filters, last: Application | None) -> list[int]:
    return list(_behind(filters.narrow(rows), last).values_list("pk", flat=True)[:_ONE_MORE])


def _behind(rows: ApplicationQuerySet, last: Application | None) -> ApplicationQuerySet:
    """The newest first, from behind the last row of the page before; never an OFFSET, which reads what it skips."""
    if last:
        rows = rows.filter(first_visit_on__lte=last.first_visit_on)
        rows = rows.exclude(first_visit_on=last.first_visit_on, id__gte=last.pk)
    return rows.order_by("-first_visit_on", "-id")


def _told_by(slip: SlipContent) -> ApplicationQuerySet:
    """The applications that a slip may belong to: a slip has no name, and who has the same answers the same code."""
    rows: ApplicationQuerySet = Application.objects.filter(residence_code=slip.residence_code)
    if slip.day is None:
        return rows.none()
    if isinstance(slip.event, Heading):
        events: tuple[DesignationEvent, ...] = EVENTS_UNDER[slip.event]
    else:
        events = (DesignationEvent(slip.event),)
    day = "birth_date" if slip.is_infant else "occurred_on"
    return rows.filter(designation__in=events, **{day: slip.day})


# -- Any number of rows, the newest first ------------------------------------------------------------------------

_OF_EACH: Final = """
SELECT one.id FROM unnest(%s::bigint[]) AS desk (wanted)
CROSS JOIN unnest(%s::text[]) AS standing (wanted)
CROSS JOIN unnest(%s::text[]) AS designation (wanted)
CROSS JOIN LATERAL ({newest}) AS one
ORDER BY one.first_visit_on DESC, one.id DESC LIMIT %s
"""


def _newest(filters: Filters, last: Application | None) -> list[int]:
    """The newest of each desk, standing and designation that is wanted, and of these the newest.

    An index has each of them in this order, so that a rare combination costs no more than a common one.
    """
    rows = filters.between(Application.objects.filter(desk=RawSQL("desk.wanted", ())))
    standings: list[str] = [filters.standing] if filters.standing else list(Standing)
    designations: list[str] = list(EVENTS_UNDER[filters.heading] if filters.heading else DesignationEvent)
    if filters.standing or filters.heading:
        rows = rows.alias(standing_now=STANDING).filter(standing_now=RawSQL("standing.wanted", ()))
        rows = rows.filter(designation=RawSQL("designation.wanted", ()))
    else:
        standings, designations = [""], [""]
    newest = _behind(rows, last).values("id", "first_visit_on")[:_ONE_MORE]
    sql, parameters = newest.query.sql_with_params()
    desks = [desk.pk for desk in filters.desks]
    with connection.cursor() as cursor:
        cursor.execute(_OF_EACH.format(newest=sql), [desks, standings, designations, *parameters, _ONE_MORE])
        return [one for (one,) in cursor.fetchall()]


# -- In the order of a text --------------------------------------------------------------------------------------


def _beginning(columns: Sequence[str], start: str, filters: Filters, last: Application | None) -> list[int]:
    """Those whose first column begins with `start`, in its order; then those of whom only the next one does."""
    at, text = _place(columns, start, last) if last else (0, None)
    ids: list[int] = []
    for number in range(at, len(columns)):
        rows = _in_order(columns[number], start)
        for earlier in columns[:number]:
            rows = rows.exclude(Prefix(Collate(earlier, "C"), start))
        if last and text is not None and number == at:
            order = Collate(columns[at], "C")
            rows = rows.filter(GreaterThanOrEqual(order, text)).exclude(Exact(order, text), pk__lte=last.pk)
        ids += filters.narrow(rows).values_list("pk", flat=True)[: _ONE_MORE - len(ids)]
    return ids


def _place(columns: Sequence[str], start: str, last: Application) -> tuple[int, str | None]:
    """In which column's order the last row of the page before stands, and by which text: anew where in none."""
    for number, column in enumerate(columns):
        texts = _in_order(column, start).filter(pk=last.pk).values_list(Collate(column, "C"), flat=True)
        if text := texts.first():
            return number, text
    return 0, None


def _in_order(column: str, start: str) -> ApplicationQuerySet:
    order = Collate(column, "C")
    rows: ApplicationQuerySet = Application.objects.filter(Prefix(order, start))
    return rows.order_by(order, "pk")
