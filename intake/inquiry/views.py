"""The inquiry letter of an application: one page, which asks for the next thing to note."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desks.access import DeskRequest, desk_view
from desks.models import Membership
from desks.permissions import Permission
from intake.inquiry.forms import ReturnedForm, SentForm
from intake.inquiry.services import print_letter, send_letter, take_letter_back
from intake.models import CameBack, InquiryLetter
from intake.pending_views import told
from intake.record import record_of
from intake.refusals import ChangedMeanwhile
from intake.views import find


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Print it; then the day it was sent; then what came back."""
    record = record_of(find(uid), on=request.today)
    if not record.asks_by_letter:
        return redirect("desk:application", uid=uid)
    letter = record.inquiry_letter
    if "print" in request.POST:
        print_letter(membership=request.membership, application=record.application, on=request.today)
        return redirect("desk:paper", uid=uid, sheet="inquiry")
    form = _next_form(request, letter)
    if form and letter and form.is_valid():
        try:
            _note(request.membership, letter, form)
        except ChangedMeanwhile:
            return told(request, uid)
        messages.success(request, _("Noted."))
        return redirect("desk:application", uid=uid)
    context = {"record": record, "letter": letter, "form": form, "nav": "today"}
    return TemplateResponse(request, "intake/inquiry.html", context)


def _next_form(request: DeskRequest, letter: InquiryLetter | None) -> SentForm | ReturnedForm | None:
    """What is asked next of a letter; None while none is printed or once it is back."""
    sent = request.POST if request.method == "POST" else None
    if letter is None or letter.returned_on:
        return None
    if letter.sent_on:
        return ReturnedForm(sent, first=letter.sent_on, last=request.today)
    return SentForm(sent, first=letter.printed_on, last=request.today)


def _note(membership: Membership, letter: InquiryLetter, form: SentForm | ReturnedForm) -> None:
    given = form.cleaned_data
    if isinstance(form, SentForm):
        send_letter(membership=membership, letter=letter, sent_on=given["sent_on"])
    else:
        given["came_back"] = CameBack(given["came_back"])
        take_letter_back(membership=membership, letter=letter, **given)
