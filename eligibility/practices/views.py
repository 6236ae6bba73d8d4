"""The administrator's pages of a practice: what holds, and how it is changed in three steps (form, preview, row)."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desks.access import DeskRequest, desk_view
from desks.calendars import calendar_of, practice_of
from desks.dates import with_weekday
from desks.permissions import Permission
from desks.places import with_code
from eligibility.practice import Practice
from eligibility.practices.examples import Worked, worked_examples
from eligibility.practices.forms import PracticeForm
from eligibility.practices.history import Standing, Version, history
from eligibility.practices.services import ChangedMeanwhile, latest_row, settle
from eligibility.practices.words import (
    PRACTICE_QUESTIONS,
    SECTIONS,
    Changed,
    changes_in_words,
    value_in_words,
)
from eligibility.presets import PRESETS


@desk_view(Permission.ADMINISTER)
@require_safe
def practice(request: DeskRequest) -> HttpResponse:
    versions = history(request.membership.municipality, on=request.today)
    context = {
        "sections": _in_words(practice_of(request.membership.municipality, request.today)),
        "current": next((one for one in versions if one.standing is Standing.IN_FORCE), None),
        "versions": versions,
        "nav": "setup",
    }
    return TemplateResponse(request, "eligibility/practice.html", context)


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, _started(request))
    form = PracticeForm(request.POST, today=request.today)
    if not form.is_valid() or "edit" in request.POST:
        return _ask(request, form)
    if "confirm" not in request.POST:
        return _show(request, form)
    municipality, on = request.membership.municipality, form.cleaned_data["in_force_from"]
    try:
        settle(
            municipality=municipality,
            practice=form.practice,
            in_force_from=on,
            started_from=form.cleaned_data["started_from"],
            by=request.user,
        )
    except ChangedMeanwhile:
        return _show(request, form)
    messages.success(request, _("Settled. It holds from %(day)s.") % {"day": with_weekday(on)})
    return redirect("practice:current")


def _started(request: DeskRequest) -> PracticeForm:
    """The form as the address starts it: from a preset, or from what holds on the day it names."""
    municipality = request.membership.municipality
    day = _day(request.GET.get("on", "")) or request.today
    preset = PRESETS.get(request.GET.get("start", ""))
    return PracticeForm(
        today=request.today,
        start=preset.practice if preset else practice_of(municipality, request.today),
        in_force_from=day,
        started_from=latest_row(municipality),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _ask(request: DeskRequest, form: PracticeForm) -> HttpResponse:
    presets = [
        {
            "name": preset.name,
            "title": str(with_code(preset.code)) if preset.code else "",
            "pages": preset.pages,
        }
        for preset in PRESETS.values()
    ]
    context = {"form": form, "presets": presets, "start": request.GET.get("start"), "nav": "setup"}
    return TemplateResponse(request, "eligibility/practice_change.html", context)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What the row would change: against what holds on its first day now, and who has settled what meanwhile.

    `later` are versions that take over afterwards.
    """

    on: date
    changes: list[Changed]
    examples: list[Worked]
    meanwhile: list[Version]
    later: list[Version]


def _show(request: DeskRequest, form: PracticeForm) -> HttpResponse:
    municipality, on = request.membership.municipality, form.cleaned_data["in_force_from"]
    before, started_from = practice_of(municipality, on), form.cleaned_data["started_from"]
    changes = changes_in_words(before, form.practice)
    if not changes:
        form.add_error(None, _("These are the settings that hold on that day already: nothing would change."))
        return _ask(request, form)
    versions = history(municipality, on=request.today)
    preview = Preview(
        on=on,
        changes=changes,
        examples=worked_examples(before, form.practice, on=on, calendar=calendar_of(municipality, on)),
        meanwhile=[one for one in versions if one.number > started_from],
        later=[one for one in versions if one.in_force_from > on and one.standing is Standing.AHEAD][::-1],
    )
    # Whoever confirms what stands on this page has seen what was settled until now.
    data = request.POST.copy()
    data["started_from"] = str(latest_row(municipality))
    seen = PracticeForm(data, today=request.today)
    context = {"preview": preview, "form": seen, "nav": "setup"}
    return TemplateResponse(request, "eligibility/practice_preview.html", context)


def _in_words(practice: Practice) -> list[dict[str, object]]:
    """The sections with each question and what the practice says to it."""
    return [
        {
            "title": section.title,
            "settings": [
                (PRACTICE_QUESTIONS[name], value_in_words(name, getattr(practice, name)))
                for name in section.fields
            ],
        }
        for section in SECTIONS
    ]
