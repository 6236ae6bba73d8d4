"""What was decided to be taken for a case, the receipts for it, and the counted cash. Nothing here is ever changed."""

from typing import Any, ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from desks.models import HelpDesk, Staff
from desks.scope import InMunicipality, ScopedManager
from fees.rules import FeeBasis

CLERK = "clerk"
"""The `source` of an amount that neither the law nor practice sets: a clerk decided it and said why."""


class ChargeQuerySet(models.QuerySet["Charge"]):
    def of_case(self, reference: str) -> "ChargeQuerySet":
        """Every decision about one case, the first one first."""
        people = self.filter(reference=reference).select_related("decided_by", "desk")
        return people.select_related("receipt__reversal__decision", "replaces").order_by("id")


class Charge(InMunicipality):
    """The decided amount for one case, in whole yen; 0 is a free issue, which has no receipt.

    `reference` is the case's, as a value. A later decision names in `replaces` the one it takes the place of.
    """

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=10)
    amount = models.PositiveIntegerField()
    basis = models.CharField(max_length=20, choices=[(basis.value, basis.value) for basis in FeeBasis])
    # A key of `eligibility.words.SOURCES`, "practice", or CLERK.
    source = models.CharField(max_length=40)
    reason = models.CharField(max_length=800, default="")
    evidence = models.CharField(max_length=800, default="")
    decided_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    # Of queries that ask it (fees/hidden.py).
    desk_hidden: bool

    objects: ClassVar[Any] = ScopedManager.from_queryset(ChargeQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(source=CLERK) | ~Q(reason=""), name="clerk_gives_a_reason"),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(amount__gt=0) | ~Q(evidence=""), name="freed_on_evidence"
            ),
            models.UniqueConstraint(
                fields=["municipality", "reference"], condition=Q(replaces=None), name="one_first_charge"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "reference"], name="charges_of_case"),
            models.Index(fields=["municipality", "on", "id"], name="charges_by_day"),
        ]


class ReceiptSeries(InMunicipality):
    """The row that the next numbers of a desk's fiscal year come from, locked while one is taken: no gap, no double.

    Who holds it holds the till: a day's cash is closed under the same lock.
    """

    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)
    last_refund = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "desk", "fiscal_year"], name="one_receipt_series_a_year"
            )
        ]


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def of_case(self, reference: str) -> "ReceiptQuerySet":
        rows = self.filter(charge__reference=reference).order_by("-id")
        return rows.select_related("charge__decided_by", "reversal__decision__decided_by")

    def standing(self) -> "ReceiptQuerySet":
        """Neither void nor refunded. A case has at most one."""
        return self.filter(reversal=None)


class Receipt(InMunicipality):
    """Money taken: the charge's amount. `fiscal_year` is the year of its first day, 1 April.

    `cash_on` is the day whose cash it belongs to: the charge's, or the next open day where that one was closed.
    """

    charge = models.OneToOneField(Charge, models.PROTECT, related_name="receipt")
    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    cash_on = models.DateField()

    objects: ClassVar[Any] = ScopedManager.from_queryset(ReceiptQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "desk", "fiscal_year", "number"], name="receipt_number"
            )
        ]
        indexes = [models.Index(fields=["municipality", "cash_on", "desk"], name="receipts_by_cash_day")]

    def __str__(self) -> str:
        return f"{self.fiscal_year}-{self.number:05d}"


class Reversal(InMunicipality):
    """The end of a receipt, by the decision that replaced its charge: who, when and why stand there.

    VOID: its day's cash was not closed yet, so it never counts; the number stays used. REFUND: its money was counted,
    and goes out again with a number of its own, from the till of `desk` on the cash day `cash_on`.
    """

    class Kind(models.TextChoices):
        VOID = "void", _("Void")
        REFUND = "refund", _("Refunded")

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="reversal")
    decision = models.OneToOneField(Charge, models.PROTECT, related_name="reversal")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    cash_on = models.DateField()
    fiscal_year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="void", fiscal_year=None, number=None)
                | Q(kind="refund", fiscal_year__isnull=False, number__isnull=False),
                name="refunds_are_numbered",
            ),
            models.UniqueConstraint(
                fields=["municipality", "desk", "fiscal_year", "number"], name="refund_number"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "cash_on", "desk"], name="reversals_by_cash_day")]

    def __str__(self) -> str:
        return f"{self.fiscal_year}-R{self.number:05d}" if self.number else ""

    @property
    def is_void(self) -> bool:
        return self.kind == self.Kind.VOID


class CashCount(InMunicipality):
    """The cash of one desk's day, counted once; with it the day is closed. Amounts in whole yen.

    `expected` is receipts less voids and refunds, below zero where more went out than came in. `counted` is all that
    lay in the till, with the `change_fund` that was there in the morning. `pieces`: how many of each coin and note.
    """

    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    on = models.DateField()
    expected = models.IntegerField()
    change_fund = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField()
    pieces = models.JSONField(default=dict)
    reason = models.CharField(max_length=800, default="")
    counted_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "desk", "on"], name="one_count_a_day"),
            models.CheckConstraint(
                condition=Q(counted=F("expected") + F("change_fund")) | ~Q(reason=""),
                name="difference_has_a_reason",
            ),
        ]

    @property
    def difference(self) -> int:
        """Yen too much in the till; below zero: yen that are missing."""
        return self.counted - self.change_fund - self.expected
