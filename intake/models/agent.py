"""Who comes to the desk in the place of the legal representative: only with a birth notification."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from desks.scope import InMunicipality
from intake.models.application import Application


class AgentRole(models.TextChoices):
    NOTIFIER = "notifier", _("Notifier other than a parent (lives with them, doctor, midwife)")
    CARRIER = "carrier", _("Somebody who carries it, signed by a parent")


class Agent(InMunicipality):
    """The notifier of the birth, or somebody who carries the notification."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="agent")
    role = models.CharField(max_length=20, choices=AgentRole.choices)
    name = models.CharField(max_length=200)
    # To the child, in words: grandmother.
    relation = models.CharField(max_length=240)

    class Meta:
        base_manager_name = "objects"
