"""An application that waits for papers is completed; one that is pending or accepted is withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desks import held
from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.closing import withdraw_application
from intake.completing import complete_application
from intake.decision_forms import CompletionForm, VersionForm, reads_version
from intake.models import Application
from intake.obstacle_words import to_do
from intake.panel import panel_of_completion, people_with
from intake.record import record_of
from intake.refusals import ChangedMeanwhile, NotAccepted
from intake.views import find


@desk_view(Permission.ENTER, comes_back_to="desk:complete")
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: DeskRequest, uid: UUID) -> HttpResponse:
    application = find(uid)
    if not record_of(application, on=request.today).is_pending:
        return told(request, uid)
    if application.is_undecided:
        may_decide = request.membership.may(Permission.EXCUSE)
        return redirect("desk:decide" if may_decide else "desk:application", uid=uid)
    form = CompletionForm(
        request.POST if request.method == "POST" else held.take(request),
        initial={"version": application.version, "evidence": application.evidence},
    )
    meanwhile = form.is_valid() and form.cleaned_data["version"] != application.version
    if meanwhile:
        reads_version(form, application.version)
    elif form.is_valid() and request.method == "POST":
        try:
            _complete(request, application, form)
        except ChangedMeanwhile:
            return told(request, uid)
        except NotAccepted as refusal:
            people = people_with(application, form)
            for one in to_do(refusal.judgement, refusal.obstacles, people, on=request.today):
                form.add_error(one.field if one.field in form.fields else None, one.words)
        else:
            return redirect("desk:application", uid=uid)
    panel = panel_of_completion(application, form, membership=request.membership, on=request.today)
    context = {
        "record": record_of(application, on=request.today),
        "form": form,
        "panel": panel,
        "meanwhile": meanwhile,
        "nav": "today",
    }
    return TemplateResponse(request, "intake/complete.html", context, status=409 if meanwhile else 200)


@desk_view(Permission.ENTER)
@require_POST
def withdraw(request: DeskRequest, uid: UUID) -> HttpResponse:
    form = VersionForm(request.POST)
    application = find(uid)
    try:
        if not form.is_valid():
            raise ChangedMeanwhile
        withdraw_application(
            membership=request.membership,
            application=application,
            version=form.cleaned_data["version"],
            at=timezone.now(),
            on=request.today,
        )
    except ChangedMeanwhile:
        return told(request, uid)
    return redirect("desk:application", uid=uid)


def _complete(request: DeskRequest, application: Application, form: CompletionForm) -> None:
    complete_application(
        membership=request.membership,
        application=application,
        version=form.cleaned_data["version"],
        documents=form.documents(),
        proof=form.proof(),
        fee=form.fee_decision(),
        evidence=form.cleaned_data["evidence"],
        exception_reason=form.cleaned_data["exception_reason"],
        at=timezone.now(),
        on=request.today,
    )


def told(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The application as it stands now, and that it has changed: by a colleague, or by the first of two clicks."""
    words = _("This application has changed since you opened it. It is now “%(standing)s”: look at it below.")
    messages.warning(request, words % {"standing": find(uid).standing.label})
    return redirect("desk:application", uid=uid)
