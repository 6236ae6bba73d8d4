"""The charge of one case: every decision about it, a new one in its place, and the change to give."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from desks.templatetags.look import yen
from fees.forms import ChangeForm, DecisionForm
from fees.hidden import desk_is_hidden
from fees.models import Charge
from fees.services import (
    ReplacedMeanwhile,
    SupervisorsCharge,
    becomes_void,
    may_replace,
    replace_charge,
    standing_receipt,
)
from fees.words import Line


@desk_view(Permission.ENTER)
@require_safe
def charge(request: DeskRequest, uid: UUID) -> HttpResponse:
    return _page(request, _found(uid))


@desk_view(Permission.ENTER)
@require_POST
def replace(request: DeskRequest, uid: UUID) -> HttpResponse:
    old = _found(uid)
    form = DecisionForm(request.POST, charge=old)
    if not form.is_valid():
        return _page(request, old, decision=form)
    try:
        new = replace_charge(
            charge=old,
            decision=form.decision(),
            membership=request.membership,
            at=timezone.now(),
            on=request.today,
        )
    except ReplacedMeanwhile:
        messages.warning(request, _("A colleague has decided anew. This is how it stands now."))
    except SupervisorsCharge:
        messages.warning(request, _("Only a supervisor can replace this decision now."))
    else:
        messages.success(request, _what_to_do(old.amount - new.amount))
    return redirect("fees:charge", uid=uid)


@desk_view(Permission.ENTER)
@require_safe
def change(request: DeskRequest, uid: UUID) -> HttpResponse:
    """What to give back for the cash in hand: only told, nowhere kept. With htmx just this part of the page."""
    found = _found(uid)
    form = ChangeForm(request.GET, amount=found.amount)
    if request.headers.get("HX-Request"):
        return TemplateResponse(request, "fees/change.html", {"charge": found, "form": form})
    return _page(request, found, change=form)


def _found(uid: UUID) -> Charge:
    """Raises Http404 for another municipality's as for one that does not exist."""
    found: Charge = get_object_or_404(Charge.objects.all(), uid=uid)
    return found


def _what_to_do(difference: int) -> str:
    """`difference`: how many yen less it is now."""
    if difference > 0:
        return _("Recorded. Give back %(amount)s.") % {"amount": yen(difference)}
    if difference < 0:
        return _("Recorded. Take %(amount)s more.") % {"amount": yen(-difference)}
    return _("Recorded. No money moves.")


def _page(
    request: DeskRequest,
    found: Charge,
    *,
    decision: DecisionForm | None = None,
    change: ChangeForm | None = None,
) -> HttpResponse:
    """Every decision about the case of `found`; a form that needs another look keeps what was typed."""
    decisions = Charge.objects.of_case(found.reference).annotate(desk_hidden=desk_is_hidden())
    lines = [Line(each) for each in decisions]
    holds = lines[-1].charge
    paid = standing_receipt(found.reference)
    may = may_replace(holds, membership=request.membership, on=request.today)
    context = {
        "holds": lines[-1],
        "charge": holds,
        "lines": lines,
        "paid": paid,
        "becomes_void": paid and becomes_void(paid, request.membership.desk),
        "decision": (decision or DecisionForm(charge=holds)) if may else None,
        "form": change,
        "nav": "today",
    }
    return TemplateResponse(request, "fees/charge.html", context)
