"""Entering an application, with the answer beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desks import held
from desks.access import DeskRequest, desk_view
from desks.counters import counter_of, remember_counter
from desks.dates import with_weekday
from desks.models import Practice
from desks.permissions import Permission
from intake.drafts.services import Kept, Unfinished, discard_draft, keep_draft, unfinished
from intake.forms import EntryForm
from intake.models import Application
from intake.obstacle_words import to_do
from intake.panel import Panel, panel_of
from intake.progress import sections_of
from intake.refusals import AlreadySubmitted, NotAccepted
from intake.sections.place import BELONGS_ELSEWHERE
from intake.services import submit_application
from intake.slips import FAULTS, Reading, read_into

ONLY_LOOKED_AT: Final = frozenset({"check", "read", "keep", "anew"})
"""The buttons that submit nothing."""
NOT_KEPT: Final = Kept()
FILLED_IN_ANYWAY: Final = "key", "slip_read"
"""Fields that a page fills by itself: alone they are nothing typed."""


@desk_view(Permission.ENTER, comes_back_to="desk:new")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """The form. `check` asks for the answer only, as the panel does where there is no JavaScript; `keep` leaves it for
    later, `anew` makes another form of what was typed.

    `read`, which Enter in any box presses, reads a slip's code where there is one and otherwise checks.
    """
    if request.POST.get("slip", "").strip() and "read" in request.POST:
        return _read(request)
    back = held.take(request)
    form = entry_form(request, _with_another_key(request) if "anew" in request.POST else back)
    if not form.is_bound:
        return entry_page(request, form)
    if back or request.POST.keys() & ONLY_LOOKED_AT:
        form.without_gaps()
        _propose_address(form)
    elif form.is_valid() and (done := _submit(request, form)):
        return done
    kept = _keep(request, form)
    if kept.until and "keep" in request.POST:
        return _left_for_later(request, kept.until)
    return entry_page(request, form, kept=kept)


@desk_view(Permission.ENTER, comes_back_to="desk:new")
@require_POST
def panel(request: DeskRequest) -> HttpResponse:
    """The answer to what is typed so far, which is kept as a draft."""
    form = entry_form(request)
    form.without_gaps()
    postcode = form.errors.get("postcode")
    context = {
        **_answer(request, form),
        "proposal": form.proposed_address(),
        "asked": form.asked_again(),
        "contradiction": postcode if form.has_error("postcode", BELONGS_ELSEWHERE) else "",
        "draft": _keep(request, form, something=True),
        "live": True,
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
        return entry_page(request, form, kept=_keep(request, form))
    _propose_address(form)
    return entry_page(request, form, slip=reading, kept=_keep(request, form))


def _keep(request: DeskRequest, form: EntryForm, *, something: bool = False) -> Kept:
    """Keeps what was typed, once there is something; the panel knows that there is."""
    key = form.cleaned_data.get("key")
    if key is None or not (something or set(form.changed_data).difference(FILLED_IN_ANYWAY)):
        return NOT_KEPT
    return keep_draft(
        membership=request.membership,
        key=key,
        opening=held.opening_of(request),
        counter=counter_of(request),
        typed=cast(QueryDict, form.data),
        at=timezone.now(),
        on=request.today,
    )


def _left_for_later(request: DeskRequest, until: date) -> HttpResponse:
    told = _("Kept until the end of %(day)s. You find it here, under “Unfinished applications”.")
    messages.success(request, told % {"day": with_weekday(until)})
    return redirect("desk:today")


def _with_another_key(request: DeskRequest) -> QueryDict:
    typed = request.POST.copy()
    typed["key"] = str(uuid4())
    return typed


def _submit(request: DeskRequest, form: EntryForm) -> HttpResponse | None:
    """Leads to the application; None where something is in the way, which the form then says."""
    try:
        done = submit_application(
            membership=request.membership,
            entry=form.entry(),
            key=form.cleaned_data["key"],
            at=timezone.now(),
            on=request.today,
        )
    except NotAccepted as refusal:
        for one in to_do(refusal.judgement, refusal.obstacles, form.people(), on=request.today):
            form.add_error(one.field, one.words)
    except AlreadySubmitted as refusal:
        return entry_page(request, form, kept=Kept(submitted=refusal.application), status=409)
    except Practice.DoesNotExist:
        form.add_error(
            None, _("This municipality has not settled its practice yet. An administrator does that.")
        )
    else:
        discard_draft(membership=request.membership, key=form.cleaned_data["key"])
        request.subject = done.application.uid
        return redirect("desk:application", uid=done.application.uid)
    return None


def entry_form(
    request: DeskRequest, data: QueryDict | None = None, *, known: Mapping[str, Any] | None = None
) -> EntryForm:
    """The form with what was sent, or `data` in its place; an empty one with what is `known` already."""
    return EntryForm(
        data or (request.POST if request.method == "POST" else None),
        initial={"key": uuid4(), **(known or {})},
        municipality=request.membership.municipality,
        today=request.today,
    )


def entry_page(
    request: DeskRequest,
    form: EntryForm,
    *,
    kept: Kept = NOT_KEPT,
    slip: Reading | None = None,
    household: Application | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form's page, with the answer beside it; an empty form with what its person has not finished."""
    context = {
        **_answer(request, form),
        "household": household,
        "draft": kept,
        "drafts": [] if form.is_bound else drafts_of(request),
        "slip": slip,
        "kept": [form.fields[name].label for name in slip.kept] if slip else [],
        "nav": "new",
    }
    return remember_counter(request, TemplateResponse(request, "intake/new.html", context, status=status))


def drafts_of(request: DeskRequest) -> list[Unfinished]:
    """What this person has typed and not finished."""
    return unfinished(membership=request.membership, counter=counter_of(request), on=request.today)


def _answer(request: DeskRequest, form: EntryForm) -> dict[str, Any]:
    """What stands beside the form."""
    panel = _panel(request, form)
    return {"form": form, "panel": panel, "sections": sections_of(form, panel), "refuses": True}


def _panel(request: DeskRequest, form: EntryForm) -> Panel | None:
    try:
        return panel_of(form, membership=request.membership, on=request.today)
    except Practice.DoesNotExist:
        return None


def _propose_address(form: EntryForm) -> None:
    proposal = form.proposed_address()
    if proposal:
        typed = cast(QueryDict, form.data).copy()
        typed["address"] = proposal
        form.data = typed
