"""The application, and what was corrected in it."""

import uuid
from datetime import date
from typing import Any, ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Collate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delivery.models import Delivery
from desks.models import HelpDesk, Practice, Staff
from desks.scope import InMunicipality, ScopedManager
from eligibility.events import DesignationEvent, Facts, YesNo
from eligibility.plain import from_json


class Standing(models.TextChoices):
    PENDING = "pending", _("Pending")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


AWAITING_DECISION: Final = _("Awaiting a decision")
"""A pending one that is late and lies with a supervisor."""


class Sex(models.TextChoices):
    FEMALE = "F", _("Female")
    MALE = "M", _("Male")


class CharacterChoice(models.TextChoices):
    """What the applicant wants for a character of the name that the card may not have."""

    REPLACE = "replace", _("May be replaced by a standard one (consent)")
    KEEP = "keep", _("Stays as it is (takes longer)")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def for_desk(self, desk: HelpDesk) -> "ApplicationQuerySet":
        return self.filter(desk=desk)

    def of_day(self, day: date) -> "ApplicationQuerySet":
        """First seen, or completed, on that day; the newest first."""
        return self.filter(Q(first_visit_on=day) | Q(accepted_on=day)).order_by("-entered_at", "-id")

    def waiting(self) -> "ApplicationQuerySet":
        """Those that lack papers or a decision, the longest waiting first."""
        return self.filter(WAITING).order_by("pending_since", "id")

    def undecided(self) -> "ApplicationQuerySet":
        """Late ones about which a supervisor is asked, the longest waiting first."""
        return self.filter(UNDECIDED).order_by("decision_asked_on", "id")


WAITING = Q(pending_since__isnull=False, accepted_on=None, refused_on=None, withdrawn_on=None)
UNDECIDED = WAITING & Q(decision_asked_on__isnull=False, exception_by=None)

STANDING: Final = Case(
    When(refused_on__isnull=False, then=Value(Standing.REFUSED.value)),
    When(withdrawn_on__isnull=False, then=Value(Standing.WITHDRAWN.value)),
    When(accepted_on__isnull=False, then=Value(Standing.ACCEPTED.value)),
    default=Value(Standing.PENDING.value),
    output_field=models.TextField(),
)
"""`Application.standing` for the database. An index holds it: a query that says it otherwise reads every row."""

FILTERED: Final = (
    "desk",
    "designation",
    "first_visit_on",
    "birth_date",
    "accepted_on",
    "refused_on",
    "withdrawn_on",
)
"""What a search by name is narrowed by."""


def yes_or_no() -> "models.CharField[str, str]":
    """A question that may not have been asked."""
    choices = [(answer.value, answer.value) for answer in YesNo]
    return models.CharField(
        max_length=7, choices=choices, default=YesNo.UNKNOWN.value, db_default=YesNo.UNKNOWN.value
    )


class Application(InMunicipality):
    """One application for issuance, as it was entered and judged. Never judged again without somebody asking.

    `facts` and `assessment` are values of the law as JSON. `practice` is the desk's; `residence_practice` is
    that of the municipality of residence, None where it is not in this system and the national default held.
    """

    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    reference = models.CharField(max_length=10)
    idempotency_key = models.UUIDField()
    submission_digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)

    facts = models.JSONField()
    assessment = models.JSONField()
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="+")
    residence_practice = models.ForeignKey(Practice, models.PROTECT, null=True, related_name="+")
    calendar_version = models.PositiveIntegerField()

    language = models.CharField(max_length=10, default="ja")
    name = models.CharField(max_length=200)
    # NFKC can make a character longer.
    name_normalised = models.TextField()
    # Empty where the name has only standard characters.
    character_choice = models.CharField(
        max_length=7, choices=CharacterChoice.choices, default="", db_default=""
    )
    kana = models.CharField(max_length=200, default="")
    kana_normalised = models.TextField(default="")
    birth_date = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex.choices)
    designation = models.CharField(max_length=20, choices=[(e.value, e.value) for e in DesignationEvent])
    occurred_on = models.DateField(null=True)
    # Where the applicant is registered: six digits, empty where no municipality could be told.
    residence_code = models.CharField(max_length=6, default="")
    postcode = models.CharField(max_length=7)
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=24, default="")
    phone_backwards = models.TextField(default="", db_default="")
    # Where news of the letter goes; always empty under support measures.
    email = models.CharField(max_length=254, default="", db_default="")
    # Keyed hashes (intake/likeness.py) that tell the same person, and the same form, within the municipality only.
    person_hash = models.CharField(max_length=64, default="", db_default="")
    application_id_hash = models.CharField(max_length=64, default="", db_default="")
    # Why it was entered although an earlier one of the person was open or recent.
    another_reason = models.CharField(max_length=800, default="", db_default="")
    certificates = ArrayField(models.CharField(max_length=20), default=list)
    face_authentication = models.BooleanField(default=False)
    braille = models.BooleanField(default=False)
    to_desk = models.BooleanField(default=False)
    # Whether the letter will arrive: YES, NO, or UNKNOWN where nobody asked; who asked last, and on which day.
    forwarding_order = yes_or_no()
    moving_soon = yes_or_no()
    name_on_letter_box = yes_or_no()
    somebody_at_home = yes_or_no()
    arrival_asked_on = models.DateField(null=True)
    arrival_asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    support_measures = models.BooleanField(default=False)
    # Under support measures: whether it is safe to post to the address, who asked and on which day.
    safe_to_post = yes_or_no()
    safety_asked_on = models.DateField(null=True)
    safety_asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    evidence = models.CharField(max_length=800, default="")

    entered_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    # Why it was accepted where the rules leave it to the desk, and who decided so.
    exception_reason = models.CharField(max_length=1700, default="")
    exception_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    # What the desk adds to the reason that the law gives; empty where that says all.
    refusal_reason = models.CharField(max_length=800, default="", db_default="")
    refused_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    missing = ArrayField(models.CharField(max_length=30), default=list)
    first_visit_on = models.DateField()
    pending_since = models.DateField(null=True)
    # Late: the day on which a supervisor was asked. Undecided until somebody excused it (exception_by) or it ended.
    decision_asked_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    refused_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    delivery = models.OneToOneField(Delivery, models.PROTECT, null=True, related_name="application")

    objects: ClassVar[Any] = ScopedManager.from_queryset(ApplicationQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "reference"], name="one_application_a_reference"),
            models.UniqueConstraint(fields=["municipality", "idempotency_key"], name="one_application_a_key"),
            models.CheckConstraint(
                condition=Q(pending_since__isnull=False)
                | Q(accepted_on__isnull=False)
                | Q(refused_on__isnull=False),
                name="application_has_a_standing",
            ),
            models.CheckConstraint(
                condition=Q(support_measures=False) | Q(email=""), name="protected_gets_no_email"
            ),
            models.CheckConstraint(
                condition=Q(refused_on=None) | Q(accepted_on=None, withdrawn_on=None),
                name="refused_is_not_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(accepted_on=None) ^ Q(delivery=None), name="delivery_from_acceptance"
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(missing=[]), name="accepted_lacks_nothing"
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(accepted_on__gte=F("first_visit_on")),
                name="accepted_after_first_visit",
            ),
            models.CheckConstraint(
                condition=Q(pending_since=None) | Q(pending_since__gte=F("first_visit_on")),
                name="pending_after_first_visit",
            ),
            models.CheckConstraint(
                condition=Q(exception_reason="") ^ Q(exception_by__isnull=False),
                name="exception_has_reason_and_person",
            ),
            models.CheckConstraint(
                condition=Q(refused_on__isnull=False) | Q(refused_by=None, refusal_reason=""),
                name="refusal_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(decision_asked_on=None) | Q(pending_since__lte=F("decision_asked_on")),
                name="decision_asked_while_pending",
            ),
        ]
        indexes = [
            # Read in the order of their names, with all that a filter asks in the index itself.
            models.Index(
                "municipality",
                Collate("name_normalised", "C"),
                "id",
                include=[*FILTERED],
                name="applications_by_name",
            ),
            models.Index(
                "municipality",
                Collate("kana_normalised", "C"),
                "id",
                include=[*FILTERED, "name_normalised"],
                name="applications_by_kana",
            ),
            models.Index(
                "municipality",
                Collate("phone_backwards", "C"),
                name="applications_by_phone",
            ),
            models.Index(
                fields=["municipality", "occurred_on"],
                condition=Q(occurred_on__isnull=False),
                name="applications_by_event_day",
            ),
            models.Index(
                "municipality",
                "desk",
                STANDING,
                "designation",
                "first_visit_on",
                name="applications_by_standing",
            ),
            models.Index(fields=["municipality", "birth_date"], name="application_by_birth_date"),
            models.Index(fields=["municipality", "desk", "first_visit_on"], name="application_by_visit"),
            models.Index(fields=["municipality", "desk", "accepted_on"], name="application_by_acceptance"),
            models.Index(
                fields=["municipality", "desk", "pending_since"],
                condition=WAITING,
                name="applications_waiting",
            ),
            models.Index(
                fields=["municipality", "decision_asked_on"],
                condition=UNDECIDED,
                name="applications_undecided",
            ),
            models.Index(fields=["municipality", "person_hash"], name="applications_of_person"),
            models.Index(
                fields=["municipality", "application_id_hash"],
                condition=~Q(application_id_hash=""),
                name="applications_of_form",
            ),
        ]

    @property
    def standing(self) -> Standing:
        if self.refused_on:
            return Standing.REFUSED
        if self.withdrawn_on:
            return Standing.WITHDRAWN
        return Standing.ACCEPTED if self.accepted_on else Standing.PENDING

    @property
    def is_undecided(self) -> bool:
        """Late, and waiting for a supervisor."""
        asked = self.decision_asked_on is not None and self.exception_by_id is None
        return asked and self.standing is Standing.PENDING

    @property
    def standing_words(self) -> Promise | str:
        """How it stands, as people read it."""
        return AWAITING_DECISION if self.is_undecided else self.standing.label

    @property
    def standing_since(self) -> date:
        """The day on which it came to stand as it does."""
        since = self.refused_on or self.withdrawn_on or self.accepted_on or self.pending_since
        return since or self.first_visit_on

    @property
    def law_facts(self) -> Facts:
        """The facts that were judged, as the law's value."""
        return from_json(Facts, self.facts)


class Correction(InMunicipality):
    """What was changed in an application: each field before and after, who, when and why. INSERT and SELECT only.

    The row of the application holds the newest state; from here every earlier one can be read back.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="corrections")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=800)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "application", "version"], name="one_correction_a_version"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
        ]
