"""Late applications with circumstances: what waits for a supervisor, and the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.completing import judge_completed, people_of
from intake.decision_forms import LateForm
from intake.late.deciding import accept_late, decline_late
from intake.late.services import days_late
from intake.models import Application
from intake.obstacle_words import to_do
from intake.panel import panel_of_decision
from intake.pending_views import told
from intake.record import record_of
from intake.refusal_views import UNREFUSABLE
from intake.refusals import ChangedMeanwhile, NotAccepted, NotRefused
from intake.views import find


@desk_view(Permission.EXCUSE)
@require_safe
def late(request: DeskRequest) -> HttpResponse:
    """All that wait for a decision in the municipality, the longest waiting first."""
    rows = Application.objects.undecided().select_related("desk", "late_request__by")
    waiting = [(row, (request.today - row.decision_asked_on).days, days_late(row)) for row in rows]
    return TemplateResponse(request, "intake/late.html", {"waiting": waiting, "nav": "late"})


@desk_view(Permission.EXCUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The case with the circumstances and every step of its answer; accepted or declined, with a reason."""
    application = find(uid)
    if not application.is_undecided:
        return told(request, uid)
    judgement = judge_completed(application, membership=request.membership, on=request.today)
    form = LateForm(
        request.POST if request.method == "POST" else None,
        initial={"version": application.version, "evidence": application.evidence},
        decides_fee=judgement.clerk_decides_fee and not application.missing,
    )
    if form.is_valid():
        try:
            return (
                _decline(request, application, form)
                if "decline" in request.POST
                else _accept(request, application, form)
            )
        except ChangedMeanwhile:
            return told(request, uid)
        except NotAccepted as refusal:
            people = people_of(application)
            for one in to_do(refusal.judgement, refusal.obstacles, people, on=request.today):
                form.add_error(one.field if one.field in form.fields else None, one.words)
        except NotRefused as refusal:
            form.add_error("reason", str(UNREFUSABLE[refusal.why]))
    context = {
        "record": record_of(application, on=request.today),
        "form": form,
        "days_late": days_late(application),
        "panel": panel_of_decision(judgement, on=request.today),
        "nav": "late",
    }
    return TemplateResponse(request, "intake/decide.html", context)


def _accept(request: DeskRequest, application: Application, form: LateForm) -> HttpResponse:
    done = accept_late(
        membership=request.membership,
        application=application,
        version=form.cleaned_data["version"],
        reason=form.cleaned_data["reason"],
        fee=form.fee_decision(),
        evidence=form.cleaned_data["evidence"],
        at=timezone.now(),
        on=request.today,
    )
    words = (
        _("Accepted. It still waits for papers.")
        if done.accepted_on is None
        else _("Accepted. The letter is on its way to the issuer; take the fee where the person applied.")
    )
    messages.success(request, words)
    return redirect("desk:application", uid=done.uid)


def _decline(request: DeskRequest, application: Application, form: LateForm) -> HttpResponse:
    """Leads to the paper that the person gets."""
    done = decline_late(
        membership=request.membership,
        application=application,
        version=form.cleaned_data["version"],
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
        on=request.today,
    )
    return redirect("desk:paper", uid=done.uid, sheet="refusal")
