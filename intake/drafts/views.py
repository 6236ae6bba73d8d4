"""Going on with what was typed earlier, or giving it up. Somebody else's draft is none, a colleague's too."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desks import held
from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.drafts.services import Kept, discard_draft, resume_draft
from intake.entry_views import entry_form, entry_page
from intake.models import Draft


@desk_view(Permission.ENTER)
@require_safe
def resume(request: DeskRequest, key: UUID) -> HttpResponse:
    """The form as it was left. A window in which it is still open is told so when it writes."""
    try:
        draft = resume_draft(
            membership=request.membership, key=key, opening=held.opening_of(request), on=request.today
        )
    except Draft.DoesNotExist:
        raise Http404 from None
    form = entry_form(request, held.unpack(draft.typed))
    form.without_gaps()
    return entry_page(request, form, kept=Kept(at=draft.saved_at, until=draft.expires_on))


@desk_view(Permission.ENTER)
@require_POST
def discard(request: DeskRequest, key: UUID) -> HttpResponse:
    if not discard_draft(membership=request.membership, key=key):
        raise Http404
    messages.success(request, _("Discarded. What was typed is deleted."))
    return redirect("desk:today")
