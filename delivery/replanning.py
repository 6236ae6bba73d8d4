"""A calendar has changed: letters that the post does not have yet are planned anew, each change with a line.

Nothing is booked or posted again. What is late stays late: a letter keeps its day where that day, or the one it would
get, has passed. Running it twice, or beside a worker, changes nothing more.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from delivery import planning
from delivery.models import Delivery, Replan
from delivery.planning import Days, Made
from delivery.states import State

BATCH: Final = 500
BEFORE_POST: Final = (State.REQUESTED, State.SCHEDULED)
"""A calendar of making cards says nothing more of a letter that is made."""


def replan(*, at: datetime) -> int:
    """Plans anew what was planned by an older calendar than its municipality's; gives how many letters changed.

    Of the municipality in scope, or of all of them for the worker's role.
    """
    older = Delivery.objects.filter(calendar_version__lt=F("municipality__calendar_version"))
    ids = list(older.filter(state__in=BEFORE_POST).values_list("pk", flat=True))
    return sum(_replan(ids[start : start + BATCH], at) for start in range(0, len(ids), BATCH))


def _replan(ids: Sequence[int], at: datetime) -> int:
    rows = Delivery.objects.filter(pk__in=ids, state__in=BEFORE_POST)
    plans, _ = planning.plans_for(planning.due(rows))
    today = timezone.localdate(at)
    with transaction.atomic():
        # Locked after reading what the plans follow from: a row that changed in between is not written. One that a
        # worker has at this moment is left for the next time, so that the two never wait for each other.
        free = rows.filter(pk__in=plans).select_for_update(skip_locked=True)
        known = {pk: Days(*days) for pk, *days in free.values_list("pk", *Days._fields)}
        if not known:
            return 0
        made = {
            pk: plans[pk]._replace(days=chosen(days, plans[pk].days, today=today))
            for pk, days in known.items()
        }
        written = planning.write(made.values())
        lines = [_line(made[pk], known[pk], at) for pk in sorted(written) if made[pk].days != known[pk]]
        Replan.objects.bulk_create(lines)
    return len(lines)


def chosen(known: Days, new: Days, *, today: date) -> Days:
    """The new days; the known ones where the letter is late by either: no plan makes it late, or no longer late."""
    return known if min(expected(known), expected(new)) < today else new


def expected(days: Days) -> date:
    """The day whose passing makes a letter overdue."""
    return days.target_date or days.chase_on


def _line(made: Made, before: Days, at: datetime) -> Replan:
    return Replan(
        municipality_id=made.due.municipality_id,
        delivery_id=made.due.pk,
        at=at,
        calendar_version=made.version,
        changes={
            name: [_plain(was), _plain(now)]
            for name, was, now in zip(Days._fields, before, made.days, strict=True)
            if was != now
        },
    )


def _plain(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
