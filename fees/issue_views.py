"""Charged and free issues: the list for an auditor, on screen and as a file."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from fees.export import lines
from fees.forms import IssuesForm
from fees.issues import page, sums
from fees.models import Charge


@desk_view(Permission.ACCOUNT)
@require_safe
def issues(request: DeskRequest) -> HttpResponse:
    form = _form(request)
    filters = form.filters()
    rows, more = page(filters, _after(form.cleaned_data.get("after")))
    context = {
        "form": form,
        "filters": filters,
        "rows": rows,
        "sums": sums(filters),
        "next_after": rows[-1].charge.uid if more else None,
        "nav": "cash",
    }
    return TemplateResponse(request, "fees/issues.html", context)


@desk_view(Permission.ACCOUNT)
@require_safe
def export(request: DeskRequest) -> HttpResponse:
    """The same choice as one CSV file."""
    filters = _form(request).filters()
    parts = lines(
        filters, municipality_id=request.membership.municipality_id, language=get_language() or "ja"
    )
    name = f"issues-{filters.first}-{filters.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    kind = "text/csv; charset=utf-8"
    return StreamingHttpResponse(parts, content_type=kind, headers=headers)  # type: ignore[return-value]


def _form(request: DeskRequest) -> IssuesForm:
    return IssuesForm(request.GET, municipality_id=request.membership.municipality_id, today=request.today)


def _after(uid: UUID | None) -> tuple[date, int] | None:
    """Where the page before ended, None from the beginning."""
    last = Charge.objects.filter(uid=uid).first() if uid else None
    return (last.on, last.pk) if last else None
