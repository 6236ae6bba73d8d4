"""The administrator's pages of desks and of the return address."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desks import helpdesk_services
from desks.access import DeskRequest, desk_view
from desks.dates import with_weekday
from desks.helpdesk_forms import CloseForm, DeskForm, ReturnForm, desk_problem_in_words
from desks.helpdesk_services import DeskRefused
from desks.models import HelpDesk
from desks.permissions import Permission


@desk_view(Permission.ADMINISTER)
@require_safe
def desks(request: DeskRequest) -> HttpResponse:
    rows = HelpDesk.objects.filter(municipality=request.membership.municipality).order_by("id")
    return TemplateResponse(request, "desks/desks.html", {"desks": rows, "nav": "setup"})


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    form = DeskForm(request.POST if request.method == "POST" else None)
    desk = _saved(request, form)
    if desk is None:
        return TemplateResponse(request, "desks/desk_add.html", {"form": form, "nav": "setup"})
    request.subject = desk.uid
    messages.success(request, _("%(desk)s is added.") % {"desk": desk})
    return redirect("desks:list")


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, uid: UUID) -> HttpResponse:
    desk = _desk(request, uid)
    form = DeskForm(request.POST if request.method == "POST" else None, desk=desk)
    if _saved(request, form, desk) is None:
        return _page(request, desk, form=form)
    messages.success(request, _("%(desk)s is saved.") % {"desk": desk})
    return redirect("desks:list")


@desk_view(Permission.ADMINISTER)
@require_POST
def close(request: DeskRequest, uid: UUID) -> HttpResponse:
    desk = _desk(request, uid)
    form = CloseForm(request.POST, desk=desk)
    if not form.is_valid():
        return _page(request, desk, closing=form)
    day = form.cleaned_data["closed_from"]
    try:
        helpdesk_services.close_desk(desk=desk, closed_from=day, today=request.today)
    except DeskRefused as refusal:
        form.add_error("closed_from", desk_problem_in_words(refusal))
        return _page(request, desk, closing=form)
    messages.success(
        request, _("%(desk)s is closed from %(day)s on.") % {"desk": desk, "day": with_weekday(day)}
    )
    return redirect("desks:list")


@desk_view(Permission.ADMINISTER)
@require_POST
def reopen(request: DeskRequest, uid: UUID) -> HttpResponse:
    desk = _desk(request, uid)
    helpdesk_services.reopen_desk(desk)
    messages.success(request, _("%(desk)s is open.") % {"desk": desk})
    return redirect("desks:list")


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def return_address(request: DeskRequest) -> HttpResponse:
    municipality = request.membership.municipality
    form = ReturnForm(request.POST if request.method == "POST" else None, municipality=municipality)
    if not form.is_bound or not form.is_valid():
        return TemplateResponse(request, "desks/return_address.html", {"form": form, "nav": "setup"})
    helpdesk_services.set_return_address(municipality=municipality, facts=form.cleaned_data)
    messages.success(request, _("The return address is saved."))
    return redirect("setup:parts")


def _desk(request: DeskRequest, uid: UUID) -> HelpDesk:
    return get_object_or_404(HelpDesk, municipality=request.membership.municipality, uid=uid)


def _saved(request: DeskRequest, form: DeskForm, desk: HelpDesk | None = None) -> HelpDesk | None:
    """The desk as typed; None where the form has to be shown (again)."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return helpdesk_services.save_desk(
            municipality=request.membership.municipality, facts=form.cleaned_data, desk=desk
        )
    except DeskRefused as refusal:
        form.add_error("name", desk_problem_in_words(refusal))
        return None


def _page(
    request: DeskRequest, desk: HelpDesk, *, form: DeskForm | None = None, closing: CloseForm | None = None
) -> HttpResponse:
    context = {
        "desk": desk,
        "form": form or DeskForm(desk=desk),
        "closing": closing or CloseForm(desk=desk),
        "nav": "setup",
    }
    return TemplateResponse(request, "desks/desk.html", context)
