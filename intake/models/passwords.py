"""The password-set request."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from desks.models import Staff
from desks.scope import InMunicipality
from intake.models.application import Application

KEPT_DAYS = 7
"""A sealed password-set request is deleted when the issuer has it, and after this many days at the latest."""


class Method(models.TextChoices):
    SEALED = "sealed", _("Typed and sealed")
    PAPER = "paper", _("Paper sheet")


class PasswordSetRequest(InMunicipality):
    """That the passwords were set, and what only the issuer can open. A paper sheet leaves only the fact.

    Replaced by deleting: no row is ever changed.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="password_request")
    method = models.CharField(max_length=10, choices=Method.choices)
    key_id = models.CharField(max_length=20, default="")
    ciphertext = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    made_on = models.DateField()
    expires_on = models.DateField(null=True)
    received_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(method=Method.PAPER, key_id="", ciphertext=None, expires_on=None)
                | (
                    Q(method=Method.SEALED, ciphertext__isnull=False, expires_on__isnull=False)
                    & ~Q(key_id="")
                    & Q(expires_on__lte=F("made_on") + timedelta(days=KEPT_DAYS))
                ),
                name="sealed_or_on_paper",
            )
        ]

    def has_expired(self, on: date) -> bool:
        return self.expires_on is not None and self.expires_on < on
