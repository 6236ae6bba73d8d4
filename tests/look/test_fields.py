"""Each field: what it takes, what it refuses with a sentence, and what it keeps exactly."""

from collections.abc import Callable

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from desks.fields import (
    Choice,
    Choices,
    Digits,
    Kana,
    Phone,
    Postcode,
    Text,
    Tick,
    WholeNumber,
    characters,
)

FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789-+(),"}
EVERY_TEXT_FIELD: list[Callable[[], forms.Field]] = [
    lambda: Text(max_length=50),
    lambda: Text(max_length=50, lines=True),
    lambda: Digits(max_length=7),
    lambda: WholeNumber(maximum=3000),
    Postcode,
    Phone,
    lambda: Kana(max_length=50),
]


@pytest.mark.parametrize(
    "typed", ["ミホン タロウ", "みほん　たろう", "ﾐﾎﾝ ﾀﾛｳ", " ミホン　　タロウ ", "みホん ﾀろｳ"]
)
def test_kana_has_one_width_and_one_script(typed: str) -> None:
    assert Kana(max_length=50).clean(typed) == "ミホン タロウ"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ﾊﾞﾝﾄﾞｳ ｼﾞｮｰ", "バンドウ ジョー"), ("ゔぃぇっと", "ヴィェット"), ("ＮＧＵＹＥＮ", "NGUYEN")],
)
def test_marks_and_small_kana_stay(typed: str, kept: str) -> None:
    assert Kana(max_length=50).clean(typed) == kept


def test_kana_is_not_the_name() -> None:
    assert code_of(Kana(max_length=50), "見本 太郎") == "kana"


def code_of(field: forms.Field, value: object) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        field.clean(value)
    return refusal.value.error_list[0].code


@pytest.mark.parametrize("make", EVERY_TEXT_FIELD)
@pytest.mark.parametrize(
    "bad",
    [
        "\x00",
        "\x1b",
        "\x85",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u061c",
        "\u2028",
        "\ufffd",
        chr(0xD842),
        "\uffff",
    ],
)
def test_refuses_what_cannot_be_kept(make: Callable[[], forms.Field], bad: str) -> None:
    assert code_of(make(), f"1{bad}1") == "unkeepable"
    assert code_of(make(), f" {bad} ") == "unkeepable"


def test_says_which_character() -> None:
    with pytest.raises(ValidationError, match=r"U\+202E"):
        Text(max_length=50).clean("山田\u202e太郎")


def test_a_line_break_is_for_fields_with_lines() -> None:
    assert Text(max_length=50, lines=True).clean("一\n二") == "一\n二"
    assert code_of(Text(max_length=50), "一\n二") == "unkeepable"


@pytest.mark.parametrize(
    "name",
    [
        "髙﨑德𠮷",
        "神\ufa19",
        "葛\U000e0100城",
        "が",
        "か\u3099",
        "ヷ",
        "O’Brien-Müller",
        "नेपाल",
        "각",
        "\ue000田",
        "見本 花子",
    ],
)
def test_keeps_names_byte_for_byte(name: str) -> None:
    assert Text(max_length=50).clean(name) == name


@given(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Cn"], exclude_characters="\ufffd")
    )
)
def test_whatever_is_taken_is_only_stripped(text: str) -> None:
    field = Text(max_length=10_000, required=False)
    assert field.clean(text) == text.strip()


@given(st.text())
def test_any_text_is_taken_or_refused_and_can_be_shown_again(text: str) -> None:
    for make in EVERY_TEXT_FIELD:
        field = make()
        try:
            str(field.clean(text)).encode()
        except ValidationError as refusal:
            "".join(refusal.messages).encode()
        field.bound_data(text, None).encode()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("葛\U000e0100城\U000e0101", 2),
        ("か\u3099", 1),
        ("カ\uff9e", 1),
        ("각", 1),
        ("👩\u200d👩\u200d👧", 1),
        ("नि", 1),
    ],
)
def test_characters_are_counted_as_people_do(text: str, count: int) -> None:
    assert characters(text) == count


def test_length_is_counted_in_characters_and_bounded_in_code_points() -> None:
    assert Text(max_length=2).clean("葛\U000e0100城\U000e0101")
    assert code_of(Text(max_length=2), "葛城市") == "long"
    assert code_of(Text(max_length=2), "あ" + "\u3099" * 8) == "long"


def test_characters_of_one_machine_are_taken() -> None:
    assert Text(max_length=5).clean("\ue000田") == "\ue000田"


def test_digits() -> None:
    assert Digits(max_length=7).clean("0012".translate(FULL_WIDTH)) == "0012"
    for bad in ("1_000", "٣", "①", "1.5", "-1", "1e3", "²"):
        assert code_of(Digits(max_length=7), bad) == "digits"
    assert code_of(Digits(max_length=4, least=4), "123") == "short"
    assert code_of(Digits(max_length=4), "12345") == "long"
    assert Digits(max_length=4, required=False).clean("") == ""


def test_whole_number() -> None:
    field = WholeNumber(minimum=1, maximum=2000)
    assert field.clean("2,000") == field.clean("2,000".translate(FULL_WIDTH)) == 2000
    assert code_of(field, "2001") == code_of(field, "0") == "range"
    assert WholeNumber(maximum=9, required=False).clean("") is None


@pytest.mark.parametrize("typed", ["1000001", "100-0001", "〒100-0001", "100ー0001", "100 0001", "100−0001"])
def test_postcode(typed: str) -> None:
    assert Postcode().clean(typed) == Postcode().clean(typed.translate(FULL_WIDTH)) == "100-0001"


@pytest.mark.parametrize("typed", ["100-001", "10-00001", "100-000a", "1000-001", "100-00012"])
def test_not_a_postcode(typed: str) -> None:
    assert code_of(Postcode(), typed) == "postcode"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03-1234-5678", "03-1234-5678"),
        ("03(1234)5678", "03-1234-5678"),
        ("09012345678", "09012345678"),
        ("+81 3 1234 5678", "+81-3-1234-5678"),
        ("090ー1234ー5678", "090-1234-5678"),
    ],
)
def test_phone(typed: str, kept: str) -> None:
    assert Phone().clean(typed) == Phone().clean(typed.translate(FULL_WIDTH)) == kept


@pytest.mark.parametrize("typed", ["110", "1234567890", "+12", "なし", "03-1234-56789-0"])
def test_not_a_phone(typed: str) -> None:
    assert code_of(Phone(), typed) == "phone"


def test_choices_do_not_repeat_what_was_sent() -> None:
    for field in (Choice(choices=[("a", "A")]), Choices(choices=[("a", "A")])):
        value = "<script>" if isinstance(field, Choice) else ["<script>"]
        with pytest.raises(ValidationError) as refusal:
            field.clean(value)
        assert "script" not in "".join(refusal.value.messages)


EVERY_FIELD = [Tick(), Choice(choices=[]), Choices(choices=[]), Text(max_length=1), Postcode(), Phone()]
NEEDED = ("Fill this in.", "Choose one of these.", "Choose at least one.", "Tick this box to go on.")


@pytest.mark.parametrize("field", EVERY_FIELD)
def test_nothing_typed_is_said_in_our_words(field: forms.Field) -> None:
    with pytest.raises(ValidationError) as refusal:
        field.clean(field.widget.value_from_datadict(MultiValueDict(), {}, "x"))
    with override("en"):
        assert refusal.value.messages[0] in NEEDED
