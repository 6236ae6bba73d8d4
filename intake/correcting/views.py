"""Correcting an application, and the letter that follows it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from delivery.issuer import the_issuer
from delivery.recall import Reach, Recalled
from desks import held
from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.correcting.forms import CorrectionForm
from intake.correcting.services import Prospect, correct_application, prospect_of
from intake.correcting.words import changes_in_words
from intake.letters import update_letter
from intake.models import Application
from intake.panel import panel_of_decision
from intake.pending_views import told
from intake.record import record_of
from intake.refusals import ChangedMeanwhile, SupervisorCorrects
from intake.views import find

REACH: Final[dict[Reach, Promise]] = {
    Reach.WITH_US: gettext_lazy("The letter is not booked with the issuer yet: the new values go along."),
    Reach.UNDER_WAY: gettext_lazy(
        "The letter is being handed to the issuer at this moment. Save, then look at the application in a minute: "
        "it says what can still be stopped."
    ),
    Reach.AT_ISSUER: gettext_lazy(
        "The letter is booked with the issuer: it goes to the old name and address unless the issuer takes it back. "
        "Save, then ask the issuer from the application’s page."
    ),
    Reach.GONE: gettext_lazy(
        "The letter can no longer be stopped: it was posted with the old name and address, delivered or cancelled."
    ),
}
RECALLED: Final[dict[Recalled, Promise]] = {
    Recalled.DONE: gettext_lazy("Done: the old letter does not go out."),
    Recalled.TOO_LATE: gettext_lazy(
        "Too late: the issuer has posted the letter. Tell the applicant, and record what becomes of it with the letter."
    ),
    Recalled.UNDER_WAY: gettext_lazy(
        "The letter is being handed over at this moment. Try again in a minute."
    ),
    Recalled.ISSUER_AWAY: gettext_lazy(
        "The issuer does not answer. The letter is as it was; try again later."
    ),
}


@desk_view(Permission.ENTER, comes_back_to="desk:correct")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The form with what is stored; then what would change; then it is written."""
    application = find(uid)
    if not record_of(application, on=request.today).is_open:
        return told(request, uid)
    form = CorrectionForm(
        request.POST if request.method == "POST" else held.take(request),
        application=application,
        municipality=request.membership.municipality,
    )
    if not form.is_valid():
        return _page(request, application, form)
    prospect = prospect_of(application, form.entry(), membership=request.membership)
    digest = prospect.digest(application.version)
    if "save" in request.POST and form.cleaned_data["shown"] == digest and prospect.after:
        try:
            return _save(request, application, form)
        except ChangedMeanwhile:
            return told(request, uid)
        except SupervisorCorrects:
            form.add_error(None, _("Only a supervisor saves this correction. Ask one to sign in."))
    form.shows(version=application.version, digest=digest)
    meanwhile = form.cleaned_data["version"] != application.version
    return _page(request, application, form, prospect, meanwhile=meanwhile)


@desk_view(Permission.ENTER)
@require_POST
def letter(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Asks for the letter back: to be sent anew with what is stored, or not at all where it was withdrawn."""
    application = find(uid)
    recalled = update_letter(
        application, issuer=the_issuer(), by=request.membership.staff, at=timezone.now(), on=request.today
    )
    if recalled is not None:
        level = messages.SUCCESS if recalled is Recalled.DONE else messages.WARNING
        messages.add_message(request, level, str(RECALLED[recalled]))
    return redirect("desk:application", uid=uid)


def _save(request: DeskRequest, application: Application, form: CorrectionForm) -> HttpResponse:
    correct_application(
        membership=request.membership,
        application=application,
        version=form.cleaned_data["version"],
        entry=form.entry(),
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
    )
    messages.success(request, _("Corrected. The earlier state is kept below."))
    return redirect("desk:application", uid=application.uid)


def _page(
    request: DeskRequest,
    application: Application,
    form: CorrectionForm,
    prospect: Prospect | None = None,
    *,
    meanwhile: bool = False,
) -> HttpResponse:
    judgement = prospect.judgement if prospect else None
    context = {
        "record": record_of(application, on=request.today),
        "form": form,
        "prospect": prospect,
        "changes": changes_in_words(prospect.changes, hides_address=application.support_measures)
        if prospect
        else [],
        "panel": panel_of_decision(judgement, on=request.today) if judgement else None,
        "reach": REACH[prospect.reach] if prospect and prospect.reach else "",
        "meanwhile": meanwhile,
        "may_save": prospect and (not prospect.needs_supervisor or request.membership.may(Permission.EXCUSE)),
        "nav": "today",
    }
    return TemplateResponse(request, "intake/correct.html", context, status=409 if meanwhile else 200)
