"""What is printed of letters at the desk: labels for the shelf, and the record of what was destroyed. No names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

import segno
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delivery.models import Delivery
from desks.models import HelpDesk, Municipality
from paper.sheets import Sheet

COLUMNS, ROWS = 3, 8
LABELS_A_SHEET: Final = COLUMNS * ROWS


@dataclass(frozen=True, kw_only=True)
class Label:
    """One of 70 x 37 mm. `qr` is a data address that holds the reference, for a scanner."""

    reference: str
    shelf: str
    keep_until: date
    qr: str

    @property
    def groups(self) -> list[str]:
        """The reference as it is read aloud: 7KQ4 MXT9 2H."""
        return [self.reference[start : start + 4] for start in range(0, len(self.reference), 4)]


@dataclass(frozen=True, kw_only=True)
class LabelSheet(Sheet):
    """A4 with 3 x 8 labels, row by row; None for one that is used already."""

    template: ClassVar[str] = "delivery/letters/labels_sheet.html"
    title: ClassVar[Promise] = _("Labels for the shelf")

    labels: tuple[Label | None, ...]


def label_sheets(
    deliveries: Iterable[Delivery], *, municipality: Municipality, first: int
) -> list[LabelSheet]:
    """The labels of letters at the desk, from the `first` free label of the first sheet on."""
    places: list[Label | None] = [None] * (first - 1)
    places += [_label(delivery) for delivery in deliveries]
    return [
        LabelSheet(municipality=municipality.name, labels=tuple(places[start : start + LABELS_A_SHEET]))
        for start in range(0, len(places), LABELS_A_SHEET)
    ]


def _label(delivery: Delivery) -> Label:
    if delivery.keep_until is None:
        raise ValueError("Only a letter at the desk has a label")
    code = segno.make(delivery.reference, micro=False, error="m")
    return Label(
        reference=delivery.reference,
        shelf=delivery.shelf,
        keep_until=delivery.keep_until,
        qr=code.svg_data_uri(border=0, omitsize=True),
    )


@dataclass(frozen=True, kw_only=True)
class DisposalSheet(Sheet):
    """The cards destroyed on one day, with room for two signatures."""

    template: ClassVar[str] = "delivery/letters/disposal_sheet.html"
    title: ClassVar[Promise] = _("Record of disposal")

    on: date
    cards: tuple[Delivery, ...]


def disposal_sheet(
    cards: Sequence[Delivery], *, municipality: Municipality, desk: HelpDesk | None, on: date
) -> DisposalSheet:
    return DisposalSheet(
        municipality=str(municipality), desk=str(desk) if desk else "", on=on, cards=tuple(cards)
    )
