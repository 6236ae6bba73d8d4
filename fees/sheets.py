"""What fees print: the day's cash of one desk, and the paper of money given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from desks.models import Staff
from fees.cash import PIECES, DeskDay, Kind, Movement
from fees.models import CashCount
from paper.sheets import Sheet, Text


@dataclass(frozen=True, kw_only=True)
class CashLine:
    """`time` as HH:MM; `amount` in yen, below zero where money went out."""

    time: str
    number: str
    kind: Text
    reference: str
    amount: int
    clerk: str


@dataclass(frozen=True, kw_only=True)
class CashSheet(Sheet):
    """The day's cash of one desk. Amounts in whole yen; `counted` None: the day is not closed."""

    template: ClassVar[str] = "fees/cash_sheet.html"
    title: ClassVar[Promise] = _("Cash of the day")

    on: date
    lines: tuple[CashLine, ...]
    sums: tuple[tuple[Text, int, int], ...]
    expected: int
    counted: int | None = None
    change_fund: int = 0
    difference: int = 0
    reason: str = ""
    pieces: tuple[tuple[int, int], ...] = ()
    clerk: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundSheet(Sheet):
    """Money given back; the person signs for it on the desk's half. `receipt` is the number of the refunded one."""

    template: ClassVar[str] = "fees/refund_sheet.html"
    title: ClassVar[Promise] = _("Refund")

    number: str
    receipt: str
    received_on: date
    name: str
    amount: int
    purpose: Text
    refunded_on: date
    clerk: str = ""


def cash_sheet(day: DeskDay, movements: Sequence[Movement]) -> CashSheet:
    """The sheet of `day`."""
    return CashSheet(
        municipality=str(day.desk.municipality),
        desk=str(day.desk),
        on=day.on,
        lines=tuple(map(_line, movements)),
        sums=tuple((Kind(kind).label, number, amount) for kind, number, amount in day.sums.lines),
        expected=day.sums.expected,
        **(_counted(day.count) if day.count else {}),
    )


def _counted(count: CashCount) -> dict[str, Any]:
    return {
        "counted": count.counted,
        "change_fund": count.change_fund,
        "difference": count.difference,
        "reason": count.reason,
        "pieces": tuple((piece, count.pieces[str(piece)]) for piece in PIECES if str(piece) in count.pieces),
        "clerk": _name(count.counted_by),
    }


def _line(movement: Movement) -> CashLine:
    return CashLine(
        time=localtime(movement.at).strftime("%H:%M"),
        number=movement.number,
        kind=movement.kind.label,
        reference=movement.reference,
        amount=movement.amount,
        clerk=_name(movement.by),
    )


def _name(person: Staff) -> str:
    return person.get_full_name() or person.get_username()
