"""The day's cash: one desk's with its count, all desks' for a supervisor, and the sheet."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from fees.cash import (
    CountedMeanwhile,
    CountRefused,
    DayAhead,
    MovedMeanwhile,
    count_day,
    desk_day,
    desk_days,
    last_change_fund,
    movements,
    uncounted,
)
from fees.forms import CountForm, DayForm, day_boxes
from fees.sheets import cash_sheet
from paper.render import PaperUnavailable
from paper.sheets import pack

_REFUSALS: dict[type[CountRefused], Promise] = {
    MovedMeanwhile: _("Money was taken or given back meanwhile. Look at the list and count again."),
    CountedMeanwhile: _("A colleague has closed this day. This is what was counted."),
    DayAhead: _("This day is still to come."),
}


@desk_view(Permission.ENTER)
@require_safe
def cash(request: DeskRequest) -> HttpResponse:
    return _page(request, _chosen(request))


@desk_view(Permission.ENTER)
@require_POST
def count(request: DeskRequest) -> HttpResponse:
    chosen = _chosen(request)
    desk, on = chosen.of_desk, chosen.on
    form = CountForm(
        request.POST, expected=desk_day(desk, on).sums.expected, action=_address("count", chosen)
    )
    if not form.is_valid():
        return _page(request, chosen, form)
    try:
        count_day(
            desk=desk,
            on=on,
            seen=form.cleaned_data["seen"],
            counted=form.counted(),
            by=request.user,
            at=timezone.now(),
            today=request.today,
        )
    except CountRefused as refusal:
        messages.warning(request, str(_REFUSALS[type(refusal)]))
    else:
        messages.success(request, _("The day is closed."))
    return redirect(_address("cash", chosen))


@desk_view(Permission.ACCOUNT)
@require_safe
def desks(request: DeskRequest) -> HttpResponse:
    chosen = _chosen(request)
    context = {
        "form": chosen,
        "on": chosen.on,
        "today": request.today,
        "days": desk_days(chosen.desks, chosen.on),
        "uncounted": uncounted(chosen.desks, request.today),
        "nav": "cash",
    }
    return TemplateResponse(request, "fees/desks.html", context)


@desk_view(Permission.ENTER)
@never_cache
@require_safe
def paper(request: DeskRequest) -> HttpResponse:
    """The sheet of one desk's day, closed or not."""
    chosen = _chosen(request)
    day = desk_day(chosen.of_desk, chosen.on)
    sheet = cash_sheet(day, movements(day.desk, day.on))
    try:
        pdf = pack([sheet], get_language() or "ja")
    except PaperUnavailable as missing:
        context = {"apt_line": missing.apt_line, "back": _address("cash", chosen), "nav": "cash"}
        return TemplateResponse(request, "fees/no_paper.html", context, status=503)
    headers = {"Content-Disposition": f'inline; filename="cash-{day.on}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _chosen(request: DeskRequest) -> DayForm:
    return DayForm(request.GET, membership=request.membership, today=request.today)


def _address(name: str, chosen: DayForm) -> str:
    query = urlencode({"desk": chosen.of_desk.pk, **day_boxes("day", chosen.on)})
    return f"{reverse(f'fees:{name}')}?{query}"


def _page(request: DeskRequest, chosen: DayForm, form: CountForm | None = None) -> HttpResponse:
    """One desk's day; a count that needs another look keeps what was typed."""
    day = desk_day(chosen.of_desk, chosen.on)
    context: dict[str, Any] = {
        "chosen": chosen,
        "form": chosen,
        "day": day,
        "today": request.today,
        "movements": movements(day.desk, day.on),
        "uncounted": [one for one in uncounted([day.desk], request.today) if one[0] != day.on],
        "sheet": _address("paper", chosen),
        "nav": "cash",
    }
    if day.count is None and day.on <= request.today:
        context["count"] = form or CountForm(
            expected=day.sums.expected,
            change_fund=last_change_fund(day.desk),
            action=_address("count", chosen),
        )
    return TemplateResponse(request, "fees/cash.html", context)
