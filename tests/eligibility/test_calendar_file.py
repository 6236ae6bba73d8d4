"""The last open day as a calendar file, read back as a calendar reads it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.eligibility.resident import Resident
from tests.places import Place

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
LOST = ("LOST_OR_DAMAGED", "LOST", date(2026, 11, 20), "NO", "OUTSIDE", "NO", "OF_AGE", "OWN", "BOTH")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def taken(language: str) -> bytes:
    resident = Resident(language).answer("000-0001", *LOST)
    assert f'formaction="/{language}/check/calendar/"' in resident.html
    response = resident.client.post(f"/{language}/check/calendar/", resident.page.sent)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="last-open-day.ics"'
    assert response.headers["Cache-Control"] == "no-store"
    return response.content


@pytest.mark.parametrize(
    ("language", "title", "brings", "anew"),
    [
        (
            "en",
            "Last open day for the express application",
            "- Identity papers of the person the card is for: two of A or one of A and one of B",
            "The case is decided anew at the desk, on the day you go.",
        ),
        (
            "ja",
            "特急申請ができる最後の開庁日",
            "- ご本人の本人確認書類: Aから2点、またはAとBから1点ずつ",
            "受付できるかどうかは、窓口へお越しの日に改めて判定します。",
        ),
    ],
)
def test_each_property(mihon: Place, language: str, title: str, brings: str, anew: str) -> None:
    before = datetime.now(ZoneInfo("UTC")).replace(microsecond=0)
    calendar = Calendar.from_ical(taken(language))
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//Tokkyu//Last open day//EN")
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == date(2026, 12, 21)
    assert event.decoded("DTEND") == date(2026, 12, 22)
    assert before <= event.decoded("DTSTAMP") <= datetime.now(ZoneInfo("UTC"))
    assert event["SUMMARY"] == title
    lines = str(event["DESCRIPTION"]).splitlines()
    assert brings in lines
    assert lines[-1] == anew
    assert (event["CLASS"], event["TRANSP"]) == ("PRIVATE", "TRANSPARENT")
    (alarm,) = calendar.walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY"
    assert str(alarm["DESCRIPTION"]).startswith(title)
    # Nine in the morning three days before midnight of the day itself.
    assert alarm.decoded("TRIGGER") == timedelta(days=-3, hours=9)


def test_the_bytes_are_as_calendars_want_them(mihon: Place) -> None:
    content = taken("ja")
    content.decode("utf-8")
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode("utf-8")


def test_it_has_neither_the_code_nor_anything_of_a_person(mihon: Place) -> None:
    resident = Resident("en").answer("000-0001", *LOST)
    code = resident.html.partition('<section class="slip"')[2].partition("<b>")[2].partition("</b>")[0]
    first, second = (
        resident.client.post("/en/check/calendar/", resident.page.sent).content.decode() for _ in range(2)
    )
    assert code
    assert code not in first
    assert "ost card" not in first
    uids = {Calendar.from_ical(content).walk("VEVENT")[0]["UID"] for content in (first, second)}
    assert len(uids) == 2


@pytest.mark.parametrize(
    "answers",
    [
        ("NONE", "RENEWAL"),
        ("SPACE_FULL", "SPACE_FULL", date(2026, 9, 24), "YES"),
        ("FROM_OVERSEAS", "FOREIGN", "ADDRESS_FIXED", "NOT_YET", "OF_AGE", "OWN", "BOTH"),
    ],
)
def test_without_a_last_open_day_there_is_none(mihon: Place, answers: tuple[str | date, ...]) -> None:
    resident = Resident("en").answer("000-0001", *answers)
    assert "/check/calendar/" not in resident.html
    response = resident.client.post("/en/check/calendar/", resident.page.sent)
    assert (response.status_code, response.headers["Location"]) == (307, "/en/check/")
