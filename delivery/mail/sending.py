"""Brings waiting e-mails to the mail server: claim, send, close, each step committed by itself.

Whatever dies in between, the row is due again; a mail server that took a message just before may then get it once
more, with the same Message-ID. Addresses are never logged: the exceptions of `smtplib` carry them, their types do not.
"""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any, Final

from django.core.mail import get_connection
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from delivery.mail.message import message_of
from delivery.models import Email, EmailKind, EmailTrouble
from delivery.sheet import holds
from delivery.states import AT_POST, State

logger = logging.getLogger(__name__)

WAITING: Final = Q(sent_at=None, dead_at=None)
BATCH: Final = 20
"""As many go over one connection."""
SECONDS: Final = 30.0
"""How long one run begins another e-mail: a slow mail server holds up one of the workers no longer."""
LEASE: Final = timedelta(minutes=3)
"""How long a claimed row is ours: longer than a task may run."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP: Final = timedelta(days=3)
"""After that an e-mail says nothing any more that the status page does not say better."""

TRUE_WHILE: Final[dict[EmailKind, frozenset[State]]] = {
    EmailKind.ACCEPTED: frozenset({State.REQUESTED, State.SCHEDULED}),
    EmailKind.POSTED: frozenset({State.POSTED, State.IN_TRANSIT, State.OUT, State.REPOSTED}),
    EmailKind.ABSENT: AT_POST,
    EmailKind.RETURNED: frozenset({State.RETURNED}),
    EmailKind.AT_DESK: frozenset({State.AT_DESK}),
}
FOR_GOOD: Final = frozenset({EmailTrouble.NOT_WANTED, EmailTrouble.OVERTAKEN, EmailTrouble.REFUSED})


def send_due(*, at: datetime) -> int:
    """Sends what is due until nothing is, the server is away or the time is up; returns how many it took."""
    sent, until = 0, time.monotonic() + SECONDS
    while time.monotonic() < until and (ids := claim()):
        try:
            with get_connection() as server:
                for pk in ids:
                    if time.monotonic() < until:
                        sent += _send(pk, server, at)
        except OSError as error:
            logger.warning("The mail server is away: %s", type(error).__name__)
            put_off(ids, EmailTrouble.SERVER_AWAY, at)
            break
    return sent


def claim() -> list[int]:
    """Leases the next ones that nobody else holds, with one more attempt each."""
    with transaction.atomic():
        due = Email.objects.filter(WAITING, next_try_at__lte=Now()).order_by("next_try_at", "id")
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        Email.objects.filter(pk__in=ids).update(next_try_at=Now() + LEASE, attempts=F("attempts") + 1)
    return ids


def put_off(ids: Sequence[int], trouble: EmailTrouble, at: datetime) -> None:
    """Has those of them that are still open tried again after a pause, twice as long each time, or gives them up."""
    for email in Email.objects.filter(WAITING, pk__in=ids):
        if at - email.created_at > GIVE_UP:
            _write(email.pk, last_error=trouble, dead_at=Now())
        else:
            pause = min(FIRST_PAUSE * 2 ** min(email.attempts - 1, 20), LONGEST_PAUSE)
            _write(email.pk, last_error=trouble, next_try_at=Now() + pause)


def _send(pk: int, server: Any, at: datetime) -> bool:
    """Whether the server took it. Raises OSError where the server is the trouble, not this e-mail."""
    email = Email.objects.select_related("delivery__desk", "delivery__municipality").get(pk=pk)
    trouble = why_not(email, at=at) or _hand_over(email, server, at)
    if trouble is None:
        _write(pk, last_error="", sent_at=Now())
    elif trouble in FOR_GOOD:
        _write(pk, last_error=trouble, dead_at=Now())
    else:
        put_off([pk], trouble, at)
    return trouble is None


def why_not(email: Email, *, at: datetime) -> EmailTrouble | None:
    """Why it must not go out, or not yet, by the delivery as it is at this moment."""
    delivery = email.delivery
    if not delivery.email or delivery.support_measures:
        return EmailTrouble.NOT_WANTED
    if delivery.state not in TRUE_WHILE[EmailKind(email.kind)]:
        return EmailTrouble.OVERTAKEN
    hold = holds([delivery], timezone.localdate(at)).get(delivery.pk)
    if hold and hold.days_left < 0:
        return EmailTrouble.OVERTAKEN
    return EmailTrouble.NO_PLAN if delivery.chase_on is None else None


def _hand_over(email: Email, server: Any, at: datetime) -> EmailTrouble | None:
    try:
        server.send_messages([message_of(email, at=at)])
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        return EmailTrouble.REFUSED if _for_good(error) else EmailTrouble.SERVER_AWAY
    except (OSError, OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.error("E-mail %s could not be made: %s", email.pk, type(error).__name__)
        return EmailTrouble.FAILED
    return None


def _for_good(error: SMTPRecipientsRefused | SMTPDataError) -> bool:
    """Whether the same message to the same address will never be taken (5yz in RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= 500
    return all(code >= 500 for code, _words in error.recipients.values())


def _write(pk: int, **values: Any) -> None:
    Email.objects.filter(pk=pk).update(**values)
