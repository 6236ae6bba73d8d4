"""The four lists of the desk's letters: asked for today, held at the post, on the shelf, to dispose of. Reads only."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, TextChoices, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delivery.models import Delivery, DeliveryQuerySet, TrackingEvent
from delivery.sheet import Badge, Hold, holds, longer_words
from delivery.states import AT_POST, State
from desks.models import HelpDesk

PAGE: Final = 50
SOON: Final = timedelta(days=14)
"""So long before the end of its last day a card is among those to dispose of."""


class Tab(TextChoices):
    """The lists, by the names of their addresses."""

    TODAY = "today", _("Asked for today")
    HELD = "held", _("Held at the post")
    SHELF = "shelf", _("Shelf")
    DISPOSAL = "disposal", _("To dispose of")


ADVICE: Final[dict[Tab, Promise]] = {
    Tab.TODAY: _("The letters of today’s applications, the newest first."),
    Tab.HELD: _("Tell the resident until when. The telephone number is on the application’s page."),
    Tab.SHELF: _("Cards that came back or are collected here. Those not on a shelf yet come first."),
    Tab.DISPOSAL: _("Cards that nobody collected. From the day after its last day a card is destroyed."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What narrows a list. `desk` None: all desks. `after` is the last row of the page before."""

    own_desk: HelpDesk
    desk: HelpDesk | None = None
    shelf: str = ""
    after: UUID | None = None

    @property
    def rows(self) -> DeliveryQuerySet:
        """The letters of the desk. To be in the list of another desk would tell the desk of a protected person."""
        rows: DeliveryQuerySet = Delivery.objects.for_desk(self.desk)
        return rows if self.desk in (None, self.own_desk) else rows.filter(support_measures=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One letter. Under support measures nobody reads here whose it is, or at which desk."""

    delivery: Delivery
    application: UUID | None
    badge: Badge
    hold: Hold | None
    longer: str
    days_kept: int | None
    """Days until the last one on which the desk keeps it; below 0 it is over, None where the desk has not got it."""

    @property
    def hidden(self) -> bool:
        return self.delivery.support_measures

    @property
    def is_due(self) -> bool:
        return self.days_kept is not None and self.days_kept < 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Letters:
    """A page of one list, and how many letters are in each."""

    tab: Tab
    rows: list[Row]
    next_after: UUID | None
    numbers: dict[Tab, int]

    @property
    def tabs(self) -> list[tuple[Tab, str, int]]:
        """Each list with its address and how many letters it has."""
        return [(tab, f"letters:{tab.value}", self.numbers[tab]) for tab in Tab]

    @property
    def advice(self) -> Promise:
        return ADVICE[self.tab]


def letters(tab: Tab, filters: Filters, *, today: date) -> Letters:
    """A page of this list, in a number of queries that does not grow with the rows. Needs a scope."""
    found = _page(tab, filters, today)
    held = holds(found, today) if tab is Tab.HELD else {}
    rows = [_row(delivery, held.get(delivery.pk), today) for delivery in found[:PAGE]]
    return Letters(
        tab=tab,
        rows=rows,
        next_after=rows[-1].delivery.uid if len(found) > PAGE else None,
        numbers=_numbers(filters, today),
    )


def disposed_on(day: date, filters: Filters) -> list[Delivery]:
    """What was destroyed on that day, in the order of the references."""
    rows = filters.rows.filter(state=State.DISPOSED, disposed_on=day)
    return list(rows.order_by("reference"))


def _in_list(tab: Tab, today: date) -> Q:
    match tab:
        case Tab.TODAY:
            return Q(accepted_on=today)
        case Tab.HELD:
            return Q(state__in=sorted(AT_POST))
        case Tab.SHELF:
            return Q(state__in=[State.AT_DESK, State.RETURNED])
        case Tab.DISPOSAL:
            return Q(state=State.AT_DESK, keep_until__lt=today + SOON)


def _numbers(filters: Filters, today: date) -> dict[Tab, int]:
    """To dispose of are those whose last day is over; the list names the next ones too."""
    due = Q(state=State.AT_DESK, keep_until__lt=today)
    questions = {tab: _in_list(tab, today) for tab in Tab} | {Tab.DISPOSAL: due}
    return {tab: filters.rows.is_open().filter(question).count() for tab, question in questions.items()}


def _page(tab: Tab, filters: Filters, today: date) -> list[Delivery]:
    """A page of the list and one more, from behind the last row of the page before."""
    place = _place(tab)
    rows: Any = filters.rows.is_open().filter(_in_list(tab, today))
    if filters.shelf and tab is Tab.SHELF:
        rows = rows.filter(shelf__istartswith=filters.shelf)
    rows = rows.alias(place=place).annotate(application_uid=F("application__uid"))
    last = Delivery.objects.annotate(place=place).filter(uid=filters.after).first() if filters.after else None
    if last:
        rows = rows.filter(GreaterThanOrEqual(F("place"), last.place))
        rows = rows.exclude(Exact(F("place"), last.place), id__lte=last.pk)
    return list(rows.select_related("desk", "hand_off").order_by("place", "id")[: PAGE + 1])


def _place(tab: Tab) -> Any:
    """What a list is ordered by, the smallest first."""
    match tab:
        case Tab.TODAY:
            return -F("id")
        case Tab.HELD:
            return Coalesce(_first_attempt(), "accepted_on")
        case Tab.SHELF:
            unshelved = When(Q(shelf="") | Q(keep_until=None), then=Value(date.min))
            return Case(unshelved, default=F("keep_until"), output_field=DateField())
        case Tab.DISPOSAL:
            return F("keep_until")


def _first_attempt() -> Subquery:
    """Of the newest letter: the post's days of holding are counted from it, as `delivery.sheet.holds` does."""
    attempts = TrackingEvent.objects.filter(posting__delivery=OuterRef("pk"), state__in=sorted(AT_POST))
    return Subquery(attempts.order_by("-posting__generation", "on").values("on")[:1])


def _row(delivery: Delivery, hold: Hold | None, today: date) -> Row:
    at_desk = delivery.state == State.AT_DESK and delivery.keep_until
    return Row(
        delivery=delivery,
        application=delivery.application_uid,  # type: ignore[attr-defined]
        badge=Badge(State(delivery.state)),
        hold=hold,
        longer=longer_words(delivery),
        days_kept=(delivery.keep_until - today).days if at_desk and delivery.keep_until else None,
    )
