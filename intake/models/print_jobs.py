"""A day's papers: what was asked for, and the documents it becomes."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from desks.models import HelpDesk, Staff
from desks.scope import InMunicipality, ScopedManager

MOST_TRIES: Final = 3
LEASE: Final = timedelta(seconds=120)
"""Longer than the slowest step takes: a part whose press said nothing for so long has lost it."""


class Trouble(models.TextChoices):
    """Why a part is not made."""

    NO_PRINTING = "no_printing", _("This machine cannot print. Whoever runs it can add what is missing.")
    SHEET_FAILED = "sheet_failed", _("A sheet of one of these people cannot be drawn. Print each alone.")
    GIVEN_UP = "given_up", _("The press stopped three times while it made these papers.")


class PrintJobQuerySet(models.QuerySet["PrintJob"]):
    def over(self, *, at: datetime, kept: timedelta) -> "PrintJobQuerySet":
        """Those whose day is over, and those of which every part was opened at least `kept` ago."""
        unopened = Q(parts__opened_at=None) | Q(parts__opened_at__gt=at - kept)
        opened = self.filter(parts__isnull=False).exclude(pk__in=self.filter(unopened).values("pk"))
        return self.filter(Q(delete_after__lt=at.date()) | Q(pk__in=opened.values("pk")))


class PrintJob(InMunicipality):  # type: ignore[django-manager-missing]  # a dynamic manager of its parts
    """The papers of one desk's day, as somebody asked for them. It holds names: it goes when it was opened.

    `sheets` are names of `intake.papers`; `delete_after` is the last day on which it is kept.
    """

    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4)
    day = models.DateField()
    sheets = ArrayField(models.CharField(max_length=20))
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    delete_after = models.DateField()

    objects: ClassVar[Any] = ScopedManager.from_queryset(PrintJobQuerySet)()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "uid"], name="one_print_job_a_form"),
        ]


class PrintPartQuerySet(models.QuerySet["PrintPart"]):
    def claimable(self, *, at: datetime) -> "PrintPartQuerySet":
        """Those that nobody is making, the oldest first."""
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        return self.filter(free, trouble="", finished_at=None).order_by("job_id", "number")


class PrintPart(InMunicipality):
    """One document of a job: these applications, in this order. `done` counts those that are laid out.

    A press holds it by its lease and its try; who has lost either writes no more.
    """

    job = models.ForeignKey(PrintJob, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    applications = ArrayField(models.BigIntegerField())
    done = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, choices=Trouble.choices, default="")
    finished_at = models.DateTimeField(null=True)
    # None where none of these people has such a sheet.
    pdf = models.BinaryField(null=True)
    pages = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(PrintPartQuerySet)()

    class Meta:
        base_manager_name = "objects"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "job", "number"], name="one_print_part_a_number"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=False) | Q(pdf=None, opened_at=None),
                name="print_part_is_finished",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "job", "number"],
                condition=Q(finished_at=None),
                name="print_parts_to_make",
            )
        ]
