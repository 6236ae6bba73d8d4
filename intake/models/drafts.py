"""What is typed and not submitted yet."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef

from desks.models import Staff
from desks.scope import InMunicipality, ScopedManager
from intake.models.application import Application


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, staff: Staff, on: date) -> "DraftQuerySet":
        """What this person may go on with on `on`. A form that was submitted while it was being saved is none."""
        submitted = Application.objects.filter(idempotency_key=OuterRef("key"))
        return self.filter(~Exists(submitted), staff=staff, expires_on__gte=on)


class Draft(InMunicipality):
    """An application form as it was last typed, for nobody but the person who typed it; gone when it is submitted.

    `key` is the form's idempotency key, `opening` the mark of the window that writes it (desks/held.py): a window
    that was opened earlier does not write over what is typed in a later one. `typed` is text, not JSON of the
    database: it holds what no column could. `counter` is empty where the browser keeps no cookie.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    key = models.UUIDField()
    counter = models.CharField(max_length=64)
    opening = models.CharField(max_length=100)
    typed = models.TextField()
    saved_at = models.DateTimeField()
    expires_on = models.DateField()

    objects: ClassVar[Any] = ScopedManager.from_queryset(DraftQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "staff", "key"], name="one_draft_a_form"),
        ]
