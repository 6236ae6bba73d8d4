"""What becomes of a letter that is back: shelved, handed over, posted again, disposed of.

Each verb is one transaction inside a municipality's scope; none reads the clock. Of two people at once the second gets
MoveRefused.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.keeping import kept_until
from delivery.mail.queue import queue_email
from delivery.models import Delivery, HandOver, MoveRefused, Posting
from delivery.services import NewsRefused, add_note
from delivery.states import Problem, Source, State
from desks.models import Staff

_NOT_AT_DESK: Final[dict[str, Any]] = {
    "returned_on": None,
    "at_desk_on": None,
    "shelf": "",
    "keep_until": None,
    "problem": "",
}
"""What is no longer true of a letter that is in the post again."""


class StillKept(Exception):
    """The last day of keeping is not over."""


class NotPostedAgain(Exception):
    """A damaged card, and one that is collected at the desk, are not put in the post."""


def put_on_shelf(delivery: Delivery, *, on: date, shelf: str, by: Staff, at: datetime) -> None:
    """Notes that the desk has the letter since `on`, and on which shelf; of one that it has, only the new shelf.

    Raises NewsRefused for a day on which that cannot have been, MoveRefused.
    """
    with transaction.atomic():
        _hold(delivery)
        words = gettext("Shelf %(shelf)s") % {"shelf": shelf}
        if delivery.state == State.AT_DESK:
            if shelf != delivery.shelf:
                Delivery.objects.filter(pk=delivery.pk).update(shelf=shelf)
                delivery.shelf = shelf
                add_note(delivery, text=words, by=by, at=at)
            return
        _refuse_day(on, first=delivery.posted_on or delivery.accepted_on, at=at)
        _to_desk(delivery, on=on, shelf=shelf, by=by, at=at, cause=words)
        queue_email(delivery, State.AT_DESK, on=on, at=at)


def hand_over(
    delivery: Delivery, *, came: str, by: Staff, at: datetime, on: date, reason: str = "", **seen: Any
) -> HandOver:
    """Hands the card over on `on`. `seen` are the other columns of the HandOver. Whether they may have it is judged
    before. One that came back just now passes the desk too. Raises MoveRefused.
    """
    with transaction.atomic():
        _hold(delivery)
        if delivery.state == State.RETURNED:
            _to_desk(delivery, on=on, shelf="", by=by, at=at)
        # A reason may be longer than a line of the timeline.
        move = delivery.move(
            State.HANDED_OVER, at=at, on=on, source=Source.CLERK, by=by, cause=reason[:200], handed_over_on=on
        )
        made: HandOver = HandOver.objects.create(
            municipality_id=delivery.municipality_id, move=move, came=came, reason=reason, **seen
        )
    return made


def is_due(delivery: Delivery, *, on: date) -> bool:
    """Whether it is kept no longer: from the day after its last day."""
    return delivery.keep_until is not None and delivery.keep_until < on


def dispose(deliveries: Sequence[Delivery], *, on: date, by: Staff, at: datetime) -> None:
    """Notes that these cards were destroyed on `on`: all of them or none. Raises StillKept, MoveRefused."""
    with transaction.atomic():
        for delivery in deliveries:
            if delivery.state != State.AT_DESK:
                raise MoveRefused("It is not at the desk")
            if not is_due(delivery, on=on):
                raise StillKept
            delivery.move(State.DISPOSED, at=at, on=on, source=Source.CLERK, by=by, disposed_on=on)


def may_be_posted_again(delivery: Delivery) -> bool:
    """Whether the desk may send it once more to the person's address."""
    kept_here = delivery.to_desk or delivery.support_measures or delivery.problem == Problem.DAMAGED
    return delivery.state in (State.AT_DESK, State.RETURNED) and not kept_here


def post_again(
    delivery: Delivery,
    *,
    posted_on: date,
    tracking_number: str = "",
    to: dict[str, str],
    by: Staff,
    at: datetime,
) -> Posting:
    """Notes that the desk has posted it again: a letter of its own, of which the issuer knows nothing.

    `to` has addressee, postcode and address as they are now. Raises NewsRefused, NotPostedAgain, MoveRefused.
    """
    with transaction.atomic():
        _hold(delivery)
        if delivery.state == State.REPOSTED:
            raise MoveRefused("It is in the post already")
        if not may_be_posted_again(delivery):
            raise NotPostedAgain
        since = delivery.at_desk_on or delivery.returned_on or delivery.accepted_on
        _refuse_day(posted_on, first=since, at=at)
        facts = _NOT_AT_DESK | {"posted_on": posted_on} | to
        delivery.move(State.REPOSTED, at=at, on=posted_on, source=Source.CLERK, by=by, **facts)
        last = delivery.postings.latest("generation")
        posting: Posting = Posting.objects.create(
            municipality_id=delivery.municipality_id,
            delivery=delivery,
            generation=last.generation + 1,
            # The post is asked for news of what is booked.
            booked_at=at,
            posted_on=posted_on,
            tracking_number=tracking_number,
        )
        queue_email(delivery, State.REPOSTED, on=posted_on, at=at)
    return posting


def _hold(delivery: Delivery) -> None:
    delivery.refresh_from_db(from_queryset=Delivery.objects.select_for_update())


def _to_desk(delivery: Delivery, *, on: date, shelf: str, by: Staff, at: datetime, cause: str = "") -> None:
    facts = {"at_desk_on": on, "shelf": shelf, "keep_until": kept_until(on)}
    delivery.move(State.AT_DESK, at=at, on=on, source=Source.CLERK, by=by, cause=cause, **facts)


def _refuse_day(on: date, *, first: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise NewsRefused(_("This day is still to come."))
    if on < first:
        raise NewsRefused(_("The letter cannot have been there on this day. Check it."))
