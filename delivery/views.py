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
from delivery.by_file.overview import in_its_file
from delivery.forms import CorrectionForm, NewsForm, NoteForm, NumberForm, OverdueFilter
from delivery.models import Delivery, HandOff, Move, MoveRefused, Outgoing, TrackingEvent, TrackingImport
from delivery.models.delivery import UNDOABLE
from delivery.post.services import NumberRefused, name_number
from delivery.review import review
from delivery.services import Heard
from delivery.sheet import sheet
from delivery.states import Source, State
from delivery.tracking import check_digit_fits
from desks.access import DeskRequest, desk_view
from desks.permissions import Permission

_HEARD = {
    Heard.MOVED: gettext_lazy("Recorded."),
    Heard.KEPT: gettext_lazy("Recorded in the timeline. The state stays: there is newer news."),
    Heard.KNOWN: gettext_lazy("This was known already: nothing changed."),
}
#: What ends with a person at the desk is taken back by a supervisor alone.
_BY_SUPERVISORS = frozenset({State.HANDED_OVER, State.DISPOSED})
_CHANGED = gettext_lazy(
    "Somebody else has changed this letter in the meantime. Nothing was changed: look at it again."
)


@desk_view(Permission.REVIEW)
@require_safe
def overdue(request: DeskRequest) -> HttpResponse:
    form = OverdueFilter(request.GET, municipality_id=request.membership.municipality_id)
    page = review(form.filters(), today=request.today, now=timezone.now())
    by_file = request.membership.municipality.by_file or Outgoing.objects.exists()
    lists = TrackingImport.objects.to_look_at().count()
    context = {"form": form, "page": page, "by_file": by_file, "lists": lists, "nav": "review"}
    return TemplateResponse(request, "delivery/overdue.html", context)


@desk_view(Permission.ENTER)
@require_safe
def delivery(request: DeskRequest, uid: UUID) -> HttpResponse:
    return _page(request, _delivery(uid), timezone.now())


@desk_view(Permission.ENTER)
@require_POST
def record_news(request: DeskRequest, uid: UUID) -> HttpResponse:
    found, now = _delivery(uid), timezone.now()
    form = NewsForm(request.POST, today=request.today, delivery=found, known=_number(found))
    if not form.is_valid():
        return _page(request, found, now, news=form)
    try:
        heard = services.record_news(found, at=now, by=request.user, **form.cleaned_data)
    except services.NewsRefused as refusal:
        form.add_error("on", refusal.args[0])
        return _page(request, found, now, news=form)
    messages.success(request, _HEARD[heard])
    _doubt(request, form.cleaned_data["tracking_number"])
    return redirect("review:delivery", uid=uid)


@desk_view(Permission.ENTER)
@require_POST
def keep_number(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The tracking number alone: the first one, or another in place of a wrong one."""
    found, now = _delivery(uid), timezone.now()
    form = NumberForm(request.POST, delivery=found, known=_number(found))
    if not form.is_valid():
        return _page(request, found, now, number=form)
    typed = form.cleaned_data
    try:
        name_number(
            found,
            number=typed["tracking_number"],
            instead_of=typed["instead_of"],
            reason=typed.get("reason", ""),
            by=request.user,
            at=now,
        )
    except NumberRefused:
        messages.warning(request, _CHANGED)
        return redirect("review:delivery", uid=uid)
    messages.success(request, _("The number is kept."))
    if TrackingEvent.objects.filter(posting__delivery=found, source=Source.TRACKING).exists():
        messages.warning(
            request, _("News that came by the old number stays. Take back what was another letter's.")
        )
    _doubt(request, typed["tracking_number"])
    return redirect("review:delivery", uid=uid)


@desk_view(Permission.ENTER)
@require_POST
def correct(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Takes back the last move that stands, if it is still the one that the page showed."""
    found, now = _delivery(uid), timezone.now()
    last = _last_move(request, found)
    if last is None:
        messages.warning(request, _("There is nothing here that you can take back."))
        return redirect("review:delivery", uid=uid)
    form = CorrectionForm(request.POST, delivery=found, move=last)
    if not form.is_valid():
        return _page(request, found, now, correction=form)
    reason = form.cleaned_data["reason"]
    try:
        if form.cleaned_data["move"] != last.pk:
            raise MoveRefused("Another move was shown")
        services.correct_move(last, reason=reason, by=request.user, at=now)
    except MoveRefused:
        messages.warning(request, _CHANGED)
        again = CorrectionForm(delivery=found, move=last, reason=reason)
        return _page(request, found, now, correction=again)
    messages.success(request, _("Taken back. The timeline keeps both, with your reason."))
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


def _number(found: Delivery) -> str:
    number: str = found.postings.latest("generation").tracking_number
    return number


def _doubt(request: DeskRequest, number: str) -> None:
    if not check_digit_fits(number):
        messages.warning(
            request, _("The check digit of this tracking number does not fit. Compare it with the receipt.")
        )


def _last_move(request: DeskRequest, found: Delivery) -> Move | None:
    """The move that this person may take back."""
    last: Move | None = found.standing_moves().last()
    if last is None or State(last.after) not in UNDOABLE:
        return None
    return last if last.after not in _BY_SUPERVISORS or request.membership.may(Permission.REVIEW) else None


def _page(
    request: DeskRequest,
    found: Delivery,
    now: datetime,
    *,
    news: NewsForm | None = None,
    number: NumberForm | None = None,
    correction: CorrectionForm | None = None,
    note: NoteForm | None = None,
) -> HttpResponse:
    """The page of one delivery; a form that needs another look keeps what was typed."""
    page = sheet(found, today=request.today, now=now)
    known, last = page.tracking_number, _last_move(request, found)
    context = {
        "sheet": page,
        "news": news or NewsForm(today=request.today, delivery=found),
        "number": number or NumberForm(delivery=found, known=known),
        "correction": correction or (CorrectionForm(delivery=found, move=last) if last else None),
        "last": last,
        "outgoing": in_its_file(found),
        "note": note or NoteForm(delivery=found),
        "form": news or number or correction or note,
        "nav": "review",
    }
    return TemplateResponse(request, "delivery/delivery.html", context)
