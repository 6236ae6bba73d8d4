"""Correcting who acts for the applicant, and the identity papers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from eligibility.documents import attendance
from intake.correcting.people import correct_people, documents_of, representative_of
from intake.correcting.people_forms import PeopleCorrectionForm
from intake.models import Application
from intake.pending_views import told
from intake.record import record_of
from intake.refusals import ChangedMeanwhile, SupervisorCorrects
from intake.views import find


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_people_page(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The form with what is stored; saved with a reason."""
    application = find(uid)
    record = record_of(application, on=request.today)
    if not record.is_open:
        return told(request, uid)
    form = _form(request, application)
    if form.is_valid():
        try:
            corrected = correct_people(
                membership=request.membership,
                application=application,
                version=form.cleaned_data["version"],
                representative=form.representative(),
                documents=form.documents(),
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                on=request.today,
            )
        except ChangedMeanwhile:
            return told(request, uid)
        except SupervisorCorrects:
            form.add_error(
                None,
                _(
                    "With these papers it would not have been accepted. Only a supervisor saves this correction."
                ),
            )
        else:
            said = (
                _("Corrected. The earlier state is kept below.")
                if corrected
                else _("Nothing differs from what is stored.")
            )
            messages.success(request, said)
            return redirect("desk:application", uid=uid)
    context = {"record": record, "form": form, "nav": "today"}
    return TemplateResponse(request, "intake/correct_people.html", context)


def _form(request: DeskRequest, application: Application) -> PeopleCorrectionForm:
    stored = representative_of(application)
    wanted = attendance(application.law_facts, on=application.first_visit_on)
    return PeopleCorrectionForm(
        request.POST if request.method == "POST" else None,
        version=application.version,
        representative=stored,
        documents=documents_of(application),
        hides_address=application.support_measures,
        represented=stored is not None or wanted.represented,
    )
