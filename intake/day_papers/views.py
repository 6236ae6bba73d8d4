"""A day's papers: asked for, watched while they are made, opened, cancelled."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.day_papers.forms import SHEET_TITLES, DayPapersForm
from intake.day_papers.services import Job, NobodyCame, ask_for_papers, try_again
from intake.models import PrintJob, PrintPart
from paper.render import APT_LINE


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def day_papers(request: DeskRequest) -> HttpResponse:
    """The form, and the jobs of this desk that are still kept."""
    form = DayPapersForm(request.POST if request.method == "POST" else None, today=request.today)
    if form.is_valid():
        given = form.cleaned_data
        try:
            job = ask_for_papers(
                membership=request.membership,
                **{name: given[name] for name in ("key", "day", "sheets")},
                at=timezone.now(),
                on=request.today,
            )
        except NobodyCame:
            form.add_error("day", _("Nobody applied at this desk on this day."))
        else:
            return redirect("papers:job", uid=job.uid)
    rows = PrintJob.objects.filter(desk=request.membership.desk).select_related("asked_by")
    context = {"form": form, "jobs": [Job(row, timezone.now()) for row in rows], "nav": "today"}
    return TemplateResponse(request, "intake/day_papers.html", context)


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: DeskRequest, uid: UUID) -> HttpResponse:
    """How far it is, and what to open; asked again by the page itself, or by its link.

    Cancelled and deleted are one: the press finds its part gone, and stops.
    """
    watched = Job(_find(uid), timezone.now())
    if request.method == "POST":
        return _done(watched.row, request.POST.get("do", ""))
    asked_by_the_page = "HX-Request" in request.headers
    template = "intake/day_papers_progress.html" if asked_by_the_page else "intake/day_papers_job.html"
    context = {
        "job": watched,
        "titles": [SHEET_TITLES[name] for name in watched.row.sheets],
        "apt_line": APT_LINE,
        "nav": "today",
    }
    return TemplateResponse(request, template, context)


def _done(row: PrintJob, what: str) -> HttpResponse:
    if what == "delete":
        row.delete()
        return redirect("papers:list")
    if what == "again":
        try_again(row)
    return redirect("papers:job", uid=row.uid)


@desk_view(Permission.ENTER)
@never_cache
@require_safe
def document(request: DeskRequest, uid: UUID, number: int) -> HttpResponse:
    """One finished document. From its first opening it is kept for as long as a paper jam takes."""
    part: PrintPart = get_object_or_404(PrintPart, job__uid=uid, number=number, pages__gt=0)
    PrintPart.objects.filter(pk=part.pk, opened_at=None).update(opened_at=timezone.now())
    headers = {"Content-Disposition": f'inline; filename="papers-{number}.pdf"'}
    return HttpResponse(bytes(part.pdf or b""), content_type="application/pdf", headers=headers)


def _find(uid: UUID) -> PrintJob:
    found: PrintJob = get_object_or_404(PrintJob.objects.select_related("desk", "asked_by"), uid=uid)
    return found
