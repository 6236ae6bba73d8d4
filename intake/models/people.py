"""Who acts for the applicant, and what was shown at the desk."""

from django.db import models
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _

from desks.models import Staff
from desks.scope import InMunicipality
from eligibility.documents import IdentityKind
from eligibility.representation import ProofKind
from intake.models.application import Application


class Relation(models.TextChoices):
    PARENT = "parent", _("Parent")
    MINORS_GUARDIAN = "minors_guardian", _("Guardian of a minor")
    ADULTS_GUARDIAN = "adults_guardian", _("Guardian of an adult")
    OTHER = "other", _("Other legal representative")


class Person(models.TextChoices):
    APPLICANT = "applicant", _("Applicant")
    REPRESENTATIVE = "representative", _("Legal representative")


class Representative(InMunicipality):
    """Who acts for a child under 15 or a ward."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="representative")
    relation = models.CharField(max_length=20, choices=Relation.choices)
    name = models.CharField(max_length=200)
    postcode = models.CharField(max_length=7, default="")
    address = models.CharField(max_length=300, default="")
    phone = models.CharField(max_length=24, default="")
    phone_backwards = models.TextField(default="", db_default="")
    # What shows that they may act, empty while it is awaited; its day of issue where that is limited.
    proof = models.CharField(
        max_length=30, choices=[(kind.value, kind.value) for kind in ProofKind], default="", db_default=""
    )
    proof_issued_on = models.DateField(null=True)
    # The same in free words: only older rows have it.
    papers = models.CharField(max_length=800, default="")

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(
                "municipality",
                Collate("phone_backwards", "C"),
                name="representatives_by_phone",
            )
        ]


class IdentityDocument(InMunicipality):
    """An identity paper that was shown: kind, issuer, validity and who looked, never its number.

    A row is never changed. Corrected, it gets the version of the application that it no longer belongs to, and another
    row may take its place.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="identity_documents")
    person = models.CharField(max_length=20, choices=Person.choices)
    kind = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in IdentityKind])
    issuer = models.CharField(max_length=800, default="")
    valid_until = models.DateField(null=True)
    seen_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    seen_on = models.DateField()
    replaced_in = models.PositiveIntegerField(null=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["person", "id"]
