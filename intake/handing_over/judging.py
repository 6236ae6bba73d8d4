"""Whether those who stand at the desk may have the card. Pure: facts and what they show in, gaps out."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from eligibility.documents import PICK_UP_PAPERS, PROXY_PAPERS, pick_up_attendance
from eligibility.events import Facts
from eligibility.practice import IdentityPair
from eligibility.representation import ProofFault, proof_fault
from intake.attending import Gap, Proof, gap
from intake.entry import SeenDocument
from intake.models import Person, Relation

NO_PROOF: Final = Proof()


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Who takes the card beside the applicant, or in their place. `relation` is a Relation, or words."""

    name: str
    relation: str
    proof: Proof = NO_PROOF


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Who stands at the desk, with the identity papers of each."""

    shown: tuple[SeenDocument, ...] = ()
    receiver: Receiver | None = None


class Lacking(NamedTuple):
    """What stands in the way: of whom papers are short, and what is wrong with the proof of representation."""

    gaps: Mapping[Person, Gap]
    proof: ProofFault | None = None

    @property
    def nothing(self) -> bool:
        return not self.gaps and self.proof is None


def lacking(visit: Visit, facts: Facts, *, known: Receiver | None, on: date) -> Lacking:
    """Of the applicant, and of the legal representative where one must come. `known` acted at the application."""
    if not pick_up_attendance(facts, on=on).represented:
        return Lacking(_short(visit, {Person.APPLICANT: PICK_UP_PAPERS}, on))
    people = {Person.APPLICANT: PICK_UP_PAPERS, Person.REPRESENTATIVE: PICK_UP_PAPERS}
    return Lacking(_short(visit, people, on), _fault_of_proof(visit.receiver, facts, known, on))


def lacking_of_somebody_else(visit: Visit, *, on: date) -> Lacking:
    """Of a person in whose hands a supervisor gives it: the identity alone, the rest is the decision."""
    return Lacking(_short(visit, {Person.REPRESENTATIVE: PROXY_PAPERS}, on))


def _short(visit: Visit, accepted: Mapping[Person, Set[IdentityPair]], on: date) -> dict[Person, Gap]:
    found = {person: gap(person, pairs, visit.shown, on) for person, pairs in accepted.items()}
    return {person: each for person, each in found.items() if each.lacks}


def _fault_of_proof(
    receiver: Receiver | None, facts: Facts, known: Receiver | None, on: date
) -> ProofFault | None:
    """Who acted at the application has shown that they may; anybody else shows it now."""
    if receiver is None or facts.birth_date is None:
        return ProofFault.MISSING
    if known and (receiver.name, receiver.relation) == (known.name, known.relation):
        return None
    kind, issued_on = receiver.proof
    by_parent = receiver.relation == Relation.PARENT
    return proof_fault(kind, issued_on=issued_on, by_parent=by_parent, birth_date=facts.birth_date, on=on)
