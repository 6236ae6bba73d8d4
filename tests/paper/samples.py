"""Invented people on every sheet, ordinary and as long as they come."""

from dataclasses import replace
from datetime import date
from functools import cache

from delivery.shelf.labels import DisposalSheet
from fees.sheets import RefundSheet
from intake.handing_over.sheets import CardReceiptSheet
from intake.sheets import InquirySheet, PendingSheet, RefusalSheet
from paper.sheets import (
    ApplicationSheet,
    ChecklistSheet,
    EnvelopeSheet,
    Paper,
    PasswordSheet,
    ReceiptLine,
    ReceiptSheet,
    Representative,
    Sheet,
    pack,
)

DAY = date(2026, 11, 24)
OFFICE = {
    "municipality": "みほん市",
    "desk": "市民課窓口",
    "reference": "7KQ4-MXT9-2H",
    "status_page": "https://tokkyu.city.mihon.example.jp/ja/status/",
}
LONG_NAME = (
    "MARIA FERNANDA GUADALUPE DE LOS ANGELES RODRIGUEZ-VASCONCELOS Y FERNANDEZ DE CORDOVA (鈴木 マリア)"
)
LONG_ADDRESS = (
    "見本県みほん市大字見本字上見本下見本東西南北町三千四百五十六番地の七百八十九 "
    "みほんグランドセントラルパークタワーレジデンス・イーストウイング第2期棟 41階4123号室(株式会社みほん社員寮 気付)"
)

APPLICATION = ApplicationSheet(
    **OFFICE,
    addressee="みほん市長 様",
    name="髙﨑 花子",
    kana="タカサキ ハナコ",
    birth_date=date(1988, 4, 12),
    sex="女",
    postcode="0000001",
    address="見本県みほん市本町一丁目2番3号",
    phone="000-0000-0123",
    heading="カードの紛失",
    start_on=date(2026, 11, 20),
    evidence="警察の受理番号",
    home_delivery=True,
    received_on=DAY,
    clerk="窓口 一郎",
)
LONG_APPLICATION = replace(
    APPLICATION,
    name=LONG_NAME,
    kana="マリア フェルナンダ グアダルーペ デ ロス アンヘレス ロドリゲス バスコンセロス イ フェルナンデス デ コルドバ",
    address=LONG_ADDRESS,
    heading="転入や出生以外の理由で新しく住民票に記載された方(出生の届出がされていなかった方など)",
    evidence="り災証明書(みほん市長、令和8年11月1日、第1234号)、警察署の受理番号 第0123456789号、申立書1通",
    signature_excluded=True,
    representative=Representative(
        name=LONG_NAME,
        relation="成年後見人(家庭裁判所の選任による)",
        postcode="0000002",
        address=LONG_ADDRESS,
        phone="000-0000-0123",
    ),
    desk="住民生活課戸籍住民係マイナンバーカード特急発行窓口",
    clerk="ALEXANDER CONSTANTINE 窓口",
)
BIRTH = replace(
    APPLICATION,
    name="見本 陽菜",
    kana="ミホン ヒナ",
    birth_date=date(2026, 11, 20),
    photo_required=False,
    with_birth_notification=True,
    signature_excluded=True,
    heading="新生児",
    start_on=None,
    evidence="",
    representative=Representative(
        name="見本 花子", relation="親", postcode="0000001", address="見本県みほん市"
    ),
)
PASSWORD = PasswordSheet(**OFFICE)
RECEIPT = ReceiptSheet(
    **OFFICE,
    number="R8-01-000123",
    fiscal_year=2026,
    name="髙﨑 花子",
    amount=2000,
    purpose="カードの再交付(特急発行)",
    lines=(ReceiptLine(text="カード", amount=1800), ReceiptLine(text="電子証明書", amount=200)),
    received_on=DAY,
    clerk="窓口 一郎",
)
CHECKLIST = ChecklistSheet(
    **OFFICE,
    phone="000-000-0000",
    printed_on=DAY,
    heading="カードの紛失",
    people=("ご本人",),
    papers=(Paper(text="運転免許証", seen=True), Paper(text="資格確認書")),
    bring_by=date(2026, 12, 21),
    fee="手数料2,000円",
    steps=("申請", "書留で発送"),
    target="お届けの目安:12月1日まで",
    receive="書留で届きます。",
)
ENVELOPE = EnvelopeSheet(
    municipality="みほん市",
    name="髙﨑 花子",
    postcode="0000001",
    address="見本県みほん市本町一丁目2番3号",
    sender="みほん市役所 市民課",
    sender_postcode="0000009",
    sender_address="見本県みほん市役所通り1番1号",
    sender_phone="000-000-0000",
)
PENDING = PendingSheet(
    **OFFICE,
    phone="000-000-0000",
    name="髙﨑 花子",
    first_visit_on=DAY,
    bring_by=date(2026, 12, 21),
    missing=("顔写真1枚",),
    people=("ご本人",),
)
INQUIRY = InquirySheet(
    **OFFICE,
    addressee="みほん市長",
    phone="000-000-0000",
    name="髙﨑 花子",
    postcode="0000001",
    address="見本県みほん市本町一丁目2番3号",
    sent_on=DAY,
    bring=("運転免許証",),
    bring_by=date(2026, 12, 21),
)
REFUSAL = RefusalSheet(
    **OFFICE,
    phone="000-000-0000",
    name="髙﨑 花子",
    on=DAY,
    reasons=("申請期間が終わっています。",),
    route="通常の申請ができます。",
    papers=("顔写真1枚",),
    clerk="窓口 一郎",
)
REFUND = RefundSheet(
    **OFFICE,
    number="還2026-00001",
    receipt="2026-00123",
    received_on=DAY,
    name="髙﨑 花子",
    amount=2000,
    purpose="カードの再交付(特急発行)",
    refunded_on=DAY,
    clerk="窓口 一郎",
)
CARD_RECEIPT = CardReceiptSheet(
    **OFFICE,
    addressee="みほん市長",
    name="髙﨑 花子",
    receiver="髙﨑 一郎",
    relation="親権者",
    handed_over_on=DAY,
    papers=(("申請者", "健康保険証"), ("髙﨑 一郎", "運転免許証")),
    old_card_back=True,
    clerk="窓口 一郎",
)
DISPOSAL = DisposalSheet(municipality="みほん市", desk="市民課窓口", on=DAY, cards=())
LONG_ENVELOPE = replace(ENVELOPE, name=LONG_NAME, address=LONG_ADDRESS, sender_address=LONG_ADDRESS)
EVERY_SHEET = (
    *(APPLICATION, BIRTH, PASSWORD, RECEIPT, CHECKLIST),
    *(PENDING, REFUSAL, INQUIRY, REFUND, ENVELOPE),
    *(CARD_RECEIPT, DISPOSAL),
)
# Seventy letters without a place to break.
UNBROKEN = replace(ENVELOPE, name="WILHELMSHAVEN" * 5 + "OLDEN")
LONG_SHEETS = (
    LONG_APPLICATION,
    replace(LONG_APPLICATION, name=UNBROKEN.name, evidence=UNBROKEN.name, desk=UNBROKEN.name),
    UNBROKEN,
    replace(PASSWORD, desk=LONG_APPLICATION.desk, by_representative=True),
    replace(RECEIPT, name=LONG_NAME, desk=LONG_APPLICATION.desk, void=True, reissued_on=DAY),
    replace(CHECKLIST, desk=LONG_APPLICATION.desk, people=(LONG_NAME,), steps=(LONG_ADDRESS,)),
    replace(INQUIRY, name=LONG_NAME, address=LONG_ADDRESS, desk=LONG_APPLICATION.desk),
    replace(PENDING, name=LONG_NAME, desk=LONG_APPLICATION.desk),
    replace(REFUSAL, name=LONG_NAME, desk=LONG_APPLICATION.desk, remark=LONG_ADDRESS),
    replace(CARD_RECEIPT, name=LONG_NAME, receiver=LONG_NAME, desk=LONG_APPLICATION.desk),
    LONG_ENVELOPE,
)


@cache
def printed(sheet: Sheet, language: str = "ja") -> bytes:
    """The sheet alone; many tests read the same one."""
    return pack([sheet], language)


@cache
def everything(language: str) -> bytes:
    """Every sheet, in one document."""
    return pack(EVERY_SHEET, language)
