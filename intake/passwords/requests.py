"""The password-set request: kept sealed until the issuer has it, or received on paper. Facts stay, content never."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from desks.models import IssuerKey, Municipality, Staff
from eligibility.documents import Password
from intake.models import KEPT_DAYS, Application, PasswordEvent, PasswordSetRequest, Standing, Step
from intake.passwords.sealing import Sealed
from intake.refusals import ChangedMeanwhile


def issuer_key(municipality: Municipality, *, on: date) -> IssuerKey | None:
    """The newest key in force on `on`, None where this municipality uses paper."""
    rows = IssuerKey.objects.filter(municipality=municipality, valid_from__lte=on, valid_until__gte=on)
    return rows.order_by("-valid_from", "-id").first()


def record_sealed(
    *,
    application: Application,
    sealed: Sealed,
    asked: Iterable[Password],
    by: Staff,
    at: datetime,
    on: date,
) -> PasswordSetRequest:
    """Keeps the sealed request for KEPT_DAYS at most; one that still waited is replaced.

    `by` handed the page over. Raises ChangedMeanwhile where the application was withdrawn or refused.
    """
    with transaction.atomic():
        _hold(application)
        # Beat does it every hour; where it is dead, nothing is kept longer than until the next one.
        delete_expired_passwords(on=on, at=at)
        PasswordSetRequest.objects.filter(application=application).delete()
        request: PasswordSetRequest = PasswordSetRequest.objects.create(
            municipality_id=application.municipality_id,
            application=application,
            key_id=sealed.key_id,
            ciphertext=sealed.ciphertext,
            made_at=at,
            made_on=on,
            expires_on=on + timedelta(days=KEPT_DAYS),
        )
        _note(application, request.key, Step.SEALED, by=by, at=at, asked=asked)
    return request


def record_sheet(*, application: Application, asked: Iterable[Password], by: Staff, at: datetime) -> None:
    """That the sealed sheet was received; a request that was typed before and still waited goes.

    Raises ChangedMeanwhile where the application was withdrawn or refused.
    """
    with transaction.atomic():
        _hold(application)
        PasswordSetRequest.objects.filter(application=application).delete()
        _note(application, uuid4(), Step.SHEET_RECEIVED, by=by, at=at, asked=asked)


def record_sheet_handed_on(*, application: Application, by: Staff, at: datetime) -> None:
    """That the sheet received last went to the issuer. Raises ChangedMeanwhile where there is none to hand on."""
    with transaction.atomic():
        _hold(application)
        last = PasswordEvent.objects.filter(application=application).last()
        if last is None or last.step != Step.SHEET_RECEIVED:
            raise ChangedMeanwhile
        _note(application, last.request, Step.SHEET_HANDED_ON, by=by, at=at)


def delete_expired_passwords(*, on: date, at: datetime) -> int:
    """Deletes the sealed requests in scope whose days are over; returns how many."""
    rows = PasswordSetRequest.objects.filter(expires_on__lt=on)
    found = rows.values_list("key", "application", "municipality")
    return sum(
        end_request(key, application_id, municipality_id, Step.EXPIRED, at=at)
        for key, application_id, municipality_id in found
    )


def end_request(key: UUID, application_id: int, municipality_id: int, step: Step, *, at: datetime) -> bool:
    """Deletes a sealed request and keeps why; False, and nothing is kept, where somebody else was quicker."""
    with transaction.atomic():
        deleted, _ = PasswordSetRequest.objects.filter(key=key).delete()
        if deleted:
            PasswordEvent.objects.create(
                municipality_id=municipality_id, application_id=application_id, request=key, step=step, at=at
            )
    return bool(deleted)


def _hold(application: Application) -> None:
    rows = Application.objects.select_for_update(of=("self",))
    if rows.get(pk=application.pk).standing not in (Standing.PENDING, Standing.ACCEPTED):
        raise ChangedMeanwhile


def _note(
    application: Application,
    request: UUID,
    step: Step,
    *,
    by: Staff,
    at: datetime,
    asked: Iterable[Password] = (),
) -> None:
    PasswordEvent.objects.create(
        municipality_id=application.municipality_id,
        application=application,
        request=request,
        step=step,
        at=at,
        by=by,
        asked=[password.value for password in asked],
    )
