"""The day's cash of a desk: what must lie in the till, what was counted, and the difference with its reason.

A movement belongs to the day it was made on, or to the next open day once that day is counted. A counted day stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Count, Sum, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.models import HelpDesk, Staff
from fees.models import CashCount, Receipt, Reversal
from fees.till import hold_till
from fees.words import Told

PIECES: Final = (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1)
"""Notes and coins in use, in yen."""
REMEMBERED: Final = timedelta(days=31)
"""How long a day that nobody counted is named."""


class CountRefused(Exception):
    """The day cannot be closed with this count."""


class MovedMeanwhile(CountRefused):
    """Money was taken or given back after the page was read."""


class CountedMeanwhile(CountRefused):
    """A colleague has closed the day."""


class DayAhead(CountRefused):
    """The day is still to come."""


class Kind(TextChoices):
    RECEIPT = "receipt", _("Receipt")
    VOID = "void", _("Void")
    REFUND = "refund", _("Refund")


class Movement(NamedTuple):
    """Money into the till, or out of it (below zero), with the number on its paper."""

    at: datetime
    kind: Kind
    number: str
    reference: str
    amount: int
    by: Staff
    reason: str | Promise


@dataclass(kw_only=True)
class Sums:
    """How many movements of each kind, and their yen (voids and refunds below zero)."""

    numbers: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    amounts: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))

    def add(self, kind: Kind, number: int, amount: int) -> None:
        self.numbers[kind] += number
        self.amounts[kind] += amount

    @property
    def expected(self) -> int:
        return sum(self.amounts.values())

    @property
    def lines(self) -> list[tuple[Kind, int, int]]:
        return [(kind, self.numbers[kind], self.amounts[kind]) for kind in Kind]


@dataclass(frozen=True)
class DeskDay:
    """One desk's day: the sums, and the count once the day is closed."""

    desk: HelpDesk
    on: date
    sums: Sums
    count: CashCount | None


class Counted(NamedTuple):
    """What a person counted, in yen; `pieces`: how many of each of PIECES, where they were counted apart."""

    total: int
    change_fund: int
    reason: str
    pieces: dict[int, int]


def movements(desk: HelpDesk, on: date) -> list[Movement]:
    """All that moved this desk's cash of `on`, in the order in which it happened."""
    receipts = Receipt.objects.filter(desk=desk, cash_on=on).select_related("charge__decided_by")
    ends = Reversal.objects.filter(desk=desk, cash_on=on).select_related(
        "receipt__charge", "decision__decided_by"
    )
    return sorted([*map(_taken, receipts), *map(_given_back, ends)], key=lambda moved: moved.at)


def desk_day(desk: HelpDesk, on: date) -> DeskDay:
    return desk_days([desk], on)[0]


def desk_days(desks: Iterable[HelpDesk], on: date) -> list[DeskDay]:
    """The same day at each of these desks, in a number of queries that does not grow with them."""
    sums: dict[int, Sums] = {}
    receipts = Receipt.objects.filter(cash_on=on).order_by().values_list("desk_id")
    for desk_id, number, amount in receipts.annotate(Count("id"), Sum("charge__amount")):
        sums.setdefault(desk_id, Sums()).add(Kind.RECEIPT, number, amount)
    ends = Reversal.objects.filter(cash_on=on).order_by().values_list("desk_id", "kind")
    for desk_id, kind, number, amount in ends.annotate(Count("id"), Sum("receipt__charge__amount")):
        sums.setdefault(desk_id, Sums()).add(Kind(kind), number, -amount)
    counts = {count.desk_id: count for count in CashCount.objects.filter(on=on).select_related("counted_by")}
    return [DeskDay(desk, on, sums.get(desk.pk, Sums()), counts.get(desk.pk)) for desk in desks]


def uncounted(desks: Iterable[HelpDesk], today: date) -> list[tuple[date, HelpDesk]]:
    """Days before today on which money moved at these desks and nobody counted it, the oldest first."""
    by_id = {desk.pk: desk for desk in desks}
    lately = {"desk__in": by_id, "cash_on__lt": today, "cash_on__gte": today - REMEMBERED}
    moved: set[tuple[date, int]] = set()
    for model in (Receipt, Reversal):
        moved |= set(model.objects.filter(**lately).order_by().values_list("cash_on", "desk_id").distinct())
    since = CashCount.objects.filter(desk__in=by_id, on__gte=today - REMEMBERED)
    open_days = sorted(moved - set(since.values_list("on", "desk_id")))
    return [(on, by_id[desk_id]) for on, desk_id in open_days]


def last_change_fund(desk: HelpDesk) -> int:
    """What lay in the till in the morning when it was counted last, in yen."""
    funds = CashCount.objects.filter(desk=desk).order_by("-on").values_list("change_fund", flat=True)
    return funds.first() or 0


def count_day(
    *, desk: HelpDesk, on: date, seen: int, counted: Counted, by: Staff, at: datetime, today: date
) -> CashCount:
    """Closes the day of this desk; the same count sent twice closes it once.

    `seen` is the expected sum on the page that the person had before them. Raises a CountRefused.
    """
    if on > today:
        raise DayAhead
    with transaction.atomic():
        hold_till(desk, on)
        day = desk_day(desk, on)
        if day.count:
            return _same(day.count, counted, by)
        if day.sums.expected != seen:
            raise MovedMeanwhile
        count: CashCount = CashCount.objects.create(
            municipality_id=desk.municipality_id,
            desk=desk,
            on=on,
            expected=seen,
            change_fund=counted.change_fund,
            counted=counted.total,
            pieces={str(piece): number for piece, number in counted.pieces.items()},
            reason=counted.reason,
            counted_by=by,
            at=at,
        )
    return count


def _same(count: CashCount, counted: Counted, by: Staff) -> CashCount:
    known = (count.counted, count.change_fund, count.reason, count.counted_by_id)
    if known != (counted.total, counted.change_fund, counted.reason, by.pk):
        raise CountedMeanwhile
    return count


def _taken(receipt: Receipt) -> Movement:
    charge = receipt.charge
    return Movement(
        charge.at, Kind.RECEIPT, str(receipt), charge.reference, charge.amount, charge.decided_by, ""
    )


def _given_back(end: Reversal) -> Movement:
    decision = end.decision
    return Movement(
        decision.at,
        Kind(end.kind),
        str(end.receipt if end.is_void else end),
        decision.reference,
        -end.receipt.charge.amount,
        decision.decided_by,
        Told(decision).reason,
    )
