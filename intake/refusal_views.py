"""Refusing in two keys: one opens what would be printed, the other prints it."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from desks import held
from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from eligibility.wording import ordinary_route_in_words
from intake.closing import refuse_application, unrefusable
from intake.completing import judge_completed
from intake.decision_forms import RefusalForm, reads_version
from intake.entry_views import entry_form, entry_page
from intake.forms import EntryForm
from intake.judging import Judgement
from intake.panel import panel_of, panel_of_decision
from intake.paper_views import pdf_response
from intake.pending_views import told
from intake.record import record_of
from intake.refusals import ChangedMeanwhile, NotRefused, Unrefusable
from intake.sheets import RefusalSheet, refusal_sheet, route_instead
from intake.views import find
from paper.render import available

UNREFUSABLE: Final[dict[Unrefusable, Promise]] = {
    Unrefusable.STILL_OPEN: gettext_lazy(
        "Express issuance is open to this person: complete the application, or withdraw it if they no longer want it."
    ),
    Unrefusable.SUPERVISOR_DECIDES: gettext_lazy(
        "Only a supervisor decides this application. Ask one to sign in."
    ),
    Unrefusable.REASON_NEEDED: gettext_lazy("Say why it is refused: the rules leave it to the desk."),
}
NOT_CONTENT: Final = ("csrfmiddlewaretoken", "check", "read", "keep", "anew")


@desk_view(Permission.ENTER, comes_back_to="desk:new")
@require_POST
def refusal(request: DeskRequest) -> HttpResponse:
    """What would be printed for the person on the form. Nothing is written."""
    form = _looked_at(request)
    panel = panel_of(form, membership=request.membership, on=request.today)
    if panel is None or panel.judgement.is_open:
        return _open_to_them(request, form)
    sheet = _sheet(request, form, panel.judgement)
    context = {
        "form": form,
        "panel": panel,
        "route": sheet.route,
        "typed": list(_typed(request.POST)),
        "paper_available": available(),
        "nav": "new",
    }
    return TemplateResponse(request, "intake/refusal.html", context)


@desk_view(Permission.ENTER, comes_back_to="desk:new")
@never_cache
@require_POST
def refusal_paper(request: DeskRequest) -> HttpResponse:
    """The sheet from the posted form alone. No row of the person is made; the audit says that one was printed."""
    form = _looked_at(request)
    panel = panel_of(form, membership=request.membership, on=request.today)
    if panel is None or panel.judgement.is_open:
        return _open_to_them(request, form)
    language = form.cleaned_data.get("language") or "ja"
    with override(language):
        sheet = _sheet(request, form, panel.judgement)
    return pdf_response(request, [sheet], language, name="refusal")


@desk_view(Permission.ENTER, comes_back_to="desk:refuse")
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Refuses a pending application and prints why."""
    application = find(uid)
    record = record_of(application, on=request.today)
    if not record.is_pending:
        return told(request, uid)
    judgement = judge_completed(application, membership=request.membership, on=request.today)
    sent = request.POST if request.method == "POST" else held.take(request)
    form = RefusalForm(sent, initial={"version": application.version})
    form.fields["reason"].required = judgement.consult is not None
    meanwhile = form.is_valid() and form.cleaned_data["version"] != application.version
    if meanwhile:
        reads_version(form, application.version)
    elif form.is_valid() and request.method == "POST":
        try:
            refuse_application(
                membership=request.membership,
                application=application,
                at=timezone.now(),
                on=request.today,
                **form.cleaned_data,
            )
        except ChangedMeanwhile:
            return told(request, uid)
        except NotRefused as refused:
            form.add_error("reason", str(UNREFUSABLE[refused.why]))
        else:
            return redirect("desk:paper", uid=uid, sheet="refusal")
    assessment, practice = judgement.answer.assessment, judgement.residence_practice
    route = route_instead(judgement.facts, assessment, practice, request.today)
    why = unrefusable(judgement, membership=request.membership, reason="-")
    context = {
        "record": record,
        "form": form,
        "panel": panel_of_decision(judgement, on=request.today),
        "route": ordinary_route_in_words(route) if route else "",
        "why": UNREFUSABLE[why] if why else "",
        "closed": bool(why),
        "meanwhile": meanwhile,
        "nav": "today",
    }
    return TemplateResponse(request, "intake/refuse.html", context, status=409 if meanwhile else 200)


def _looked_at(request: DeskRequest) -> EntryForm:
    form = entry_form(request)
    form.without_gaps()
    return form


def _open_to_them(request: DeskRequest, form: EntryForm) -> HttpResponse:
    form.add_error(
        None, _("There is nothing to refuse: express issuance is open, or the form does not say enough yet.")
    )
    return entry_page(request, form)


def _sheet(request: DeskRequest, form: EntryForm, judgement: Judgement) -> RefusalSheet:
    desk, staff = request.membership.desk, request.membership.staff
    return refusal_sheet(
        desk=desk,
        name=form.cleaned_data.get("name", ""),
        facts=judgement.facts,
        assessment=judgement.answer.assessment,
        residence_practice=judgement.residence_practice,
        on=request.today,
        clerk=staff.get_full_name(),
        hides_desk=bool(form.cleaned_data.get("support_measures")),
    )


def _typed(sent: QueryDict) -> Iterator[tuple[str, Any]]:
    """Every field of the form with its value, to be sent once more."""
    return ((name, value) for name, values in sent.lists() if name not in NOT_CONTENT for value in values)
