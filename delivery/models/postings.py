"""Letters and what was told of them."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from delivery.models.delivery import Delivery
from delivery.states import Problem, Source, State
from desks.models import Staff
from desks.scope import InMunicipality


class Posting(InMunicipality):
    """One letter. The key is made before the issuer is asked, so that asking twice books once.

    The post uses tracking numbers again: a number is unique with its day only.
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="postings")
    generation = models.PositiveSmallIntegerField(default=1)
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True)
    booked_at = models.DateTimeField(null=True)
    # How it goes to the issuer, settled when it is first handed off.
    by_file = models.BooleanField(default=False, db_default=False)
    # When we ask next how it fares; null when there is nothing more to hear.
    ask_at = models.DateTimeField(null=True, db_default=Now())
    tracking_number = models.CharField(max_length=13, default="")
    posted_on = models.DateField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "delivery", "generation"], name="one_posting_a_generation"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "tracking_number"],
                condition=~Q(tracking_number=""),
                name="postings_by_number",
            ),
            models.Index(fields=["ask_at"], condition=Q(ask_at__isnull=False), name="postings_to_ask_for"),
        ]


class TrackingEvent(InMunicipality):
    """News of a letter as it was told, in whatever order it came. Granted INSERT and SELECT only."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="events")
    state = models.CharField(max_length=12, choices=State.choices)
    problem = models.CharField(max_length=16, choices=Problem.choices, default="", db_default="")
    on = models.DateField()
    heard_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "posting", "state", "on", "source", "problem"], name="same_news_once"
            )
        ]
