"""The resident's page: the passwords of one card, and no way from it into the desk. It needs no login and no script.

It knows its application from the session that was handed over (intake/passwords/handing.py), never from its address.
Nothing typed on it comes back, not even after a mistake.
"""

from dataclasses import replace

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from desks.audit import record as audit
from desks.models import IssuerKey, Membership, Outcome, Staff
from desks.scope import municipality_scope
from intake.models import Application
from intake.passwords.forms import PasswordForm
from intake.passwords.handing import Face, Handed, hand_over, handed_in, keep, take_code
from intake.passwords.requests import issuer_key, record_sealed
from intake.passwords.sealing import Known, Refused, Sealed, SealingFailed, seal_passwords
from intake.record import Record, record_of
from intake.refusals import ChangedMeanwhile

LANGUAGES = dict(settings.LANGUAGES)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def resident_page(request: HttpRequest) -> HttpResponse:
    """Before it is handed over it takes the code; afterwards it takes the passwords, once."""
    now = timezone.now()
    if "code" in request.POST:
        return _take_code(request)
    handed = handed_in(request, at=now)
    membership = _who_handed_over(handed)
    if handed is None or membership is None:
        return TemplateResponse(request, "intake/passwords_code.html")
    if (language := request.POST.get("language")) in LANGUAGES:
        keep(request, replace(handed, language=str(language)))
        return redirect("set_passwords")
    translation.activate(handed.language)
    if handed.face is not Face.OPEN:
        return _closed(request, handed)
    if "leave" in request.POST:
        return _close(request, handed, Face.LEFT)
    request.membership, request.subject = membership, handed.application  # type: ignore[attr-defined]
    with municipality_scope(handed.municipality_id):
        response = _passwords(request, handed, membership)
        audit(request, Outcome.DONE)  # type: ignore[arg-type]
        return response


def _take_code(request: HttpRequest) -> HttpResponse:
    handed = take_code(request.POST["code"])
    if handed is None:
        return TemplateResponse(request, "intake/passwords_code.html", {"wrong": True})
    hand_over(request, handed, at=timezone.now())
    return redirect("set_passwords")


def _who_handed_over(handed: Handed | None) -> Membership | None:
    """None also where that person no longer works there: what they handed over ends with them."""
    if handed is None:
        return None
    staff = Staff.objects.filter(pk=handed.staff_id, is_active=True).first()
    found = Membership.objects.current(staff, timezone.localdate()) if staff else None
    return found if found and found.municipality_id == handed.municipality_id else None


def _passwords(request: HttpRequest, handed: Handed, by: Membership) -> HttpResponse:
    today = timezone.localdate()
    rows = Application.objects.select_related("representative", "desk__municipality")
    application: Application = rows.get(uid=handed.application)
    record = record_of(application, on=today)
    key = issuer_key(by.municipality, on=today)
    if key is None or not record.is_open or not record.passwords:
        return _draw(request, handed, "intake/passwords_closed.html", {"ended": True})
    if request.method != "POST":
        return _form(request, handed, record, PasswordForm(asked=record.passwords))
    try:
        outcome = _seal(request, record, key)
    except SealingFailed:
        return _form(request, handed, record, PasswordForm(asked=record.passwords), failed=True)
    if isinstance(outcome, Refused):
        return _form(request, handed, record, PasswordForm(asked=record.passwords, refused=outcome))
    try:
        record_sealed(
            application=application,
            sealed=outcome,
            asked=record.passwords,
            by=by.staff,
            at=timezone.now(),
            on=today,
        )
    except ChangedMeanwhile:
        return _draw(request, handed, "intake/passwords_closed.html", {"ended": True})
    return _close(request, handed, Face.DONE)


def _seal(request: HttpRequest, record: Record, key: IssuerKey) -> Sealed | Refused:
    application = record.application
    phones = [application.phone, record.representative.phone if record.representative else ""]
    return seal_passwords(
        request,
        asked=record.passwords,
        key=key,
        municipality_code=application.desk.municipality.code,
        application=application.uid,
        known=Known(application.birth_date, tuple(phones)),
    )


def _close(request: HttpRequest, handed: Handed, face: Face) -> HttpResponse:
    """The session that held the page ends; what follows it can only say how it ended."""
    request.session.flush()
    keep(request, replace(handed, face=face))
    return redirect("set_passwords")


def _closed(request: HttpRequest, handed: Handed) -> HttpResponse:
    return _draw(request, handed, "intake/passwords_closed.html", {"done": handed.face is Face.DONE})


def _form(
    request: HttpRequest, handed: Handed, record: Record, form: PasswordForm, *, failed: bool = False
) -> HttpResponse:
    context = {"record": record, "form": form, "failed": failed}
    return _draw(request, handed, "intake/passwords_set.html", context).render()


def _draw(
    request: HttpRequest, handed: Handed, template: str, context: dict[str, object]
) -> TemplateResponse:
    languages = [(code, name) for code, name in LANGUAGES.items() if code != handed.language]
    return TemplateResponse(request, template, {**context, "handed": handed, "languages": languages})
