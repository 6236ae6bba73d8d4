"""The list an auditor asks for: every issue of a period, charged or free, with what it rests on and its money."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Count, Q, Sum, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.models import HelpDesk
from fees.hidden import desk_is_hidden
from fees.models import Charge, Receipt, Reversal
from fees.words import Told

PAGE: Final = 50
BATCH: Final = 500


class Kind(TextChoices):
    """A replaced decision is neither charged nor free: the one that took its place is."""

    CHARGED = "charged", _("Charged")
    FREE = "free", _("Free")
    REPLACED = "replaced", _("Replaced")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """The days of the decisions, both included; None: every desk, every kind."""

    first: date
    last: date
    desk: HelpDesk | None = None
    kind: Kind | None = None


@dataclass(frozen=True)
class Issue:
    """One decision as the list shows it. `receipt`: its own, or the earlier one that still stands for it."""

    charge: Charge
    kind: Kind
    receipt: Receipt | None

    @property
    def told(self) -> Told:
        return Told(self.charge)

    @property
    def desk(self) -> str:
        """Under support measures nobody reads here which desk it was."""
        return gettext("Hidden (support measures)") if self.charge.desk_hidden else str(self.charge.desk)

    @property
    def end(self) -> Reversal | None:
        """How the receipt ended, None while it stands."""
        return getattr(self.receipt, "reversal", None)


@dataclass(frozen=True)
class OfDesk:
    """A desk's sums; `desk` None: all desks together. Amounts in whole yen."""

    desk: HelpDesk | None
    numbers: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]


_HOLDS = Q(replaced_by=None)
_OF_KIND: Final[dict[Kind, Q]] = {
    Kind.CHARGED: _HOLDS & Q(amount__gt=0),
    Kind.FREE: _HOLDS & Q(amount=0),
    Kind.REPLACED: ~_HOLDS,
}
_SUMS: Final[dict[str, Any]] = {
    "charged": Count("id", filter=_OF_KIND[Kind.CHARGED]),
    "charged_yen": Sum("amount", filter=_OF_KIND[Kind.CHARGED], default=0),
    "free": Count("id", filter=_OF_KIND[Kind.FREE]),
    "replaced": Count("id", filter=_OF_KIND[Kind.REPLACED]),
    "void": Count("id", filter=Q(receipt__reversal__kind=Reversal.Kind.VOID)),
    "refunded": Count("id", filter=Q(receipt__reversal__kind=Reversal.Kind.REFUND)),
    "refunded_yen": Sum("amount", filter=Q(receipt__reversal__kind=Reversal.Kind.REFUND), default=0),
}


def issues(filters: Filters, *, after: tuple[date, int] | None = None, most: int) -> list[Issue]:
    """Up to `most` decisions by day, those behind `after` (day and id of the last one that was read)."""
    rows = _chosen(filters).select_related("desk", "decided_by", "receipt__reversal__decision", "replaced_by")
    rows = rows.annotate(desk_hidden=desk_is_hidden())
    if filters.desk:
        # To be in this desk's list would tell the desk; the list of all desks has them.
        rows = rows.filter(desk_hidden=False)
    if after:
        # Where the part before ended; never an OFFSET, which reads all that it skips.
        day, last = after
        rows = rows.filter(on__gte=day).exclude(on=day, id__lte=last)
    charges = list(rows.order_by("on", "id")[:most])
    standing = _standing(charges)
    return [Issue(charge, _kind(charge), _receipt(charge, standing)) for charge in charges]


def page(filters: Filters, after: tuple[date, int] | None) -> tuple[list[Issue], bool]:
    """A page of the list, and whether there is more."""
    found = issues(filters, after=after, most=PAGE + 1)
    return list(islice(found, PAGE)), len(found) > PAGE


def batches(filters: Filters) -> Iterator[list[Issue]]:
    """The whole list, a part at a time: as much memory for a year as for a day."""
    after = None
    while found := issues(filters, after=after, most=BATCH):
        yield found
        after = place(found[-1])


def place(issue: Issue) -> tuple[date, int]:
    return issue.charge.on, issue.charge.pk


def sums(filters: Filters) -> list[OfDesk]:
    """What the list adds up to: a row for each desk that has some, then one for all."""
    rows = _chosen(filters).order_by("desk_id").values("desk_id").annotate(**_SUMS)
    numbers = [{name: row[name] for name in ("desk_id", *_SUMS)} for row in rows]
    desks = HelpDesk.objects.in_bulk([row["desk_id"] for row in numbers])
    of_all = {name: sum(row[name] for row in numbers) for name in _SUMS}
    return [*(OfDesk(desks[row["desk_id"]], row) for row in numbers), OfDesk(None, of_all)]


def _chosen(filters: Filters) -> Any:
    rows = Charge.objects.filter(on__gte=filters.first, on__lte=filters.last)
    if filters.desk:
        rows = rows.filter(desk=filters.desk)
    return rows.filter(_OF_KIND[filters.kind]) if filters.kind else rows


def _kind(charge: Charge) -> Kind:
    if hasattr(charge, "replaced_by"):
        return Kind.REPLACED
    return Kind.CHARGED if charge.amount else Kind.FREE


def _receipt(charge: Charge, standing: dict[str, Receipt]) -> Receipt | None:
    own: Receipt | None = getattr(charge, "receipt", None)
    return own or (standing.get(charge.reference) if charge.amount else None)


def _standing(charges: list[Charge]) -> dict[str, Receipt]:
    """By reference, the receipt of an earlier decision over the same amount: it was not written again."""
    without = [charge.reference for charge in charges if charge.amount and not hasattr(charge, "receipt")]
    rows = Receipt.objects.standing().filter(charge__reference__in=without).select_related("charge")
    return {receipt.charge.reference: receipt for receipt in rows}
