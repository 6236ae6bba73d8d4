"""The desk's day: what came in, what waits, finding one application, and its record."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from desks.access import DeskRequest, desk_view
from desks.counters import counter_of
from desks.permissions import Permission
from intake.drafts.services import unfinished
from intake.finding.forms import FindForm
from intake.finding.searching import Kind
from intake.finding.services import found_by, todays_lists
from intake.inquiry.services import late_letters
from intake.late.services import decided_lately, undecided_number
from intake.models import Application
from intake.papers import printable
from intake.photos.services import photos_to_check
from intake.record import record_of
from paper.render import available


@desk_view(Permission.ENTER)
@require_safe
def today(request: DeskRequest) -> HttpResponse:
    context = {
        "today": request.today,
        "drafts": unfinished(membership=request.membership, counter=counter_of(request), on=request.today),
        "lists": todays_lists(request.membership.desk, request.today),
        "undecided": undecided_number(request.membership),
        "decisions": decided_lately(request.membership.desk, request.today),
        "inquiries": late_letters(request.membership.desk, request.today),
        "photo_checks": photos_to_check(request.membership.desk),
        "nav": "today",
    }
    return TemplateResponse(request, "intake/today.html", context)


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: DeskRequest) -> HttpResponse:
    """By anything that somebody says of an application; by POST, because an address would keep the name."""
    data = request.POST if request.method == "POST" else None
    form = FindForm(data, municipality=request.membership.municipality, own_desk=request.membership.desk)
    found = found_by(form.readings, form.filters, after=form.page_after) if form.is_valid() else None
    if found and found.reading and found.reading.kind is Kind.REFERENCE:
        return redirect("desk:application", uid=found.rows[0].uid)
    context = {"form": form, "found": found, "today": request.today, "nav": "today"}
    return TemplateResponse(request, "intake/search.html", context)


@desk_view(Permission.ENTER)
@require_safe
def application(request: DeskRequest, uid: UUID) -> HttpResponse:
    record = record_of(find(uid), on=request.today)
    context = {
        "record": record,
        "sheets": printable(record, on=request.today),
        "paper_available": available(),
        "asks_again": record.changes_soon(timezone.now()),
        "nav": "today",
    }
    return TemplateResponse(request, "intake/application.html", context)


@desk_view(Permission.ENTER)
@require_safe
def state(request: DeskRequest, uid: UUID) -> HttpResponse:
    """How the delivery stands, and its timeline: asked again until it is scheduled."""
    record = record_of(find(uid), on=request.today)
    context = {"record": record, "asks_again": record.changes_soon(timezone.now())}
    return TemplateResponse(request, "intake/state.html", context)


def find(uid: UUID) -> Application:
    """Raises Http404 for another municipality's application exactly as for one that does not exist."""
    rows = Application.objects.select_related(
        "delivery",
        "desk",
        "entered_by",
        "arrival_asked_by",
        "exception_by",
        "refused_by",
        "late_request__by",
        "late_decision__by",
        "representative",
        "agent",
        "safety_asked_by",
        "password_request",
    )
    found: Application = get_object_or_404(rows, uid=uid)
    return found
