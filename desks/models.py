"""Who works where, by which practice, on which days."""

from datetime import date, time

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
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
    # Whether its letters go to the issuer in files; by connection otherwise (delivery/by_file/).
    by_file = models.BooleanField(default=False, db_default=False)
    # Raised with every change of the days below and of closed days, so that open deliveries can be replanned.
    calendar_version = models.PositiveIntegerField(default=1)
    # What the issuer announced: days without making cards, and from when until when many applications delay them.
    maintenance_days = ArrayField(models.DateField(), default=list, db_default=[])
    backlog_since = models.DateField(null=True)
    backlog_until = models.DateField(null=True)
    # Where letters that cannot be delivered come back to. Empty: to the desk that sent them.
    return_to = models.CharField(max_length=120, default="", db_default="")
    return_postcode = models.CharField(max_length=7, default="", db_default="")
    return_address = models.CharField(max_length=240, default="", db_default="")
    return_phone = models.CharField(max_length=24, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"\A[0-9]{6}\Z"), name="municipality_code"),
            models.CheckConstraint(
                condition=Q(backlog_until=None) | Q(backlog_until__gte=F("backlog_since")),
                name="backlog_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name if get_language() == "ja" else self.name_en


class OfMunicipality(models.Model):
    """Set-up that anybody may read and only the municipality itself writes (row-level security holds the writing)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class HelpDeskQuerySet(models.QuerySet["HelpDesk"]):
    def open_on(self, on: date) -> "HelpDeskQuerySet":
        """The desks that are not closed for good by then."""
        return self.filter(Q(closed_from=None) | Q(closed_from__gt=on)).order_by("id")


class HelpDesk(OfMunicipality):
    """A counter that takes applications. It is never deleted: from `closed_from` on nobody works there any more."""

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    # Text of 30 and 60 characters, each of up to four code points.
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=240)
    postcode = models.CharField(max_length=7)
    address = models.CharField(max_length=240)
    phone = models.CharField(max_length=24)
    opens_at = models.TimeField(default=time(8, 30))
    closes_at = models.TimeField(default=time(17, 15))
    closed_from = models.DateField(null=True)
    # What residents read beside the address, and on their checklist.
    note = models.CharField(max_length=480, default="", db_default="")
    note_en = models.CharField(max_length=480, default="", db_default="")

    objects = HelpDeskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_desk_a_name")]

    def __str__(self) -> str:
        return self.name if get_language() == "ja" else self.name_en

    @property
    def note_shown(self) -> str:
        return self.note_in(get_language())

    def note_in(self, language: str | None) -> str:
        """The note in the reader's language; where there is none, in the other."""
        return (self.note or self.note_en) if language == "ja" else (self.note_en or self.note)


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
    """A person who signs in as name@131016. Where they work, and as what, stands in their memberships.

    The code in the login name says whose administrators look after the person, and no other municipality's can.
    """

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    # A one-time password opens the page on which it is changed, and no other.
    must_change_password = models.BooleanField(default=False, db_default=False)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="ja")

    def get_full_name(self) -> str:
        """The family name first."""
        return f"{self.last_name} {self.first_name}".strip()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def ending_on_or_after(self, on: date) -> "MembershipQuerySet":
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on))

    def held_on(self, on: date) -> "MembershipQuerySet":
        return self.filter(valid_from__lte=on).ending_on_or_after(on)

    def current(self, staff: Staff, on: date) -> "Membership | None":
        """What counts on that day: of several the one that began last."""
        held = self.held_on(on).filter(staff=staff)
        return held.select_related("municipality", "desk", "staff").order_by("-valid_from", "-id").first()


class Membership(models.Model):
    """Who works where, as what, from the first to the last day. It is ended, never deleted."""

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
