"""The inquiry letter, which checks an identity where papers are short: printed, sent, returned."""

from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from desks.models import HelpDesk, Staff
from desks.scope import InMunicipality, ScopedManager
from intake.models.application import WAITING, Application

EXPECTED_WITHIN: Final = timedelta(days=10)
"""A letter that was sent and is not back after so many days is looked into."""
_WAITING: Final = Q(**{f"application__{name}": value for name, value in WAITING.deconstruct()[1]})


class CameBack(models.TextChoices):
    REPLY = "reply", _("The letter with the applicant's answer")
    UNDELIVERED = "undelivered", _("The letter, not delivered")


class InquiryLetterQuerySet(models.QuerySet["InquiryLetter"]):
    def on_the_way(self) -> "InquiryLetterQuerySet":
        """Printed and not back."""
        return self.filter(returned_on=None)

    def late(self, desk: HelpDesk, on: date) -> "InquiryLetterQuerySet":
        """Sent and not back in time, of applications that still wait; the longest first."""
        rows = self.on_the_way().filter(_WAITING, sent_on__lt=on - EXPECTED_WITHIN, application__desk=desk)
        return rows.select_related("application").order_by("sent_on", "id")


class InquiryLetter(InMunicipality):
    """One letter to the registered address and its days. Of two one came back undelivered.

    A row is made when it is printed; later only what was not known then is added (granted by column).
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    printed_on = models.DateField()
    printed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True)
    sent_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    returned_on = models.DateField(null=True)
    came_back = models.CharField(max_length=20, choices=CameBack.choices, default="")
    remark = models.CharField(max_length=800, default="")
    looked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = ScopedManager.from_queryset(InquiryLetterQuerySet)()

    class Meta:
        base_manager_name = "objects"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "application"],
                condition=Q(returned_on=None),
                name="one_inquiry_letter_on_the_way",
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None, sent_by=None)
                | Q(sent_on__gte=F("printed_on"), sent_by__isnull=False),
                name="inquiry_sent_after_printed",
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None, came_back="", remark="", looked_by=None)
                | (Q(returned_on__gte=F("sent_on"), looked_by__isnull=False) & ~Q(came_back="")),
                name="inquiry_returned_after_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "sent_on"],
                condition=Q(sent_on__isnull=False, returned_on=None),
                name="inquiry_letters_sent",
            )
        ]
