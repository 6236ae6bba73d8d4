"""An application on paper, as a PDF in the browser."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.papers import sheets_of
from intake.record import Record, record_of
from intake.views import find
from paper.render import PaperUnavailable
from paper.sheets import Sheet, pack


@desk_view(Permission.ENTER)
@never_cache
@require_safe
def paper(request: DeskRequest, uid: UUID, sheet: str) -> HttpResponse:
    """One sheet, or the pack of all that are signed and taken home, in the applicant's language."""
    record = record_of(find(uid), on=request.today)
    language = record.application.language
    with override(language):
        wanted = sheets_of(record, sheet, on=request.today)
    if not wanted:
        raise Http404
    return pdf_response(request, wanted, language, name=sheet, record=record)


def pdf_response(
    request: DeskRequest, sheets: Sequence[Sheet], language: str, *, name: str, record: Record | None = None
) -> HttpResponse:
    """These sheets in the browser as `name`.pdf; what to install where this machine cannot print."""
    try:
        pdf = pack(sheets, language)
    except PaperUnavailable as missing:
        context = {"record": record, "apt_line": missing.apt_line, "nav": "today"}
        return TemplateResponse(request, "intake/no_paper.html", context, status=503)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
