"""Days that cannot be, in every spelling: at the self-check and at the desk, a sentence that says what to do."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.eligibility.resident import Resident
from tests.intake.pages import boxes, typed, words
from tests.places import Place

pytestmark = pytest.mark.django_db

Spelling = tuple[str, str, str]

YEAR_EN = "Enter the year as four digits or with its era, such as 2026, 令和8 or R8."
YEAR_JA = "年は西暦4桁か元号で入力してください。例:2026、令和8、R8"
MONTH_EN, MONTH_JA = "Enter the month as a number from 1 to 12.", "月は1から12までの数字で入力してください。"
CHECK_EN, CHECK_JA = " Check the day and the month.", "日と月をお確かめください。"


def no_such_day(year: int, month: int, day: int) -> tuple[str, str]:
    return (
        f"Month {month} of {year} has no day {day}.{CHECK_EN}",
        f"{year}年{month}月に{day}日はありません。{CHECK_JA}",
    )


#: Each sentence in English and Japanese, and the spellings that lead to it.
BAD_DAYS: dict[tuple[str, str], list[Spelling]] = {
    no_such_day(2026, 9, 31): [
        ("2026", "9", "31"),
        ("２０２６", "９", "３１"),
        ("令和8", "9", "31"),
        ("令和８年", "９月", "３１日"),
        ("R8", "09", "31"),
        ("ｒ８", "9", "31"),
        ("㋿8", "9", "31"),
        ("2026-09-31", "", ""),
        ("2026/9/31", "", ""),
        ("R8.9.31", "", ""),
        ("令和8年9月31日", "", ""),
        ("２０２６年９月３１日", "", ""),
    ],
    no_such_day(2025, 2, 29): [
        ("2025", "2", "29"),
        ("令和7", "2", "29"),
        ("R7.2.29", "", ""),
        ("Ｒ７", "２", "２９"),
    ],
    no_such_day(1900, 2, 29): [("1900", "2", "29"), ("明治33", "2", "29")],
    no_such_day(2024, 2, 30): [("2024", "2", "30"), ("令和6年2月30日", "", "")],
    no_such_day(2026, 5, 0): [
        ("2026", "5", "0"),
        ("令和8", "5", "00"),
        ("令和8", "５", "０"),
        ("2026-5-0", "", ""),
    ],
    no_such_day(2026, 5, 99): [("2026", "5", "99")],
    (MONTH_EN, MONTH_JA): [
        ("2026", "13", "1"),
        ("令和8", "１３", "1"),
        ("2026", "0", "1"),
        ("R8.13.1", "", ""),
        ("2026-00-01", "", ""),
        ("2026", "五", "1"),
        ("2026", "-5", "1"),
    ],
    (
        "昭和 ran from Sat 25 Dec 1926 to Sat 7 Jan 1989. Check the year.",
        "昭和は1926年12月25日(土)から1989年1月7日(土)までです。年をお確かめください。",
    ): [
        ("昭和64", "1", "8"),
        ("S64", "1", "8"),
        ("昭和６４年", "１月", "８日"),
        ("昭和64年1月8日", "", ""),
        ("S64.1.8", "", ""),
        ("㍼64", "1", "8"),
        ("昭和101", "9", "1"),
    ],
    (
        "平成 ran from Sun 8 Jan 1989 to Tue 30 Apr 2019. Check the year.",
        "平成は1989年1月8日(日)から2019年4月30日(火)までです。年をお確かめください。",
    ): [
        ("平成31", "5", "1"),
        ("H31.5.1", "", ""),
        ("平成３１年５月１日", "", ""),
        ("平成元", "1", "7"),
        ("h38", "9", "1"),
    ],
    (
        "令和 began on Wed 1 May 2019. Check the year.",
        "令和は2019年5月1日(水)からです。年をお確かめください。",
    ): [
        ("令和元", "4", "30"),
        ("R1.4.30", "", ""),
        ("令和1", "１", "１"),
    ],
    (YEAR_EN, YEAR_JA): [
        ("令和0", "5", "1"),
        ("R0", "5", "1"),
        ("令和０年", "5", "1"),
        ("元", "5", "1"),
        ("慶応3", "5", "1"),
        ("twenty", "5", "1"),
        ("20_26", "5", "1"),
    ],
    (
        "Enter the year as four digits, or put the era before it: 令和8 or R8.",
        "西暦なら4桁で、和暦なら元号を付けて入力してください。例:令和8、R8",
    ): [("8", "5", "1"), ("26", "5", "1"), ("０８", "5", "1")],
    ("Enter a year from 1873 on.", "年は1873年(明治6年)以降で入力してください。"): [
        ("1872", "12", "31"),
        ("0000", "1", "1"),
    ],
    ("Enter the day as a number.", "日は数字で入力してください。"): [
        ("2026", "5", "初日"),
        ("2026", "5", "1st"),
    ],
    ("Enter the month.", "月を入力してください。"): [("2026", "", "1"), ("令和8", " ", "1")],
}
LANGUAGES = {"en": 0, "ja": 1}


def at_the_self_check(resident: Resident, spelling: Spelling) -> str:
    year, month, day = spelling
    resident.answer({"year": year, "month": month, "day": day})
    assert resident.at == "day", spelling
    return resident.text


def at_the_desk(client: Client, language: str, year: str, month: str, day: str) -> str:
    form = typed(occurred_on_year=year, occurred_on_month=month, occurred_on_day=day)
    response = client.post("/desk/new/", form, headers={"accept-language": language})
    assert response.status_code == 200
    return words(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_the_self_check(language: str) -> None:
    resident = Resident(language).answer("105-0011", "LOST_OR_DAMAGED", "LOST")
    for sentences, spellings in BAD_DAYS.items():
        for spelling in spellings:
            assert sentences[LANGUAGES[language]] in at_the_self_check(resident, spelling), spelling


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_the_desk(mihon: Place, language: str) -> None:
    client = mihon.client()
    for sentences, spellings in BAD_DAYS.items():
        for spelling in spellings:
            assert sentences[LANGUAGES[language]] in at_the_desk(client, language, *spelling), spelling


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This day is still to come. Enter today or an earlier day."),
        ("ja", "この日はまだ来ていません。今日までの日を入力してください。"),
    ],
)
def test_a_start_day_to_come(mihon: Place, language: str, sentence: str) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    resident = Resident(language).answer("105-0011", "LOST_OR_DAMAGED", "LOST", tomorrow)
    assert (resident.at, sentence in resident.text) == ("day", True)
    day = (str(tomorrow.year), str(tomorrow.month), str(tomorrow.day))
    assert sentence in at_the_desk(mihon.client(), language, *day)


@pytest.mark.parametrize(
    ("language", "sentence", "ahead"),
    [
        (
            "en",
            "This day is before the date of birth. Check both.",
            "This day is still to come. Enter today or an earlier day.",
        ),
        ("ja", "生年月日より前の日です。両方を確認してください。", "この日はまだ来ていません。"),
    ],
)
def test_a_birth_after_the_loss_and_after_the_application(
    mihon: Place, language: str, sentence: str, ahead: str
) -> None:
    client = mihon.client()
    today = timezone.localdate()
    for birth_date, expected in ((today, sentence), (today + timedelta(days=1), ahead)):
        form = typed(**boxes("birth_date", birth_date))
        page = words(client.post("/desk/new/", form, headers={"accept-language": language}))
        assert expected in page


@pytest.mark.parametrize(
    ("language", "sentence", "way"),
    [
        ("en", "This happened before express issuance began on Mon 2 Dec 2024.", "Ordinary issuance"),
        ("ja", "特急発行が始まった2024年12月2日(月)より前の出来事です。", "通常"),
    ],
)
def test_a_start_day_before_the_launch_leads_to_the_ordinary_route(
    language: str, sentence: str, way: str
) -> None:
    answers = (
        "105-0011",
        "LOST_OR_DAMAGED",
        "LOST",
        date(2024, 12, 1),
        "NO",
        "AT_HOME",
        "OF_AGE",
        "OWN",
        "BOTH",
    )
    resident = Resident(language)
    for answer in answers:
        if resident.at == "result":
            break
        resident.answer(answer)
    assert resident.at == "result"
    assert sentence in resident.text
    assert way.casefold() in resident.text.casefold()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "No municipality fits. Check the postcode, or type the name of the city, ward, town or village.",
        ),
        ("ja", "当てはまる市区町村がありません。"),
    ],
)
@pytest.mark.parametrize("typed_place", ["むかしの町", "000-9999", "９９９９９９９", "131019"])
def test_a_municipality_that_is_none(language: str, sentence: str, typed_place: str) -> None:
    resident = Resident(language).answer(typed_place)
    assert (resident.at, sentence in resident.text) == ("where", True)
