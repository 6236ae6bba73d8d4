"""An application on paper, as a PDF in the browser."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.papers import sheets_of
from intake.record import record_of
from intake.views import find
from paper.render import PaperUnavailable
from paper.sheets import pack


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
    try:
        pdf = pack(wanted, language)
    except PaperUnavailable as missing:
        context = {"record": record, "apt_line": missing.apt_line, "nav": "today"}
        return TemplateResponse(request, "intake/no_paper.html", context, status=503)
    headers = {"Content-Disposition": f'inline; filename="{sheet}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
