"""Another day: the answer to the same facts on two days or under two practices. Nothing is stored."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from eligibility.comparison_words import differing, side_by_side
from eligibility.events import Facts
from eligibility.practices.words import changes_in_words
from intake.asking.comparing import Asked, ask, judged_under, standpoint
from intake.asking.forms import SIDES, AskForm, as_typed
from intake.views import find


@desk_view(Permission.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def as_of(request: DeskRequest) -> HttpResponse:
    """The form; with an answer below it once it was sent."""
    return _page(request, _form(request, request.POST if request.method == "POST" else None))


@desk_view(Permission.ENTER)
@require_POST
def again(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The facts of an application asked again: as it was judged, beside today."""
    row = find(uid)
    judged_by = judged_under(row)
    typed = as_typed(
        row.law_facts,
        left_on=row.accepted_on or row.first_visit_on,
        left_practice=judged_by,
        right_on=request.today,
        right_practice=judged_by,
    )
    return _page(request, _form(request, typed))


def _form(request: DeskRequest, data: Any) -> AskForm:
    return AskForm(data, at=request.membership.municipality, today=request.today)


def _page(request: DeskRequest, form: AskForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "nav": "as_of"}
    if form.is_valid() and form.facts:
        left, right = (_asked(request, form, form.facts, side) for side in SIDES)
        context |= {
            "sides": (left, right),
            "differing": differing(left.answer, right.answer),
            "rows": side_by_side(left.answer, right.answer),
            "settings": changes_in_words(left.standpoint.practice, right.standpoint.practice),
        }
    return TemplateResponse(request, "intake/as_of.html", context)


def _asked(request: DeskRequest, form: AskForm, facts: Facts, side: str) -> Asked:
    given = form.cleaned_data
    on, choice = given[f"{side}_on"], given[f"{side}_practice"]
    return ask(facts, standpoint(choice, facts, on=on, at=request.membership.municipality))
