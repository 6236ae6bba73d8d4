"""How an application ends without a card: refused, or withdrawn. Each verb is one transaction in the scope."""

from datetime import date, datetime

from django.db import transaction

from delivery.recall import cancel_if_with_us
from desks.models import Membership
from desks.permissions import Permission
from intake.completing import judge_completed
from intake.correcting.services import open_application
from intake.judging import LATE, Judgement
from intake.late.services import keep_decision
from intake.letters import WITHDRAWN
from intake.models import Application, PasswordSetRequest
from intake.refusals import NotRefused, Unrefusable
from intake.services import keep_judgement, still_waiting


def refuse_application(
    *, membership: Membership, application: Application, version: int, reason: str, at: datetime, on: date
) -> Application:
    """Refuses a pending application by the answer of that day, which is kept with it.

    `reason` is the desk's own; the law's stands in the answer. Raises NotRefused, ChangedMeanwhile.
    """
    with transaction.atomic():
        waiting = still_waiting(application, version)
        judgement = judge_completed(waiting, membership=membership, on=on)
        if why := unrefusable(judgement, membership=membership, reason=reason):
            raise NotRefused(why)
        keep_judgement(waiting, judgement)
        keep_decision(waiting, judgement, accepted=False, reason=reason, membership=membership, at=at, on=on)
        waiting.refused_on, waiting.refused_by, waiting.refusal_reason = on, membership.staff, reason
        waiting.version += 1
        waiting.save()
        PasswordSetRequest.objects.filter(application=waiting).delete()
    return waiting


def unrefusable(judgement: Judgement, *, membership: Membership, reason: str) -> Unrefusable | None:
    """Why it cannot be refused now. Where the law leaves it to the desk the desk says why, and where it leaves it to
    a supervisor only a supervisor refuses."""
    if not judgement.is_open:
        return None
    if judgement.consult is None:
        return Unrefusable.STILL_OPEN
    if judgement.consult in LATE and not membership.may(Permission.EXCUSE):
        return Unrefusable.SUPERVISOR_DECIDES
    return None if reason else Unrefusable.REASON_NEEDED


def withdraw_application(
    *, membership: Membership, application: Application, version: int, at: datetime, on: date
) -> Application:
    """Ends a pending or accepted application at the applicant's wish. Raises ChangedMeanwhile.

    A letter that the issuer was never asked for is cancelled with it; of any other the application's page says what can
    still be stopped (intake/letters.py). The fee is decided anew by whoever decides fees.
    """
    with transaction.atomic():
        row = open_application(application, version)
        row.withdrawn_on = on
        row.version += 1
        row.save(update_fields=["withdrawn_on", "version"])
        PasswordSetRequest.objects.filter(application=row).delete()
        if row.delivery:
            cancel_if_with_us(row.delivery, by=membership.staff, at=at, on=on, cause=WITHDRAWN)
    return row
