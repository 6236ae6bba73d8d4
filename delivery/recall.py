"""A letter that should go elsewhere, or not at all: what can still be stopped, and how.

As long as nobody asked the issuer, the new values simply go along. After that only the issuer can take the letter
back, with its `cancel`; once it is posted nobody can. Each verb runs in a municipality's scope and may be repeated:
a letter that was taken back already is taken back again with the same answer.
"""

from datetime import date, datetime
from enum import Enum, auto
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from delivery.hand_off import NEVER_BOOKED
from delivery.issuer.protocol import Issuer, IssuerAway
from delivery.models import Delivery, HandOff, Posting
from delivery.services import nudge
from delivery.states import Source, State, Trouble
from desks.models import Staff

WRITTEN_ON_IT: Final = ("addressee", "postcode", "address", "to_desk")
"""What the issuer was told; the rest of a delivery's values is ours."""


class Reach(Enum):
    """How far a letter is."""

    WITH_US = auto()
    """The issuer was not asked: whatever is changed goes along."""
    UNDER_WAY = auto()
    """Being handed over at this moment: look again in a minute."""
    AT_ISSUER = auto()
    """Booked, or perhaps booked: only the issuer can take it back."""
    GONE = auto()
    """With the post, delivered, or cancelled."""


class Recalled(Enum):
    """What came of asking for a letter back."""

    DONE = auto()
    TOO_LATE = auto()
    UNDER_WAY = auto()
    ISSUER_AWAY = auto()


def reach(delivery: Delivery) -> Reach:
    """How far the letter is, as its rows say now."""
    if delivery.state not in (State.REQUESTED, State.SCHEDULED):
        return Reach.GONE
    hand_off = delivery.hand_off
    if hand_off.done_at is not None:
        return Reach.AT_ISSUER
    if hand_off.leased_until is not None:
        return Reach.UNDER_WAY
    asked = hand_off.last_error not in NEVER_BOOKED
    return Reach.AT_ISSUER if asked else Reach.WITH_US


def change_values(delivery: Delivery, values: dict[str, Any]) -> None:
    """Writes the new values: all of them while the letter is with us, otherwise those that it does not carry."""
    with transaction.atomic():
        _hold(delivery)
        with_us = reach(delivery) is Reach.WITH_US
        _write(delivery, {name: new for name, new in values.items() if with_us or name not in WRITTEN_ON_IT})


def cancel_if_with_us(delivery: Delivery, *, by: Staff, at: datetime, on: date, cause: str) -> bool:
    """Cancels a letter that the issuer was never asked for; False where it was."""
    with transaction.atomic():
        _hold(delivery)
        if reach(delivery) is not Reach.WITH_US:
            return False
        delivery.move(State.CANCELLED, at=at, on=on, source=Source.CLERK, by=by, cause=cause)
    return True


def stop_letter(
    delivery: Delivery, *, issuer: Issuer, by: Staff, at: datetime, on: date, cause: str
) -> Recalled:
    """Cancels the letter, at the issuer's too where it may have been booked."""
    with transaction.atomic():
        _hold(delivery)
        recalled, _booked = _take_back(delivery, issuer)
        if recalled is Recalled.DONE:
            delivery.move(State.CANCELLED, at=at, on=on, source=Source.CLERK, by=by, cause=cause)
    return recalled


def send_anew(
    delivery: Delivery,
    values: dict[str, Any],
    *,
    issuer: Issuer,
    by: Staff,
    at: datetime,
    on: date,
    cause: str,
) -> Recalled:
    """Takes the letter back and asks for one with these values: the same one if it was not booked, else the next."""
    with transaction.atomic():
        _hold(delivery)
        recalled, booked = _take_back(delivery, issuer)
        if recalled is not Recalled.DONE:
            return recalled
        if booked:
            if delivery.state == State.SCHEDULED:
                delivery.move(State.REQUESTED, at=at, on=on, source=Source.CLERK, by=by, cause=cause)
            _ask_again(delivery)
        _write(delivery, values)
    return recalled


def take_refusal(posting: Posting, *, at: datetime, by: Staff | None = None) -> bool:
    """The issuer had booked this letter and now says that it will not make it: a dead letter, which a supervisor has
    asked for again as the next one. False where that is known, or the letter is further than booked.
    """
    delivery = posting.delivery
    with transaction.atomic():
        _hold(delivery)
        newest = delivery.postings.latest("generation")
        if posting != newest or delivery.state != State.SCHEDULED:
            return False
        on = timezone.localdate(at)
        delivery.move(State.REQUESTED, at=at, on=on, source=Source.ISSUER, by=by, cause=Trouble.REFUSED)
        _next_posting(delivery)
        HandOff.objects.filter(delivery=delivery).update(
            done_at=None, dead_at=Now(), last_error=Trouble.REFUSED
        )
    return True


def _hold(delivery: Delivery) -> None:
    """Locks the hand-off first, as a worker does: from here on nobody claims it; then reads both rows anew."""
    delivery.hand_off = HandOff.objects.select_for_update().get(delivery=delivery)
    delivery.refresh_from_db(from_queryset=Delivery.objects.select_for_update())


def _take_back(delivery: Delivery, issuer: Issuer) -> tuple[Recalled, bool]:
    """What came of it, and whether there was a booking."""
    match reach(delivery):
        case Reach.WITH_US:
            return Recalled.DONE, False
        case Reach.UNDER_WAY:
            return Recalled.UNDER_WAY, False
        case Reach.GONE:
            return Recalled.TOO_LATE, False
    key = delivery.postings.latest("generation").idempotency_key
    try:
        if issuer.cancel(key):
            return Recalled.DONE, True
        known = key in issuer.news([key])
    except IssuerAway:
        return Recalled.ISSUER_AWAY, False
    # Unknown and asked for: what we asked never came to be a booking.
    return (Recalled.TOO_LATE, True) if known else (Recalled.DONE, False)


def _next_posting(delivery: Delivery) -> None:
    """A letter of its own, with a key of its own."""
    last = delivery.postings.latest("generation")
    Posting.objects.create(
        municipality_id=delivery.municipality_id, delivery=delivery, generation=last.generation + 1
    )


def _ask_again(delivery: Delivery) -> None:
    _next_posting(delivery)
    HandOff.objects.filter(delivery=delivery).update(
        done_at=None,
        dead_at=None,
        attempts=0,
        publishes=0,
        published_at=None,
        leased_until=None,
        last_error="",
        next_try_at=Now(),
    )
    nudge()


def _write(delivery: Delivery, values: dict[str, Any]) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(**values)
    for name, value in values.items():
        setattr(delivery, name, value)
