"""Entering an application, with the answer beside it."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desks.access import DeskRequest, desk_view
from desks.models import Practice
from desks.permissions import Permission
from intake.addresses import address_at
from intake.forms import BELONGS_ELSEWHERE, EntryForm
from intake.models import Application
from intake.panel import OBSTACLES, Panel, panel_of
from intake.refusals import AlreadySubmitted, NotAccepted
from intake.services import submit_application


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """The form; `check` asks for the answer only, as the panel does where there is no JavaScript."""
    form = _form(request)
    if request.method != "POST":
        return _page(request, form)
    if "check" in request.POST:
        form.without_gaps()
        _propose_address(request, form)
        return _page(request, form)
    return _submit(request, form) if form.is_valid() else _page(request, form)


@desk_view(Permission.ENTER)
@require_POST
def panel(request: DeskRequest) -> HttpResponse:
    """The answer to what is typed so far. Nothing is written."""
    form = _form(request)
    form.without_gaps()
    postcode = form.errors.get("postcode")
    context = {
        "form": form,
        "panel": _panel(request, form),
        "proposal": _proposal(form),
        "contradiction": postcode if form.has_error("postcode", BELONGS_ELSEWHERE) else "",
    }
    return TemplateResponse(request, "intake/panel.html", context)


def _submit(request: DeskRequest, form: EntryForm) -> HttpResponse:
    try:
        done = submit_application(
            membership=request.membership,
            entry=form.entry(),
            key=form.cleaned_data["key"],
            at=timezone.now(),
            on=request.today,
        )
    except NotAccepted as refusal:
        for obstacle in refusal.obstacles:
            field, message = OBSTACLES[obstacle]
            form.add_error(field, str(message))
    except AlreadySubmitted as refusal:
        return _page(request, form, already=refusal.application, status=409)
    except Practice.DoesNotExist:
        form.add_error(
            None, _("This municipality has not settled its practice yet. An administrator does that.")
        )
    else:
        request.subject = done.application.uid
        return redirect("desk:application", uid=done.application.uid)
    return _page(request, form)


def _form(request: DeskRequest) -> EntryForm:
    return EntryForm(
        request.POST if request.method == "POST" else None,
        initial={"key": uuid4()},
        municipality=request.membership.municipality,
        today=request.today,
    )


def _page(
    request: DeskRequest, form: EntryForm, *, already: Application | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "panel": _panel(request, form), "already": already, "nav": "new"}
    return TemplateResponse(request, "intake/new.html", context, status=status)


def _panel(request: DeskRequest, form: EntryForm) -> Panel | None:
    try:
        return panel_of(form, membership=request.membership, on=request.today)
    except Practice.DoesNotExist:
        return None


def _proposal(form: EntryForm) -> str:
    """The address of the postcode while the address is empty."""
    given = form.cleaned_data
    if given.get("address") or not given.get("postcode"):
        return ""
    return address_at(given["postcode"].replace("-", ""))


def _propose_address(request: DeskRequest, form: EntryForm) -> None:
    proposal = _proposal(form)
    if proposal:
        typed = request.POST.copy()
        typed["address"] = proposal
        form.data = typed
