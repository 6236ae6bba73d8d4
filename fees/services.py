"""What a desk decides to take for a case, and its receipt."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from desks.models import HelpDesk, Staff
from fees.models import Charge, Receipt, ReceiptSeries

FISCAL_YEAR_STARTS: Final = 4
"""April (Local Autonomy Act Art. 208)."""


def take_charge(
    *,
    municipality_id: int,
    desk: HelpDesk,
    reference: str,
    amount: int,
    basis: str,
    source: str,
    reason: str,
    evidence: str,
    decided_by: Staff,
    at: datetime,
    on: date,
) -> Charge:
    """Writes down the decided amount (whole yen), with a receipt where money is taken.

    Call it in the transaction that accepts the application: a rollback gives the receipt's number back.
    """
    with transaction.atomic():
        charge: Charge = Charge.objects.create(
            municipality_id=municipality_id,
            desk=desk,
            reference=reference,
            amount=amount,
            basis=basis,
            source=source,
            reason=reason,
            evidence=evidence,
            decided_by=decided_by,
            at=at,
            on=on,
        )
        if amount:
            _write_receipt(charge)
    return charge


def fiscal_year(on: date) -> int:
    """The year whose 1 April began the fiscal year of `on`."""
    return on.year if on.month >= FISCAL_YEAR_STARTS else on.year - 1


def _write_receipt(charge: Charge) -> Receipt:
    of_series: dict[str, Any] = {
        "municipality_id": charge.municipality_id,
        "desk_id": charge.desk_id,
        "fiscal_year": fiscal_year(charge.on),
    }
    series, _ = ReceiptSeries.objects.select_for_update().get_or_create(**of_series)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    receipt: Receipt = Receipt.objects.create(charge=charge, number=series.last_number, **of_series)
    return receipt
