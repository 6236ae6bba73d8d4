"""The password-set request: kept sealed for a few days, or received on paper."""

from datetime import date, datetime, timedelta

from django.db import transaction

from desks.models import IssuerKey, Membership, Municipality
from intake.models import KEPT_DAYS, Application, Method, PasswordSetRequest, Standing
from intake.passwords import Sealed
from intake.refusals import ChangedMeanwhile


def issuer_key(municipality: Municipality, *, on: date) -> IssuerKey | None:
    """The newest key in force on `on`, None where this municipality uses paper."""
    rows = IssuerKey.objects.filter(municipality=municipality, valid_from__lte=on, valid_until__gte=on)
    return rows.order_by("-valid_from", "-id").first()


def record_passwords(
    *, application: Application, sealed: Sealed | None, membership: Membership, at: datetime, on: date
) -> PasswordSetRequest:
    """Keeps the sealed request for KEPT_DAYS at most, or that the paper sheet was received; an earlier one goes.

    Raises ChangedMeanwhile where the application was withdrawn or refused.
    """
    with transaction.atomic():
        rows = Application.objects.select_for_update(of=("self",))
        if rows.get(pk=application.pk).standing not in (Standing.PENDING, Standing.ACCEPTED):
            raise ChangedMeanwhile
        delete_expired_passwords(on=on)
        PasswordSetRequest.objects.filter(application=application).delete()
        request: PasswordSetRequest = PasswordSetRequest.objects.create(
            municipality_id=application.municipality_id,
            application=application,
            method=Method.SEALED if sealed else Method.PAPER,
            key_id=sealed.key_id if sealed else "",
            ciphertext=sealed.ciphertext if sealed else None,
            made_at=at,
            made_on=on,
            expires_on=on + timedelta(days=KEPT_DAYS) if sealed else None,
            received_by=membership.staff,
        )
    return request


def delete_expired_passwords(*, on: date) -> int:
    """Deletes the sealed requests of the municipality in scope whose days are over; returns how many."""
    deleted, _ = PasswordSetRequest.objects.filter(expires_on__lt=on).delete()
    return deleted
