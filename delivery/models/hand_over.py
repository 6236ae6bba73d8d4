"""Who took a card at the desk, and what was looked at before they got it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delivery.models.delivery import Delivery, Move
from desks.scope import InMunicipality, ScopedManager


class Came(models.TextChoices):
    """Who stood at the desk."""

    APPLICANT = "applicant", _("The applicant")
    REPRESENTED = "represented", _("The applicant with the legal representative")
    SOMEBODY_ELSE = "somebody_else", _("Somebody else, as a supervisor decided")


class OldCard(models.TextChoices):
    """What became of a card that the new one replaces."""

    NOW = "now", _("Handed back now")
    BEFORE = "before", _("Handed back before")
    NOT_THERE = "not_there", _("They no longer have it")


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def standing_of(self, delivery: Delivery) -> "HandOver | None":
        """The one that holds: an earlier one may have been taken back with its move."""
        return self.filter(move__delivery=delivery, move__correction=None).select_related("move__by").first()


class HandOver(InMunicipality):
    """One card handed over: day, moment and clerk are its move's. Granted INSERT and SELECT only."""

    move = models.OneToOneField(Move, models.PROTECT, related_name="hand_over")
    came = models.CharField(max_length=20, choices=Came.choices)
    # Who takes it beside the addressee, or in their place: the name, what they are to them, what shows that they may.
    receiver = models.CharField(max_length=200, default="")
    relation = models.CharField(max_length=240, default="")
    authority = models.CharField(max_length=30, default="")
    authority_issued_on = models.DateField(null=True)
    # By person the kind, issuer and validity of each identity paper; never a number.
    papers = models.JSONField(default=list)
    old_card = models.CharField(max_length=10, choices=OldCard.choices, default="")
    # Why a supervisor let somebody else have it.
    reason = models.CharField(max_length=800, default="")

    objects: ClassVar[Any] = ScopedManager.from_queryset(HandOverQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(came=Came.APPLICANT) ^ ~Q(receiver=""), name="who_else_took_it_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(came=Came.SOMEBODY_ELSE) ^ Q(reason=""), name="a_decision_has_a_reason"
            ),
        ]
