"""One desk's till: whose turn it is, which days are closed, and the next number of a receipt or a refund."""

from datetime import date, timedelta
from typing import Any, Final

from desks.calendars import calendar_of
from desks.models import HelpDesk
from fees.models import CashCount, ReceiptSeries

FISCAL_YEAR_STARTS: Final = 4
"""April (Local Autonomy Act Art. 208)."""


def fiscal_year(on: date) -> int:
    """The year whose 1 April began the fiscal year of `on`."""
    return on.year if on.month >= FISCAL_YEAR_STARTS else on.year - 1


def hold_till(desk: HelpDesk, on: date) -> ReceiptSeries:
    """Nobody else moves or counts this desk's money until the transaction ends."""
    of_series: dict[str, Any] = {
        "municipality_id": desk.municipality_id,
        "desk": desk,
        "fiscal_year": fiscal_year(on),
    }
    series: ReceiptSeries = ReceiptSeries.objects.select_for_update().get_or_create(**of_series)[0]
    return series


def is_closed(desk: HelpDesk, on: date) -> bool:
    """Whether the cash of `on` was counted; sure only while the till is held."""
    return bool(CashCount.objects.filter(desk=desk, on=on).exists())


def cash_day(desk: HelpDesk, on: date) -> date:
    """The day whose cash a movement on `on` belongs to: after the count it is the next open day's."""
    if not is_closed(desk, on):
        return on
    calendar = calendar_of(desk.municipality, on)
    return calendar.open_day_on_or_after(on + timedelta(days=1))


def next_receipt(series: ReceiptSeries) -> int:
    """Takes the next number of a held till; a rollback gives it back."""
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return series.last_number


def next_refund(series: ReceiptSeries) -> int:
    """Takes the next refund's number of a held till; a rollback gives it back."""
    series.last_refund += 1
    series.save(update_fields=["last_refund"])
    return series.last_refund
