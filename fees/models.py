"""What was decided to be taken for a case, and the receipts for it. Nothing here is ever changed."""

from django.db import models
from django.db.models import Q

from desks.models import HelpDesk, Staff
from desks.scope import InMunicipality
from fees.rules import FeeBasis

CLERK = "clerk"
"""The `source` of an amount that neither the law nor practice sets: a clerk decided it and said why."""


class Charge(InMunicipality):
    """The decided amount for one case, in whole yen; 0 is a free issue, which has no receipt.

    `reference` is the case's, as a value. A later decision names in `replaces` the one it takes the place of.
    """

    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=10)
    amount = models.PositiveIntegerField()
    basis = models.CharField(max_length=20, choices=[(basis.value, basis.value) for basis in FeeBasis])
    # A key of `eligibility.wording.SOURCES`, "practice", or CLERK.
    source = models.CharField(max_length=40)
    reason = models.CharField(max_length=800, default="")
    evidence = models.CharField(max_length=800, default="")
    decided_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(source=CLERK) | ~Q(reason=""), name="clerk_gives_a_reason"),
            models.UniqueConstraint(
                fields=["municipality", "reference"], condition=Q(replaces=None), name="one_first_charge"
            ),
        ]


class ReceiptSeries(InMunicipality):
    """The row that the next number of a desk's fiscal year comes from, locked while it is taken: no gap, no double."""

    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "desk", "fiscal_year"], name="one_receipt_series_a_year"
            )
        ]


class Receipt(InMunicipality):
    """Money taken. `fiscal_year` is the year of its first day, 1 April."""

    charge = models.OneToOneField(Charge, models.PROTECT, related_name="receipt")
    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "desk", "fiscal_year", "number"], name="receipt_number"
            )
        ]
