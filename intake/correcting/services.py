"""Correcting an application: what would change is told first, then written, and what was stays to be read."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from delivery.models import Delivery
from delivery.recall import WRITTEN_ON_IT, Reach, change_values, reach
from delivery.targets import longer_reasons
from desks.models import Membership
from desks.permissions import Permission
from eligibility.events import DesignationEvent, public_heading
from eligibility.plain import to_json
from eligibility.reasons import Verdict
from intake.arrival import ARRIVAL, keep_asking
from intake.duplicates import likeness
from intake.entry import ApplicationEntry
from intake.finding.searching import searched_copies
from intake.judging import Judgement, judge
from intake.models import Application, Correction, Standing
from intake.photos.services import check_again
from intake.posting import danger, keep_who_asked
from intake.refusals import ChangedMeanwhile, SupervisorCorrects, UnsafeToPost
from intake.services import AS_ENTERED, keep_judgement
from intake.status.keys import change_key

NOT_OF_THE_FORM: Final = (
    "at_residence_desk",
    "kept_character",
    "missing",
    "first_visit_on",
    "day_answer",
    "age_band",
)
"""Facts that follow from others or from the desk's day."""
Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """What a correction would do. `judgement` None: nothing that decides was changed, the answer stays."""

    before: Values
    after: Values
    judgement: Judgement | None
    supervisor_decides: bool
    lifts_support: bool
    reach: Reach | None

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Field, as it is stored, as it would be."""
        return [(name, self.before[name], self.after[name]) for name in self.after]

    @property
    def needs_supervisor(self) -> bool:
        """Lifting support measures lets everybody read again where the person lives."""
        return self.supervisor_decides or self.lifts_support

    def digest(self, version: int) -> str:
        """Names these changes of that version, to tell whether somebody saw them."""
        content = json.dumps([version, self.before, self.after], sort_keys=True)
        return salted_hmac("intake.correction", content, algorithm="sha256").hexdigest()


def prospect_of(application: Application, entry: ApplicationEntry, *, membership: Membership) -> Prospect:
    """What it would do to correct `application` to `entry`; nothing is written.

    Facts that decide are judged again on the day of the first visit.
    """
    now, then = _values(application), _values_of_entry(entry)
    changed = {name for name in then if then[name] != now.get(name)}
    judgement = None
    if entry.facts != application.law_facts or entry.residence_code != application.residence_code:
        judgement = judge(
            entry.facts,
            at=membership.municipality,
            residence_code=entry.residence_code,
            on=application.first_visit_on,
        )
    return Prospect(
        before={name: now.get(name) for name in sorted(changed)},
        after={name: then[name] for name in sorted(changed)},
        judgement=judgement,
        supervisor_decides=judgement is not None and _supervisor_decides(application, judgement),
        lifts_support=application.support_measures and not entry.support_measures,
        reach=reach(application.delivery) if application.delivery else None,
    )


def correct_application(
    *,
    membership: Membership,
    application: Application,
    version: int,
    entry: ApplicationEntry,
    reason: str,
    at: datetime,
) -> Correction | None:
    """Writes the correction and its history; None where nothing differs. The letter takes what can still go along.

    Raises ChangedMeanwhile where `version` is not the stored one, SupervisorCorrects where an accepted application
    would no longer be eligible or support measures would be lifted and the person is no supervisor, UnsafeToPost where
    a letter would go where nobody asked whether that is safe.
    """
    if danger(entry):
        raise UnsafeToPost
    with transaction.atomic():
        row = open_application(application, version)
        prospect = prospect_of(row, entry, membership=membership)
        if not prospect.after:
            return None
        if prospect.needs_supervisor and not membership.may(Permission.EXCUSE):
            raise SupervisorCorrects
        _write(row, entry, prospect, membership, reason, at)
        if row.delivery:
            change_values(row.delivery, letter_values(row))
        correction: Correction = Correction.objects.create(
            municipality_id=row.municipality_id,
            application=row,
            version=row.version,
            at=at,
            by=membership.staff,
            reason=reason,
            before=prospect.before,
            after=prospect.after,
        )
    return correction


def open_application(application: Application, version: int) -> Application:
    """The row, locked, while it is pending or accepted and as it was read. Raises ChangedMeanwhile."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("desk")
    row: Application | None = rows.filter(pk=application.pk, version=version).first()
    if row is None or row.standing not in (Standing.PENDING, Standing.ACCEPTED):
        raise ChangedMeanwhile
    return row


def letter_values(application: Application) -> Values:
    """What the delivery holds of the application."""
    return {
        "addressee": application.name,
        "postcode": application.postcode,
        "address": application.address,
        "to_desk": application.to_desk,
        "birth_date": application.birth_date,
        "designation": public_heading(DesignationEvent(application.designation)),
        "language": application.language,
        "email": application.email,
        "support_measures": application.support_measures,
        "longer_reasons": sorted(longer_reasons(application.law_facts)),
    }


def letter_differs(application: Application, delivery: Delivery) -> bool:
    """Whether the letter carries something else than the application says now."""
    values = letter_values(application)
    return any(getattr(delivery, name) != values[name] for name in WRITTEN_ON_IT)


def _values(application: Application) -> Values:
    entered = {name: getattr(application, name) for name in AS_ENTERED}
    return {name: to_json(value) for name, value in entered.items()} | _facts(to_json(application.law_facts))


def _values_of_entry(entry: ApplicationEntry) -> Values:
    return {name: to_json(getattr(entry, name)) for name in AS_ENTERED} | _facts(to_json(entry.facts))


def _facts(stored: Values) -> Values:
    return {name: value for name, value in stored.items() if name not in NOT_OF_THE_FORM}


def _supervisor_decides(application: Application, judgement: Judgement) -> bool:
    """An accepted application that this answer would not have accepted, for a reason nobody decided about yet."""
    assessment = judgement.answer.assessment
    decided = application.assessment["decided_by"]["code"]
    accepted = application.standing is Standing.ACCEPTED
    return accepted and assessment.verdict is not Verdict.ELIGIBLE and assessment.decided_by.code != decided


def _write(
    row: Application,
    entry: ApplicationEntry,
    prospect: Prospect,
    membership: Membership,
    reason: str,
    at: datetime,
) -> None:
    for name in AS_ENTERED:
        setattr(row, name, getattr(entry, name))
    for name, copy in searched_copies(name=entry.name, kana=entry.kana, phone=entry.phone).items():
        setattr(row, name, copy)
    if judgement := prospect.judgement:
        _write_judgement(row, judgement)
    row.person_hash = likeness(row.municipality_id, birth_date=row.birth_date, name=row.name).person
    if prospect.supervisor_decides:
        prospect.before["exception_reason"], prospect.after["exception_reason"] = row.exception_reason, reason
        row.exception_reason, row.exception_by = reason, membership.staff
    if prospect.after.keys() & set(ARRIVAL):
        keep_asking(row, by=membership.staff, on=localdate(at))
    row.version += 1
    row.save()
    if "birth_date" in prospect.after:
        change_key(row)
    if "safe_to_post" in prospect.after:
        keep_who_asked(row, by=membership.staff, on=localdate(at))
    check_again(row, prospect.after.keys())


def _write_judgement(row: Application, judgement: Judgement) -> None:
    facts = judgement.facts
    row.birth_date = facts.birth_date or row.birth_date
    row.designation, row.occurred_on = facts.event, facts.occurred_on
    row.certificates, row.face_authentication = sorted(facts.certificates), facts.face_authentication
    if row.standing is Standing.PENDING:
        row.missing = sorted(facts.missing | judgement.missing)
    keep_judgement(row, judgement)
