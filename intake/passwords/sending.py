"""Sealed requests on their way to the issuer. The row is the outbox: it waits until the issuer's receipt is written.

Sending twice changes nothing: the issuer knows a request by its key and gives the same receipt, and the fact is unique.
"""

import logging
from datetime import datetime

from django.db import transaction

from delivery.issuer.passwords import NotReceived, PasswordCounter, Received, SealedRequest
from intake.models import PasswordEvent, PasswordSetRequest, Step
from intake.passwords.requests import end_request

logger = logging.getLogger(__name__)


def send_waiting(counter: PasswordCounter, *, at: datetime) -> None:
    """Hands over what belongs to accepted applications, each outside any transaction; deletes what nobody can open.

    A pending application's request waits for its papers. Raises IssuerAway; what was not answered waits.
    """
    _end_those_sealed_to(counter.destroyed(), at)
    accepted = PasswordSetRequest.objects.filter(
        application__accepted_on__isnull=False, application__withdrawn_on=None
    )
    for key in accepted.order_by("made_at").values_list("key", flat=True):
        _send(counter, key, at)


def _send(counter: PasswordCounter, key: object, at: datetime) -> None:
    # Read one by one, and only now: what was replaced or withdrawn in between is not sent.
    found = PasswordSetRequest.objects.filter(key=key, application__withdrawn_on=None).values_list(
        "key",
        "application",
        "municipality",
        "municipality__code",
        "application__uid",
        "key_id",
        "made_at",
        "ciphertext",
    )
    for request, application_id, municipality_id, code, uid, key_id, made_at, ciphertext in found:
        sealed = SealedRequest(
            key=request,
            municipality=code,
            application=uid,
            key_id=key_id,
            sealed_at=made_at,
            ciphertext=bytes(ciphertext),
        )
        match counter.receive(sealed):
            case Received(received_at):
                _keep_receipt(sealed, application_id, municipality_id, received_at)
            case NotReceived.KEY_UNKNOWN:
                logger.warning("The issuer does not have the key %s of %s yet.", key_id, code)
            case _:
                end_request(request, application_id, municipality_id, Step.UNREADABLE, at=at)


def _keep_receipt(
    sealed: SealedRequest, application_id: int, municipality_id: int, received_at: datetime
) -> None:
    """The fact, also where the request was replaced or expired meanwhile: the issuer has it."""
    event = PasswordEvent(
        municipality_id=municipality_id,
        application_id=application_id,
        request=sealed.key,
        step=Step.ISSUER_RECEIVED,
        at=received_at,
    )
    with transaction.atomic():
        PasswordEvent.objects.bulk_create([event], ignore_conflicts=True)
        PasswordSetRequest.objects.filter(key=sealed.key).delete()


def _end_those_sealed_to(destroyed: frozenset[tuple[str, str]], at: datetime) -> None:
    rows = PasswordSetRequest.objects.values_list(
        "key", "application", "municipality", "municipality__code", "key_id"
    )
    for key, application_id, municipality_id, code, key_id in rows:
        if (code, key_id) in destroyed:
            end_request(key, application_id, municipality_id, Step.UNREADABLE, at=at)
