"""Plans of many deliveries at once: reads what each follows from, writes what follows. The rule is `delivery.plan`."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Case, CharField, F, QuerySet, When

from delivery.models import Delivery
from delivery.plan import HomeDays, Plan, home_days, plan, transit_days_to
from delivery.states import State
from delivery.targets import LongerReason
from desks.calendars import calendar_of, practice_value
from desks.models import Municipality, Practice
from desks.places import posted
from eligibility.calendar import Calendar
from eligibility.practice import Practice as PracticeValue

logger = logging.getLogger(__name__)

POSTCODES: Final = 20_000
"""So many are remembered: all of a dozen prefectures, in a megabyte or two."""


class Due(NamedTuple):
    """What a plan follows from: the row's own days, practice and way, never the worker's clock.

    `state` and `calendar_version` (None: not planned yet) are as read: a plan is written only where both still are.
    """

    pk: int
    municipality_id: int
    practice_id: int
    accepted_on: date
    longer_reasons: list[str]
    to_desk: bool
    way_to: str
    state: str
    calendar_version: int | None


class Days(NamedTuple):
    """What is written, by the names of the columns."""

    target_date: date | None
    no_target_reason: str
    request_by: date | None
    latest_posting_on: date | None
    home_from: date | None
    home_until: date | None
    chase_on: date


class Made(NamedTuple):
    """A plan: of which row, what is written, and the version of the calendar it was made on."""

    due: Due
    days: Days
    version: int


def plans_of(ids: Sequence[int]) -> tuple[dict[int, Made], list[int]]:
    """The plans of those that have none yet, by delivery id, and the ids of those that cannot be planned."""
    return plans_for(due(Delivery.objects.filter(pk__in=ids, chase_on=None, state=State.REQUESTED)))


def due(deliveries: QuerySet[Delivery]) -> list[Due]:
    """What the plans of these follow from."""
    way_to = Case(
        When(to_desk=True, then=F("desk__postcode")), default=F("postcode"), output_field=CharField()
    )
    return [Due(*row) for row in deliveries.annotate(way_to=way_to).values_list(*Due._fields)]


def plans_for(rows: Iterable[Due]) -> tuple[dict[int, Made], list[int]]:
    """The plans of these rows, by delivery id, and the ids of those that cannot be planned."""
    rows = list(rows)
    plan_one = planner(rows)
    plans, unplannable = {}, []
    for row in rows:
        try:
            plans[row.pk] = plan_one(row)
        except (ValueError, LookupError) as error:
            logger.error("Delivery %s cannot be planned: %s", row.pk, type(error).__name__)
            unplannable.append(row.pk)
    return plans, unplannable


def planner(rows: Sequence[Due]) -> Callable[[Due], Made]:
    """Plans one of these rows. Practices and calendars are read once, however many rows share them."""
    practices = Practice.objects.in_bulk({row.practice_id for row in rows})
    municipalities = Municipality.objects.in_bulk({row.municipality_id for row in rows})

    @cache
    def calendar(municipality_id: int, year: int) -> Calendar:
        return calendar_of(municipalities[municipality_id], date(year, 12, 31))

    @cache
    def practice(practice_id: int) -> PracticeValue:
        return practice_value(practices[practice_id])

    def plan_one(row: Due) -> Made:
        known = calendar(row.municipality_id, row.accepted_on.year)
        made = plan(
            row.accepted_on,
            practice=practice(row.practice_id),
            calendar=known,
            longer=frozenset(map(LongerReason, row.longer_reasons)),
            transit_days=transit_days(row.way_to, row.accepted_on),
        )
        return Made(row, _days(made, row.to_desk), known.version)

    return plan_one


def _days(made: Plan, to_desk: bool) -> Days:
    """Nobody need be at home for a letter that is collected at the desk."""
    home_from, home_until = (None, None) if to_desk else (made.home_from, made.home_until)
    return Days(
        made.target_date,
        made.reason or "",
        made.request_by,
        made.latest_posting_on,
        home_from,
        home_until,
        made.chase_on,
    )


def transit_days(postcode: str, on: date) -> int:
    """How many days a letter posted on that day is under way; the usual number where nobody knows the postcode."""
    return transit_days_to(_prefecture(postcode), on=on)


@lru_cache(maxsize=POSTCODES)
def _prefecture(postcode: str) -> str:
    place = next(posted(postcode), None)
    return place.prefecture if place else ""


def home_days_of(delivery: Delivery) -> HomeDays | None:
    """When somebody should be at home: by the plan, and narrower once the day of posting is known.

    None for a letter to the desk, and as long as neither a target nor the day of posting is known.
    """
    if delivery.to_desk:
        return None
    if delivery.posted_on:
        days = transit_days(delivery.postcode, delivery.posted_on)
        return home_days(delivery.posted_on, transit_days=days)
    if delivery.home_from and delivery.home_until:
        return HomeDays(delivery.home_from, delivery.home_until)
    return None


# The ids stand twice: without the second the planner may compare every row with every plan.
WRITE = """
UPDATE delivery_delivery AS delivery SET target_date = row.target_date, no_target_reason = row.reason,
    request_by = row.request_by, latest_posting_on = row.latest_posting_on,
    home_from = row.home_from, home_until = row.home_until, chase_on = row.chase_on, calendar_version = row.version
FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::int[],
    %s::date[], %s::text[], %s::date[], %s::date[], %s::date[], %s::date[], %s::date[])
    AS row (id, state, planned_on, version,
        target_date, reason, request_by, latest_posting_on, home_from, home_until, chase_on)
WHERE delivery.id = row.id AND delivery.id = ANY(%s)
    AND delivery.state = row.state AND delivery.calendar_version IS NOT DISTINCT FROM row.planned_on
RETURNING delivery.id
"""


def write(plans: Iterable[Made]) -> set[int]:
    """Writes them in one statement, each where its row is still as read; gives the ids of those."""
    rows = [(it.due.pk, it.due.state, it.due.calendar_version, it.version, *it.days) for it in plans]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [*columns, columns[0]])
        return {pk for (pk,) in cursor.fetchall()}
