"""What the post says of many letters: a file is read in, and what nobody understood is shown until somebody looks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delivery.models import TrackingImport
from delivery.post.forms import NAMES, TrackingFileForm
from delivery.post.reading import Why
from delivery.post.services import TooMuchNews, mark_seen, take_in
from desks.access import DeskRequest, desk_view
from desks.permissions import Permission

LATEST = 20


@desk_view(Permission.REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: DeskRequest) -> HttpResponse:
    """A file is chosen and read in; the lists that nobody has looked at yet, and the latest files."""
    if request.method != "POST":
        return _page(request, TrackingFileForm(today=request.today))
    form = TrackingFileForm(request.POST, request.FILES, today=request.today)
    if not form.is_valid():
        return _page(request, form)
    now = timezone.now()
    try:
        done = take_in(
            told=form.told,
            left=form.left,
            digest=form.digest,
            municipality_id=request.membership.municipality_id,
            by=request.user,
            at=now,
        )
    except TooMuchNews as refusal:
        form.refuse(refusal)
        return _page(request, form)
    if done.at != now:
        messages.info(request, _("This file was read in before: nothing has changed."))
    elif not done.moved + done.kept:
        messages.info(request, _("There is nothing new in this file: nothing has changed."))
    else:
        messages.success(request, _("The file is read in."))
    return redirect("post:file", uid=done.uid)


@desk_view(Permission.REVIEW)
@require_safe
def file(request: DeskRequest, uid: UUID) -> HttpResponse:
    """What a file did, and each of its lines that was left."""
    done = get_object_or_404(TrackingImport.objects.select_related("by", "seen_by"), uid=uid)
    lines = [{**line, "why": Why(line["why"]).label} for line in done.left]
    return TemplateResponse(
        request, "delivery/post/file.html", {"done": done, "lines": lines, "nav": "review"}
    )


@desk_view(Permission.REVIEW)
@require_POST
def seen(request: DeskRequest, uid: UUID) -> HttpResponse:
    done = get_object_or_404(TrackingImport.objects.all(), uid=uid)
    mark_seen(done, by=request.user, at=timezone.now())
    messages.success(request, _("Marked as looked at."))
    return redirect("post:files")


def _page(request: DeskRequest, form: TrackingFileForm) -> HttpResponse:
    context = {
        "form": form,
        "headings": [str(name) for name in NAMES.values()],
        "to_look_at": TrackingImport.objects.to_look_at().select_related("by"),
        "latest": TrackingImport.objects.exclude(seen_at=None).select_related("by").order_by("-at")[:LATEST],
        "nav": "review",
    }
    return TemplateResponse(request, "delivery/post/files.html", context)
