"""What clerks, supervisors and the issuer do to a delivery.

Each verb is one transaction inside a municipality's scope; none reads the clock.
"""

from collections.abc import Collection
from datetime import date, datetime
from enum import Enum, auto
from typing import Any, Final

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delivery.models import Delivery, HandOff, Note, Posting, TrackingEvent
from delivery.states import NEWS, TRANSITIONS, Source, State
from desks.models import HelpDesk, Practice, Staff

CHANNEL: Final = "hand_off"
"""Where the relay listens. The notification is a convenience: the relay finds the row without it."""


class NewsRefused(Exception):
    """This cannot have happened to this letter. `args[0]` is a sentence for the person who told us."""


class RetryRefused(Exception):
    """The hand-off is done: there is nothing to try again."""


class Heard(Enum):
    """What a piece of news did."""

    MOVED = auto()
    KEPT = auto()
    """Kept in the timeline; what we already knew is newer."""
    KNOWN = auto()
    """The same news from the same source: nothing changed."""


def request_delivery(
    *,
    municipality_id: int,
    desk: HelpDesk,
    reference: str,
    addressee: str,
    postcode: str,
    address: str,
    birth_date: date,
    designation: str,
    language: str,
    to_desk: bool,
    support_measures: bool,
    longer_reasons: Collection[str],
    practice: Practice,
    accepted_on: date,
    at: datetime,
) -> Delivery:
    """Asks for one registered letter: delivery, first posting and hand-off, and a nudge for the relay.

    Call it in the transaction that accepts the application: all of it is there after the commit, or nothing.
    A second delivery for one reference raises IntegrityError.
    """
    with transaction.atomic():
        delivery: Delivery = Delivery.objects.create(
            municipality_id=municipality_id,
            desk=desk,
            reference=reference,
            addressee=addressee,
            postcode=postcode,
            address=address,
            birth_date=birth_date,
            designation=designation,
            language=language,
            to_desk=to_desk,
            support_measures=support_measures,
            longer_reasons=sorted(longer_reasons),
            practice=practice,
            accepted_on=accepted_on,
        )
        Posting.objects.create(municipality_id=municipality_id, delivery=delivery)
        HandOff.objects.create(municipality_id=municipality_id, delivery=delivery, created_at=at)
        nudge()
    return delivery


def record_news(
    delivery: Delivery,
    *,
    state: State,
    on: date,
    at: datetime,
    source: Source,
    by: Staff | None = None,
    tracking_number: str = "",
) -> Heard:
    """Writes down that the letter was posted, delivered, held ... `on` that day, as heard `at` that moment.

    News may come late, twice and in any order: it moves the delivery only where it is newer than all we knew.
    `tracking_number` is kept where it was not known before. Raises NewsRefused.
    """
    with transaction.atomic():
        # Locked first: what is newer is judged against everything told before.
        delivery.refresh_from_db(from_queryset=Delivery.objects.select_for_update())
        _refuse_impossible(delivery, state, on, at)
        posting = delivery.postings.latest("generation")
        known = [(event.on, _progress(event.state)) for event in posting.events.all()]
        _event, is_new = TrackingEvent.objects.get_or_create(
            municipality_id=delivery.municipality_id,
            posting=posting,
            state=state,
            on=on,
            source=source,
            defaults={"heard_at": at, "by": by},
        )
        _keep_facts(delivery, posting, state, on, tracking_number)
        if not is_new:
            return Heard.KNOWN
        newest = (on, _progress(state)) > max(known, default=(date.min, 0))
        if not newest or state not in TRANSITIONS[State(delivery.state)]:
            return Heard.KEPT
        delivery.move(state, at=at, on=on, source=source, by=by, **_dated(state, on))
        return Heard.MOVED


def add_note(delivery: Delivery, *, text: str, by: Staff, at: datetime) -> Note:
    """Leaves a note for colleagues in the timeline."""
    note: Note = Note.objects.create(
        municipality_id=delivery.municipality_id, delivery=delivery, text=text, by=by, at=at
    )
    return note


def retry_hand_off(hand_off: HandOff, *, by: Staff, at: datetime) -> None:
    """Has a dead or stuck hand-off tried again at once, with all its attempts anew. Raises RetryRefused when done."""
    with transaction.atomic():
        waiting = HandOff.objects.filter(pk=hand_off.pk, done_at=None)
        again = {
            "dead_at": None,
            "attempts": 0,
            "publishes": 0,
            "published_at": None,
            "next_try_at": Now(),
            "retried_at": at,
            "retried_by": by,
        }
        if not waiting.update(**again):
            raise RetryRefused
        nudge()
    hand_off.refresh_from_db()


def _refuse_impossible(delivery: Delivery, state: State, on: date, at: datetime) -> None:
    if state not in NEWS:
        raise ValueError(f"{state} is no news of a letter")
    if delivery.state in (State.REQUESTED, State.CANCELLED):
        raise NewsRefused(_("The issuer has no letter for this application."))
    if on > timezone.localdate(at):
        raise NewsRefused(_("This day is still to come."))
    if on < delivery.accepted_on:
        raise NewsRefused(_("This day is before the application."))


def _progress(state: str) -> int:
    """Which of two states of one day is the later one."""
    return NEWS.index(State(state))


def _dated(state: State, on: date) -> dict[str, Any]:
    field = {State.POSTED: "posted_on", State.DELIVERED: "delivered_on", State.RETURNED: "returned_on"}.get(
        state
    )
    return {field: on} if field else {}


def _keep_facts(delivery: Delivery, posting: Posting, state: State, on: date, tracking_number: str) -> None:
    """What even late news tells for good: the number, and the day the letter was posted."""
    facts: dict[str, object] = {}
    if tracking_number and not posting.tracking_number:
        facts["tracking_number"] = tracking_number
    if state is State.POSTED and posting.posted_on is None:
        facts["posted_on"] = on
        delivery.posted_on = on
        delivery.save(update_fields=["posted_on"])
    if facts:
        Posting.objects.filter(pk=posting.pk).update(**facts)


def nudge() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
