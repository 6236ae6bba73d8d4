"""What the form settles of a name and of an address: characters, kana, the municipality of a postcode."""

import pytest

from desks.places import with_code
from intake.addresses import address_at
from intake.characters import outside_standard
from intake.models import Application
from intake.papers import application_sheet
from intake.record import record_of
from tests.intake.pages import typed, words
from tests.places import Place

NEW, PANEL = "/desk/new/", "/desk/new/panel/"
SHARED = "985-0000"
"""塩竈市, 多賀城市 and 七ヶ浜町 share it."""
QUESTION, WHICH = "カードでは標準の文字に置き換えてもよいですか", "複数の市区町村にまたがります"


def only_row(place: Place) -> Application:
    with place.scope():
        return Application.objects.get()


def test_the_name_stays_as_typed_and_its_kana_gets_one_form(mihon: Place) -> None:
    name = "ﾐﾎﾝ　たろう 神\ufa19"
    mihon.client().post(NEW, typed(name=name, kana="みほん　ﾀﾛｳ"))
    row = only_row(mihon)
    assert row.name == name
    assert row.kana == "ミホン タロウ"


@pytest.mark.parametrize(
    "day",
    [
        ("令和8年5月6日", "", ""),
        ("20260506", "", ""),
        ("Ｒ８．５．６", "", ""),
        ("R080506", "", ""),
        ("８", "５", "６"),
    ],
)
def test_a_day_in_every_hand(mihon: Place, day: tuple[str, str, str]) -> None:
    boxes = dict(zip(("birth_date_year", "birth_date_month", "birth_date_day"), day, strict=True))
    page = words(mihon.client().post(NEW, typed(event="INFANT", lost_cause=None, check="1", **boxes)))
    assert ("2026年(令和8年)5月6日(水)" in page) is (day != ("８", "５", "６"))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("髙﨑 德子", ()),
        ("Nguyen Van A", ()),
        ("𠮷田 太郎", ("𠮷",)),
        ("葛\U000e0100城 花", ("葛\U000e0100",)),
        ("陈 小明", ("陈",)),
        ("\ue000田 太郎", ("\ue000",)),
    ],
)
def test_which_characters_are_asked_about(name: str, asked: tuple[str, ...]) -> None:
    assert outside_standard(name) == asked


def test_a_rare_character_is_drawn_and_asked_about_and_the_answer_kept(mihon: Place) -> None:
    client, rare = mihon.client(), typed(name="𠮷田 太郎")
    assert QUESTION not in words(client.post(PANEL, typed()))
    panel = client.post(PANEL, rare)
    assert 'id="asked-character_choice"' in panel.content.decode()
    assert "<path transform" in panel.content.decode()
    assert f"U+20BB7 {QUESTION}" in words(panel)
    assert f"{QUESTION}: " in words(client.post(NEW, rare))
    client.post(NEW, rare | {"character_choice": "keep"})
    row = only_row(mihon)
    assert row.law_facts.kept_character
    with mihon.scope():
        assert (
            application_sheet(record_of(row, on=row.first_visit_on), row.first_visit_on).replace_characters
            is False
        )
    assert "このままにする" in words(client.get(f"/desk/applications/{row.uid}/"))
    correction = f"/desk/applications/{row.uid}/correct/"
    form = {**rare, "character_choice": "replace", "version": "1", "reason": "本人の申出"}
    looked = client.post(correction, form)
    assert "標準の文字に置き換えてよい" in words(looked)
    shown = looked.context["form"]["shown"].value()
    client.post(correction, {**form, "shown": shown, "save": "1"})
    row = only_row(mihon)
    assert row.character_choice == "replace"
    assert not row.law_facts.kept_character
    with mihon.scope():
        assert (
            application_sheet(record_of(row, on=row.first_visit_on), row.first_visit_on).replace_characters
            is True
        )


def test_an_answer_about_another_name_counts_no_more(mihon: Place) -> None:
    mihon.client().post(NEW, typed(character_choice="keep"))
    row = only_row(mihon)
    assert row.character_choice == ""
    assert not row.law_facts.kept_character


def test_a_shared_postcode_leaves_a_choice(mihon: Place) -> None:
    client = mihon.client()
    elsewhere = typed(postcode=SHARED, registered="elsewhere", address="", exception_reason="電話で確認")
    panel = client.post(PANEL, elsewhere)
    assert WHICH in words(panel)
    assert "data-fill" not in panel.content.decode()
    refused = words(client.post(NEW, elsewhere | {"address": "本町1"}))
    assert f"{WHICH}。どこですか: " in refused
    chosen = elsewhere | {"residence": "042099"}
    assert 'value="宮城県多賀城市"' in client.post(NEW, chosen | {"check": "1"}).content.decode()
    client.post(NEW, chosen | {"address": "宮城県多賀城市本町1"})
    assert only_row(mihon).residence_code == "042099"


def test_no_choice_where_there_is_nothing_to_choose(mihon: Place) -> None:
    for form in (typed(), typed(postcode="100-0001", registered="elsewhere"), typed(postcode=SHARED)):
        assert WHICH not in words(mihon.client().post(PANEL, form))
    stale = typed(
        postcode="100-0001", registered="elsewhere", residence="042099", exception_reason="電話で確認"
    )
    mihon.client().post(NEW, stale)
    assert only_row(mihon).residence_code == "131016"


@pytest.mark.parametrize(
    ("postcode", "code", "address"),
    [
        ("1000001", "131016", "東京都千代田区千代田"),
        # Two neighbourhoods, then two wards: only what they have in common.
        ("0680546", "012092", "北海道夕張市"),
        ("0040000", "011002", "北海道札幌市"),
        ("0350000", "024244", "青森県下北郡東通村"),
    ],
)
def test_an_address_begins_with_what_is_certain(postcode: str, code: str, address: str) -> None:
    place = with_code(code)
    assert place is not None
    assert address_at(postcode, place) == address
