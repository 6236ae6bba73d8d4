"""What became of a letter's days when a calendar changed."""

from django.db import models

from delivery.models.delivery import Delivery
from desks.scope import InMunicipality


class Replan(InMunicipality):
    """One line of the timeline: days that changed. Granted INSERT and SELECT only.

    `changes`: each column of the delivery that changed, with what it said before and says now.
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="replans")
    at = models.DateTimeField()
    calendar_version = models.PositiveIntegerField()
    changes = models.JSONField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["at", "id"]
