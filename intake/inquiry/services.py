"""The inquiry letter of an application: printed, sent, returned. Each verb writes what was not known before."""

from datetime import date

from django.db import transaction

from desks.models import HelpDesk, Membership
from intake.models import Application, CameBack, InquiryLetter
from intake.refusals import ChangedMeanwhile


def last_letter(application: Application) -> InquiryLetter | None:
    """The one that counts: an earlier one came back undelivered."""
    rows = InquiryLetter.objects.filter(application=application)
    found: InquiryLetter | None = rows.select_related("printed_by", "sent_by", "looked_by").last()
    return found


def print_letter(*, membership: Membership, application: Application, on: date) -> InquiryLetter:
    """Notes that it was printed; printed again before it came back it stays the same letter."""
    letter: InquiryLetter
    letter, _made = InquiryLetter.objects.on_the_way().get_or_create(
        municipality_id=application.municipality_id,
        application=application,
        returned_on=None,
        defaults={"printed_on": on, "printed_by": membership.staff},
    )
    return letter


def send_letter(*, membership: Membership, letter: InquiryLetter, sent_on: date) -> None:
    """Notes the day it was posted. Raises ChangedMeanwhile where somebody did so before."""
    _note(letter, {"sent_on": None}, sent_on=sent_on, sent_by=membership.staff)


def take_letter_back(
    *, membership: Membership, letter: InquiryLetter, returned_on: date, came_back: CameBack, remark: str
) -> None:
    """Notes what came back and who looked. With the answer the identity is checked. Raises ChangedMeanwhile."""
    _note(
        letter,
        {"returned_on": None, "sent_on__isnull": False},
        returned_on=returned_on,
        came_back=came_back,
        remark=remark,
        looked_by=membership.staff,
    )


def late_letters(desk: HelpDesk, on: date) -> list[tuple[InquiryLetter, int]]:
    """Those of a desk that were sent and are not back in time, with the days since; the longest first."""
    return [(letter, (on - letter.sent_on).days) for letter in InquiryLetter.objects.late(desk, on)]


def _note(letter: InquiryLetter, while_still: dict[str, object], **facts: object) -> None:
    with transaction.atomic():
        if not InquiryLetter.objects.filter(pk=letter.pk, **while_still).update(**facts):
            raise ChangedMeanwhile
