"""A card that waits at the desk: found by its label, handed over, or posted again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delivery.services import NewsRefused
from delivery.shelf.services import may_be_posted_again
from delivery.tracking import check_digit_fits
from desks import held
from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from eligibility.documents import pick_up_attendance
from intake.handing_over.forms import CollectForm, HandOverForm, PostAgainForm, SomebodyElseForm
from intake.handing_over.services import (
    NotHandedOver,
    hand_card_over,
    hand_card_to_somebody_else,
    known_representative,
    post_card_again,
    replaces_a_card,
    waits_at_desk,
)
from intake.handing_over.words import in_the_way
from intake.models import Application, Standing
from intake.record import Record, record_of
from intake.refusals import ChangedMeanwhile
from intake.views import find


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: DeskRequest) -> HttpResponse:
    """The card of a label: by POST, because an address would keep the reference."""
    form = CollectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = Application.objects.filter(reference=form.cleaned_data["reference"]).first()
        if found:
            return redirect("desk:hand_over", uid=found.uid)
        form.add_error("reference", _("No application has this reference."))
    return TemplateResponse(request, "intake/collect.html", {"form": form, "nav": "letters"})


@desk_view(Permission.ENTER, comes_back_to="desk:hand_over")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: DeskRequest, uid: UUID) -> HttpResponse:
    """To the applicant, or to a child or ward together with the legal representative."""
    record = record_of(find(uid), on=request.today)
    if not waits_at_desk(record.application):
        return _told(request, record.application)
    form = _form(request, record)
    if form.is_valid() and request.method == "POST":
        try:
            hand_card_over(
                membership=request.membership,
                application=record.application,
                visit=form.visit,
                old_card=form.old_card_now,
                at=timezone.now(),
                on=request.today,
            )
        except NotHandedOver as refusal:
            _explain(form, refusal, record)
        except ChangedMeanwhile:
            return _told(request, find(uid))
        else:
            return _done(request, uid)
    return _page(request, record, form, "intake/hand_over.html")


@desk_view(Permission.REVIEW, comes_back_to="desk:hand_over_else")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_else(request: DeskRequest, uid: UUID) -> HttpResponse:
    """To somebody else, as a supervisor decides."""
    record = record_of(find(uid), on=request.today)
    if not waits_at_desk(record.application):
        return _told(request, record.application)
    form = SomebodyElseForm(request.POST if request.method == "POST" else held.take(request))
    if form.is_valid() and request.method == "POST":
        try:
            hand_card_to_somebody_else(
                membership=request.membership,
                application=record.application,
                visit=form.visit,
                authority=form.cleaned_data["authority"],
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                on=request.today,
            )
        except NotHandedOver as refusal:
            _explain(form, refusal, record)
        except ChangedMeanwhile:
            return _told(request, find(uid))
        else:
            return _done(request, uid)
    return _page(request, record, form, "intake/hand_over_else.html")


@desk_view(Permission.ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def post_again(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The card in a new envelope, to the address as it is now."""
    record = record_of(find(uid), on=request.today)
    row = record.application
    if not waits_at_desk(row) or not row.delivery or not may_be_posted_again(row.delivery):
        return _told(request, row)
    form = PostAgainForm(request.POST if request.method == "POST" else None, today=request.today)
    if form.is_valid():
        try:
            post_card_again(
                membership=request.membership, application=row, at=timezone.now(), **form.cleaned_data
            )
        except NewsRefused as refusal:
            form.add_error("posted_on", refusal.args[0])
        except ChangedMeanwhile:
            return _told(request, find(uid))
        else:
            messages.success(request, _("Posted again. News of the letter is noted as before."))
            if not check_digit_fits(form.cleaned_data["tracking_number"]):
                messages.warning(
                    request,
                    _("The check digit of this tracking number does not fit. Compare it with the receipt."),
                )
            return redirect("desk:application", uid=uid)
    return _page(request, record, form, "intake/post_again.html")


def _form(request: DeskRequest, record: Record) -> HandOverForm:
    row = record.application
    return HandOverForm(
        request.POST if request.method == "POST" else held.take(request),
        represented=pick_up_attendance(row.law_facts, on=request.today).represented,
        has_photo=record.takes_photo,
        asks_for_old_card=replaces_a_card(row),
        known=known_representative(row),
    )


def _explain(form: HandOverForm | SomebodyElseForm, refusal: NotHandedOver, record: Record) -> None:
    for field, words in in_the_way(refusal.lacking, record.application.law_facts, on=record.on):
        form.add_error(field, words)


def _page(request: DeskRequest, record: Record, form: Any, template: str) -> HttpResponse:
    context = {"record": record, "form": form, "nav": "letters"}
    return TemplateResponse(request, template, context)


def _done(request: DeskRequest, uid: UUID) -> HttpResponse:
    messages.success(request, _("Handed over. Print the receipt and have it signed."))
    return redirect("desk:application", uid=uid)


def _told(request: DeskRequest, row: Application) -> HttpResponse:
    """Where the card is instead, or that nobody gets it."""
    if row.standing is not Standing.ACCEPTED:
        messages.warning(
            request,
            _("This application is “%(standing)s”: its card is not handed over.")
            % {"standing": row.standing.label},
        )
    elif row.delivery:
        messages.warning(
            request,
            _("This cannot be done now. The letter is now “%(state)s”: look at it below.")
            % {"state": row.delivery.get_state_display()},
        )
    return redirect("desk:application", uid=row.uid)
