"""What a desk decides to take for a case: taken, and decided anew without losing what was.

Nothing is changed or deleted. A wrong charge is replaced by a new decision, with its reason, its evidence and the
person. Where the amount differs, the old receipt ends and a new one is written over the new amount (none for 0):

* While the cash of the receipt's day is open at the same desk the receipt becomes **void**.
* Otherwise its money was counted, or lies in another till: it is **refunded**, with a number and a paper of its own.

A clerk may do this at their own desk on the day of the decision, until that day's cash is closed; after that, and for
other desks, it is a supervisor's. Whether the case was handed to the issuer already does not matter to the money.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from desks.models import HelpDesk, Membership, Staff
from desks.permissions import Permission
from fees.models import CLERK, Charge, Receipt, Reversal
from fees.rules import FeeBasis
from fees.till import cash_day, hold_till, is_closed, next_receipt, next_refund


class ChargeRefused(Exception):
    """A decision that cannot be replaced now."""


class ReplacedMeanwhile(ChargeRefused):
    """A colleague has replaced it with something else."""


class SupervisorsCharge(ChargeRefused):
    """The day is over or its cash is closed, or it is another desk's: a supervisor decides."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A new decision: the whole amount in yen, why it is that, why it is decided anew, and what was seen."""

    amount: int
    basis: FeeBasis
    reason: str
    evidence: str


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


def may_replace(charge: Charge, *, membership: Membership, on: date) -> bool:
    """Whether this person may decide anew: see the top of this module."""
    if membership.may(Permission.ACCOUNT):
        return True
    if charge.desk_id != membership.desk_id or charge.on != on:
        return False
    paid = standing_receipt(charge.reference)
    return not is_closed(membership.desk, paid.cash_on if paid else on)


def becomes_void(receipt: Receipt, desk: HelpDesk) -> bool:
    """Whether `receipt`, ended at `desk` now, becomes void; otherwise its money is refunded."""
    return receipt.desk_id == desk.pk and not is_closed(desk, receipt.cash_on)


def standing_receipt(reference: str) -> Receipt | None:
    """The receipt for the money that is in our hands for this case."""
    found: Receipt | None = Receipt.objects.of_case(reference).standing().first()
    return found


def replace_charge(
    *, charge: Charge, decision: Decision, membership: Membership, at: datetime, on: date
) -> Charge:
    """Decides anew, with all that follows for the money; the same decision sent twice is made once.

    Raises ReplacedMeanwhile where `charge` is not the one that holds any more, SupervisorsCharge.
    """
    try:
        with transaction.atomic():
            # First of all: of two at once the second waits here, and finds `charge` replaced.
            new: Charge = Charge.objects.create(
                municipality_id=charge.municipality_id,
                desk=membership.desk,
                reference=charge.reference,
                amount=decision.amount,
                basis=decision.basis,
                source=CLERK,
                reason=decision.reason,
                evidence=decision.evidence,
                decided_by=membership.staff,
                at=at,
                on=on,
                replaces=charge,
            )
            _settle(charge, new, membership)
    except IntegrityError:
        holds: Charge | None = Charge.objects.filter(replaces=charge).first()
        if holds is None:
            raise
        if not _is(holds, decision, membership):
            raise ReplacedMeanwhile from None
        return holds
    return new


def _settle(old: Charge, new: Charge, membership: Membership) -> None:
    """Ends the old receipt and writes the new one, where the amount differs."""
    paid = standing_receipt(new.reference)
    # The till before the question who may: a count cannot come in between.
    hold_till(membership.desk, paid.cash_on if paid else new.on)
    if not may_replace(old, membership=membership, on=new.on):
        raise SupervisorsCharge
    if new.amount == (paid.charge.amount if paid else 0):
        return
    if paid:
        _end(paid, new)
    if new.amount:
        _write_receipt(new)


def _end(paid: Receipt, decision: Charge) -> Reversal:
    if becomes_void(paid, decision.desk):
        money = {"kind": Reversal.Kind.VOID, "cash_on": paid.cash_on}
    else:
        till = hold_till(decision.desk, decision.on)
        money = {
            "kind": Reversal.Kind.REFUND,
            "cash_on": cash_day(decision.desk, decision.on),
            "fiscal_year": till.fiscal_year,
            "number": next_refund(till),
        }
    reversal: Reversal = Reversal.objects.create(
        municipality_id=paid.municipality_id, receipt=paid, decision=decision, desk=decision.desk, **money
    )
    return reversal


def _write_receipt(charge: Charge) -> Receipt:
    till = hold_till(charge.desk, charge.on)
    receipt: Receipt = Receipt.objects.create(
        municipality_id=charge.municipality_id,
        charge=charge,
        desk=charge.desk,
        fiscal_year=till.fiscal_year,
        number=next_receipt(till),
        cash_on=cash_day(charge.desk, charge.on),
    )
    return receipt


def _is(holds: Charge, decision: Decision, membership: Membership) -> bool:
    same = (holds.amount, holds.basis, holds.reason, holds.evidence)
    asked = (decision.amount, decision.basis, decision.reason, decision.evidence)
    return same == asked and holds.decided_by_id == membership.staff_id
