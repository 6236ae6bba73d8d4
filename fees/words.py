"""A charge in words: what it rests on, and what lists may say about it."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eligibility.wording import FEE_BASES
from eligibility.words import SOURCES
from fees.models import CLERK, Charge, Receipt, Reversal
from fees.rules import FeeBasis

DECIDED: Final = _("Decided by the desk")
KEPT: Final = _("Kept with the case")


def basis_in_words(charge: Charge) -> Promise:
    return FEE_BASES[FeeBasis(charge.basis)]


def source_in_words(charge: Charge) -> Promise:
    return DECIDED if charge.source == CLERK else SOURCES[charge.source]


@dataclass(frozen=True)
class Line:
    """One decision about a case, as the case's own page has it: in full."""

    charge: Charge

    @property
    def basis(self) -> Promise:
        return basis_in_words(self.charge)

    @property
    def source(self) -> Promise:
        return source_in_words(self.charge)

    @property
    def receipt(self) -> Receipt | None:
        return getattr(self.charge, "receipt", None)

    @property
    def end(self) -> Reversal | None:
        """How its receipt ended, None while it stands."""
        return getattr(self.receipt, "reversal", None)


class Told:
    """What a list or an export says of a charge.

    "Another reason" covers the sensitive designations. Source, reason and evidence would tell which one it is: they
    are read with the case only, and a list says no more than that they are there.
    """

    def __init__(self, charge: Charge) -> None:
        self._charge = charge
        self._kept = charge.basis == FeeBasis.OTHER_REASON

    @property
    def basis(self) -> Promise:
        return basis_in_words(self._charge)

    @property
    def source(self) -> str | Promise:
        return KEPT if self._kept else source_in_words(self._charge)

    @property
    def reason(self) -> str | Promise:
        return self._told(self._charge.reason)

    @property
    def evidence(self) -> str | Promise:
        return self._told(self._charge.evidence)

    def _told(self, text: str) -> str | Promise:
        return KEPT if self._kept and text else text
