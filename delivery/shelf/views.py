"""The four lists of letters at the desk, and what is done from them: shelve, print labels, dispose."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delivery.keeping import kept_until
from delivery.models import Delivery, MoveRefused
from delivery.services import NewsRefused
from delivery.shelf import services
from delivery.shelf.forms import DisposalDayForm, LettersFilter, PutForm, ShelfForm, TickedForm
from delivery.shelf.labels import disposal_sheet, label_sheets
from delivery.shelf.lists import Letters, Tab, disposed_on, letters
from delivery.states import State
from desks import audit
from desks.access import DeskRequest, desk_view
from desks.models import Outcome
from desks.permissions import Permission
from paper.render import PaperUnavailable
from paper.sheets import Sheet, pack

_TEMPLATES: Final = {
    Tab.TODAY: "delivery/letters/today.html",
    Tab.HELD: "delivery/letters/held.html",
    Tab.SHELF: "delivery/letters/shelf.html",
    Tab.DISPOSAL: "delivery/letters/disposal.html",
}


@desk_view(Permission.ENTER)
@require_safe
def today(request: DeskRequest) -> HttpResponse:
    return _page(request, Tab.TODAY)


@desk_view(Permission.ENTER)
@require_safe
def held(request: DeskRequest) -> HttpResponse:
    return _page(request, Tab.HELD)


@desk_view(Permission.ENTER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shelf(request: DeskRequest) -> HttpResponse:
    """Letters are ticked, and put on one shelf, or their labels are printed: of all on the page where none is."""
    form = ShelfForm(request.POST if request.method == "POST" else None, today=request.today)
    if form.is_bound and not form.puts and "letters" not in request.POST:
        shown = _found(request, Tab.SHELF).rows
        kept = [str(row.delivery.uid) for row in shown if row.days_kept is not None]
        form = ShelfForm(_ticking(request.POST, kept), today=request.today)
    if form.is_valid():
        response = _put_all(request, form) if form.puts else _labels(request, form)
        if response:
            return response
    return _page(request, Tab.SHELF, form=form, ticked=form.ticked)


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def put(request: DeskRequest, uid: UUID) -> HttpResponse:
    """One letter that is here, whatever was heard of it."""
    found: Delivery = get_object_or_404(Delivery.objects.select_related("desk"), uid=uid)
    initial = {"on": found.at_desk_on or request.today, "shelf": found.shelf}
    form = PutForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            _put(request, [found], form)
        except NewsRefused as refusal:
            form.add_error("on", refusal.args[0])
        except MoveRefused:
            messages.warning(request, _changed())
            return redirect("review:delivery", uid=uid)
        else:
            messages.success(request, _on_the_shelf(1, found.shelf))
            return redirect("review:delivery", uid=uid)
    kept = found.keep_until or kept_until(request.today)
    context = {"delivery": found, "form": form, "kept_until": kept, "nav": "letters"}
    return TemplateResponse(request, "delivery/letters/put.html", context)


@desk_view(Permission.ENTER)
@require_safe
def disposal(request: DeskRequest) -> HttpResponse:
    return _page(
        request, Tab.DISPOSAL, form=TickedForm(), record=DisposalDayForm(initial={"on": request.today})
    )


@desk_view(Permission.REVIEW)
@require_POST
def dispose(request: DeskRequest) -> HttpResponse:
    """First the cards to look at once more, then, confirmed, all of them at once."""
    form = TickedForm(request.POST)
    if not form.is_valid():
        record = DisposalDayForm(initial={"on": request.today})
        return _page(request, Tab.DISPOSAL, form=form, record=record, ticked=form.ticked)
    cards: list[Delivery] = list(form.cleaned_data["letters"])
    due = all(services.is_due(card, on=request.today) for card in cards)
    if not due or "confirm" not in request.POST:
        context = {"cards": cards, "due": due, "nav": "letters"}
        return TemplateResponse(request, "delivery/letters/dispose.html", context)
    try:
        services.dispose(cards, on=request.today, by=request.user, at=timezone.now())
    except (MoveRefused, services.StillKept):
        messages.warning(request, _changed())
    else:
        _audit_each(request, cards)
        words = ngettext(
            "%(number)s card was disposed of. Print the record and have it signed.",
            "%(number)s cards were disposed of. Print the record and have it signed.",
            len(cards),
        )
        messages.success(request, words % {"number": len(cards)})
    return redirect("letters:disposal")


@desk_view(Permission.ENTER)
@never_cache
@require_safe
def record(request: DeskRequest) -> HttpResponse:
    """The cards destroyed on one day, on paper: again at any time."""
    form = DisposalDayForm(request.GET if "on_year" in request.GET else None, initial={"on": request.today})
    if form.is_bound and not form.is_valid():
        return _page(request, Tab.DISPOSAL, form=TickedForm(), record=form)
    filters = LettersFilter(request.GET, membership=request.membership).filters
    on = form.cleaned_data["on"] if form.is_bound else request.today
    sheet = disposal_sheet(
        disposed_on(on, filters), municipality=request.membership.municipality, desk=filters.desk, on=on
    )
    return _pdf(request, [sheet], name="disposal")


def _found(request: DeskRequest, tab: Tab) -> Letters:
    return letters(
        tab, LettersFilter(request.GET, membership=request.membership).filters, today=request.today
    )


def _page(request: DeskRequest, tab: Tab, **more: Any) -> HttpResponse:
    narrow = LettersFilter(request.GET, membership=request.membership)
    page = letters(tab, narrow.filters, today=request.today)
    context = {"page": page, "narrow": narrow, "nav": "letters", **more}
    return TemplateResponse(request, _TEMPLATES[tab], context)


def _put_all(request: DeskRequest, form: ShelfForm) -> HttpResponse | None:
    """All or none on the shelf, and the list of that shelf; None where the form needs another look."""
    rows: list[Delivery] = list(form.cleaned_data["letters"])
    try:
        with transaction.atomic():
            _put(request, rows, form)
    except NewsRefused as refusal:
        form.add_error("on", refusal.args[0])
    except MoveRefused:
        form.add_error("letters", _changed())
    else:
        shelf = form.cleaned_data["shelf"]
        messages.success(request, _on_the_shelf(len(rows), shelf))
        return redirect(f"{reverse('letters:shelf')}?{urlencode({'shelf': shelf})}")
    return None


def _put(request: DeskRequest, rows: Sequence[Delivery], form: PutForm | ShelfForm) -> None:
    given = form.cleaned_data
    for row in rows:
        services.put_on_shelf(row, on=given["on"], shelf=given["shelf"], by=request.user, at=timezone.now())
    if request.subject is None:
        _audit_each(request, rows)


def _labels(request: DeskRequest, form: ShelfForm) -> HttpResponse | None:
    rows: list[Delivery] = list(form.cleaned_data["letters"])
    if any(row.state != State.AT_DESK for row in rows):
        form.add_error("letters", gettext("Put a letter on a shelf first: its label names the shelf."))
        return None
    sheets = label_sheets(
        rows, municipality=request.membership.municipality, first=form.cleaned_data["position"]
    )
    return _pdf(request, sheets, name="labels")


def _ticking(sent: Any, uids: Sequence[str]) -> Any:
    sent = sent.copy()
    sent.setlist("letters", uids)
    return sent


def _audit_each(request: DeskRequest, rows: Sequence[Delivery]) -> None:
    """Of what is done to many letters at once each has its own line."""
    for row in rows:
        request.subject = row.uid
        audit.record(request, Outcome.DONE)
    request.subject = None


def _pdf(request: DeskRequest, sheets: Sequence[Sheet], *, name: str) -> HttpResponse:
    try:
        pdf = pack(sheets, get_language() or "ja")
    except PaperUnavailable as missing:
        context = {"apt_line": missing.apt_line, "nav": "letters"}
        return TemplateResponse(request, "delivery/letters/no_paper.html", context, status=503)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _on_the_shelf(number: int, shelf: str) -> str:
    words = ngettext(
        "%(number)s letter is on shelf %(shelf)s.", "%(number)s letters are on shelf %(shelf)s.", number
    )
    return words % {"number": number, "shelf": shelf}


def _changed() -> str:
    return gettext("A colleague was quicker, and nothing was done here. This is how it stands now.")
