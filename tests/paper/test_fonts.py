"""Only our two faces are ever used, and a character that they lack is reported, never a silent box."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper.fonts import code_points, missing_glyphs, printable
from tests.paper.reading import faces, pages, text
from tests.paper.samples import APPLICATION, ENVELOPE, everything, printed

OURS = {"Noto-Sans-CJK-JP", "Noto-Sans-CJK-JP-Bold"}
KATSU, KATSU_OLD = "葛\U000e0101", "葛\U000e0100"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_sheet_embeds_our_faces_alone_and_shows_no_box(language: str) -> None:
    pdf = everything(language)
    assert faces(pdf) == OURS
    assert boxes(pdf) == 0
    assert text(pdf).count("〓") == 0


@pytest.mark.parametrize("name", ["\ue000田", "ŁUKASZ", "محمد", "😀", "स्मिता"])
def test_no_face_of_the_system_steps_in(name: str) -> None:
    assert missing_glyphs(name)
    assert faces(printed(replace(ENVELOPE, name=name))) <= OURS


@pytest.mark.parametrize(
    "name",
    [
        "髙﨑德邉邊",
        "𠮷𩸽𣘺㈱㊞㋿",
        "神神德德",
        KATSU + KATSU_OLD + "辻\U000e0100辻\U000e0101",
        "渡邉\U000e0100 か\u3099 ハ\u309a ヷヸヹヺ",
        "ÉMILE ŌTA ŪKI NGUYỄN ÑÍGUEZ",
        "김철수 刘伟 龍龜",
    ],
)
def test_rare_names_print_as_they_are(name: str) -> None:
    assert missing_glyphs(name) == ""
    pdf = printed(replace(APPLICATION, name=name))
    assert "そのまま印刷できない" not in text(pdf)
    assert boxes(pdf) == 0


def test_two_shapes_of_one_character_print_differently() -> None:
    assert glyphs(printed(replace(APPLICATION, name=KATSU))) != glyphs(
        printed(replace(APPLICATION, name=KATSU_OLD))
    )


def test_what_cannot_be_printed_is_replaced_and_named_on_the_sheet() -> None:
    pdf = printed(replace(APPLICATION, name="\ue000田 邉\U000e01ef"))
    said = text(pdf)
    assert "〓田邉" in said
    assert "そのまま印刷できない文字があります(U+E000,U+9089U+E01EF)" in said
    assert boxes(pdf) == 0


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("髙﨑 花子\n\t", ""),
        ("\ue000田\ue000\ue001", "\ue000\ue001"),
        ("邉\U000e0100邉\U000e01ef", "邉\U000e01ef"),
        ("A\u202eB\x00\ud800", "\u202e\x00\ud800"),
        ("\U000e0100", "\U000e0100"),
    ],
)
def test_missing_glyphs_are_listed_once_in_order(name: str, missing: str) -> None:
    assert missing_glyphs(name) == missing


def test_code_points_name_what_a_screen_may_not_show() -> None:
    assert code_points("\ue000邉\U000e01ef") == ("U+E000", "U+9089 U+E01EF")


@given(st.text(st.characters(codec=None)))
def test_what_is_printable_has_nothing_missing(name: str) -> None:
    assert missing_glyphs(printable(name)) == ""


def glyphs(pdf: bytes) -> bytes:
    """The codes of all glyphs, two bytes each."""
    codes = b""
    for page in pages(pdf):
        for operands, operator in page.get_contents().operations:
            if operator == b"TJ":
                shown = (part for part in operands[0] if hasattr(part, "original_bytes"))
                codes += b"".join(part.original_bytes for part in shown)
    return codes


def boxes(pdf: bytes) -> int:
    """How often glyph 0 is drawn, which is what a face shows for a character that it lacks."""
    codes = glyphs(pdf)
    assert codes
    return sum(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2))
