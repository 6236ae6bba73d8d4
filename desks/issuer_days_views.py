"""The administrator's page of what the issuer announces."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from desks import issuer_days
from desks.access import DeskRequest, desk_view
from desks.calendar_forms import day_problem_in_words
from desks.calendar_services import DayProblem, DayRefused
from desks.dates import DateBoxes, with_weekday
from desks.models import Municipality
from desks.permissions import Permission

PAGE = "setup:issuer_days"


class BacklogForm(forms.Form):
    """Since when a card takes longer than a week; nothing at all where it does not."""

    since = DateBoxes(label=_("Since"), required=False)
    until = DateBoxes(
        label=_("Last day"), required=False, help_text=_("Leave it empty while no end is known.")
    )

    def __init__(self, data: Any = None, *, municipality: Municipality) -> None:
        known = {"since": municipality.backlog_since, "until": municipality.backlog_until}
        super().__init__(data, initial=known)
        self.helper = FormHelper()
        self.helper.form_action = reverse("setup:backlog")
        self.helper.layout = Layout(
            Fieldset(_("Cards take longer than a week"), Div("since", "until", css_class="row")),
            Div(Submit("save", _("Save these days")), css_class="actions"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("until") and "since" in cleaned and not cleaned["since"]:
            self.add_error("since", _("Enter the day since when."))
        return cleaned


class MaintenanceForm(forms.Form):
    """One day or several in a row."""

    first = DateBoxes(label=_("First day"))
    last = DateBoxes(label=_("Last day"), required=False, help_text=_("Only for several days in a row."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_action = reverse("setup:add_maintenance")
        self.helper.layout = Layout(
            Fieldset(_("No cards are made (maintenance)"), Div("first", "last", css_class="row")),
            Div(Submit("add", _("Add these days")), css_class="actions"),
        )


@desk_view(Permission.ADMINISTER)
@require_safe
def page(request: DeskRequest) -> HttpResponse:
    return _page(request)


@desk_view(Permission.ADMINISTER)
@require_POST
def backlog(request: DeskRequest) -> HttpResponse:
    municipality = request.membership.municipality
    form = BacklogForm(request.POST, municipality=municipality)
    if not form.is_valid():
        return _page(request, backlog=form)
    try:
        issuer_days.set_backlog(municipality=municipality, today=request.today, **form.cleaned_data)
    except DayRefused as refusal:
        on_until = form.cleaned_data["until"] == refusal.day != form.cleaned_data["since"]
        form.add_error("until" if on_until else "since", day_problem_in_words(refusal))
        return _page(request, backlog=form)
    messages.success(request, gettext("What the issuer announced is saved."))
    return redirect(PAGE)


@desk_view(Permission.ADMINISTER)
@require_POST
def add_maintenance(request: DeskRequest) -> HttpResponse:
    form = MaintenanceForm(request.POST)
    if not form.is_valid():
        return _page(request, maintenance=form)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    municipality = request.membership.municipality
    try:
        added = issuer_days.add_maintenance(
            municipality=municipality, first=first, last=last or first, today=request.today
        )
    except DayRefused as refusal:
        on_last = last and refusal.problem is not DayProblem.PAST
        form.add_error("last" if on_last else "first", day_problem_in_words(refusal))
        return _page(request, maintenance=form)
    said = ngettext("%(number)s day added.", "%(number)s days added.", len(added))
    messages.success(request, said % {"number": len(added)})
    return redirect(PAGE)


@desk_view(Permission.ADMINISTER)
@require_POST
def remove_maintenance(request: DeskRequest) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        messages.info(request, gettext("Nothing was removed. Choose a day in the list."))
        return redirect(PAGE)
    municipality = request.membership.municipality
    try:
        issuer_days.remove_maintenance(municipality=municipality, day=day, today=request.today)
    except DayRefused as refusal:
        messages.error(request, day_problem_in_words(refusal))
    else:
        said = gettext("Cards are made on %(day)s.")
        messages.success(request, said % {"day": with_weekday(day)})
    return redirect(PAGE)


def _page(
    request: DeskRequest, *, backlog: BacklogForm | None = None, maintenance: MaintenanceForm | None = None
) -> HttpResponse:
    municipality = request.membership.municipality
    context = {
        "backlog": backlog or BacklogForm(municipality=municipality),
        "maintenance": maintenance or MaintenanceForm(),
        "days": [day for day in municipality.maintenance_days if day >= request.today],
        "nav": "setup",
    }
    return TemplateResponse(request, "desks/issuer_days.html", context)
