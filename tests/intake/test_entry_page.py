"""The application form: what a clerk sees of good input and of bad."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from fees.models import Charge, Receipt
from intake.models import Application
from tests.intake.pages import boxes, days_ago, typed, words
from tests.places import Place

NEW, PANEL = "/desk/new/", "/desk/new/panel/"
FIRST_REASON = "期間内に申請できます"


def stored(place: Place) -> int:
    with place.scope():
        return Application.objects.count()


def test_the_page_asks_and_says_where_the_answer_will_be(mihon: Place) -> None:
    page = words(mihon.client().get(NEW))
    for text in (
        "ご用件",
        "申請者",
        "住民票の住所",
        "提示された本人確認書類",
        "カードと受取り",
        "ここに出ます",
    ):
        assert text in page


def test_a_filled_form_becomes_an_application_and_shows_it(mihon: Place) -> None:
    client = mihon.client()
    page = words(client.post(NEW, typed(), follow=True))
    with mihon.scope():
        row = Application.objects.get()
        receipt = str(Receipt.objects.get())
    for text in (row.reference, "受理", "見本 太郎", "2,000円", receipt, "運転免許証", "未設定"):
        assert text in page


def test_the_panel_answers_while_the_form_is_incomplete(mihon: Place) -> None:
    panel = words(mihon.client().post(PANEL, typed(name=None, sex=None, address=None, applicant_2_kind=None)))
    assert FIRST_REASON in panel
    assert "2,000円" in panel
    # Around the end of the year no day is named.
    assert "お届けの目安" in panel or "1週間より長く" in panel
    assert "申請者の有効な本人確認書類が足りません" in panel
    assert "見本県みほん市" in panel
    assert stored(mihon) == 0


def test_check_answers_without_javascript_and_asks_for_nothing_yet(mihon: Place) -> None:
    page = mihon.client().post(NEW, typed(name=None, address=None, check="1"))
    assert FIRST_REASON in words(page)
    assert "もう一度ご確認ください" not in words(page)
    assert 'value="見本県みほん市"' in page.content.decode()
    assert stored(mihon) == 0


def test_characters_that_paper_cannot_show_are_named_and_kept(mihon: Place) -> None:
    rare = typed(name="\ue000田 太郎", character_choice="keep")
    for page in ("desk:panel", "desk:new"):
        response = mihon.client().post(reverse(page), rare | {"check": "1"})
        assert "U+E000 用紙に印刷できません" in words(response)
    record = mihon.client().post(reverse("desk:new"), rare, follow=True)
    assert "U+E000" in words(record)
    assert "\ue000田 太郎" in words(record)
    assert "U+" not in words(mihon.client().post(reverse("desk:panel"), typed(name="髙﨑 德郎")))


def test_the_address_that_was_typed_is_never_replaced(mihon: Place) -> None:
    page = mihon.client().post(NEW, typed(address="別の住所", check="1"))
    assert 'value="別の住所"' in page.content.decode()


def test_not_open_says_why_and_what_instead(mihon: Place) -> None:
    page = words(mihon.client().post(NEW, typed(**boxes("occurred_on", days_ago(60)))))
    assert "対象外" in page
    assert "通常の申請ができます" in page
    assert "特急発行では受け付けられません" in page
    assert stored(mihon) == 0


def test_damage_asks_for_its_cause(mihon: Place) -> None:
    page = mihon.client().post(NEW, typed(event="DAMAGE", lost_cause=None))
    assert "破損の原因: " in words(page)
    assert stored(mihon) == 0


def test_own_fault_damage_is_charged(mihon: Place) -> None:
    mihon.client().post(NEW, typed(event="DAMAGE", damage_cause="OWN_FAULT"))
    with mihon.scope():
        assert Charge.objects.get().amount == 2000


def test_a_cause_of_another_reason_is_left_aside(mihon: Place) -> None:
    """The field is hidden, but what was chosen in it before still arrives."""
    response = mihon.client().post(NEW, typed(event="SPACE_FULL"))
    assert response.status_code == 302


def test_a_baby_with_its_mother(mihon: Place) -> None:
    baby = typed(
        event="INFANT",
        **boxes("birth_date", days_ago(40)),
        representative_relation="parent",
        representative_name="見本 花子",
        representative_proof="SAME_HOUSEHOLD",
        representative_1_kind="MY_NUMBER_CARD",
        representative_2_kind="HEALTH_INSURANCE",
        applicant_1_kind="MATERNAL_AND_CHILD_HANDBOOK",
        applicant_2_kind="MEDICAL_AID",
    )
    response = mihon.client().post(NEW, baby)
    assert response.status_code == 302, words(response)
    with mihon.scope():
        row = Application.objects.get()
    assert row.certificates == ["USER_AUTHENTICATION"]
    assert row.occurred_on is None


def test_a_representative_without_a_name_is_asked_for_it(mihon: Place) -> None:
    page = mihon.client().post(NEW, typed(representative_phone="03-1234-5678"))
    assert "法定代理人の氏名: " in words(page)
    assert 'data-people=" representative"' in page.content.decode()


def test_a_postcode_of_another_municipality_is_doubted(mihon: Place, renshu: Place) -> None:
    assert "れんしゅう町のものです" in words(mihon.client().post(NEW, typed(postcode="000-0002")))
    assert "れんしゅう町のものです" in words(mihon.client().post(PANEL, typed(postcode="０００ー０００２")))
    elsewhere = typed(postcode="000-0002", registered="elsewhere", exception_reason="電話で確認")
    mihon.client().post(NEW, elsewhere)
    with mihon.scope():
        assert Application.objects.get().residence_code == "990027"


def test_the_same_form_again_leads_to_the_same_application(mihon: Place) -> None:
    client, form = mihon.client(), typed()
    assert client.post(NEW, form).url == client.post(NEW, form).url
    assert stored(mihon) == 1


def test_the_same_form_with_other_content_shows_both(mihon: Place) -> None:
    client, form = mihon.client(), typed()
    client.post(NEW, form)
    page = client.post(NEW, {**form, "name": "別人 一郎"})
    with mihon.scope():
        row = Application.objects.get()
    assert page.status_code == 409
    assert f"{row.reference}として受付済みです" in words(page)
    assert 'value="別人 一郎"' in page.content.decode()
    assert row.name == "見本 太郎"


def test_the_form_speaks_english_too(mihon: Place) -> None:
    client = mihon.client()
    client.cookies["language"] = "en"
    page = words(client.post(NEW, typed(name="")))
    assert "Some answers need another look" in page
    assert "Name: Fill this in." in page
    assert "2,000 yen" in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "氏名: "),
        ("name", "見本\x00太郎", "U+0000"),
        ("name", "見本\u202e太郎", "U+202E"),
        ("name", "見本\ufffd太郎", "U+FFFD"),
        ("name", "あ" * 61, "60文字"),
        ("name", "か" + "\u3099" * 500, "氏名: "),
        ("postcode", "12", "郵便番号: "),
        ("postcode", "1_000000", "郵便番号: "),
        ("phone", "電話", "電話番号: "),
        ("birth_date_year", "01", "生年月日: "),
        ("birth_date_month", "13", "生年月日: "),
        ("birth_date_day", "1_0", "生年月日: "),
        ("birth_date_year", "9999", "生年月日: "),
        ("occurred_on_day", "", "もとになる日: "),
        ("sex", "X", "性別: "),
        ("event", "RENEWAL", "特急発行の対象となる理由: "),
        ("event", "<script>", "特急発行の対象となる理由: "),
        ("certificates", "ALL", "電子証明書: "),
        ("missing", "EVERYTHING", "不足している書類: "),
        ("applicant_1_kind", "ID", "本人確認書類1: "),
        ("applicant_1_until_year", "x", "書類1の有効期限: "),
        ("key", "not a key", "新しい申請画面を開いて"),
        ("fee_choice", "2000", "窓口で決める手数料: "),
    ],
)
def test_bad_input_has_a_message_and_loses_nothing(
    mihon: Place, field: str, value: str, message: str
) -> None:
    page = mihon.client().post(NEW, typed(**{field: value}))
    assert page.status_code == 200
    assert "入力内容をもう一度ご確認ください" in words(page)
    assert message in words(page)
    assert "見本町1-2-3" in page.content.decode()
    assert stored(mihon) == 0


@pytest.mark.parametrize("day", ["２０２６", "R8", "令和8"])
def test_years_may_be_typed_as_people_write_them(mihon: Place, day: str) -> None:
    on = days_ago(3)
    year = {"２０２６": str(on.year).translate({48 + i: 0xFF10 + i for i in range(10)})}.get(
        day, day[:-1] + str(on.year - 2018)
    )
    assert mihon.client().post(NEW, typed(occurred_on_year=year)).status_code == 302


def test_a_day_to_come_and_a_day_before_birth_are_doubted(mihon: Place) -> None:
    to_come = typed(**boxes("birth_date", date(timezone.localdate().year + 1, 1, 1)))
    assert "生年月日: " in words(mihon.client().post(NEW, to_come))
    before_birth = typed(**boxes("occurred_on", date(1980, 1, 1)))
    assert "もとになる日: " in words(mihon.client().post(NEW, before_birth))
