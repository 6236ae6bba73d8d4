"""Who saw, did or was refused what. Every staff page leaves one row (desks/access.py)."""

from uuid import UUID

from django.http import HttpRequest

from desks.models import AuditEntry, Membership, Outcome


def record(request: HttpRequest, membership: Membership, outcome: Outcome, subject: UUID | None) -> None:
    match = request.resolver_match
    AuditEntry.objects.create(
        municipality_id=membership.municipality_id,
        staff_id=membership.staff_id,
        action=match.view_name if match else "",
        method=request.method or "",
        subject=subject,
        outcome=outcome,
    )
