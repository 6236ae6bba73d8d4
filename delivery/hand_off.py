"""From an accepted application to a booked letter: claim, plan, book, close. Running it twice changes nothing.

Each step ends in a commit, so that whatever dies, the next one starts from the row. The issuer is asked outside
any transaction, with the key that was stored before.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final, NamedTuple

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from delivery.issuer.protocol import Booked, Issuer, IssuerAway, Letter
from delivery.models import Delivery, HandOff, Posting, move_all
from delivery.plan import Plan, plan
from delivery.states import Source, State, Trouble
from delivery.targets import LongerReason
from desks.calendars import calendar_of, practice_value
from desks.models import Municipality, Practice
from eligibility.calendar import Calendar

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=6)
"""How long a row is ours. A worker that dies loses it after that; one that is slower books the same key again."""

ATTEMPTS: Final = 12
"""After so many failed tries a row is a dead letter. The relay's batches shrink with each, to one row at the end."""


@dataclass
class Batch:
    """Hand-offs on their way, by the id of their delivery; a row that fails leaves and the others go on."""

    attempts: dict[int, int]
    failed: dict[int, Trouble] = field(default_factory=dict)

    def ids(self) -> list[int]:
        return [key for key in self.attempts if key not in self.failed]

    def fail(self, ids: Iterable[int], trouble: Trouble) -> None:
        self.failed |= dict.fromkeys(ids, trouble)


def hand_off(ids: Sequence[int], *, issuer: Issuer, at: datetime) -> None:
    """Books the letters of these hand-offs; `at` is the moment written into their timelines."""
    batch = Batch(claim(ids))
    # Claimed so often and never let go: this row ends the worker each time.
    batch.fail((pk for pk, attempts in batch.attempts.items() if attempts > ATTEMPTS), Trouble.FAILED)
    if batch.ids():
        write_plans(batch)
        book(batch, issuer, at)
    give_up(batch)


# (a) claim


def claim(ids: Sequence[int]) -> dict[int, int]:
    """Leases the waiting ones that nobody else holds; delivery id -> attempts, this one included."""
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    with transaction.atomic():
        # In one order, so that two workers with the same rows wait for each other and never in a circle.
        rows = HandOff.objects.waiting().filter(free, pk__in=ids).order_by("pk").select_for_update()
        found = {row.delivery_id: row for row in rows.only("delivery_id", "attempts")}
        claimed = HandOff.objects.filter(delivery__in=found)
        claimed.update(leased_until=Now() + LEASE, attempts=F("attempts") + 1)
    return {key: row.attempts + 1 for key, row in found.items()}


# (b) plan


class Unplanned(NamedTuple):
    """What a plan follows from: the row's own days and practice, never the worker's clock."""

    pk: int
    municipality_id: int
    practice_id: int
    accepted_on: date
    longer_reasons: list[str]


def write_plans(batch: Batch) -> None:
    """Writes target, latest posting day and chase day where none are written: one target for life."""
    rows = Delivery.objects.filter(pk__in=batch.ids(), chase_on=None, state=State.REQUESTED)
    unplanned = [Unplanned(*row) for row in rows.values_list(*Unplanned._fields)]
    plans = plans_of(unplanned)
    batch.fail((row.pk for row in unplanned if row.pk not in plans), Trouble.NO_PLAN)
    batch.fail(each_alone(list(plans), lambda ids: write({key: plans[key] for key in ids})), Trouble.FAILED)


def plans_of(rows: Sequence[Unplanned]) -> dict[int, tuple[Plan, int]]:
    """Delivery id -> plan and calendar version. A row that cannot be planned is logged and left out."""
    practices = {
        row.pk: practice_value(row)
        for row in Practice.objects.filter(pk__in={row.practice_id for row in rows})
    }
    municipalities = Municipality.objects.in_bulk({row.municipality_id for row in rows})

    @cache
    def calendar(municipality_id: int, year: int) -> Calendar:
        return calendar_of(municipalities[municipality_id], date(year, 12, 31))

    plans = {}
    for row in rows:
        try:
            known = calendar(row.municipality_id, row.accepted_on.year)
            longer = frozenset(map(LongerReason, row.longer_reasons))
            made = plan(row.accepted_on, practice=practices[row.practice_id], calendar=known, longer=longer)
            plans[row.pk] = (made, known.version)
        except (ValueError, LookupError) as error:
            logger.error("Delivery %s cannot be planned: %s", row.pk, type(error).__name__)
    return plans


PLAN = """
UPDATE delivery_delivery AS delivery SET target_date = row.target_date, latest_posting_on = row.latest_posting_on,
    no_target_reason = row.reason, chase_on = row.chase_on, calendar_version = row.version
FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::text[], %s::date[], %s::int[])
    AS row (id, target_date, latest_posting_on, reason, chase_on, version)
WHERE delivery.id = row.id AND delivery.chase_on IS NULL
"""


def write(plans: Mapping[int, tuple[Plan, int]]) -> None:
    rows = [
        (pk, it.target_date, it.latest_posting_on, it.reason or "", it.chase_on, version)
        for pk, (it, version) in plans.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(PLAN, [list(column) for column in zip(*rows, strict=True)])


# (c) book


def book(batch: Batch, issuer: Issuer, at: datetime) -> None:
    """Asks the issuer once for all, outside any transaction, and closes what it booked."""
    letters = letters_of(batch.ids())
    try:
        answers = {answer.key: answer for answer in issuer.request(list(letters.values()))} if letters else {}
    except IssuerAway:
        batch.fail(letters, Trouble.ISSUER_AWAY)
    except Exception as error:
        logger.error("The issuer's answer could not be read: %s", type(error).__name__)
        batch.fail(letters, Trouble.FAILED)
    else:
        for pk, letter in letters.items():
            if not isinstance(answers.get(letter.key), Booked):
                batch.fail([pk], Trouble.REFUSED if letter.key in answers else Trouble.FAILED)
    batch.fail(each_alone(batch.ids(), lambda ids: close(ids, at)), Trouble.FAILED)


def letters_of(ids: Sequence[int]) -> dict[int, Letter]:
    """Delivery id -> its newest posting as a letter; what is no longer requested has none."""
    rows = Posting.objects.filter(delivery__in=ids, delivery__state=State.REQUESTED).order_by("generation")
    return {
        pk: Letter(
            key=key,
            municipality=code,
            reference=reference,
            generation=generation,
            post_by=post_by,
            to_desk=to_desk,
            addressee=addressee,
            postcode=postcode,
            address=address,
        )
        for pk, key, code, reference, generation, post_by, to_desk, addressee, postcode, address in rows.values_list(
            "delivery_id",
            "idempotency_key",
            "municipality__code",
            "delivery__reference",
            "generation",
            "delivery__latest_posting_on",
            "delivery__to_desk",
            "delivery__addressee",
            "delivery__postcode",
            "delivery__address",
        )
    }


# (d) close


def close(ids: Sequence[int], at: datetime) -> None:
    """Moves to scheduled and closes the hand-off. Who is no longer requested was moved before: only closed."""
    on = timezone.localdate(at)
    move_all(ids, State.REQUESTED, State.SCHEDULED, at=at, on=on, source=Source.TOKKYU)
    scheduled = Posting.objects.filter(delivery__in=ids, delivery__state=State.SCHEDULED)
    scheduled.filter(booked_at=None).update(booked_at=at)
    HandOff.objects.filter(delivery__in=ids).update(done_at=Now(), leased_until=None, last_error="")


def give_up(batch: Batch) -> None:
    """Lets go of what failed: the relay brings it again later; what cannot succeed is a dead letter."""
    for trouble in set(batch.failed.values()):
        failed = HandOff.objects.waiting().filter(
            delivery__in=[pk for pk, it in batch.failed.items() if it is trouble]
        )
        # An outage is nobody's mistake: it never uses up a row's attempts.
        attempts = F("attempts") - (1 if trouble is Trouble.ISSUER_AWAY else 0)
        failed.update(leased_until=None, published_at=None, last_error=trouble, attempts=attempts)
        hopeless = Q() if trouble is Trouble.REFUSED else Q(attempts__gte=ATTEMPTS)
        failed.filter(hopeless).update(dead_at=Now())


def each_alone(ids: Sequence[int], write: Callable[[Sequence[int]], None]) -> list[int]:
    """Writes all at once; where that fails, each in a savepoint of its own. Returns those that failed.

    Raises OperationalError when the database goes away: then nothing is known and the leases run out.
    """
    try:
        with transaction.atomic():
            write(ids)
        return []
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError:
        with transaction.atomic():
            return [pk for pk in ids if not _written(pk, write)]


def _written(pk: int, write: Callable[[Sequence[int]], None]) -> bool:
    try:
        with transaction.atomic():
            write([pk])
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError as error:
        logger.error("Delivery %s could not be written: %s", pk, type(error).__name__)
        return False
    return True
