"""The address of somebody under support measures: shown where it is asked for, and the audit says who asked."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.views import find


@desk_view(Permission.ENTER)
@never_cache
@require_POST
def address(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Leaves an audit row of its own, as every page does; without support measures the application shows it."""
    row = find(uid)
    if not row.support_measures:
        return redirect("desk:application", uid=uid)
    return TemplateResponse(request, "intake/address.html", {"row": row, "nav": "today"})
