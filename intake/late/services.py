"""Late with circumstances: what was asked of a supervisor, and what was decided. intake/late/deciding.py decides."""

from datetime import date, datetime, timedelta
from typing import Final

from desks.models import HelpDesk, Membership
from desks.permissions import Permission
from eligibility.plain import from_json
from eligibility.reasons import Assessment
from intake.judging import LATE, Judgement
from intake.models import Application, LateDecision, LateRequest

TOLD_FOR: Final = timedelta(days=7)
"""So long a decision stands on the desk's list: whoever entered the application may have been away."""


def keep_request(
    application: Application, *, reason: str, evidence: str, membership: Membership, at: datetime, on: date
) -> None:
    """Why somebody came late, as it was entered; both are needed."""
    LateRequest.objects.create(
        municipality_id=application.municipality_id,
        application=application,
        reason=reason,
        evidence=evidence,
        by=membership.staff,
        at=at,
        on=on,
    )


def keep_decision(
    application: Application,
    judgement: Judgement,
    *,
    accepted: bool,
    reason: str,
    membership: Membership,
    at: datetime,
    on: date,
) -> None:
    """What was decided about a late application, once; about any other there is nothing to decide."""
    if judgement.consult in LATE and not LateDecision.objects.filter(application=application).exists():
        LateDecision.objects.create(
            municipality_id=application.municipality_id,
            application=application,
            accepted=accepted,
            reason=reason,
            by=membership.staff,
            at=at,
            on=on,
        )


def undecided_number(membership: Membership) -> int | None:
    """How many wait for a supervisor in the municipality; None for who does not decide."""
    return Application.objects.undecided().count() if membership.may(Permission.EXCUSE) else None


def decided_lately(desk: HelpDesk, on: date) -> list[LateDecision]:
    """What supervisors decided for a desk in the last days, the newest first."""
    return list(LateDecision.objects.since(on - TOLD_FOR, desk))


def days_late(application: Application) -> int:
    """How many days after the end of the period the person came, by the answer of then."""
    assessment: Assessment = from_json(Assessment, application.assessment)
    window = assessment.window
    return (application.first_visit_on - window.closes_on).days if window else 0
