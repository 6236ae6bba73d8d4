"""What the card can carry, and whether its letter will arrive: said at the field, stored, and in nobody's way."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.utils import timezone

from desks.permissions import Role
from eligibility.events import YesNo
from intake.models import Application, Correction
from tests.intake.entries import entry, submitted
from tests.intake.pages import boxes, typed, words
from tests.places import Place

YOUNG = "15歳未満の方には署名用電子証明書を発行しません"
WARD = "成年被後見人の方には署名用電子証明書を発行しません"
BY_FACE = "顔認証カードには署名用電子証明書がありません"
ONLY_IDENTIFIES = "本人確認にしか使えません"
FORWARDED, MOVES, NAMELESS, AWAY = (
    "転送届を取り消して",
    "引っ越したあとでは",
    "名前を出すよう",
    "書留は対面で渡します",
)
CHILD = boxes("birth_date", date(2015, 4, 2))


def panel(place: Place, **more: object) -> str:
    return words(place.client().post("/desk/new/panel/", typed(**more)))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, set()),
        (CHILD, {YOUNG}),
        ({**CHILD, "certificates": ["USER_AUTHENTICATION"]}, set()),
        ({"is_ward": "on"}, {WARD}),
        ({"face_authentication": "on"}, {BY_FACE}),
        ({**CHILD, "is_ward": "on", "face_authentication": "on"}, {YOUNG, WARD, BY_FACE}),
        ({"face_authentication": "on", "certificates": None}, {ONLY_IDENTIFIES}),
        ({"certificates": None}, set()),
    ],
)
def test_what_does_not_go_together_is_said_at_the_field(
    mihon: Place, more: dict[str, object], said: set[str]
) -> None:
    live = panel(mihon, **more)
    checked = words(mihon.client().post("/desk/new/", typed(**more, check="1")))
    for page in (live, checked):
        assert {one for one in (YOUNG, WARD, BY_FACE, ONLY_IDENTIFIES) if one in page} == said


def test_what_is_lost_by_opting_out_stands_at_the_field(mihon: Place) -> None:
    page = words(mihon.client().get("/desk/new/"))
    for fact in (
        "健康保険証として使えません",
        "電子署名ができません",
        "マイナポータルとコンビニ交付は使えません",
    ):
        assert fact in page


def test_a_certificate_that_cannot_be_issued_is_left_out_and_the_record_says_why(mihon: Place) -> None:
    on = timezone.localdate()
    with mihon.scope():
        row = submitted(mihon, entry(on=on, law={"face_authentication": True}), on=on)
    assert row.certificates == ["USER_AUTHENTICATION"]
    assert BY_FACE in words(mihon.client().get(f"/desk/applications/{row.uid}/"))


# -- Will the letter arrive? ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, set()),
        ({"forwarding_order": "YES"}, {FORWARDED}),
        ({"moving_soon": "YES"}, {MOVES}),
        ({"name_on_letter_box": "NO"}, {NAMELESS}),
        ({"somebody_at_home": "NO"}, {AWAY}),
        (
            {
                "forwarding_order": "NO",
                "moving_soon": "NO",
                "name_on_letter_box": "YES",
                "somebody_at_home": "YES",
            },
            set(),
        ),
        ({"forwarding_order": "YES", "deliver_to": "desk"}, set()),
    ],
)
def test_an_unsafe_answer_proposes_what_to_do(mihon: Place, answers: dict[str, str], said: set[str]) -> None:
    page = panel(mihon, **answers)
    assert {one for one in (FORWARDED, MOVES, NAMELESS, AWAY) if one in page} == said


def entered(place: Place, **answers: str) -> tuple[Application, HttpResponse]:
    """Submitted on the form, whatever was answered; with the record's page."""
    client = place.client()
    page = client.post("/desk/new/", typed(**answers), follow=True)
    with place.scope():
        return Application.objects.get(), page


def test_what_was_asked_is_stored_with_who_and_when_and_blocks_nobody(mihon: Place) -> None:
    row, page = entered(mihon, forwarding_order="YES", name_on_letter_box="YES")
    assert row.accepted_on, "the clerk decides otherwise"
    assert (row.forwarding_order, row.moving_soon, row.name_on_letter_box) == ("YES", "UNKNOWN", "YES")
    assert (row.arrival_asked_by, row.arrival_asked_on) == (mihon.clerk.staff, timezone.localdate())
    shown = words(page)
    assert "転送届を出していますか はい" in shown
    assert FORWARDED in shown
    assert "近く引っ越しますか" not in shown


def test_where_nobody_asked_nothing_is_noted(mihon: Place) -> None:
    row, page = entered(mihon)
    assert (row.arrival_asked_by, row.arrival_asked_on) == (None, None)
    assert "書留は届きますか" not in words(page)


def test_an_answer_that_changes_is_a_correction_of_whoever_asked_again(mihon: Place) -> None:
    row, _page = entered(mihon, forwarding_order="YES")
    client, address = mihon.client(Role.SUPERVISOR), f"/desk/applications/{row.uid}/correct/"
    form = {
        "version": str(row.version),
        "save": "1",
        "reason": "転送届を取り消した",
        "forwarding_order": "NO",
    }
    told = client.post(address, typed(**form))
    changed = client.post(address, typed(**form, shown=told.context["form"]["shown"].value()), follow=True)
    assert "転送届を出していますか" in words(changed)
    with mihon.scope():
        row.refresh_from_db()
        correction = Correction.objects.get()
    assert (row.forwarding_order, row.arrival_asked_by) == (YesNo.NO, mihon.supervisor.staff)
    assert (correction.before, correction.after) == ({"forwarding_order": "YES"}, {"forwarding_order": "NO"})


@pytest.mark.parametrize("answer", ["MAYBE", "yes", "\x00", "1"])
def test_no_other_answer_is_taken(mihon: Place, answer: str) -> None:
    page = mihon.client().post("/desk/new/", typed(moving_soon=answer))
    assert "moving_soon" in page.context["form"].errors
