"""One delivery as people read it: its state, why its day is what it is, how long the post holds it, its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import ngettext

from delivery.models import Delivery, HandOff, TrackingEvent
from delivery.plan import HomeDays
from delivery.planning import home_days_of
from delivery.states import AT_POST, OPEN, TRANSITIONS, State
from delivery.targets import LongerReason, held_until
from delivery.timeline import Line, timeline
from eligibility.wording import LONGER

#: How a state looks: tone and icon of the badge.
LOOKS: dict[State, tuple[str, str]] = {
    State.REQUESTED: ("plain", "clock"),
    State.SCHEDULED: ("wait", "clock"),
    State.POSTED: ("wait", "letter"),
    State.IN_TRANSIT: ("wait", "letter"),
    State.OUT: ("wait", "home"),
    State.ABSENT: ("ask", "home"),
    State.HELD: ("ask", "bar"),
    State.RETURNING: ("bad", "return"),
    State.RETURNED: ("bad", "return"),
    State.AT_DESK: ("ask", "bar"),
    State.REPOSTED: ("wait", "letter"),
    State.DELIVERED: ("good", "check"),
    State.HANDED_OVER: ("good", "check"),
    State.DISPOSED: ("plain", "cross"),
    State.CANCELLED: ("plain", "cross"),
}
#: Nothing is on its way yet, or any more.
WITHOUT_LETTER = frozenset({State.REQUESTED, State.CANCELLED})
#: Somebody should be at home for it.
COMING = frozenset({State.SCHEDULED, State.POSTED, State.IN_TRANSIT, State.OUT})


@dataclass(frozen=True, slots=True)
class Badge:
    """A state with its look."""

    state: State

    @property
    def tone(self) -> str:
        return LOOKS[self.state][0]

    @property
    def symbol(self) -> str:
        return LOOKS[self.state][1]

    @property
    def words(self) -> str:
        return str(self.state.label)


@dataclass(frozen=True, slots=True)
class Hold:
    """Until which day the post keeps a letter, that day included, and how many days that leaves (0: the last one)."""

    first_attempt_on: date
    until: date
    days_left: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StuckHandOff:
    """A hand-off that needs a person: dead, or waiting for too long."""

    uid: UUID
    reference: str
    dead: bool
    trouble: str
    attempts: int
    waited: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One delivery with all that happened to it; `days_over` is 0 while it is not overdue."""

    delivery: Delivery
    badge: Badge
    longer: str
    days_over: int
    tracking_number: str
    hold: Hold | None
    hand_off: StuckHandOff | None
    lines: list[Line]
    takes_news: bool
    home: HomeDays | None
    may_be_shelved: bool


def sheet(delivery: Delivery, *, today: date, now: datetime) -> Sheet:
    """The page of one delivery. Needs a scope."""
    state = State(delivery.state)
    stuck = HandOff.objects.stuck(now).filter(delivery=delivery).select_related("delivery")
    return Sheet(
        delivery=delivery,
        badge=Badge(state),
        longer=longer_words(delivery),
        days_over=days_over(delivery, today) if state in OPEN else 0,
        tracking_number=delivery.postings.latest("generation").tracking_number,
        hold=holds([delivery], today).get(delivery.pk),
        hand_off=next(iter(stuck_hand_offs(stuck, now)), None),
        lines=timeline(delivery),
        takes_news=state not in WITHOUT_LETTER,
        home=home_days_of(delivery) if state in COMING else None,
        may_be_shelved=state is State.AT_DESK or State.AT_DESK in TRANSITIONS[state],
    )


def expected_on(delivery: Delivery) -> date | None:
    """The day whose passing makes it overdue: the target day, or `chase_on` without one; none before it is planned."""
    return delivery.target_date or delivery.chase_on


def days_over(delivery: Delivery, today: date) -> int:
    """How many days an open delivery is overdue; 0 while it is not."""
    day = expected_on(delivery)
    return max((today - day).days, 0) if day else 0


def longer_words(delivery: Delivery) -> str:
    """Why no day was named; nothing where one was."""
    return str(LONGER[LongerReason(delivery.no_target_reason)]) if delivery.no_target_reason else ""


def holds(deliveries: Iterable[Delivery], today: date) -> dict[int, Hold]:
    """For those letters, by primary key, that wait at the post: counted from their newest posting's first attempt."""
    waiting = [delivery.pk for delivery in deliveries if delivery.state in AT_POST]
    if not waiting:
        return {}
    attempts = TrackingEvent.objects.filter(posting__delivery__in=waiting, state__in=sorted(AT_POST))
    # The last one of each delivery stays.
    newest_first_attempt = dict(
        attempts.order_by("posting__generation", "-on").values_list("posting__delivery", "on")
    )
    return {delivery: _hold(on, today) for delivery, on in newest_first_attempt.items()}


def _hold(first_attempt_on: date, today: date) -> Hold:
    until = held_until(first_attempt_on)
    return Hold(first_attempt_on, until, (until - today).days)


def stuck_hand_offs(hand_offs: Iterable[HandOff], now: datetime) -> list[StuckHandOff]:
    return [
        StuckHandOff(
            uid=hand_off.delivery.uid,
            reference=hand_off.delivery.reference,
            dead=hand_off.dead_at is not None,
            trouble=hand_off.get_last_error_display(),
            attempts=hand_off.attempts,
            waited=in_words(now - hand_off.created_at),
        )
        for hand_off in hand_offs
    ]


def in_words(time: timedelta) -> str:
    """A stretch of time in its largest whole unit: 12 minutes, 3 hours, 2 days."""
    minutes = int(time.total_seconds()) // 60
    if minutes < 60:
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    return ngettext("%(number)s day", "%(number)s days", hours // 24) % {"number": hours // 24}
