"""Every staff page leaves one row: who, what, and how it ended."""

from uuid import uuid4

from django.urls import reverse

from desks.models import AuditEntry
from desks.permissions import Role
from intake.models import Application
from tests.intake.pages import typed
from tests.places import Place


def rows(place: Place) -> list[tuple[str, str, str, object]]:
    with place.scope():
        entries = AuditEntry.objects.order_by("id")
        return [(entry.staff.username, entry.action, entry.outcome, entry.subject) for entry in entries]


def test_what_was_seen_denied_and_missing(mihon: Place) -> None:
    nobodys = uuid4()
    clerk = mihon.client()
    clerk.get(reverse("desk:today"))
    clerk.get(reverse("desk:application", args=[nobodys]))
    clerk.get(reverse("review:overdue"))
    mihon.client(Role.SUPERVISOR).get(reverse("review:overdue"))
    assert rows(mihon) == [
        ("clerk@990019", "desk:today", "done", None),
        ("clerk@990019", "desk:application", "missing", nobodys),
        ("clerk@990019", "review:overdue", "denied", None),
        ("supervisor@990019", "review:overdue", "done", None),
    ]


def test_a_submission_names_what_it_made(mihon: Place) -> None:
    mihon.client().post(reverse("desk:new"), typed())
    with mihon.scope():
        made = Application.objects.get()
    assert rows(mihon) == [("clerk@990019", "desk:new", "done", made.uid)]
