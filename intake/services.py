"""What a desk does with an application. Each verb is one transaction in the scope; none reads the clock."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from delivery.models import Delivery
from delivery.services import request_delivery
from delivery.targets import longer_reasons
from desks.models import HelpDesk, Membership
from desks.permissions import Permission
from eligibility.events import DesignationEvent, Facts, public_heading
from eligibility.plain import to_json
from fees.services import take_charge
from intake.arrival import ARRIVAL, keep_asking
from intake.duplicates import earlier, hold, likeness
from intake.entry import ApplicationEntry, FeeDecision, SeenDocument
from intake.finding.searching import backwards, searched_copies
from intake.judging import LATE, Judgement, Obstacle, decided_fee, judge, obstacles
from intake.late.services import keep_decision, keep_request
from intake.models import (
    Agent,
    Application,
    IdentityDocument,
    Representative,
    Standing,
)
from intake.posting import keep_who_asked
from intake.reference import new_reference
from intake.refusals import AlreadySubmitted, ChangedMeanwhile, NotAccepted
from intake.status.keys import add_key

AS_ENTERED: Final = (
    "name",
    "kana",
    "character_choice",
    "sex",
    "language",
    "residence_code",
    "postcode",
    "address",
    "phone",
    "email",
    "braille",
    "to_desk",
    *ARRIVAL,
    "support_measures",
    "safe_to_post",
    "evidence",
)
"""What the row keeps exactly as the entry has it."""


@dataclass(frozen=True)
class Submitted:
    """`created` is False where the same form had been submitted before: the same answer, nothing new."""

    application: Application
    created: bool


def submit_application(
    *, membership: Membership, entry: ApplicationEntry, key: UUID, at: datetime, on: date
) -> Submitted:
    """Enters one application: accepted with charge, delivery and hand-off, or pending where papers are missing.

    `key` is the form's: the same key with the same content is the same answer. Raises a Refusal, Practice.DoesNotExist
    where the municipality has settled nothing, NotInForce for a day before the launch.
    """
    digest = _digest(entry)
    if submitted := _submitted_before(key, digest):
        return submitted
    judgement = judge(entry.facts, at=membership.municipality, residence_code=entry.residence_code, on=on)
    person = likeness(
        membership.municipality_id,
        birth_date=_birth_date(judgement.facts),
        name=entry.name,
        application_id=entry.application_id,
    )
    hold(person)
    in_the_way = obstacles(
        judgement,
        may_excuse=membership.may(Permission.EXCUSE),
        excused=bool(entry.exception_reason),
        people=entry.people,
        posting=entry,
        fee=entry.fee,
        evidence=entry.evidence,
        late_evidence=bool(entry.exception_evidence),
        on=on,
    )
    asks_supervisor = Obstacle.SUPERVISOR_DECIDES in in_the_way
    in_the_way -= {Obstacle.SUPERVISOR_DECIDES}
    if not entry.another_reason and earlier(person, on=on, except_key=key):
        in_the_way |= {Obstacle.ENTERED_BEFORE}
    if in_the_way:
        raise NotAccepted(judgement, in_the_way)
    application = _of_entry(entry, judgement, membership, key, digest, at, on)
    application.person_hash, application.application_id_hash = person.person, person.application_id
    if asks_supervisor:
        application.pending_since = application.decision_asked_on = on
    else:
        keep_excuse(application, judgement, entry.exception_reason, membership)
    try:
        with transaction.atomic():
            if application.pending_since is None:
                accept(application, judgement, membership, entry.fee, membership.desk, at, on)
            application.save(force_insert=True)
            add_key(application)
            _add_people(application, entry, membership, on)
            if judgement.consult in LATE:
                _keep_late(application, judgement, entry, membership, asks_supervisor, at, on)
    except IntegrityError:
        # Two clicks at once: the second waited for the first, and finds it now.
        if submitted := _submitted_before(key, digest):
            return submitted
        raise
    return Submitted(application, created=True)


# -- The same form twice -------------------------------------------------------------------------------------


def _digest(entry: ApplicationEntry) -> str:
    """A keyed hash of the content: a copy of the table tells nobody whether a guessed entry is in it."""
    content = json.dumps(to_json(entry), sort_keys=True, ensure_ascii=True)
    return salted_hmac("intake.submission", content, algorithm="sha256").hexdigest()


def _submitted_before(key: UUID, digest: str) -> Submitted | None:
    application = Application.objects.filter(idempotency_key=key).first()
    if application is None:
        return None
    if application.submission_digest != digest:
        raise AlreadySubmitted(application)
    return Submitted(application, created=False)


def still_waiting(application: Application, version: int) -> Application:
    """The row, locked, while it is pending and as it was read. Raises ChangedMeanwhile."""
    rows = Application.objects.select_for_update(of=("self",))
    waiting: Application | None = rows.filter(pk=application.pk, version=version).first()
    if waiting is None or waiting.standing is not Standing.PENDING:
        raise ChangedMeanwhile
    return waiting


# -- Rows ----------------------------------------------------------------------------------------------------


def _of_entry(
    entry: ApplicationEntry,
    judgement: Judgement,
    membership: Membership,
    key: UUID,
    digest: str,
    at: datetime,
    on: date,
) -> Application:
    facts = judgement.facts
    application = Application(
        municipality_id=membership.municipality_id,
        desk=membership.desk,
        reference=new_reference(),
        idempotency_key=key,
        submission_digest=digest,
        **{name: getattr(entry, name) for name in AS_ENTERED},
        **searched_copies(name=entry.name, kana=entry.kana, phone=entry.phone),
        birth_date=_birth_date(facts),
        designation=facts.event,
        occurred_on=facts.occurred_on,
        certificates=sorted(facts.certificates),
        face_authentication=facts.face_authentication,
        entered_by=membership.staff,
        entered_at=at,
        first_visit_on=on,
        another_reason=entry.another_reason,
        missing=sorted(judgement.missing),
        pending_since=on if judgement.missing else None,
    )
    keep_asking(application, by=membership.staff, on=on)
    keep_who_asked(application, by=membership.staff, on=on)
    keep_judgement(application, judgement)
    return application


def _keep_late(
    application: Application,
    judgement: Judgement,
    entry: ApplicationEntry,
    membership: Membership,
    asks_supervisor: bool,
    at: datetime,
    on: date,
) -> None:
    """The request with its evidence; a supervisor who enters it has decided with the same reason."""
    reason = entry.exception_reason
    keep_request(
        application, reason=reason, evidence=entry.exception_evidence, membership=membership, at=at, on=on
    )
    if not asks_supervisor:
        keep_decision(
            application, judgement, accepted=True, reason=reason, membership=membership, at=at, on=on
        )


def _birth_date(facts: Facts) -> date:
    """A desk always knows it. Raises ValueError for facts of the self-check, which may not."""
    if facts.birth_date is None:
        raise ValueError("an application has a birth date")
    return facts.birth_date


def keep_judgement(application: Application, judgement: Judgement) -> None:
    """Writes the answer and what it rests on into the row; the caller saves it."""
    application.facts = to_json(judgement.facts)
    given = judgement.answer
    application.assessment = to_json(given.assessment._replace(trace=given.trace))
    application.practice = judgement.practice
    application.residence_practice = judgement.residence_practice
    application.calendar_version = judgement.calendar.version


def keep_excuse(application: Application, judgement: Judgement, reason: str, membership: Membership) -> None:
    """Keeps why it was accepted all the same; a reason that nobody had to give is not kept."""
    if judgement.consult and reason:
        application.exception_reason = "\n".join(filter(None, (application.exception_reason, reason)))
        application.exception_by = membership.staff


def accept(
    application: Application,
    judgement: Judgement,
    membership: Membership,
    decision: FeeDecision | None,
    till: HelpDesk,
    at: datetime,
    on: date,
) -> None:
    """Decides the fee and asks for the delivery; the caller saves the application in the same transaction."""
    fee = decided_fee(judgement, decision)
    take_charge(
        municipality_id=application.municipality_id,
        desk=till,
        reference=application.reference,
        amount=fee.amount,
        basis=fee.basis,
        source=fee.source,
        reason=fee.reason,
        evidence=application.evidence,
        decided_by=membership.staff,
        at=at,
        on=on,
    )
    application.delivery = _delivery_of(application, judgement, at, on)
    application.accepted_on = on
    application.missing = []


def _delivery_of(application: Application, judgement: Judgement, at: datetime, on: date) -> Delivery:
    return request_delivery(
        municipality_id=application.municipality_id,
        desk=application.desk,
        reference=application.reference,
        addressee=application.name,
        postcode=application.postcode,
        address=application.address,
        birth_date=application.birth_date,
        designation=public_heading(DesignationEvent(judgement.facts.event)),
        language=application.language,
        email=application.email,
        to_desk=application.to_desk,
        support_measures=application.support_measures,
        longer_reasons=longer_reasons(judgement.facts),
        practice=judgement.practice,
        accepted_on=on,
        at=at,
    )


def _add_people(application: Application, entry: ApplicationEntry, membership: Membership, on: date) -> None:
    if entry.representative:
        Representative.objects.create(
            municipality_id=application.municipality_id,
            application=application,
            **asdict(entry.representative) | {"proof": entry.representative.proof or ""},
            phone_backwards=backwards(entry.representative.phone),
        )
    if entry.agent:
        Agent.objects.create(
            municipality_id=application.municipality_id, application=application, **asdict(entry.agent)
        )
    add_documents(application, entry.documents, membership, on)


def add_documents(
    application: Application, documents: Iterable[SeenDocument], membership: Membership, on: date
) -> None:
    """Writes down the papers that this person has seen on that day."""
    IdentityDocument.objects.bulk_create(
        IdentityDocument(
            municipality_id=application.municipality_id,
            application=application,
            **asdict(document),
            seen_by=membership.staff,
            seen_on=on,
        )
        for document in documents
    )
