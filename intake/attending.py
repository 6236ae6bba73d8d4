"""Who is at the desk for an application, and whether what they show suffices. Pure: the law's answer in, gaps out."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from eligibility.answer import Answer
from eligibility.documents import Documents, IdentityKind, Lack, identity_lacks
from eligibility.events import Facts, Paper
from eligibility.practice import IdentityPair
from eligibility.representation import ProofFault, ProofKind, proof_fault
from intake.models import Person


class Shown(Protocol):
    """An identity paper, as entered or as stored."""

    @property
    def person(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def valid_until(self) -> date | None: ...


class Proof(NamedTuple):
    """What shows that somebody may act, and its day of issue where it has one that was noted."""

    kind: ProofKind | None = None
    issued_on: date | None = None


class Acting(NamedTuple):
    """The legal representative, as far as it decides anything: what shows that they are one."""

    by_parent: bool
    proof: ProofKind | None = None
    issued_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class People:
    """Who was entered beside the applicant, every identity paper that was shown, and whether an inquiry letter is back
    with its answer."""

    acting: Acting | None = None
    agent: bool = False
    shown: tuple[Shown, ...] = ()
    replied: bool = False


class Gap(NamedTuple):
    """What a person could add, any one of these; empty where it suffices. `expired` papers do not count."""

    lacks: tuple[Lack, ...]
    expired: tuple[Shown, ...]
    shown: frozenset[IdentityKind]


def gaps(wanted: Documents, facts: Facts, shown: Iterable[Shown], *, on: date) -> Mapping[Person, Gap]:
    """For everybody whose identity is checked. An inquiry letter takes the place of papers: nothing lacks then."""
    papers = list(shown)
    checked = {
        Person.APPLICANT: wanted.applicant_papers,
        Person.REPRESENTATIVE: wanted.representative_papers,
    }
    return {
        person: gap(person, frozenset() if facts.inquiry_letter else accepted, papers, on)
        for person, accepted in checked.items()
        if accepted
    }


def gap(person: Person, accepted: Set[IdentityPair], papers: Iterable[Shown], on: date) -> Gap:
    """What one person lacks of what is accepted."""
    own = [paper for paper in papers if paper.person == person]
    valid = [paper for paper in own if not paper.valid_until or paper.valid_until >= on]
    kinds = [IdentityKind(paper.kind) for paper in valid]
    return Gap(
        identity_lacks(kinds, accepted, of_applicant=person is Person.APPLICANT),
        tuple(paper for paper in own if paper not in valid),
        frozenset(kinds),
    )


def fault_of_proof(given: Answer, facts: Facts, people: People, *, on: date) -> ProofFault | None:
    """Why it is not shown that the representative may act; None where it is, or where it is awaited."""
    if people.acting is None or facts.birth_date is None or Paper.REPRESENTATION in given.missing:
        return None
    by_parent, proof, issued_on = people.acting
    return proof_fault(proof, issued_on=issued_on, by_parent=by_parent, birth_date=facts.birth_date, on=on)
