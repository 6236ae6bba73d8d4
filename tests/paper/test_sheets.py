"""What each sheet says, and what it must never say."""

from base64 import b64encode
from dataclasses import fields, replace
from datetime import date

import pytest
from django.utils.translation import gettext_lazy as _

from paper.sheets import ApplicationSheet, PasswordSheet, Representative, pack
from tests.intake.pictures import noise, saved
from tests.paper.reading import pages, pieces, squeezed, text
from tests.paper.samples import (
    APPLICATION,
    BIRTH,
    CHECKLIST,
    ENVELOPE,
    INQUIRY,
    OFFICE,
    PASSWORD,
    RECEIPT,
    printed,
)

PHOTO = f"data:image/jpeg;base64,{b64encode(saved(noise((350, 450)))).decode()}"
MM_PER_PIXEL = 25.4 / 96


def row(pdf: bytes, label: str) -> set[str]:
    """All that stands in the row of a label of the application, left of the photo."""
    found = pieces(pages(pdf)[0])
    (line,) = (piece.base for piece in found if piece.text == label)
    return {piece.text for piece in found if abs(piece.base - line) < 4.5 and piece.left < 150}


class TestApplication:
    def test_says_what_the_desk_has_heard(self) -> None:
        said = text(printed(APPLICATION))
        for words in (
            "個人番号カード交付申請書 兼 電子証明書発行申請書",
            "7KQ4-MXT9-2H",
            "タカサキ ハナコ",
            "髙﨑 花子",
            "昭和63(1988)年4月12日",
            "12 April 1988",
            "〒000-0001",
            "見本県みほん市本町一丁目2番3号",
            "カードの紛失",
            "令和8(2026)年11月20日",
            "■自宅",
            "□窓口",
            "取扱いは国の方針によります",
            "縦45mm × 横35mm",
        ):
            assert squeezed(words) in said

    def test_my_number_cells_are_empty(self) -> None:
        sheet = replace(APPLICATION, application_id="12345678901234567890123")
        assert row(printed(sheet), "個人番号") == {
            "個人番号",
            "Individual Number",
            "印字しません",
            "Never printed here",
        }

    def test_application_id_stands_a_digit_a_cell(self) -> None:
        sheet = replace(APPLICATION, application_id="12345678901234567890123")
        assert row(printed(sheet), "申請書ID") >= set("1234567890")

    @pytest.mark.parametrize(
        ("choice", "words"),
        [
            ("decline_signature", "署名用電子証明書は不要"),
            ("decline_user_authentication", "利用者証明用電子証明書は不要"),
            ("braille", "カードに点字の氏名を希望"),
            ("face_authentication", "顔認証カードを希望"),
            ("replace_characters", "カードに表示できない文字は"),
        ],
    )
    def test_a_choice_is_a_black_box(self, choice: str, words: str) -> None:
        assert f"□{words}" in text(printed(APPLICATION))
        assert f"■{words}" in text(printed(replace(APPLICATION, **{choice: True})))

    def test_a_signature_certificate_that_is_not_issued_cannot_be_declined(self) -> None:
        said = text(printed(replace(APPLICATION, signature_excluded=True)))
        assert "署名用電子証明書は発行なし(15歳未満・被後見人)" in said
        assert "署名用電子証明書は不要" not in said

    def test_infants_have_no_photo(self) -> None:
        said = text(printed(replace(APPLICATION, photo_required=False)))
        assert "写真不要" in said
        assert "45mm" not in said

    def test_boxes_that_others_fill_are_empty(self) -> None:
        assert row(printed(APPLICATION), "外国人住民の方") == {
            *("外国人住民の方", "Foreign residents", "年", "月", "日"),
            *("在留資格", "Residence status", "在留期間の満了日", "Period of stay until"),
        }
        assert "申請書IDの二次元コード" in text(printed(APPLICATION))

    def test_a_photo_stands_in_its_box_to_the_millimetre(self) -> None:
        (page,) = pages(printed(replace(APPLICATION, photo=PHOTO)))
        drawn = [
            [abs(float(number)) * MM_PER_PIXEL for number in operands]
            for operands, operator in page.get_contents().operations
            if operator == b"cm"
        ]
        assert any((across, down) == pytest.approx((35, 45), abs=0.1) for across, _, _, down, *_ in drawn)
        assert "縦45mm" not in text(printed(replace(APPLICATION, photo=PHOTO)))

    def test_with_the_birth_notification_the_notifier_signs(self) -> None:
        said = text(printed(BIRTH))
        for words in (
            *("出生届と同時の申請", "届出人(法定代理人)", "届出人の署名", "出生届の受理日", "写真不要"),
            "確認した資料Evidence出生届",
        ):
            assert words in said
        for words in ("申請者の署名", "代理人の署名"):
            assert words not in said
            assert words in text(printed(APPLICATION))

    def test_the_representative_has_a_block(self) -> None:
        parent = Representative(
            name="邊田 𩸽子", relation=_("Relation"), postcode="0000002", address="見本県れんしゅう町"
        )
        said = text(printed(replace(APPLICATION, representative=parent)))
        for words in ("邊田𩸽子", "申請者との関係Relation", "〒000-0002", "見本県れんしゅう町"):
            assert words in said

    def test_an_empty_form_leaves_room_for_writing(self) -> None:
        said = text(printed(ApplicationSheet(municipality="みほん市")))
        assert "明・大・昭・平・令・西暦年月日" in said
        assert "男・女" in said
        assert said.count("■") == 0

    def test_what_was_typed_stays_text(self) -> None:
        sheet = replace(APPLICATION, name="<b>髙﨑</b> & {{ sheet }}")
        assert "<b>髙﨑</b>&{{sheet}}" in text(printed(sheet))


class TestPasswordSheet:
    def test_has_no_field_for_a_password(self) -> None:
        texts = {field.name for field in fields(PasswordSheet) if field.type is not bool}
        assert texts == {"municipality", "desk", "reference", "status_page"}

    def test_the_boxes_are_blank(self) -> None:
        """Between the two folds stand the boxes' names and nothing else."""
        (page,) = pages(printed(PASSWORD))
        inside = {piece.text for piece in pieces(page) if 105 < piece.base < 197}
        assert inside == {
            "署名用電子証明書(6〜16文字)",
            "Signature certificate: 6 to 16 characters",
            "0とO、1とIは、見分けられるようにはっきり書いてください。",
            "Write 0 and O, 1 and I so that nobody takes one for the other.",
            "利用者証明用電子証明書",
            "User certificate",
            "住民基本台帳用",
            "Resident register",
            "券面事項入力補助用",
            "Card-face input support",
        }

    def test_asks_for_what_was_asked(self) -> None:
        said = text(printed(replace(PASSWORD, signature=False, user_authentication=False)))
        assert "署名用" not in said
        assert "利用者証明用電子証明書" not in said
        assert "住民基本台帳用" in said
        assert "券面事項入力補助用" in said

    def test_names_the_case_and_no_person(self) -> None:
        said = text(printed(PASSWORD))
        assert OFFICE["reference"] in said
        assert "氏名" not in said

    def test_tells_a_representative(self) -> None:
        assert "法定代理人の方が決めて" in text(printed(replace(PASSWORD, by_representative=True)))


class TestReceipt:
    def test_is_there_for_the_payer_and_for_the_desk(self) -> None:
        said = text(printed(RECEIPT))
        for words in (
            "R8-01-000123",
            "令和8(2026)年度",
            "髙﨑花子様",
            "2,000円",
            "1,800円",
            "200円",
            "カードの再交付(特急発行)",
            "上記の金額を領収しました。",
            "令和8(2026)年11月24日(火)",
            "みほん市市民課窓口",
            "領収印",
        ):
            assert said.count(words) >= 2, words
        assert said.count("控え") == 1
        assert "再発行" not in said

    def test_printed_again_it_says_so_with_the_day(self) -> None:
        said = text(printed(replace(RECEIPT, reissued_on=date(2026, 12, 1))))
        assert said.count("再発行") == said.count("令和8(2026)年12月1日") == 2
        assert said.count("令和8(2026)年11月24日") == 2, "the first day stays"

    def test_a_void_receipt_says_so(self) -> None:
        assert "無効" not in text(printed(RECEIPT))
        assert text(printed(replace(RECEIPT, void=True))).count("無効") == 2

    def test_fiscal_years_are_named_after_the_first_of_april(self) -> None:
        sheet = replace(RECEIPT, fiscal_year=2025, received_on=date(2026, 3, 31))
        assert "令和7(2025)年度" in text(printed(sheet))


class TestChecklist:
    def test_says_what_is_missing_until_when(self) -> None:
        said = text(printed(CHECKLIST))
        assert (
            "足りないものStillmissing資格確認書お持ちいただく期限Bringitby令和8(2026)年12月21日(月)" in said
        )
        assert "運転免許証✓資格確認書□" in said
        for words in ("窓口に来る方", "手数料2,000円", "お届けの目安:12月1日まで", "書留で届きます。"):
            assert words in said

    def test_nothing_is_missing_once_all_was_seen(self) -> None:
        seen = tuple(replace(paper, seen=True) for paper in CHECKLIST.papers)
        assert "足りないもの" not in text(printed(replace(CHECKLIST, papers=seen)))

    def test_leads_in_the_language_of_the_resident(self) -> None:
        sheet = replace(CHECKLIST, heading=_("Reason"))
        assert "対象となる理由Reason" in text(printed(sheet))
        assert "Reason対象となる理由" in text(printed(sheet, "en"))


class TestInquiry:
    def test_asks_in_both_languages_and_leaves_the_reply_to_the_hand(self) -> None:
        said = text(printed(INQUIRY))
        question, _, reply = said.partition("みほん市長あて")
        for words in (
            *("〒000-0001", "見本県みほん市本町一丁目2番3号", "髙﨑花子様", "Telephonethehelpdeskatonce."),
            "お持ちいただく期限Bringitby令和8(2026)年12月21日(月)",
        ):
            assert words in question
        assert "□個人番号カードの特急発行を申請しました。" in reply
        assert "髙﨑" not in reply
        assert "本町" not in reply

    def test_leads_in_the_language_of_the_resident(self) -> None:
        assert text(printed(INQUIRY, "en")).index("Somebodyapplied") < 300


class TestEnvelope:
    def test_front_and_back_tell_nothing_of_the_reason(self) -> None:
        """Everything that is printed is listed here: a new word on the envelope must be put into this list."""
        front, back = ("".join(piece.text for piece in pieces(page)) for page in pages(printed(ENVELOPE)))
        assert sorted(squeezed(front)) == sorted(
            squeezed(
                "切手 Postage 0000001 簡易書留 転送不要 郵便局ラベル Post office label "
                "見本県みほん市本町一丁目2番3号 髙﨑 花子 様"
            )
        )
        assert squeezed(back) == squeezed(
            "差出人・返送先 Sender and return address 〒000-0009 見本県みほん市役所通り1番1号 みほん市役所 市民課"
            "電話番号 Phone 000-000-0000 お届けできないときは、上記へお返しください。"
            "If this cannot be delivered, please return it to the address above."
        )

    def test_an_ordinary_letter_is_not_marked_registered(self) -> None:
        assert "簡易書留" not in text(printed(replace(ENVELOPE, registered=False)))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_case_is_one_document(language: str) -> None:
    pdf = pack([APPLICATION, PASSWORD, RECEIPT, CHECKLIST, ENVELOPE], language)
    assert len(pages(pdf)) == 6
    assert text(pdf).count("髙﨑花子様") == 3
