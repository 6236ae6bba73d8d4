"""The sheets of one application: which there are, and in which order they come out of the printer."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from eligibility.events import DesignationEvent, Paper, YesNo
from intake.models import Application
from intake.papers import PACK, sheets_of
from intake.record import record_of
from tests.intake.entries import ON, entry, submitted
from tests.places import Place

INQUIRED = {"law": {"inquiry_letter": True}, "documents": ()}


def printed(application: Application, sheet: str = PACK) -> list[str]:
    return [type(one).__name__ for one in sheets_of(record_of(application, on=ON), sheet, on=ON)]


@pytest.mark.parametrize(
    ("given", "taken_along"),
    [
        ({}, ["ReceiptSheet", "ChecklistSheet"]),
        ({"law": {"missing": frozenset({Paper.PHOTO})}}, ["PendingSheet"]),
        (INQUIRED, ["ReceiptSheet", "ChecklistSheet", "InquirySheet"]),
    ],
    ids=["accepted", "pending", "by letter"],
)
def test_the_pack_is_signed_then_taken_home_then_posted(
    mihon: Place, given: dict[str, object], taken_along: list[str]
) -> None:
    with mihon.scope():
        application = submitted(mihon, entry(**given))
        assert printed(application) == ["ApplicationSheet", "PasswordSheet", *taken_along]


def test_after_a_withdrawal_nothing_is_promised(mihon: Place) -> None:
    with mihon.scope():
        application = submitted(mihon)
        application.withdrawn_on = ON
        assert printed(application) == ["ApplicationSheet", "ReceiptSheet"]


def test_the_letter_that_asks_is_not_written_to_a_hidden_address(mihon: Place) -> None:
    with mihon.scope():
        asked = submitted(mihon, entry(**INQUIRED))
        hidden = submitted(mihon, entry(**INQUIRED, support_measures=True, safe_to_post=YesNo.YES))
        nobody_asked = submitted(mihon)
        assert printed(asked, "inquiry") == ["InquirySheet"]
        assert printed(hidden, "inquiry") == printed(nobody_asked, "inquiry") == []
    url = reverse("desk:paper", kwargs={"uid": hidden.uid, "sheet": "inquiry"})
    assert mihon.client().get(url).status_code == 404


def test_offices_are_named_in_japanese_on_what_is_no_letter_to_the_person(mihon: Place) -> None:
    with mihon.scope():
        application = submitted(mihon, entry(language="en", **INQUIRED))
        record = record_of(application, on=ON)
        with override("en"):
            form, _passwords, receipt, checklist, inquiry = sheets_of(record, PACK, on=ON)
            (envelope,) = sheets_of(record, "envelope", on=ON)
        assert (form.addressee, form.municipality, form.desk) == ("みほん市長 様", "みほん市", "本庁窓口")
        assert receipt.municipality == "みほん市"
        assert envelope.sender == "みほん市 本庁窓口"
        assert (checklist.municipality, checklist.desk) == ("Mihon City", "City hall")
        assert (inquiry.municipality, inquiry.addressee) == ("Mihon City", "みほん市長")


def test_a_baby_with_its_birth_notification_has_the_notifiers_form(mihon: Place) -> None:
    with mihon.scope():
        baby = submitted(mihon, entry(DesignationEvent.INFANT, law={"with_birth_notification": True}))
        (form,) = sheets_of(record_of(baby, on=ON), "application", on=ON)
        assert form.with_birth_notification
        assert not form.photo_required
        assert form.representative.name == "見本 花子"
