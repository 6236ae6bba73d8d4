"""Who works where, by which practice, on which days."""

from datetime import date, time

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from desks.permissions import PERMISSIONS, Permission, Role
from desks.scope import InMunicipality


class Municipality(models.Model):
    """A city, ward of Tokyo, town or village. Wards of designated cities are desks of their city."""

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    prefecture = models.CharField(max_length=10)
    is_demo = models.BooleanField(default=False)
    # Raised with every change of closed days, so that open deliveries can be replanned.
    calendar_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"\A[0-9]{6}\Z"), name="municipality_code")
        ]

    def __str__(self) -> str:
        return self.name if get_language() == "ja" else self.name_en


class OfMunicipality(models.Model):
    """Set-up that anybody may read and only the municipality itself writes (row-level security holds the writing)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class HelpDesk(OfMunicipality):
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    postcode = models.CharField(max_length=7)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=20)
    opens_at = models.TimeField(default=time(8, 30))
    closes_at = models.TimeField(default=time(17, 15))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_desk_a_name")]

    def __str__(self) -> str:
        return self.name if get_language() == "ja" else self.name_en


class ClosedDay(OfMunicipality):
    """A day on which the municipality is closed beyond the national calendar, or open against it."""

    day = models.DateField()
    is_open = models.BooleanField(default=False)
    # As many as a form lets people type, each of up to four code points.
    reason = models.CharField(max_length=240)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "day"], name="one_closed_day_a_day")]


class PracticeQuerySet(models.QuerySet["Practice"]):
    def in_force(self, municipality_id: int, on: date) -> "Practice":
        """The practice that this municipality follows on `on`. Raises Practice.DoesNotExist before its first."""
        rows = self.filter(municipality_id=municipality_id, in_force_from__lte=on)
        return rows.latest("in_force_from", "id")


class Practice(OfMunicipality):
    """What the law leaves open and this municipality settled, from one day on. Never changed: a new row follows."""

    in_force_from = models.DateField()
    settings = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("desks.Staff", models.PROTECT, null=True, related_name="+")

    objects = PracticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "-in_force_from"], name="practice_in_force")]


class IssuerKey(OfMunicipality):
    """A public key of the issuer, to which password-set requests are sealed. The private key is never here."""

    key_id = models.CharField(max_length=20)
    public_key = models.BinaryField()
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key_id"], name="one_issuer_key_an_id")
        ]


class Staff(AbstractUser):
    """A person who signs in as name@131016. Where they work, and as what, stands in their memberships."""

    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="ja")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, staff: Staff, on: date) -> "Membership | None":
        held = self.filter(staff=staff, valid_from__lte=on).filter(
            Q(valid_until=None) | Q(valid_until__gte=on)
        )
        return held.select_related("municipality", "desk", "staff").order_by("-valid_from", "-id").first()


class Membership(models.Model):
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = MembershipQuerySet.as_manager()

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[Role(self.role)]


class Outcome(models.TextChoices):
    DONE = "done", _("Done")
    DENIED = "denied", _("Denied")
    MISSING = "missing", _("Not found")


class AuditEntry(InMunicipality):
    """One thing that one person saw, did or was refused. Granted INSERT and SELECT only; holds no personal data."""

    at = models.DateTimeField(auto_now_add=True)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    method = models.CharField(max_length=7)
    subject = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["municipality", "-at"], name="audit_by_time")]
