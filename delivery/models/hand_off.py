"""The outbox: a row for each delivery, until the issuer has booked its letter."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from delivery.models.delivery import Delivery
from delivery.states import Trouble
from desks.models import Staff
from desks.scope import InMunicipality, ScopedManager


class HandOffQuerySet(models.QuerySet["HandOff"]):
    def waiting(self) -> "HandOffQuerySet":
        return self.filter(done_at=None, dead_at=None)

    def stuck(self, at: datetime, after: timedelta = timedelta(minutes=10)) -> "HandOffQuerySet":
        """Dead letters, and rows that have waited longer than `after`: what a supervisor looks at."""
        return self.filter(done_at=None).filter(~Q(dead_at=None) | Q(created_at__lt=at - after))


class HandOff(InMunicipality):
    """The outbox row: written with the delivery in one transaction, found again whatever dies.

    Published is not done: `done_at` is set when the issuer has booked the letter. Tries and leases follow the
    database's clock alone: a web server a day off delays nothing.
    """

    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="hand_off")
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    publishes = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=12, choices=Trouble.choices, default="")
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    retried_at = models.DateTimeField(null=True)
    retried_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = ScopedManager.from_queryset(HandOffQuerySet)()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(
                F("next_try_at"), F("id"), condition=Q(done_at=None, dead_at=None), name="hand_offs_waiting"
            ),
            models.Index(
                F("municipality"), F("created_at"), condition=Q(done_at=None), name="hand_offs_open"
            ),
        ]
