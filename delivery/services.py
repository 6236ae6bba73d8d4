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

from delivery.keeping import kept_until
from delivery.mail.queue import queue_email
from delivery.models import Delivery, HandOff, Move, Note, Posting, TrackingEvent
from delivery.states import NEWS, TRANSITIONS, Problem, Source, State
from desks.models import HelpDesk, Practice, Staff

CHANNEL: Final = "hand_off"
"""Where the relay listens. The notification is a convenience: the relay finds the row without it."""


Line = tuple[str, date, str]
"""What tells one move or event from another: the state, its day, and who said so."""


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
    email: str = "",
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
            email=email,
            to_desk=to_desk,
            support_measures=support_measures,
            longer_reasons=sorted(longer_reasons),
            practice=practice,
            accepted_on=accepted_on,
        )
        Posting.objects.create(municipality_id=municipality_id, delivery=delivery)
        HandOff.objects.create(municipality_id=municipality_id, delivery=delivery, created_at=at)
        queue_email(delivery, State.REQUESTED, on=accepted_on, at=at)
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
    problem: str = "",
    posting: Posting | None = None,
) -> Heard:
    """Writes down that the letter was posted, delivered, held ... `on` that day, as heard `at` that moment.

    News may come late, twice and in any order: it moves the delivery only where it is newer than all we knew, and
    where it tells of the newest `posting` (the usual one). `tracking_number` is kept where it was not known before.
    What a person took back moves the delivery again only when a person says so. Raises NewsRefused.
    """
    with transaction.atomic():
        # Locked first: what is newer is judged against everything told before.
        delivery.refresh_from_db(from_queryset=Delivery.objects.select_for_update())
        _refuse_impossible(delivery, state, on, at)
        newest = delivery.postings.latest("generation")
        posting = posting or newest
        undone = _undone(delivery)
        others = posting.events.exclude(state=state, on=on, source=source)
        known = [_told(it.state, it.on) for it in others if _line(delivery, it) not in undone]
        event, is_new = TrackingEvent.objects.get_or_create(
            municipality_id=delivery.municipality_id,
            posting=posting,
            state=state,
            on=on,
            source=source,
            problem=problem,
            defaults={"heard_at": at, "by": by},
        )
        _keep_facts(delivery, posting, state, on, tracking_number)
        if not is_new and not (by and _line(delivery, event) in undone):
            return Heard.KNOWN
        if posting != newest or _told(state, on) <= max(known, default=(date.min, -1)):
            return Heard.KEPT
        _note_problem(delivery, problem)
        to = arrived(delivery, state)
        if to not in TRANSITIONS[State(delivery.state)]:
            return Heard.KEPT
        delivery.move(to, at=at, on=on, source=source, by=by, **_dated(to, on))
        queue_email(delivery, to, on=on, at=at)
        return Heard.MOVED


def correct_move(move: Move, *, reason: str, by: Staff, at: datetime) -> Move:
    """Takes back the last move that stands, with a reason, on the day of `at`. Raises MoveRefused."""
    with transaction.atomic():
        delivery: Delivery = Delivery.objects.select_for_update().get(pk=move.delivery_id)
        back = delivery.undo(move, at=at, on=timezone.localdate(at), by=by, reason=reason)
        # There may be more to hear of it.
        delivery.postings.update(ask_at=Now())
        if move.after == State.POSTED:
            newest = delivery.postings.latest("generation")
            Posting.objects.filter(pk=newest.pk).update(posted_on=None)
    return back


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


def _told(state: str, on: date) -> tuple[date, int]:
    """Of two pieces of news the greater one is the later; on one day the state decides."""
    return on, NEWS.index(State(state))


def arrived(delivery: Delivery, state: State) -> State:
    """What the news means for this letter: one that is addressed to the desk has arrived there, not at home."""
    return State.AT_DESK if state is State.DELIVERED and delivery.to_desk else state


def _undone(delivery: Delivery) -> set[Line]:
    rows = delivery.moves.exclude(correction=None)
    return {(move.after, move.on, move.source) for move in rows}


def _line(delivery: Delivery, event: TrackingEvent) -> Line:
    return arrived(delivery, State(event.state)), event.on, event.source


def _note_problem(delivery: Delivery, problem: str) -> None:
    """The newest news says what is wrong. The post's search alone ends when the letter turns up."""
    if problem or delivery.problem == Problem.INVESTIGATED:
        delivery.problem = problem
        delivery.save(update_fields=["problem"])


def _dated(state: State, on: date) -> dict[str, Any]:
    if state is State.AT_DESK:
        return {"at_desk_on": on, "keep_until": kept_until(on)}
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
