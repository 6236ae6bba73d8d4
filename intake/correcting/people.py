"""Correcting who acts for the applicant, and the identity papers: with a reason, and what was stays to be read.

The representative's row holds the newest state, and each correction what was before. An identity paper is never
changed: its row is marked as replaced, and another row takes its place with who looked now.
"""

from collections import Counter
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from desks.models import Membership
from desks.permissions import Permission
from eligibility.documents import IdentityKind
from eligibility.plain import to_json
from eligibility.representation import ProofKind
from intake.completing import people_of
from intake.correcting.services import open_application
from intake.entry import FeeDecision, RepresentativeEntry, SeenDocument
from intake.finding.searching import backwards
from intake.judging import Obstacle, judge, obstacles
from intake.models import (
    Application,
    Correction,
    IdentityDocument,
    Person,
    Relation,
    Representative,
    Standing,
)
from intake.refusals import SupervisorCorrects
from intake.services import add_documents

PAPERS: Final = {person: f"{person.value}_papers" for person in Person}
_UNANSWERED: Final = FeeDecision(charged=True, reason="-")
_OF_PEOPLE: Final = frozenset(Obstacle) - {
    Obstacle.CLOSED,
    Obstacle.SAFETY_NOT_ASKED,
    Obstacle.NOT_SAFE_TO_POST,
}


def representative_of(application: Application) -> RepresentativeEntry | None:
    """Who is stored, as a clerk would enter them."""
    row = Representative.objects.filter(application=application).first()
    return row and RepresentativeEntry(
        relation=Relation(row.relation),
        name=row.name,
        postcode=row.postcode,
        address=row.address,
        phone=row.phone,
        proof=ProofKind(row.proof) if row.proof else None,
        proof_issued_on=row.proof_issued_on,
    )


def documents_of(application: Application) -> tuple[SeenDocument, ...]:
    """The identity papers that hold now, as a clerk would enter them."""
    return tuple(map(_seen, IdentityDocument.objects.filter(application=application, replaced_in=None)))


def _seen(row: IdentityDocument) -> SeenDocument:
    return SeenDocument(
        person=Person(row.person),
        kind=IdentityKind(row.kind),
        issuer=row.issuer,
        valid_until=row.valid_until,
    )


def correct_people(
    *,
    membership: Membership,
    application: Application,
    version: int,
    representative: RepresentativeEntry | None,
    documents: tuple[SeenDocument, ...],
    reason: str,
    at: datetime,
    on: date,
) -> Correction | None:
    """Writes the correction and its history; None where nothing differs.

    Raises ChangedMeanwhile where `version` is not the stored one, SupervisorCorrects where an accepted application
    would not have been accepted with these papers and the person is no supervisor.
    """
    with transaction.atomic():
        row = open_application(application, version)
        now, then = (
            _values(representative_of(row), documents_of(row)),
            _values(representative, documents),
        )
        changed = sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))
        if not changed:
            return None
        row.version += 1
        _write(row, representative, documents, membership, on)
        if not membership.may(Permission.EXCUSE) and _falls_short(row, membership):
            raise SupervisorCorrects
        row.save(update_fields=["version"])
        correction: Correction = Correction.objects.create(
            municipality_id=row.municipality_id,
            application=row,
            version=row.version,
            at=at,
            by=membership.staff,
            reason=reason,
            before={name: now.get(name) for name in changed},
            after={name: then.get(name) for name in changed},
        )
    return correction


def _values(
    representative: RepresentativeEntry | None, documents: tuple[SeenDocument, ...]
) -> dict[str, Any]:
    who = to_json(representative) if representative else {}
    papers = {
        PAPERS[person]: sorted(
            (to_json(paper) for paper in documents if paper.person is person), key=lambda one: str(one)
        )
        for person in Person
    }
    return {f"representative_{name}": value for name, value in who.items()} | papers


def _write(
    row: Application,
    representative: RepresentativeEntry | None,
    documents: tuple[SeenDocument, ...],
    membership: Membership,
    on: date,
) -> None:
    if representative:
        values = asdict(representative) | {
            "proof": representative.proof or "",
            "phone_backwards": backwards(representative.phone),
        }
        Representative.objects.update_or_create(
            municipality_id=row.municipality_id, application=row, defaults=values
        )
    left = Counter(documents)
    for stored in IdentityDocument.objects.filter(application=row, replaced_in=None):
        if left[_seen(stored)]:
            left[_seen(stored)] -= 1
        else:
            IdentityDocument.objects.filter(pk=stored.pk).update(replaced_in=row.version)
    add_documents(row, left.elements(), membership, on)


def _falls_short(row: Application, membership: Membership) -> bool:
    """Whether an accepted application would not have been accepted with what is stored of its people now."""
    if row.standing is not Standing.ACCEPTED:
        return False
    judgement = judge(
        row.law_facts,
        at=membership.municipality,
        residence_code=row.residence_code,
        on=row.accepted_on or row.first_visit_on,
    )
    found = obstacles(
        judgement,
        may_excuse=True,
        excused=True,
        people=people_of(row),
        posting=row,
        fee=_UNANSWERED,
        evidence="-",
        on=row.accepted_on or row.first_visit_on,
    )
    return bool(found & _OF_PEOPLE)
