"""The receipt that whoever takes a card signs; the desk keeps it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delivery.models import HandOver, OldCard
from intake.handing_over.words import Handed
from paper.sheets import Sheet, Text


@dataclass(frozen=True, kw_only=True)
class CardReceiptSheet(Sheet):
    """What was handed over, to whom, and room for the signature. `receiver` empty: the person the card is for signs."""

    template: ClassVar[str] = "intake/card_receipt_sheet.html"
    title: ClassVar[Promise] = _("Receipt for the card")

    addressee: str
    name: str
    receiver: str = ""
    relation: Text = ""
    handed_over_on: date
    papers: tuple[tuple[Text, Text], ...] = ()
    old_card_back: bool = False
    clerk: str = ""


def card_receipt_of(row: HandOver, *, name: str, addressee: str, **head: str) -> CardReceiptSheet:
    """The receipt of this hand-over; printed again it is the same."""
    said = Handed(row)
    return CardReceiptSheet(
        **head,
        addressee=addressee,
        name=name,
        receiver=row.receiver,
        relation=said.relation if row.receiver else "",
        handed_over_on=row.move.on,
        papers=tuple((whose, kind) for whose, kind, _issuer in said.papers),
        old_card_back=row.old_card == OldCard.NOW,
        clerk=row.move.by.get_full_name() if row.move.by else "",
    )
