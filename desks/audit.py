"""Who saw, did or was refused what. Every staff page leaves one row (desks/access.py)."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest

from desks.models import AuditEntry, Membership, Outcome, Staff


class DeskRequest(HttpRequest):
    """A request past the door: `membership` says who, where and as what; `today` is the day in Japan.

    `subject` is what the audit row names: the address's `uid`, or what the view has made.
    """

    user: Staff
    membership: Membership
    today: date
    subject: UUID | None


def record(request: DeskRequest, outcome: Outcome) -> None:
    """Writes the row; call it in the municipality's scope."""
    match = request.resolver_match
    AuditEntry.objects.create(
        municipality_id=request.membership.municipality_id,
        staff_id=request.membership.staff_id,
        action=match.view_name if match else "",
        method=request.method or "",
        subject=request.subject,
        outcome=outcome,
    )
