"""The way from what a resident types to the one application, before its municipality is known."""

from django.db import models

from desks.scope import InMunicipality
from intake.models.application import Application


class StatusKey(InMunicipality):
    """A keyed hash of a reference and a birth date (intake/status/keys.py), and whose row it leads to.

    Anybody may read it, because no scope is known yet: it tells nothing but how many applications there are. It is
    written in its municipality's scope only. `made_with` names the secret key.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="status_key")
    digest = models.CharField(max_length=64, unique=True)
    made_with = models.CharField(max_length=16)

    class Meta:
        base_manager_name = "objects"
