"""The desk's day: what came in, what waits, finding one application, and its record."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.forms import SearchForm
from intake.models import Application
from intake.papers import printable
from intake.record import record_of
from paper.render import available

SHOWN = 50
"""More than a clerk reads; a longer list asks for more letters."""


@desk_view(Permission.ENTER)
@require_safe
def today(request: DeskRequest) -> HttpResponse:
    of_desk = Application.objects.select_related("delivery").for_desk(request.membership.desk)
    context = {
        "today": request.today,
        "applications": of_desk.of_day(request.today)[:SHOWN],
        "waiting": of_desk.waiting()[:SHOWN],
        "nav": "today",
    }
    return TemplateResponse(request, "intake/today.html", context)


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: DeskRequest) -> HttpResponse:
    """By reference, name, kana or birth date; by POST, because an address would keep the name."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    found: list[Application] = []
    if form.is_valid():
        given = form.cleaned_data
        rows = Application.objects.select_related("delivery").found_by(
            reference=form.reference, name=given["q"], born_on=given["born_on"]
        )
        found = list(rows[: SHOWN + 1])
    if form.reference and found:
        return redirect("desk:application", uid=found[0].uid)
    context = {"form": form, "found": found[:SHOWN], "more": len(found) > SHOWN, "nav": "today"}
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
        "delivery", "desk", "entered_by", "exception_by", "representative", "password_request"
    )
    found: Application = get_object_or_404(rows, uid=uid)
    return found
