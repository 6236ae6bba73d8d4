"""The photo of one case: its page, its picture, and the second person's check. One case on screen at a time."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.models import Application, Photo
from intake.photos.forms import CheckForm, PhotoForm
from intake.photos.services import (
    add_photo,
    check_photo,
    may_check,
    photo_of,
    picture_of,
    same_picture_elsewhere,
    takes_photo_now,
)
from intake.record import record_of
from intake.refusals import ChangedMeanwhile
from intake.views import find


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Attaches the photo, or notes that it is glued on the paper form; an earlier one is replaced."""
    application = find(uid)
    held = photo_of(application)
    form = PhotoForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        application=application,
        today=request.today,
        initial={"in_place_of": held.pk if held else 0},
    )
    if takes_photo_now(application) and form.is_valid():
        try:
            _add(request, application, form)
        except ChangedMeanwhile:
            return _told(request, uid)
        return redirect("desk:photo", uid=uid)
    return _page(request, application, held, form)


def _add(request: DeskRequest, application: Application, form: PhotoForm) -> None:
    add_photo(
        membership=request.membership,
        application=application,
        picture=form.picture,
        taken_on=form.cleaned_data["taken_on"],
        in_place_of=form.cleaned_data["in_place_of"],
        at=timezone.now(),
        on=request.today,
    )


def _page(
    request: DeskRequest, application: Application, held: Photo | None, form: PhotoForm
) -> HttpResponse:
    context = {
        "record": record_of(application, on=request.today),
        "photo": held,
        "elsewhere": same_picture_elsewhere(held) if held else None,
        "form": form,
        "takes_photo_now": takes_photo_now(application),
        "nav": "today",
    }
    return TemplateResponse(request, "intake/photo.html", context)


@desk_view(Permission.ENTER)
@require_safe
def picture(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The JPEG that we drew ourselves, for this page and nothing else."""
    jpeg = picture_of(find(uid))
    if jpeg is None:
        raise Http404
    return HttpResponse(
        jpeg,
        content_type="image/jpeg",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": 'inline; filename="photo.jpg"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def photo_check(request: DeskRequest, uid: UUID) -> HttpResponse:
    """A second person compares the photo with the case."""
    application = find(uid)
    held = photo_of(application)
    if held is None or not held.is_unchecked:
        return redirect("desk:application", uid=uid)
    second = may_check(held, request.membership)
    form = CheckForm(request.POST if request.method == "POST" else None, initial={"photo": held.pk})
    if second and form.is_valid():
        try:
            _check(request, held, form)
        except ChangedMeanwhile:
            return _told(request, uid)
        messages.success(request, _("Checked. It is noted with your name and the time."))
        return redirect("desk:application", uid=uid)
    context = {
        "record": record_of(application, on=request.today),
        "photo": held,
        "elsewhere": same_picture_elsewhere(held),
        "form": form,
        "second": second,
        "nav": "today",
    }
    return TemplateResponse(request, "intake/photo_check.html", context)


def _check(request: DeskRequest, held: Photo, form: CheckForm) -> None:
    if form.cleaned_data["photo"] != held.pk:
        raise ChangedMeanwhile
    check_photo(membership=request.membership, photo=held, at=timezone.now())


def _told(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The photo as a colleague has left it, and that it was a colleague."""
    messages.warning(
        request, _("A colleague has changed the photo or the application. This is how it stands now.")
    )
    return redirect("desk:photo", uid=uid)
