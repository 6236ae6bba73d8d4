"""From an accepted application to a booked letter: claim, plan, book, close. Running it twice changes nothing.

Each step ends in a commit, so that whatever dies, the next one starts from the row. The issuer is asked outside
any transaction, with the key that was stored before.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from delivery import planning
from delivery.issuer.protocol import Booked, Issuer, IssuerAway, Letter
from delivery.models import HandOff, Posting, move_all
from delivery.states import Source, State, Trouble

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=6)
"""How long a row is ours. A worker that dies loses it after that; one that is slower books the same key again."""

NEVER_BOOKED: Final = ("", Trouble.REFUSED, Trouble.NO_PLAN)
"""What a last try left behind where the issuer has certainly not booked the letter."""

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
        make_plans(batch)
        choose_way(batch.ids())
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


def make_plans(batch: Batch) -> None:
    """Writes target, latest posting day and chase day where none are written: one target for life."""
    plans, unplannable = planning.plans_of(batch.ids())
    batch.fail(unplannable, Trouble.NO_PLAN)
    failed = each_alone(list(plans), lambda ids: planning.write([plans[pk] for pk in ids]))
    batch.fail(failed, Trouble.FAILED)


def choose_way(ids: Sequence[int]) -> None:
    """By file where the municipality does so, for good: what may have been booked one way never goes the other."""
    never_asked = HandOff.objects.filter(
        delivery__in=ids, attempts=1, last_error__in=NEVER_BOOKED, municipality__by_file=True
    )
    postings = Posting.objects.filter(booked_at=None, by_file=False)
    postings.filter(delivery__in=never_asked.values("delivery")).update(by_file=True)


# (c) book


def book(batch: Batch, issuer: Issuer, at: datetime) -> None:
    """Asks the issuer once for each way, outside any transaction, and closes what it booked."""
    letters = letters_of(batch.ids())
    for by_file in (False, True):
        ask(batch, issuer, {pk: letter for pk, letter in letters.items() if letter.by_file is by_file})
    batch.fail(each_alone(batch.ids(), lambda ids: close(ids, at)), Trouble.FAILED)


def ask(batch: Batch, issuer: Issuer, letters: dict[int, Letter]) -> None:
    """Fails those that are not booked. Those of the other way are not touched by what happens here."""
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


#: Where a posting keeps what a `Letter` says.
LETTER: Final = {
    "key": "idempotency_key",
    "municipality": "municipality__code",
    "reference": "delivery__reference",
    "generation": "generation",
    "post_by": "delivery__latest_posting_on",
    "to_desk": "delivery__to_desk",
    "by_file": "by_file",
    "addressee": "delivery__addressee",
    "postcode": "delivery__postcode",
    "address": "delivery__address",
}


def letters_of(ids: Sequence[int]) -> dict[int, Letter]:
    """Delivery id -> its newest posting as a letter; what is no longer requested has none."""
    postings = Posting.objects.filter(delivery__in=ids, delivery__state=State.REQUESTED).order_by(
        "generation"
    )
    rows = postings.values_list("delivery_id", *LETTER.values())
    return {pk: Letter(**dict(zip(LETTER, values, strict=True))) for pk, *values in rows}


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


def each_alone(ids: Sequence[int], write: Callable[[Sequence[int]], object]) -> list[int]:
    """Writes all at once; where that fails, each in a savepoint of its own. Returns those that failed.

    Raises OperationalError when the database goes away: then nothing is known and the leases run out.
    """
    if not ids:
        return []
    try:
        with transaction.atomic():
            write(ids)
        return []
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError:
        with transaction.atomic():
            return [pk for pk in ids if not _written(pk, write)]


def _written(pk: int, write: Callable[[Sequence[int]], object]) -> bool:
    try:
        with transaction.atomic():
            write([pk])
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError as error:
        logger.error("Delivery %s could not be written: %s", pk, type(error).__name__)
        return False
    return True
