"""E-mails to residents: a row for each, from the transaction of its cause until the mail server has it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from delivery.models.delivery import Delivery
from desks.scope import InMunicipality


class EmailKind(models.TextChoices):
    ACCEPTED = "accepted", _("Application accepted")
    POSTED = "posted", _("Handed over to the post")
    ABSENT = "absent", _("Nobody was at home")
    RETURNED = "returned", _("Returned")
    AT_DESK = "at_desk", _("Kept at the desk")


class EmailTrouble(models.TextChoices):
    """Why an e-mail is not sent, or not yet."""

    SERVER_AWAY = "server_away", _("The mail server did not take it yet")
    REFUSED = "refused", _("The mail server refused this address")
    NO_PLAN = "no_plan", _("The days are still being worked out")
    OVERTAKEN = "overtaken", _("No longer true when its turn came")
    NOT_WANTED = "not_wanted", _("No e-mail is wanted any more")
    FAILED = "failed", _("Something went wrong on our side")


class Email(InMunicipality):
    """One e-mail about one posting of a delivery, at most once of each kind. It holds neither address nor text:
    both are read when it is sent, so that a later correction holds.
    """

    # No index of its own: it is asked for with its municipality, as the constraint has it.
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="emails", db_index=False)
    kind = models.CharField(max_length=10, choices=EmailKind.choices)
    generation = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=12, choices=EmailTrouble.choices, default="")
    sent_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "delivery", "generation", "kind"], name="one_email_a_kind"
            ),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(dead_at=None), name="sent_or_dead"),
        ]
        indexes = [
            models.Index(
                F("next_try_at"), F("id"), condition=Q(sent_at=None, dead_at=None), name="emails_waiting"
            )
        ]
