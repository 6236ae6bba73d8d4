"""The sheets of one application: which there are, and in which order they come out of the printer."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from eligibility.events import DesignationEvent, Paper, YesNo
from intake.entry import AgentEntry
from intake.models import AgentRole, Application
from intake.papers import PACK, sheets_of
from intake.photos.pictures import read_picture
from intake.photos.services import add_photo
from intake.record import record_of
from paper.sheets import pack
from tests.intake.entries import AT, ON, entry, submitted
from tests.intake.pictures import a_photo
from tests.places import Place

INQUIRED = {"law": {"inquiry_letter": True}, "documents": ()}


def printed(application: Application, sheet: str = PACK) -> list[str]:
    return [type(one).__name__ for one in sheets_of(record_of(application, on=ON), sheet, on=ON)]


@pytest.mark.parametrize(
    ("given", "taken_along"),
    [
        ({}, ["ReceiptSheet", "ChecklistSheet"]),
        ({"law": {"missing": frozenset({Paper.PHOTO})}}, ["PendingSheet"]),
        (INQUIRED, ["PendingSheet", "InquirySheet"]),
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
        asked, nobody_asked = submitted(mihon, entry(**INQUIRED)), submitted(mihon)
        assert printed(asked, "inquiry") == ["InquirySheet"]
        assert printed(nobody_asked, "inquiry") == []
        asked.support_measures = True
        assert printed(asked, "inquiry") == printed(asked, "envelope") == []
    url = reverse("desk:paper", kwargs={"uid": nobody_asked.uid, "sheet": "inquiry"})
    assert mihon.client().get(url).status_code == 404


def test_offices_are_named_in_japanese_on_what_is_no_letter_to_the_person(mihon: Place) -> None:
    with mihon.scope(), override("en"):
        record = record_of(submitted(mihon, entry(language="en")), on=ON)
        form, _passwords, receipt, checklist = sheets_of(record, PACK, on=ON)
        (envelope,) = sheets_of(record, "envelope", on=ON)
        asked = record_of(submitted(mihon, entry(language="en", **INQUIRED)), on=ON)
        (inquiry,) = sheets_of(asked, "inquiry", on=ON)
    assert (form.addressee, form.municipality, form.desk) == ("みほん市長 様", "みほん市", "本庁窓口")
    assert receipt.municipality == "みほん市"
    assert envelope.sender == "みほん市 本庁窓口"
    assert (checklist.municipality, checklist.desk) == ("Mihon City", "City hall")
    assert (inquiry.municipality, inquiry.addressee) == ("Mihon City", "みほん市長")


def test_a_baby_with_its_birth_notification_has_the_notifiers_form(mihon: Place) -> None:
    with mihon.scope():
        brought = AgentEntry(role=AgentRole.CARRIER, name="見本 ウメ", relation="祖母")
        born = entry(DesignationEvent.INFANT, law={"with_birth_notification": True}, agent=brought)
        (form,) = sheets_of(record_of(submitted(mihon, born), on=ON), "application", on=ON)
        assert form.with_birth_notification
        assert not form.photo_required
        assert form.representative.name == "見本 花子"
        assert form.brought_by == "見本 ウメ (祖母)"


def test_the_photo_of_the_case_is_on_its_form_and_advice_on_the_checklist(mihon: Place) -> None:
    with mihon.scope():
        application = submitted(mihon, entry(forwarding_order=YesNo.YES, name_on_letter_box=YesNo.YES))
        add_photo(
            membership=mihon.clerk,
            application=application,
            picture=read_picture(a_photo()),
            taken_on=ON,
            in_place_of=0,
            at=AT,
            on=ON,
        )
        with override("ja"):
            record = record_of(application, on=ON)
            (form,) = sheets_of(record, "application", on=ON)
            (checklist,) = sheets_of(record, "checklist", on=ON)
            assert [str(hint) for hint in checklist.hints] == [
                "郵便の転送届を取り消してください。この郵便は転送されません。"
            ]
        assert form.photo.startswith("data:image/jpeg;base64,")
        assert b"/Image" in pack([form], "ja")
