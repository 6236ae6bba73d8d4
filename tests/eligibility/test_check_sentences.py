"""The sentences that must be exactly right stand where a person needs them, in both languages."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.eligibility.resident import Answer, Resident
from tests.places import Place

pytestmark = pytest.mark.django_db

PLACE = "105-0011"
REST = ("OF_AGE", "OWN", "BOTH")
TODAY = date(2026, 5, 7)


def words(html: str) -> str:
    """What is read on the page: tags away, spaces as one."""
    body = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub("<[^>]+>", "", body)).split())


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Thursday after the holidays of May, so that every day on the page can be written down here."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


LOST: tuple[Answer, ...] = ("LOST_OR_DAMAGED", "LOST", date(2026, 5, 6), "NO", "AT_HOME", *REST)
NEWBORN: tuple[Answer, ...] = ("NEWBORN", date(2026, 5, 1), "NO", "OWN_WITH_BIRTH", "USER")
NOT_REPORTED: tuple[Answer, ...] = ("LOST_OR_DAMAGED", "LOST", date(2026, 5, 6), "NO", "OUTSIDE", "NO", *REST)
SPACE: tuple[Answer, ...] = ("SPACE_FULL", "SPACE_FULL", date(2026, 5, 6), "NO", *REST)
OTHER_DESK: tuple[Answer, ...] = (
    "SPACE_FULL",
    "SPACE_FULL",
    date(2026, 5, 6),
    "NO",
    "OF_AGE",
    "OTHER",
    "BOTH",
)
RENEWAL: tuple[Answer, ...] = ("NONE", "RENEWAL")
LATE: tuple[Answer, ...] = ("SPACE_FULL", "SPACE_FULL", date(2026, 4, 1), "NO")

SENTENCES: list[tuple[tuple[Answer, ...], str, str]] = [
    (
        NOT_REPORTED,
        "The days until delivery count from the day on which the last paper is there.",
        "お届けまでの日数は、必要な書類がすべてそろった日から数えます。",
    ),
    (
        LOST,
        "Express issuance asks for the same personal information as an ordinary application (name, photo of your "
        "face and so on), handled under the national “Handling of Personal Information Policy”. A card applied for "
        "before the first birthday has no photo. This check does not keep your answers.",
        "特急発行でも、通常の申請と同じく、氏名や顔写真などの個人情報が必要です。取扱いは国の方針によります。"
        "1歳になる前に申請するカードに写真は載りません。この確認では回答を保存しません。",
    ),
    (
        LOST,
        "If your answers are right, you can use express issuance. The desk decides after seeing your papers.",
        "回答のとおりなら特急発行の対象です。受付は、窓口で書類を確認して決まります。",
    ),
    (
        LOST,
        "You fill in the application and the password request at the desk. There is nothing to print at home.",
        "申請書と暗証番号の設定依頼書は窓口にあります。家で印刷するものはありません。",
    ),
    (
        LOST,
        "2,000 yen, paid at the desk when you apply; 1,800 yen if you want no electronic certificate.",
        "手数料2,000円(電子証明書が不要なら1,800円)。申請時に窓口で支払います。",
    ),
    (
        SPACE,
        "Free in principle. Some municipalities charge, for example for damage you caused. Confirm with your desk.",
        "原則無料です。ご自身の責任による破損などは有料の市区町村があります。窓口でご確認ください。",
    ),
    (
        RENEWAL,
        "You can apply the ordinary way (about 1 to 2 months; free).",
        "通常の申請ができます(約1〜2か月、無料)。",
    ),
    (
        LATE,
        "The period ended on Fri 1 May 2026. "
        "If circumstances kept you from applying, talk to the desk where you are registered.",
        "申請期間は2026年5月1日(金)に終わりました。"
        "やむを得ない事情があった方は、住民票のある市区町村の窓口へご相談ください。",
    ),
    (
        LOST,
        "Target: Thu 14 May 2026. In principle within one week of applying; not a guarantee.",
        "お届けの目安:2026年5月14日(木)まで。原則、申請から1週間以内ですが、保証する日ではありません。",
    ),
    (
        OTHER_DESK,
        "Expect more than one week (another municipality's desk); we cannot name a day.",
        "1週間より長くかかる見込みです(ほかの市区町村の窓口)。日付はお示しできません。",
    ),
    (
        NEWBORN,
        "You can apply until the day before the first birthday, Fri 30 Apr 2027; last open day Fri 30 Apr 2027.",
        "1歳の誕生日の前日2027年4月30日(金)まで申請できます。窓口が開いている最後の日は2027年4月30日(金)です。",
    ),
    (
        LOST,
        "It comes by registered mail. You or a person living with you must be at home.",
        "書留で届きます。ご本人または同居の方が対面で受け取ってください。",
    ),
    (
        LOST,
        "Stop the card now, 24 hours a day: 0120-95-0178 (other languages 0120-0178-27). Lost outside: get a number "
        "from the police. Then report it at the desk; you can apply the same day.",
        "まずカードの一時停止を(24時間):0120-95-0178(外国語 0120-0178-27)。外でなくした方は警察で受理番号を。"
        "そのあと窓口で紛失届を出せば、同じ日に申請できます。",
    ),
    (LOST, "Example; the real envelope may look different.", "例です。実際の封筒と異なることがあります。"),
]


@pytest.mark.parametrize(
    ("answers", "english", "japanese"), SENTENCES, ids=[one[1][:40] for one in SENTENCES]
)
def test_said_exactly(answers: tuple[Answer, ...], english: str, japanese: str) -> None:
    assert english in words(Resident("en").answer(PLACE, *answers).html)
    assert japanese in words(Resident("ja").answer(PLACE, *answers).html)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_first_of_all_how_to_stop_a_lost_card(language: str) -> None:
    text = words(Resident(language).answer(PLACE, *LOST).html)
    number = text.index("0120-95-0178")
    assert number < text.index("特急発行の対象です" if language == "ja" else "You can use express issuance")


def test_the_warning_is_there_before_the_loss_is_reported() -> None:
    assert "0120-95-0178" in Resident("ja").answer(PLACE, "LOST_OR_DAMAGED", "LOST").text


def test_the_last_open_day_is_the_large_figure() -> None:
    """30 days after 6 May is Friday 5 June."""
    html = Resident("ja").answer(PLACE, *LOST).html
    assert "窓口へ行ける最後の日<b>2026年6月5日(金)</b><small>あと29日です。</small>" in html


def test_today_is_the_last_day() -> None:
    resident = Resident("en").answer(PLACE, "SPACE_FULL", "SPACE_FULL", date(2026, 4, 7), "NO", *REST)
    assert "Thu 7 May 2026 Today is the last day." in resident.text


def test_a_rolled_day_is_said_to_be_this_municipalitys_rule(mihon: Place) -> None:
    """30 days after 2 April is 2 May, a Saturday before four holidays."""
    answers = ("SPACE_FULL", "SPACE_FULL", date(2026, 4, 2), "NO", *REST)
    text = Resident("en").answer("000-0001", *answers).text
    assert (
        "Sat 2 May 2026 is a closed day: accepted here until Thu 7 May 2026 by this municipality's rule."
        in text
    )
    assert "not known here" not in text
    unknown = Resident("en").answer(PLACE, *answers).text
    assert "Whether this day is accepted there is not known here. Phone the desk first." in unknown


def test_the_count_is_a_small_calendar() -> None:
    html = Resident("ja").answer(PLACE, *LOST).html
    table = html.partition('<table class="count">')[2].partition("</table>")[0]
    assert '<td class="first closed">5/6</td>' in table
    assert '<td class="within end last">6/5</td><td></td>' in table
    assert "2026年5月6日(水)の翌日から数えて30日目は2026年6月5日(金)です。" in words(html)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            date(2026, 5, 1),
            "The national English page speaks of 30 days from birth; they end on Sun 31 May 2026.",
        ),
        (
            date(2026, 3, 1),
            "The national English page speaks of 30 days; municipalities accept babies until the first birthday.",
        ),
    ],
)
def test_the_pages_30_days_for_infants(day: date, sentence: str) -> None:
    assert sentence in Resident("en").answer(PLACE, "NEWBORN", day, "NO", "OWN", "USER").text


@pytest.mark.parametrize(
    ("age", "who"),
    [
        ("OF_AGE", "The person the card is for must come. Nobody else can come instead."),
        ("WARD", "The person the card is for and the legal representative must come together."),
    ],
)
def test_who_must_come(age: str, who: str) -> None:
    certificates = "BOTH" if age == "OF_AGE" else "USER"
    answers = ("SPACE_FULL", "SPACE_FULL", date(2026, 5, 6), "NO", age, "OWN", certificates)
    assert who in Resident("en").answer(PLACE, *answers).text


def test_what_to_bring() -> None:
    """A baby's papers may be two of B; no photo is asked for."""
    text = Resident("en").answer(PLACE, "NEWBORN", date(2026, 3, 1), "NO", "OWN", "USER").text
    assert (
        "Identity papers of the person the card is for: two of A or one of A and one of B or two of B" in text
    )
    assert "Identity papers of the representative: two of A or one of A and one of B" in text
    assert "45 x 35 mm" not in text
    assert "Passport" in text.partition("What A and B are")[2]


def test_why_has_every_step_with_its_source() -> None:
    html = Resident("en").answer(PLACE, *LOST).html
    why = words("<main" + html.partition('<ol class="why">')[2].partition("</ol>")[0] + "</main>")
    assert "30 days, counted from the day after Wed 6 May 2026, end on Fri 5 Jun 2026." in why
    assert "Civil Code Art. 140 and 141" in why
    assert "National page on express issuance" in why


def test_the_answer_that_decided_is_named_with_its_source() -> None:
    text = Resident("en").answer(PLACE, *RENEWAL).text
    assert "Decided by your answer on what happened. Source: National page on express issuance." in text


def test_a_sensitive_reason_has_neutral_words() -> None:
    resident = Resident("en").answer(PLACE, "OTHER")
    assert "Could not apply during a stay in an institution" in resident.text
    resident.answer("PENAL", date(2026, 5, 6), "NO", *REST)
    assert not re.search("prison|penal|correctional", resident.text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "Express issuance began on Mon 2 Dec 2024.",
                "within one week of applying",
                "At a desk elsewhere it may take more days",
                "A child under one year of age",
                "above all through no will of their own",
                "renewal, also of an expired card",
                "Apply within 30 days",
                "If circumstances kept you from applying in time",
                "Identity papers",
                "2,000 yen",
                "1,800 yen",
                "Free in principle.",
                "registered address",
                "You or a person living with you must be at home.",
            ],
        ),
        ("ja", ["2024年12月2日(月)", "30日以内", "2,000円", "1,800円", "原則無料", "書留で届きます"]),
    ],
)
def test_the_guide_says_all_that_the_national_page_says(language: str, sentences: list[str]) -> None:
    html = Client().get(f"/{language}/guide/").content.decode()
    assert [sentence for sentence in sentences if sentence not in words(html)] == []
    assert html.count('class="picture"') == 3


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_statement_on_accessibility(language: str) -> None:
    assert "JIS X 8341-3" in Client().get(f"/{language}/accessibility/").content.decode()


def test_three_pictures_on_the_result() -> None:
    html = Resident("en").answer(PLACE, *LOST).html
    assert html.count('class="picture"') == 3
    assert all(
        caption in html for caption in ("What arrives: the card", "The envelope, front", "The envelope, back")
    )


def test_any_desk_takes_a_birth_notification() -> None:
    text = Resident("en").answer(PLACE, "NEWBORN", date(2026, 5, 1), "NO", "OTHER_WITH_BIRTH", "USER").text
    assert "Together with the birth notification, this desk accepts the application." in text
    assert "Whoever brings the birth notification can apply. The baby need not come." in text
    assert "Target: Thu 14 May 2026." in text
    assert "With a birth notification it may take longer." in text


def test_one_page_tells_one_fee() -> None:
    """Free in principle above, and nowhere below what this municipality's desk takes in such a case."""
    damage = ("LOST_OR_DAMAGED", "DAMAGE", date(2026, 5, 6), "NO", "OWN_FAULT", *REST)
    text = Resident("en").answer(PLACE, *damage).text
    assert "Free in principle." in text
    assert "The card costs" not in text
    assert "The card costs 2,000 yen (lost card)." in Resident("en").answer(PLACE, *LOST).text
