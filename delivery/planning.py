"""Plans of many deliveries at once: reads what each follows from, writes what follows. The rule is `delivery.plan`."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db import connection

from delivery.models import Delivery
from delivery.plan import Plan, plan
from delivery.states import State
from delivery.targets import LongerReason
from desks.calendars import calendar_of, practice_value
from desks.models import Municipality, Practice
from eligibility.calendar import Calendar
from eligibility.practice import Practice as PracticeValue

logger = logging.getLogger(__name__)


class Unplanned(NamedTuple):
    """What a plan follows from: the row's own days and practice, never the worker's clock."""

    pk: int
    municipality_id: int
    practice_id: int
    accepted_on: date
    longer_reasons: list[str]


Made = tuple[Plan, int]
"""A plan and the version of the calendar it was made on."""


def plans_of(ids: Sequence[int]) -> tuple[dict[int, Made], list[int]]:
    """The plans of those that have none yet, by delivery id, and the ids of those that cannot be planned."""
    rows = Delivery.objects.filter(pk__in=ids, chase_on=None, state=State.REQUESTED)
    unplanned = [Unplanned(*row) for row in rows.values_list(*Unplanned._fields)]
    plan_one = planner(unplanned)
    plans, unplannable = {}, []
    for row in unplanned:
        try:
            plans[row.pk] = plan_one(row)
        except (ValueError, LookupError) as error:
            logger.error("Delivery %s cannot be planned: %s", row.pk, type(error).__name__)
            unplannable.append(row.pk)
    return plans, unplannable


def planner(rows: Sequence[Unplanned]) -> Callable[[Unplanned], Made]:
    """Plans one of these rows. Practices and calendars are read once, however many rows share them."""
    practices = Practice.objects.in_bulk({row.practice_id for row in rows})
    municipalities = Municipality.objects.in_bulk({row.municipality_id for row in rows})

    @cache
    def calendar(municipality_id: int, year: int) -> Calendar:
        return calendar_of(municipalities[municipality_id], date(year, 12, 31))

    @cache
    def practice(practice_id: int) -> PracticeValue:
        return practice_value(practices[practice_id])

    def plan_one(row: Unplanned) -> Made:
        known = calendar(row.municipality_id, row.accepted_on.year)
        longer = frozenset(map(LongerReason, row.longer_reasons))
        made = plan(row.accepted_on, practice=practice(row.practice_id), calendar=known, longer=longer)
        return made, known.version

    return plan_one


# The ids stand twice: without the second the planner may compare every unplanned row with every plan.
PLAN = """
UPDATE delivery_delivery AS delivery SET target_date = row.target_date, latest_posting_on = row.latest_posting_on,
    no_target_reason = row.reason, chase_on = row.chase_on, calendar_version = row.version
FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::text[], %s::date[], %s::int[])
    AS row (id, target_date, latest_posting_on, reason, chase_on, version)
WHERE delivery.id = row.id AND delivery.id = ANY(%s) AND delivery.chase_on IS NULL
"""


def write(plans: Mapping[int, Made]) -> None:
    """Writes them in one statement, each where there still is none."""
    rows = [
        (pk, it.target_date, it.latest_posting_on, it.reason or "", it.chase_on, version)
        for pk, (it, version) in plans.items()
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(PLAN, [*columns, list(plans)])
