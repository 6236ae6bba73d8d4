"""Files of the post's statuses, read: pure, no database."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from delivery.post.forms import NAMES
from delivery.post.reading import MOST_ROWS, Column, HeadingsRefused, Told, Why, day_of, read
from delivery.post.words import WORDS, Said, meaning, words_of
from delivery.states import NEWS, Problem, State
from desks.tables import FileRefused

TODAY = date(2026, 6, 10)
NUMBER = "13112383852"
LINE = f"追跡番号,状態,日付\n{NUMBER},到着,2026/06/09\n"


def the_one(content: bytes | str) -> Told:
    told, left = read(content if isinstance(content, bytes) else content.encode(), today=TODAY)
    assert not left
    return told[0]


def why(number: str = NUMBER, word: str = "到着", day: str = "2026/06/09") -> Why:
    told, left = read(f"追跡番号,状態,日付\n{number},{word},{day}\n".encode(), today=TODAY)
    assert not told
    return left[0].why


# -- Words ---------------------------------------------------------------------------------------------------


def test_every_word_of_the_tracking_page_has_its_meaning() -> None:
    said = {
        "引受": Said(State.POSTED),
        "通過": Said(State.IN_TRANSIT),
        "中継": Said(State.IN_TRANSIT),
        "到着": Said(State.IN_TRANSIT),
        "持ち出し中": Said(State.OUT),
        "配達希望受付": Said(State.HELD),
        "ご不在のため持ち戻り": Said(State.ABSENT),
        "保管": Said(State.HELD),
        "お届け先 休日のため保管": Said(State.HELD),
        "窓口でお渡し": Said(State.DELIVERED),
        "お届け先にお届け済み": Said(State.DELIVERED),
        "調査中": Said(State.IN_TRANSIT, Problem.INVESTIGATED),
        "差出人に返送": Said(State.RETURNING),
        "差出人に返送済み": Said(State.RETURNED),
        "あて所に尋ねあたらず": Said(State.RETURNING, Problem.ADDRESS_UNKNOWN),
        "受取拒否": Said(State.RETURNING, Problem.REFUSED_BY_ADDRESSEE),
        "保管期間経過のため": Said(State.RETURNING, Problem.HOLD_ENDED),
        "破損": Said(State.IN_TRANSIT, Problem.DAMAGED),
        "Absence. Attempted delivery.": Said(State.ABSENT),
        "Final delivery": Said(State.DELIVERED),
    }
    assert {word: meaning(word) for word in said} == said
    assert all(words_of(state) for state in NEWS)


def test_a_word_in_another_width_is_the_same_word() -> None:
    for written in ("お届け先　休日のため保管", " お届け先休日のため保管 ", "お届け先 休日のため保管。"):
        assert meaning(written) == Said(State.HELD)
    assert meaning("ｆｉｎａｌ DELIVERY") == Said(State.DELIVERED)


def test_the_details_tell_why_a_letter_comes_back_and_nothing_else() -> None:
    back = Said(State.RETURNING, Problem.ADDRESS_UNKNOWN)
    assert meaning("差出人に返送", "あて所が不明のため") == meaning("差出人に返送(あて所不明)") == back
    assert meaning("差出人に返送済み", "保管期間経過") == Said(State.RETURNED, Problem.HOLD_ENDED)
    assert meaning("差出人に返送", "電話あり") == Said(State.RETURNING)
    assert meaning("引受", "受取拒否") == Said(State.POSTED)


@pytest.mark.parametrize(
    "word", ["", "配達完了", "差出人に返送されました", "お問い合わせ番号が見つかりません", "引受()引"]
)
def test_a_word_that_is_not_in_the_table_is_not_guessed(word: str) -> None:
    assert meaning(word) is None


def test_the_page_of_words_is_the_table() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "post.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+?) \| `(\w+)` \| (?:`(\w+)`)? ?\| (\w) \|$", page, re.MULTILINE)
    table = [(word.text, word.said.state.name, problem_name(word.said), word.source) for word in WORDS]
    assert rows == table


def problem_name(said: Said) -> str:
    return Problem(said.problem).name if said.problem else ""


# -- Columns -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        LINE,
        f"\ufeff{LINE}",
        LINE.replace(",", "\t"),
        LINE.replace("\n", "\r\n"),
        f'"お問い合わせ番号","配送履歴","状態発生日"\n"{NUMBER}","到着","2026/06/09 09:12"\n',
        # As the result of the post's search for several numbers is copied.
        "お問い合わせ番号\t商品種別\t最新年月日\t最新状態\t最新取扱局\t県名等\n"
        "131-12-38385-2\t簡易書留\t2026/06/09 9:12\t到着\tみほん局\t\n",
        f"Date,Item number,Shipping track record,Office\n06/09/2026 09:12,{NUMBER},En route,MIHON\n",
        "\n\n日付,ＳＴＡＴＵＳ,追 跡 番 号\n６／９,到　着,１３１－１２－３８３８５－２\n",
        f'追跡番号,状態,日付\n="{NUMBER}",到着,6月9日(火)\n',
        f"追跡番号,状態,日付\n'{NUMBER},到着,令和8年6月9日 9時12分\n",
    ],
)
def test_columns_are_known_by_their_headings(text: str) -> None:
    told = the_one(text)
    assert (told.number, told.on, told.said) == (NUMBER, date(2026, 6, 9), Said(State.IN_TRANSIT))
    assert the_one(text.lstrip("\ufeff").encode("cp932")) == told


def test_the_headings_that_the_page_names_are_read_in_both_languages() -> None:
    for language in ("ja", "en"):
        with override(language):
            head = ",".join(str(name) for name in NAMES.values())
        assert the_one(f"{head}\n{NUMBER},差出人に返送,2026/06/09,受取拒否\n").said.problem == "refused"


@pytest.mark.parametrize(
    ("head", "missing", "twice"),
    [
        ("番号,状態,日付", [Column.NUMBER], []),
        ("日付", [Column.NUMBER, Column.WORD], []),
        ("追跡番号,状態,日付,年月日", [], [Column.DAY]),
        ("PK\x03\x04\x00", [Column.NUMBER, Column.WORD, Column.DAY], []),
    ],
)
def test_headings_that_do_not_fit_are_named(head: str, missing: list[Column], twice: list[Column]) -> None:
    with pytest.raises(HeadingsRefused) as refused:
        read(f"{head}\n1,2,3,4\n".encode(), today=TODAY)
    assert (refused.value.missing, refused.value.twice) == (missing, twice)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "EMPTY"),
        (b" \n,,\n", "EMPTY"),
        (LINE.encode() * (MOST_ROWS + 1), "LONG"),
        (b"x" * (1024 * 1024 + 1), "LARGE"),
        (b"\x81", "ENCODING"),
        (b'"' + b"x" * 10, "SHAPE"),
    ],
)
def test_a_file_that_is_not_read_says_why(content: bytes, problem: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(content, today=TODAY)
    assert refused.value.problem.name == problem


# -- Lines ---------------------------------------------------------------------------------------------------


def test_a_line_that_is_not_understood_is_kept_as_written_with_its_place() -> None:
    text = f"追跡番号,状態,日付\n{NUMBER},到着,6/9\n\n{NUMBER},配達\x00完了{'了' * 60},6/9\n"
    told, left = read(text.encode(), today=TODAY)
    assert [item.line.place for item in told] == [2]
    assert (left[0].line.place, left[0].why) == (4, Why.WORD)
    assert left[0].line.word.startswith("配達\ufffd完了")
    assert len(left[0].line.word) == 40


def test_why_a_line_is_left() -> None:
    assert why(number="12345") is why(number="") is why(number="1.31124E+10") is Why.NUMBER
    assert why(word="配達完了") is why(word="=HYPERLINK(1)") is Why.WORD
    assert why(day="") is why(day="26/6/9") is why(day="2026/6/31") is why(day="13/06/2026") is Why.DAY
    assert why(day=" " * 50_000 + "x") is Why.DAY
    assert why(day="2026/06/11") is Why.TO_COME


def test_a_day_without_a_year_is_the_latest_one() -> None:
    new_year = date(2027, 1, 2)
    assert day_of("12/31 23:50", today=new_year) == date(2026, 12, 31)
    assert day_of("1月2日", today=new_year) == new_year
    assert day_of("1/3", today=new_year) == date(2026, 1, 3)
    assert day_of("2/29", today=new_year) == date(2024, 2, 29)
    with pytest.raises(ValueError, match="no such day"):
        day_of("2/30", today=new_year)
