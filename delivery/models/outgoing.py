"""Letters that are handed over by file: the row that waits for its file, and the files."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from delivery.models.postings import Posting
from desks.models import Staff
from desks.scope import InMunicipality, ScopedManager


class Characters(models.TextChoices):
    """How the letters of a file are written; the value is Python's name of it."""

    UTF_8 = "utf-8-sig", _("UTF-8: holds every character")
    SHIFT_JIS = "cp932", _("Shift_JIS: for older programs; holds fewer characters")


class Answer(models.TextChoices):
    """What the issuer's answer says of one letter."""

    TAKEN = "taken", _("taken on")
    POSTED = "posted", _("posted")
    REFUSED = "refused", _("refused")


class OutgoingFile(InMunicipality):  # type: ignore[django-manager-missing]
    """One file for the issuer. It may be fetched again, and no letter is ever in a second one."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.PositiveIntegerField()
    characters = models.CharField(max_length=9, choices=Characters.choices)
    letters = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_outgoing_file_a_number")
        ]


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def waiting(self) -> "OutgoingQuerySet":
        """Not in a file yet; the latest posting day first, those without one last."""
        rows = self.filter(file=None, cancelled_at=None)
        return rows.order_by(F("post_by").asc(nulls_last=True), "id")


class Outgoing(InMunicipality):
    """One letter as it was asked for, and what the issuer answered. What is written on it never changes."""

    posting = models.OneToOneField(Posting, models.PROTECT, related_name="outgoing")
    written_at = models.DateTimeField(db_default=Now())
    post_by = models.DateField(null=True)
    to_desk = models.BooleanField()
    addressee = models.CharField(max_length=200)
    postcode = models.CharField(max_length=7)
    address = models.CharField(max_length=300)
    file = models.ForeignKey(OutgoingFile, models.PROTECT, null=True, related_name="rows")
    cancelled_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=7, choices=Answer.choices, default="")
    answered_on = models.DateField(null=True)
    tracking_number = models.CharField(max_length=13, default="")

    objects: ClassVar[Any] = ScopedManager.from_queryset(OutgoingQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(file=None) | Q(cancelled_at=None), name="taken_back_before_its_file"
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.POSTED) | Q(answered_on__isnull=False),
                name="posted_by_file_has_a_day",
            ),
        ]
        indexes = [
            models.Index(
                F("municipality"),
                F("post_by").asc(nulls_last=True),
                F("id"),
                condition=Q(file=None, cancelled_at=None),
                name="letters_without_a_file",
            )
        ]
