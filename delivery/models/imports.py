"""Files of the post's statuses that were read in, and what of them was left."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from desks.models import Staff
from desks.scope import InMunicipality, ScopedManager


class TrackingImportQuerySet(models.QuerySet["TrackingImport"]):
    def to_look_at(self) -> "TrackingImportQuerySet":
        """Those with lines that nobody has looked at yet, the newest first."""
        return self.filter(seen_at=None).order_by("-at", "-id")


class TrackingImport(InMunicipality):
    """One file read in. Of its rows, counts alone, and the lines that were not taken as written: never a name.

    `digest` is the file's SHA-256 in hexadecimal; the file itself is not kept.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    # Letters that moved; pieces of news that moved one, were kept in a timeline only, were known.
    letters = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    # Each line that was not taken: place, number, word and day as written, and why (delivery.post.reading.Left).
    left = models.JSONField(default=list)
    # Somebody has looked at the lines that were left, or there were none.
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = ScopedManager.from_queryset(TrackingImportQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="who_looked_and_when",
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "-at"], condition=Q(seen_at=None), name="imports_to_look_at"
            ),
            models.Index(fields=["municipality", "digest"], name="imports_by_file"),
        ]
