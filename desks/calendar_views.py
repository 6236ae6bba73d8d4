"""The administrator's pages of the calendar: a year at a glance, days added and removed, and opening hours."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desks import calendar_services
from desks.access import DeskRequest, desk_view
from desks.calendar_forms import DaysForm, HoursForm, day_problem_in_words
from desks.calendar_services import YEARS_AHEAD, DayRefused
from desks.dates import with_weekday
from desks.models import HelpDesk
from desks.permissions import Permission
from desks.year import year_of


@desk_view(Permission.ADMINISTER)
@require_safe
def year(request: DeskRequest) -> HttpResponse:
    asked = request.GET.get("year", "")
    offered = _years(request.today)
    return _page(request, int(asked) if asked in map(str, offered) else request.today.year)


@desk_view(Permission.ADMINISTER)
@require_POST
def add(request: DeskRequest) -> HttpResponse:
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _page(request, request.today.year, form)
    first = form.cleaned_data["first"]
    try:
        added = calendar_services.add_days(
            municipality=request.membership.municipality,
            first=first,
            last=form.cleaned_data["last"] or first,
            is_open=form.cleaned_data["kind"] == "open",
            reason=form.cleaned_data["reason"],
            today=request.today,
        )
    except DayRefused as refusal:
        form.refuse(refusal)
        return _page(request, request.today.year, form)
    said = ngettext("%(number)s day added.", "%(number)s days added.", len(added))
    messages.success(request, said % {"number": len(added)})
    return redirect(f"{reverse('calendar:year')}?year={first.year}")


@desk_view(Permission.ADMINISTER)
@require_POST
def remove(request: DeskRequest) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        messages.info(request, _("Nothing was removed. Choose a day in the list."))
        return redirect("calendar:year")
    try:
        removed = calendar_services.remove_day(
            municipality=request.membership.municipality, day=day, today=request.today
        )
    except DayRefused as refusal:
        messages.error(request, day_problem_in_words(refusal))
        return redirect("calendar:year")
    said = (
        _("%(day)s is again as in the national calendar.") if removed else _("%(day)s was removed already.")
    )
    messages.success(request, said % {"day": with_weekday(day)})
    return redirect(f"{reverse('calendar:year')}?year={day.year}")


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: DeskRequest) -> HttpResponse:
    desks = HelpDesk.objects.filter(municipality=request.membership.municipality).order_by("id")
    form = HoursForm(request.POST if request.method == "POST" else None, desks=desks)
    if not form.is_bound or not form.is_valid():
        return TemplateResponse(request, "desks/hours.html", {"form": form, "nav": "setup"})
    calendar_services.set_hours(form.hours())
    messages.success(request, _("The opening hours are saved."))
    return redirect("calendar:hours")


def _years(today: date) -> range:
    return range(today.year, today.year + YEARS_AHEAD + 1)


def _page(request: DeskRequest, shown: int, form: DaysForm | None = None) -> HttpResponse:
    context = {
        "year": shown,
        "years": _years(request.today),
        "months": year_of(request.membership.municipality, shown, today=request.today),
        "form": form or DaysForm(),
        "nav": "setup",
    }
    return TemplateResponse(request, "desks/year.html", context)
