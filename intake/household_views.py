"""From one record onwards: to the next person of the household, and to the national terminal."""

from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.copying import values_of
from intake.entry_views import entry_form, entry_page
from intake.household import household_of
from intake.record import record_of
from intake.views import find


@desk_view(Permission.ENTER)
@require_safe
def next_person(request: DeskRequest, uid: UUID) -> HttpResponse:
    """An empty form that knows the address and the representative. The address of the page names nobody."""
    before = find(uid)
    form = entry_form(request, known=household_of(before, request.membership.municipality))
    return entry_page(request, form, household=before)


@desk_view(Permission.ENTER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The record's values in their fixed order, each to be copied with one key.

    Under support measures the address only by POST: the audit row then says who asked for it.
    """
    record = record_of(find(uid), on=request.today)
    values = values_of(record, shows_address=request.method == "POST")
    context = {"record": record, "values": values, "nav": "today"}
    return TemplateResponse(request, "intake/copy.html", context)
