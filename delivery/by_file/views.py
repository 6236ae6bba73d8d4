"""The supervisor's pages of hand-over by file, and the administrator's choice of it."""

import base64
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from delivery.by_file import overview, services
from delivery.by_file.answers import Supervising, answers
from delivery.by_file.files import content, name_of
from delivery.by_file.forms import FileForm, WayForm
from delivery.models import Outgoing, OutgoingFile
from desks import audit
from desks.access import DeskRequest, desk_view
from desks.imports import Done, bring_in
from desks.models import Outcome
from desks.permissions import Permission
from desks.setup_views import SHOWN_PROBLEMS, UploadForm, sent_again
from desks.tables import FILE_PROBLEMS, MOST_BYTES, FileRefused


@desk_view(Permission.REVIEW)
@never_cache
@require_safe
def waiting(request: DeskRequest) -> HttpResponse:
    return _page(request)


@desk_view(Permission.REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: DeskRequest) -> HttpResponse:
    """Looked at again, after another language was chosen, it is the page it came from."""
    if request.method != "POST":
        return redirect("by_file:waiting")
    form = FileForm(request.POST)
    if not form.is_valid():
        return _page(request, make=form)
    try:
        made = services.make_file(
            municipality=request.membership.municipality,
            characters=form.cleaned_data["characters"],
            by=request.user,
            at=timezone.now(),
        )
    except services.DoNotFit as refusal:
        return _page(request, make=form, misfits=refusal.references)
    if made is None:
        messages.info(request, _("No letter waits for a file."))
        return redirect("by_file:waiting")
    request.subject = made.uid
    messages.success(request, _("File %(number)s is made. Download it now.") % {"number": made.number})
    return redirect("by_file:file", uid=made.uid)


@desk_view(Permission.REVIEW)
@never_cache
@require_safe
def file(request: DeskRequest, uid: UUID) -> HttpResponse:
    found, now = _file(uid), timezone.now()
    rows = found.rows.select_related("posting__delivery").order_by("id")
    still_open = rows.filter(answer__in=("", "taken"))
    context = {
        "file": found,
        "open": still_open.count(),
        "lines": [overview.line(row, today=request.today, now=now) for row in still_open[: overview.SHOWN]],
        "nav": "by_file",
    }
    return TemplateResponse(request, "delivery/by_file_file.html", context)


@desk_view(Permission.REVIEW)
@never_cache
@require_safe
def download(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The file, as often as it is asked for. Addresses under support measures are in it: each is audited."""
    found = _file(uid)
    for delivery in overview.protected(found):
        request.subject = delivery
        audit.record(request, Outcome.DONE)
    request.subject = found.uid
    charset = "shift_jis" if found.characters == "cp932" else "utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{name_of(found)}"'}
    return HttpResponse(content(found), content_type=f"text/csv; charset={charset}", headers=headers)


@desk_view(Permission.REVIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_answers(request: DeskRequest) -> HttpResponse:
    """First what the file would do, then the file itself. Looked at again it is the page it came from."""
    if request.method != "POST":
        return redirect("by_file:waiting")
    again = "content" in request.POST
    form = UploadForm(request.POST, request.FILES)
    if not again and not form.is_valid():
        return _page(request, upload=form)
    acting = Supervising(by=request.user, municipality=request.membership.municipality, today=request.today)
    try:
        sent = (
            sent_again(request.POST["content"]) if again else form.cleaned_data["file"].read(MOST_BYTES + 1)
        )
        done = bring_in(answers(at=timezone.now()), sent, acting, for_good=again)
    except FileRefused as refusal:
        form.errors["file"] = form.error_class([str(FILE_PROBLEMS[refusal.problem])])
        return _page(request, upload=form)
    if not again or done.problems:
        return _preview(request, sent, done)
    said = ngettext("%(number)s answer is read in.", "%(number)s answers are read in.", done.changes)
    messages.success(request, said % {"number": done.changes})
    return redirect("by_file:waiting")


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def way(request: DeskRequest) -> HttpResponse:
    municipality = request.membership.municipality
    form = WayForm(request.POST if request.method == "POST" else None, by_file=municipality.by_file)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "waiting": Outgoing.objects.waiting().count(), "nav": "setup"}
        return TemplateResponse(request, "delivery/by_file_way.html", context)
    services.choose(municipality=municipality, by_file=form.cleaned_data["way"] == "file")
    messages.success(request, _("Saved. It holds for letters that are asked for from now on."))
    return redirect("setup:parts")


def _file(uid: UUID) -> OutgoingFile:
    found: OutgoingFile = get_object_or_404(
        OutgoingFile.objects.select_related("municipality", "made_by"), uid=uid
    )
    return found


def _page(
    request: DeskRequest,
    *,
    make: FileForm | None = None,
    upload: UploadForm | None = None,
    misfits: list[str] | None = None,
) -> HttpResponse:
    """Everything on one page; a form that needs another look keeps what was chosen."""
    context: dict[str, Any] = {
        "waiting": overview.waiting(today=request.today, now=timezone.now()),
        "most": services.MOST,
        "files": overview.files(),
        "make": make or FileForm(),
        "upload": upload or UploadForm(),
        "form": upload,
        "misfits": misfits,
        "nav": "by_file",
    }
    return TemplateResponse(request, "delivery/by_file.html", context)


def _preview(request: DeskRequest, sent: bytes, done: Done) -> HttpResponse:
    context = {
        "form": UploadForm(),
        "problems": done.problems[:SHOWN_PROBLEMS],
        "count": len(done.problems),
        "more": max(len(done.problems) - SHOWN_PROBLEMS, 0),
        "effects": {effect.name: number for effect, number in done.effects.items()},
        "changes": done.changes,
        "content": base64.b64encode(sent).decode(),
        "nav": "by_file",
    }
    return TemplateResponse(request, "delivery/by_file_answers.html", context)
