"""The password-set request: what waits sealed for the issuer, and the facts that stay."""

import uuid
from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from desks.models import Staff
from desks.scope import InMunicipality
from intake.models.application import Application

KEPT_DAYS = 7
"""A sealed password-set request is deleted when the issuer has it, and after this many days at the latest."""


class PasswordSetRequest(InMunicipality):
    """What only the issuer can open, on its way there. Its `key` names it there and here, and never changes.

    Replaced by deleting: no row is ever changed. That it was, stays as `PasswordEvent`.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="password_request")
    key = models.UUIDField(unique=True, editable=False, default=uuid.uuid4, db_default=RandomUUID())
    key_id = models.CharField(max_length=20)
    ciphertext = models.BinaryField()
    made_at = models.DateTimeField()
    made_on = models.DateField()
    expires_on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__lte=F("made_on") + timedelta(days=KEPT_DAYS)),
                name="sealed_for_seven_days",
            )
        ]

    def has_expired(self, on: date) -> bool:
        return self.expires_on < on


class Step(models.TextChoices):
    """What happened to a password-set request."""

    SEALED = "sealed", _("Set on the screen and sealed")
    ISSUER_RECEIVED = "issuer_received", _("Received by the issuer")
    EXPIRED = "expired", _("Deleted after seven days")
    UNREADABLE = "unreadable", _("Cannot be opened any more, deleted")
    SHEET_RECEIVED = "sheet_received", _("Sealed sheet received")
    SHEET_HANDED_ON = "sheet_handed_on", _("Sealed sheet handed on to the issuer")


class PasswordEvent(InMunicipality):
    """Who did what when with a password-set request, never what is in it. Granted INSERT and SELECT only.

    `request` is the key of the sealed request, or of the sheet; `asked` says which passwords were set.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="password_events")
    request = models.UUIDField()
    step = models.CharField(max_length=20, choices=Step.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    asked = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        base_manager_name = "objects"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "application", "request", "step"], name="one_password_step_a_request"
            )
        ]
