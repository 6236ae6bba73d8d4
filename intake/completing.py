"""A pending application is completed on the day its last paper comes: what stands in the way, and the acceptance."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from desks.models import HelpDesk, Membership
from desks.permissions import Permission
from eligibility.reasons import ReasonCode
from eligibility.representation import ProofKind
from intake.attending import Acting, People, Proof, Shown
from intake.entry import FeeDecision, SeenDocument
from intake.judging import Judgement, Obstacle, judge, obstacles, without_missing
from intake.late.services import keep_decision
from intake.models import (
    Agent,
    Application,
    CameBack,
    IdentityDocument,
    InquiryLetter,
    Relation,
    Representative,
)
from intake.refusals import NotAccepted
from intake.services import accept, add_documents, keep_excuse, keep_judgement, still_waiting


def complete_application(
    *,
    membership: Membership,
    application: Application,
    version: int,
    documents: Iterable[SeenDocument] = (),
    proof: Proof | None = None,
    fee: FeeDecision | None = None,
    evidence: str = "",
    exception_reason: str = "",
    till: HelpDesk | None = None,
    at: datetime,
    on: date,
) -> Application:
    """Accepts a pending application on the day its last paper came; the day of the first visit is kept.

    `version` is the one that was read, `evidence` takes the place of that of the first visit. The money is taken at
    `till`, the person's own desk where None. Raises a Refusal: completed after the period it needs a reason.
    """
    with transaction.atomic():
        waiting = still_waiting(application, version)
        judgement = judge_completed(waiting, membership=membership, on=on)
        add_documents(waiting, documents, membership, on)
        _add_proof(waiting, proof)
        waiting.evidence = evidence or waiting.evidence
        in_the_way = obstacles_to_completing(
            waiting,
            judgement,
            membership=membership,
            people=people_of(waiting),
            fee=fee,
            evidence=waiting.evidence,
            exception_reason=exception_reason,
            on=on,
        )
        if in_the_way:
            raise NotAccepted(judgement, in_the_way)
        keep_excuse(waiting, judgement, exception_reason, membership)
        if exception_reason:
            keep_decision(
                waiting,
                judgement,
                accepted=True,
                reason=exception_reason,
                membership=membership,
                at=at,
                on=on,
            )
        keep_judgement(waiting, judgement)
        accept(waiting, judgement, membership, fee, till or membership.desk, at, on)
        waiting.version += 1
        waiting.save()
    return waiting


def judge_completed(application: Application, *, membership: Membership, on: date) -> Judgement:
    """The answer on `on` if its papers were all there that day."""
    facts = without_missing(application)
    return judge(facts, at=membership.municipality, residence_code=application.residence_code, on=on)


def obstacles_to_completing(
    application: Application,
    judgement: Judgement,
    *,
    membership: Membership,
    people: People,
    fee: FeeDecision | None,
    evidence: str,
    exception_reason: str,
    on: date,
) -> frozenset[Obstacle]:
    """All that stands in the way. What was excused on the first visit is, but for papers that came too late."""
    excused = bool(application.exception_reason) and judgement.consult is not ReasonCode.COMPLETED_LATE
    found = obstacles(
        judgement,
        may_excuse=excused or membership.may(Permission.EXCUSE),
        excused=excused or bool(exception_reason),
        people=people,
        posting=application,
        fee=fee,
        evidence=evidence,
        on=on,
    )
    if Obstacle.SUPERVISOR_DECIDES in found:
        return found - {Obstacle.SUPERVISOR_DECIDES} | {Obstacle.SUPERVISOR_COMPLETES}
    return found


def people_of(application: Application, *, shown: Iterable[Shown] = (), proof: Proof | None = None) -> People:
    """Who is at the desk and what they showed, as stored, with what is shown beside it now."""
    who = Representative.objects.filter(application=application).first()
    acting = None
    if who:
        stored = Proof(ProofKind(who.proof), who.proof_issued_on) if who.proof else Proof()
        acting = Acting(who.relation == Relation.PARENT, *(proof or stored))
    agent = Agent.objects.filter(application=application).exists()
    papers = IdentityDocument.objects.filter(application=application, replaced_in=None)
    replied = InquiryLetter.objects.filter(application=application, came_back=CameBack.REPLY).exists()
    return People(acting=acting, agent=agent, shown=(*papers, *shown), replied=replied)


def _add_proof(application: Application, proof: Proof | None) -> None:
    """What was awaited on the first visit: shown on the last."""
    if proof and proof.kind:
        rows = Representative.objects.filter(application=application)
        rows.update(proof=proof.kind, proof_issued_on=proof.issued_on)
