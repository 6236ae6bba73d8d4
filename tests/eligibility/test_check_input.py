"""What people type, and what people send who did not type it: a message, nothing lost, never a 500."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from eligibility.steps import STEPS
from tests.eligibility.resident import Resident

pytestmark = pytest.mark.django_db

PLACE = "105-0011"


def judged(resident: Resident, at: str, message: str) -> None:
    """The same page again, with the message in the summary, at the field, and told by the page's title."""
    assert resident.at == at
    summary, _, below = resident.html.partition('id="summary"')[2].partition("</ul>")
    assert message in summary
    assert message in below
    title = resident.html.partition("<title>")[2].partition("</title>")[0]
    assert title.startswith(("もう一度ご確認ください", "Another look needed"))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter a postcode or the name of your municipality."),
        ("   ", "Enter a postcode or the name of your municipality."),
        ("むかしの町", "No municipality fits."),
        ("999-9999", "No municipality fits."),
        ("1_000_011", "No municipality fits."),
        ("<script>alert(1)</script>", "No municipality fits."),
        ("東京都", "62 municipalities fit. Type more of the name, or the postcode."),
        ("港" * 101, "Use at most 100 characters; there are 101."),
        ("港\x00区", "One character here cannot be kept (U+0000)."),
        ("港\u202e区", "One character here cannot be kept (U+202E)."),
        ("港\ufffd区", "One character here cannot be kept (U+FFFD)."),
    ],
)
def test_a_place_that_is_none(typed: str, message: str) -> None:
    resident = Resident("en").answer(typed)
    judged(resident, "where", message)
    assert resident.page.sent["where-text"].strip() == typed.strip()


@pytest.mark.parametrize("sent", [b"%ED%A0%80", b"%FF%FE", b"%F4%90%80%80", b"%00"])
def test_bytes_that_are_no_text(sent: bytes) -> None:
    response = Client().post(
        "/ja/check/",
        b"at=where&where-text=" + sent,
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 200
    assert 'id="summary"' in response.content.decode()


def test_a_lone_surrogate_in_a_hidden_field() -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="where-text"\r\n\r\n\xed\xa0\x80\r\n--b--\r\n'
    response = Client().post("/ja/check/", body, content_type="multipart/form-data; boundary=b")
    assert response.status_code == 200


BEFORE_DAY = (PLACE, "LOST_OR_DAMAGED", "LOST")


def at_day(language: str = "en") -> Resident:
    return Resident(language).answer(*BEFORE_DAY)


@pytest.mark.parametrize(
    ("year", "month", "day", "message"),
    [
        ("", "", "", "Enter the day."),
        ("2026", "", "3", "Enter the month."),
        ("2026", "9", "31", "has no day 31"),
        ("2025", "2", "29", "has no day 29"),
        ("昭和64", "1", "8", "昭和 ran from"),
        ("平成31", "5", "1", "平成 ran from"),
        ("26", "5", "6", "Enter the year as four digits"),
        ("2026", "13", "6", "from 1 to 12"),
        ("2_026", "5", "6", "Enter the year as four digits or with its era"),
        ("1872", "5", "6", "Enter a year from 1873 on."),
        ("2026\u202e", "5", "6", "Enter the year"),
        ("\x00", "5", "6", "Enter the year"),
        ("9999", "12", "31", "Enter a year up to"),
        ("1900", "1", "1", "This day is more than 120 years ago."),
    ],
)
def test_a_day_that_is_none(year: str, month: str, day: str, message: str) -> None:
    resident = at_day().answer({"year": year, "month": month, "day": day})
    judged(resident, "day", message)
    assert resident.page.sent["day-LOST-day_month"] == month
    assert resident.page.sent["day-LOST-day_day"] == day


def test_a_day_to_come() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    judged(at_day().answer(tomorrow), "day", "This day is still to come.")


def test_today_is_no_day_to_come() -> None:
    assert at_day().answer(timezone.localdate()).at == "earlier"


@pytest.mark.parametrize("year", ["令和８", "R8", "２０２６", "ｒ８", "令和8年", "㋿8"])
def test_a_day_in_any_width_and_calendar(year: str) -> None:
    resident = at_day("ja").answer({"year": year, "month": "５月", "day": "６"})
    assert resident.at in ("earlier", "prevented")
    resident.press("back")
    assert resident.page.sent["day-LOST-day_year"] == year
    assert "2026年(令和8年)5月6日(水)" in resident.text


def test_a_day_and_no_day() -> None:
    typed = {f"day-LOST-day_{part}": "1" for part in ("year", "month", "day")}
    resident = at_day()
    resident.send(typed | {"day-LOST-answer": "UNKNOWN"})
    judged(resident, "day", "There is a day in the boxes as well.")


def test_nothing_chosen() -> None:
    resident = Resident("en").answer(PLACE)
    resident.send({})
    judged(resident, "what", "Choose one of these.")


def at_birth() -> Resident:
    day = timezone.localdate() - timedelta(days=3)
    return Resident("en").answer(PLACE, "FROM_OVERSEAS", "OVERSEAS", day, "NO", "UNDER_FIFTEEN")


def test_a_birth_to_come() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    judged(at_birth().answer(tomorrow), "birth", "This day is still to come.")


def test_a_notice_before_the_birth() -> None:
    judged(at_birth().answer(timezone.localdate()), "birth", "This day is before the date of birth.")


def test_a_birth_of_somebody_of_age() -> None:
    judged(at_birth().answer(date(2000, 1, 1)), "birth", "This day makes 15 or over.")


def test_messages_are_in_the_language_of_the_page() -> None:
    judged(Resident("ja").answer("むかしの町"), "where", "当てはまる市区町村がありません。")
    judged(at_day("ja").answer({"year": "", "month": "", "day": ""}), "day", "日を入力してください。")


# -- Hidden fields are typed by whoever likes to -------------------------------------------------------------

LOST = "This answer did not arrive. Please give it again; your other answers are kept."


def all_answers() -> dict[str, str]:
    day = timezone.localdate() - timedelta(days=3)
    return {
        "where-text": PLACE,
        "what-answer": "LOST_OR_DAMAGED",
        "exactly-LOST_OR_DAMAGED-answer": "LOST",
        "day-LOST-answer": "KNOWN",
        "day-LOST-day_year": str(day.year),
        "day-LOST-day_month": str(day.month),
        "day-LOST-day_day": str(day.day),
        "earlier-LOST-answer": "NO",
        "cause-LOST-answer": "OUTSIDE",
        "proof-OUTSIDE-answer": "YES",
        "age-answer": "OF_AGE",
        "desk-answer": "OWN",
        "certificates-answer": "BOTH",
    }


ASKED = [step.name for step in STEPS if step.name not in ("which", "begun", "prevented", "birth")]


@pytest.mark.parametrize("step", ASKED)
@pytest.mark.parametrize("value", [None, "", "TAMPERED", "\x00"])
def test_a_missing_or_tampered_answer_is_asked_again(step: str, value: str | None) -> None:
    own = {name for name in all_answers() if name.startswith(f"{step}-")}
    others = {name: answer for name, answer in all_answers().items() if name not in own}
    tampered = {} if value is None else dict.fromkeys(own, value)
    resident = Resident("en").send({"where-text": ""} | others | tampered | {"at": "result"})
    assert resident.at == step
    assert LOST in resident.text
    assert others.items() <= resident.page.sent.items()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"at": "result"},
        {"at": "nowhere", "go": "nowhere"},
        {"at": "day", "go": "back"},
        {"at": "result", "go": "stay"},
        {"at": "certificates", "go": "certificates"},
        {"go": "__class__", "at": "__class__"},
        {"exactly-NONE-answer": "RENEWAL", "at": "result"},
    ],
)
def test_a_form_of_nothing_starts_at_the_beginning(sent: dict[str, str]) -> None:
    response = Client().post("/en/check/", sent)
    assert response.status_code == 200
    assert "Where do you live?" in response.content.decode()


def test_what_is_no_answer_is_not_sent_along() -> None:
    resident = Resident("en").send(all_answers() | {"at": "result"})
    resident.send({"evil": "x", "name": "山田"})
    assert resident.at == "result"
    assert not {"evil", "name"} & resident.page.sent.keys()


def test_what_was_sent_is_escaped() -> None:
    resident = Resident("en").answer('"><script>alert(1)</script>')
    assert "<script>alert" not in resident.html
