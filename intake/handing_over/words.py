"""What is said at a hand-over: what is in the way, who took the card, and what they showed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delivery.models import Came, HandOver
from eligibility.age import age_band
from eligibility.documents import IdentityKind
from eligibility.events import AgeBand, Facts
from eligibility.representation import ProofFault, ProofKind
from eligibility.words import IDENTITY_KINDS, PROOFS
from intake.handing_over.judging import Lacking
from intake.models import Person, Relation
from intake.obstacle_words import lacking as papers_lacking


class Authority(TextChoices):
    """What shows that somebody else may take a card."""

    POWER_OF_ATTORNEY = "power_of_attorney", _("Power of attorney, signed by the applicant")
    COURT = "court", _("Order or register of a court")
    FACILITY = "facility", _("Confirmation by a hospital or a facility")
    OTHER = "other", _("Something else: write it in the reason")


SHORT: Final[Mapping[Person, Promise]] = {
    Person.APPLICANT: _("The applicant’s valid papers do not suffice to collect the card."),
    Person.REPRESENTATIVE: _("The valid papers of the person who takes the card do not suffice."),
}
PROOF_FIELD: Final = "representative_proof"
PROOF_FAULTS: Final[Mapping[ProofFault, tuple[str, Promise]]] = {
    ProofFault.MISSING: (
        PROOF_FIELD,
        _("At the application somebody else acted. Choose what shows that this person may act."),
    ),
    ProofFault.PARENTS_ONLY: (
        PROOF_FIELD,
        _("The records here show only a parent. Ask for the certificate of the guardianship."),
    ),
    ProofFault.ISSUE_DAY_MISSING: (
        "representative_proof_issued_on",
        _("Enter the day of issue: for a person of 15 or over the proof must be from the last 6 months."),
    ),
    ProofFault.ISSUED_LATER: (
        "representative_proof_issued_on",
        _("This day of issue is still to come. Look at the paper again."),
    ),
    ProofFault.TOO_OLD: (
        "representative_proof_issued_on",
        _("This proof is more than 6 months old. Ask for a new one."),
    ),
}
"""Where each stands on the form, and what to do about it."""


def in_the_way(found: Lacking, facts: Facts, *, on: date) -> Iterator[tuple[str, str]]:
    """By field what to do about it; of papers it names those that would suffice."""
    young = age_band(facts, on=on) in (AgeBand.UNDER_ONE, AgeBand.UNDER_FIFTEEN)
    for person, gap in found.gaps.items():
        said = papers_lacking(gap, is_child=young and person is Person.APPLICANT)
        yield f"{person}_1_kind", f"{SHORT[person]} {said}"
    if found.proof:
        field, words = PROOF_FAULTS[found.proof]
        yield field, str(words)


@dataclass(frozen=True)
class Handed:
    """A hand-over in words."""

    row: HandOver

    @property
    def came(self) -> str:
        return str(Came(self.row.came).label)

    @property
    def relation(self) -> str | Promise:
        by_law = self.row.came == Came.REPRESENTED
        return Relation(self.row.relation).label if by_law else self.row.relation

    @property
    def authority(self) -> str | Promise:
        """What was shown now; empty where it was shown at the application."""
        shown = self.row.authority
        if not shown:
            return ""
        return Authority(shown).label if self.row.came == Came.SOMEBODY_ELSE else PROOFS[ProofKind(shown)]

    @property
    def papers(self) -> list[tuple[str | Promise, Promise, str]]:
        """Whose, which, and who issued it."""
        return [
            (self._whose(paper["person"]), IDENTITY_KINDS[IdentityKind(paper["kind"])], paper["issuer"])
            for paper in self.row.papers
        ]

    def _whose(self, person: str) -> str | Promise:
        return self.row.receiver if person == Person.REPRESENTATIVE else Person(person).label
