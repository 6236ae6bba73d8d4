"""Overdue review for supervisors, and the page of one delivery for everybody at the desk."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from delivery import services
from delivery.forms import NewsForm, NoteForm, OverdueFilter
from delivery.models import Delivery, HandOff, Outgoing
from delivery.review import review
from delivery.services import Heard
from delivery.sheet import sheet
from delivery.tracking import check_digit_fits
from desks.access import DeskRequest, desk_view
from desks.permissions import Permission

_HEARD = {
    Heard.MOVED: gettext_lazy("Recorded."),
    Heard.KEPT: gettext_lazy("Recorded in the timeline. The state stays: there is newer news."),
    Heard.KNOWN: gettext_lazy("This was known already: nothing changed."),
}


@desk_view(Permission.REVIEW)
@require_safe
def overdue(request: DeskRequest) -> HttpResponse:
    form = OverdueFilter(request.GET, municipality_id=request.membership.municipality_id)
    page = review(form.filters(), today=request.today, now=timezone.now())
    by_file = request.membership.municipality.by_file or Outgoing.objects.exists()
    context = {"form": form, "page": page, "by_file": by_file, "nav": "review"}
    return TemplateResponse(request, "delivery/overdue.html", context)


@desk_view(Permission.ENTER)
@require_safe
def delivery(request: DeskRequest, uid: UUID) -> HttpResponse:
    return _page(request, _delivery(uid), timezone.now())


@desk_view(Permission.ENTER)
@require_POST
def record_news(request: DeskRequest, uid: UUID) -> HttpResponse:
    found, now = _delivery(uid), timezone.now()
    form = NewsForm(request.POST, today=request.today, delivery=found)
    if not form.is_valid():
        return _page(request, found, now, news=form)
    try:
        heard = services.record_news(found, at=now, by=request.user, **form.cleaned_data)
    except services.NewsRefused as refusal:
        form.add_error("on", refusal.args[0])
        return _page(request, found, now, news=form)
    messages.success(request, _HEARD[heard])
    if not check_digit_fits(form.cleaned_data["tracking_number"]):
        messages.warning(
            request, _("The check digit of this tracking number does not fit. Compare it with the receipt.")
        )
    return redirect("review:delivery", uid=uid)


@desk_view(Permission.ENTER)
@require_POST
def add_note(request: DeskRequest, uid: UUID) -> HttpResponse:
    found, now = _delivery(uid), timezone.now()
    form = NoteForm(request.POST, delivery=found)
    if not form.is_valid():
        return _page(request, found, now, note=form)
    services.add_note(found, at=now, by=request.user, **form.cleaned_data)
    messages.success(request, _("The note is in the timeline."))
    return redirect("review:delivery", uid=uid)


@desk_view(Permission.REVIEW)
@require_POST
def retry(request: DeskRequest, uid: UUID) -> HttpResponse:
    hand_off = get_object_or_404(HandOff.objects.all(), delivery__uid=uid)
    try:
        services.retry_hand_off(hand_off, by=request.user, at=timezone.now())
        messages.success(request, _("It is on its way to the issuer again."))
    except services.RetryRefused:
        messages.info(request, _("The issuer has it already: nothing to try again."))
    return redirect("review:delivery", uid=uid)


def _delivery(uid: UUID) -> Delivery:
    """Raises Http404 for another municipality's as for one that does not exist."""
    found: Delivery = get_object_or_404(Delivery.objects.select_related("desk"), uid=uid)
    return found


def _page(
    request: DeskRequest,
    found: Delivery,
    now: datetime,
    *,
    news: NewsForm | None = None,
    note: NoteForm | None = None,
) -> HttpResponse:
    """The page of one delivery; a form that needs another look keeps what was typed."""
    context = {
        "sheet": sheet(found, today=request.today, now=now),
        "news": news or NewsForm(today=request.today, delivery=found),
        "note": note or NoteForm(delivery=found),
        "form": news or note,
        "nav": "review",
    }
    return TemplateResponse(request, "delivery/delivery.html", context)
