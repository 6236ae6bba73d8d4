"""A supervisor decides about a late application that a clerk entered."""

from datetime import date, datetime

from django.db import transaction

from desks.models import Membership
from intake.closing import refuse_application
from intake.completing import complete_application, judge_completed
from intake.entry import FeeDecision
from intake.late.services import keep_decision
from intake.models import Application
from intake.refusals import ChangedMeanwhile
from intake.services import keep_excuse, still_waiting


def accept_late(
    *,
    membership: Membership,
    application: Application,
    version: int,
    reason: str,
    fee: FeeDecision | None = None,
    evidence: str = "",
    at: datetime,
    on: date,
) -> Application:
    """Accepts it on `on`, with fee and delivery; where papers are missing it waits for them, and a clerk completes it.

    The money is taken at the desk where the person applied. Raises a Refusal.
    """
    with transaction.atomic():
        waiting = _undecided(application, version)
        if not waiting.missing:
            return complete_application(
                membership=membership,
                application=waiting,
                version=version,
                fee=fee,
                evidence=evidence,
                exception_reason=reason,
                till=waiting.desk,
                at=at,
                on=on,
            )
        judgement = judge_completed(waiting, membership=membership, on=on)
        keep_excuse(waiting, judgement, reason, membership)
        keep_decision(waiting, judgement, accepted=True, reason=reason, membership=membership, at=at, on=on)
        waiting.version += 1
        waiting.save()
    return waiting


def decline_late(
    *, membership: Membership, application: Application, version: int, reason: str, at: datetime, on: date
) -> Application:
    """Refuses it: the paper says why, and names the ordinary route. Raises a Refusal."""
    with transaction.atomic():
        return refuse_application(
            membership=membership,
            application=_undecided(application, version),
            version=version,
            reason=reason,
            at=at,
            on=on,
        )


def _undecided(application: Application, version: int) -> Application:
    waiting = still_waiting(application, version)
    if not waiting.is_undecided:
        raise ChangedMeanwhile
    return waiting
