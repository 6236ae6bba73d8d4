"""A late application with circumstances: who asked a supervisor, and what was decided. Nothing here is ever changed."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from desks.models import HelpDesk, Staff
from desks.scope import InMunicipality, ScopedManager
from intake.models.application import Application


class LateRequest(InMunicipality):
    """That somebody came after the end of the period, and why. INSERT and SELECT only."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="late_request")
    reason = models.CharField(max_length=800)
    evidence = models.CharField(max_length=800)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(evidence=""), name="late_for_a_reason_with_evidence"
            ),
        ]


class LateDecisionQuerySet(models.QuerySet["LateDecision"]):
    def since(self, day: date, desk: HelpDesk) -> "LateDecisionQuerySet":
        """What was decided on that day or later for a desk, the newest first."""
        rows = self.filter(on__gte=day, application__desk=desk).order_by("-on", "-id")
        return rows.select_related("application", "by")


class LateDecision(InMunicipality):
    """Whether a supervisor accepted it all the same, and why. INSERT and SELECT only."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="late_decision")
    accepted = models.BooleanField()
    reason = models.CharField(max_length=800)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()

    objects: ClassVar[Any] = ScopedManager.from_queryset(LateDecisionQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="late_decision_has_a_reason"),
        ]
        indexes = [models.Index(fields=["municipality", "on"], name="late_decisions_by_day")]
