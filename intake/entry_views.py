"""Entering an application, with the answer beside it."""

from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desks.access import DeskRequest, desk_view
from desks.models import Practice
from desks.permissions import Permission
from intake.addresses import address_at
from intake.forms import EntryForm
from intake.models import Application
from intake.panel import OBSTACLES, Panel, panel_of
from intake.refusals import AlreadySubmitted, NotAccepted
from intake.sections.place import BELONGS_ELSEWHERE
from intake.services import submit_application
from intake.slips import FAULTS, Reading, read_into


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """The form; `check` asks for the answer only, as the panel does where there is no JavaScript.

    `read`, which Enter in any box presses, reads a slip's code where there is one and otherwise checks.
    """
    if request.POST.get("slip", "").strip() and "read" in request.POST:
        return _read(request)
    form = entry_form(request)
    if request.method != "POST":
        return entry_page(request, form)
    if request.POST.keys() & {"check", "read"}:
        form.without_gaps()
        _propose_address(form, request.POST)
        return entry_page(request, form)
    return _submit(request, form) if form.is_valid() else entry_page(request, form)


@desk_view(Permission.ENTER)
@require_POST
def panel(request: DeskRequest) -> HttpResponse:
    """The answer to what is typed so far. Nothing is written."""
    form = entry_form(request)
    form.without_gaps()
    postcode = form.errors.get("postcode")
    context = {
        "form": form,
        "panel": _panel(request, form),
        "refuses": True,
        "proposal": _proposal(form),
        "contradiction": postcode if form.has_error("postcode", BELONGS_ELSEWHERE) else "",
    }
    return TemplateResponse(request, "intake/panel.html", context)


def _read(request: DeskRequest) -> HttpResponse:
    """The form again, with what the slip tells in the fields that were empty. Nothing is written."""
    reading = read_into(
        request.POST,
        initial={name: field.initial for name, field in EntryForm.base_fields.items()},
        municipality_code=request.membership.municipality.code,
    )
    form = entry_form(request, reading.data)
    form.without_gaps()
    if reading.fault:
        if not form.has_error("slip"):
            form.add_error("slip", str(FAULTS[reading.fault]))
        return entry_page(request, form)
    _propose_address(form, reading.data)
    return entry_page(request, form, slip=reading)


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
        return entry_page(request, form, already=refusal.application, status=409)
    except Practice.DoesNotExist:
        form.add_error(
            None, _("This municipality has not settled its practice yet. An administrator does that.")
        )
    else:
        request.subject = done.application.uid
        return redirect("desk:application", uid=done.application.uid)
    return entry_page(request, form)


def entry_form(request: DeskRequest, data: QueryDict | None = None) -> EntryForm:
    """The form with what was sent, or `data` in its place."""
    return EntryForm(
        data or (request.POST if request.method == "POST" else None),
        initial={"key": uuid4()},
        municipality=request.membership.municipality,
        today=request.today,
    )


def entry_page(
    request: DeskRequest,
    form: EntryForm,
    *,
    already: Application | None = None,
    slip: Reading | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form's page, with the answer beside it."""
    context = {
        "form": form,
        "panel": _panel(request, form),
        "refuses": True,
        "already": already,
        "slip": slip,
        "kept": [form.fields[name].label for name in slip.kept] if slip else [],
        "nav": "new",
    }
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


def _propose_address(form: EntryForm, sent: QueryDict) -> None:
    proposal = _proposal(form)
    if proposal:
        typed = sent.copy()
        typed["address"] = proposal
        form.data = typed
