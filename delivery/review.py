"""The supervisor's page: what is overdue, how many letters are where, which hand-offs are stuck. Reads only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delivery.models import EXPECTED_ON, Delivery, DeliveryQuerySet, Group, HandOff
from delivery.sheet import (
    Badge,
    Hold,
    StuckHandOff,
    days_over,
    expected_on,
    holds,
    in_words,
    longer_words,
    stuck_hand_offs,
)
from delivery.states import WAITING_FOR_RESIDENT, Source, State
from desks.models import HelpDesk

PAGE: Final = 50
#: Days over that fill a row's bar, unless another row has more.
SCALE: Final = 14
#: Days around today that are counted one by one; what lies before or after is summed.
DAYS_BEFORE, DAYS_AFTER = 3, 7
#: What to do with each kind.
ADVICE = {
    Group.NO_NEWS: _("Nobody has told us anything. Ask the issuer whether the letter was posted."),
    Group.LATE: _("There was news, but no delivery. Ask the post where the letter is."),
    Group.WAITING: _("The post or the desk keeps the letter. Tell the resident until when."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """The last that anybody outside told us."""

    on: date
    source: str
    days_ago: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One overdue delivery. Under support measures nobody reads here who waits for it, or where."""

    uid: UUID
    days_over: int
    reference: str
    hidden: bool
    addressee: str
    desk: str
    badge: Badge
    news: News | None
    days_since_application: int
    target_date: date | None
    longer: str
    hold: Hold | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tab:
    group: Group
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OfState:
    state: State
    number: int
    overdue: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OfDay:
    """Letters expected on `on`; all before it, or all after it, where `before` or `after`."""

    on: date
    number: int
    before: bool = False
    after: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What a supervisor chose. No group: the first that has a row. `after` is the last row of the page before."""

    group: Group | None = None
    desk: HelpDesk | None = None
    state: State | None = None
    days: int = 1
    after: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """The supervisor's page on `today`."""

    today: date
    group: Group
    tabs: list[Tab]
    rows: list[Row]
    next_after: UUID | None
    scale: int
    by_state: list[OfState]
    by_day: list[OfDay]
    stuck: list[StuckHandOff]
    oldest_waiting: str

    @property
    def advice(self) -> str:
        return str(ADVICE[self.group])

    @property
    def total(self) -> int:
        return sum(tab.number for tab in self.tabs)


@dataclass(frozen=True, slots=True)
class _Count:
    """How many open deliveries share a state and an expected day (none before they are planned); `heard`: with news."""

    state: State
    expected_on: date | None
    number: int
    heard: int

    def groups(self) -> dict[Group, int]:
        if self.state in WAITING_FOR_RESIDENT:
            return {Group.WAITING: self.number}
        return {Group.LATE: self.heard, Group.NO_NEWS: self.number - self.heard}


def review(filters: Filters, *, today: date, now: datetime) -> Review:
    """Everything on the overdue page, in a number of queries that does not grow with the rows. Needs a scope."""
    counts = _counts(filters.desk)
    chosen = [count for count in counts if _chosen(count, filters, today)]
    numbers = Counter[Group]()
    for count in chosen:
        numbers.update(count.groups())
    group = filters.group or next((group for group in Group if numbers[group]), Group.NO_NEWS)
    rows, more = _rows(filters, group, today)
    return Review(
        today=today,
        group=group,
        tabs=[Tab(group=each, number=numbers[each]) for each in Group],
        rows=rows,
        next_after=rows[-1].uid if more else None,
        scale=max([SCALE, *(row.days_over for row in rows)]),
        by_state=_by_state(counts, today),
        by_day=_by_day(counts, today),
        stuck=stuck_hand_offs(
            HandOff.objects.stuck(now).select_related("delivery").order_by("created_at", "id"), now
        ),
        oldest_waiting=_oldest_waiting(now),
    )


def _counts(desk: HelpDesk | None) -> list[_Count]:
    rows = Delivery.objects.for_desk(desk).is_open().annotate(expected_on=EXPECTED_ON).order_by()
    groups = rows.values_list("state", "expected_on").annotate(
        number=Count("id"), heard=Count("last_news_at")
    )
    return [_Count(State(state), expected_on, number, heard) for state, expected_on, number, heard in groups]


def _chosen(count: _Count, filters: Filters, today: date) -> bool:
    if count.expected_on is None or (today - count.expected_on).days < filters.days:
        return False
    return filters.state in (None, count.state)


def _rows(filters: Filters, group: Group, today: date) -> tuple[list[Row], bool]:
    """A page of rows, and whether there are more."""
    found: DeliveryQuerySet = Delivery.objects.for_desk(filters.desk).in_group(group)
    found = found.overdue(today - timedelta(days=filters.days - 1)).select_related("desk")
    if filters.desk:
        # To be in this desk's list would tell the desk; the list of all desks has them.
        found = found.filter(support_measures=False)
    if filters.state:
        found = found.filter(state=filters.state)
    last = Delivery.objects.filter(uid=filters.after).first() if filters.after else None
    if last:
        # Where the page before ended; never an OFFSET, which reads all that it skips.
        day = expected_on(last)
        found = found.filter(GreaterThanOrEqual(EXPECTED_ON, day))
        found = found.exclude(Exact(EXPECTED_ON, day), id__lte=last.pk)
    deliveries = list(found[: PAGE + 1])
    held = holds(deliveries, today)
    rows = [_row(delivery, held.get(delivery.pk), today) for delivery in deliveries[:PAGE]]
    return rows, len(deliveries) > PAGE


def _row(delivery: Delivery, hold: Hold | None, today: date) -> Row:
    hidden = delivery.support_measures
    return Row(
        uid=delivery.uid,
        days_over=days_over(delivery, today),
        reference=delivery.reference,
        hidden=hidden,
        addressee="" if hidden else delivery.addressee,
        desk="" if hidden else str(delivery.desk),
        badge=Badge(State(delivery.state)),
        news=_news(delivery, today),
        days_since_application=(today - delivery.accepted_on).days,
        target_date=delivery.target_date,
        longer=longer_words(delivery),
        hold=hold,
    )


def _news(delivery: Delivery, today: date) -> News | None:
    if delivery.last_news_at is None:
        return None
    on = timezone.localdate(delivery.last_news_at)
    return News(on=on, source=str(Source(delivery.last_news_source).label), days_ago=(today - on).days)


def _by_state(counts: Iterable[_Count], today: date) -> list[OfState]:
    number, overdue = Counter[State](), Counter[State]()
    for count in counts:
        number[count.state] += count.number
        if count.expected_on and count.expected_on < today:
            overdue[count.state] += count.number
    return [
        OfState(state=state, number=number[state], overdue=overdue[state]) for state in State if number[state]
    ]


def _by_day(counts: Iterable[_Count], today: date) -> list[OfDay]:
    """Open letters by the day they are expected: the days around today one by one, the others summed."""
    first, last = today - timedelta(days=DAYS_BEFORE), today + timedelta(days=DAYS_AFTER)
    days = Counter[date]()
    for count in counts:
        if count.expected_on:
            days[min(max(count.expected_on, first), last)] += count.number
    return [OfDay(on=on, number=days[on], before=on == first, after=on == last) for on in sorted(days)]


def _oldest_waiting(now: datetime) -> str:
    created_at = HandOff.objects.waiting().order_by("created_at").values_list("created_at", flat=True).first()
    return in_words(now - created_at) if created_at else ""
