"""Closed days, extra open days and opening hours, as an administrator sees and changes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import jpholiday
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desks.calendar_services import DayProblem, DayRefused, add_days, remove_day
from desks.calendars import calendar_of
from desks.models import ClosedDay
from desks.permissions import Role
from tests.intake.pages import boxes, words
from tests.places import Place

MONDAY = date(2026, 8, 3)
"""A week without a national holiday."""
ADD, REMOVE, YEAR, HOURS = "calendar:add", "calendar:remove", "calendar:year", "calendar:hours"


def administrator(place: Place, language: str = "ja") -> Client:
    client = place.client(Role.ADMINISTRATOR)
    client.cookies["language"] = language
    return client


def next_year() -> int:
    return timezone.localdate().year + 1


def an_open_day(place: Place) -> date:
    return calendar_of(place.municipality, timezone.localdate()).open_day_on_or_after(date(next_year(), 6, 1))


def typed(first: date, last: date | None = None, **more: object) -> dict[str, object]:
    last_boxes = boxes("last", last) if last else {}
    return {"kind": "closed", **boxes("first", first), **last_boxes, "reason": "市制記念日", **more}


def version(place: Place) -> int:
    return int(type(place.municipality).objects.get(pk=place.municipality.pk).calendar_version)


def entered(place: Place) -> list[tuple[date, bool]]:
    rows = ClosedDay.objects.filter(municipality=place.municipality).order_by("day")
    return list(rows.values_list("day", "is_open"))


def added(place: Place, first: date, last: date | None = None, **more: object) -> list[date]:
    asked = {"is_open": False, "reason": "x", "today": MONDAY} | more
    with place.scope():
        return add_days(municipality=place.municipality, first=first, last=last or first, **asked)


# -- The year ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("ja", ("1月1日(金) 元日", "3月22日(月) 春分の日(振替休日)", "12月29日(水) 年末年始")),
        (
            "en",
            (
                "Fri 1 Jan 2027 New Year's Day",
                "Mon 22 Mar 2027 Vernal Equinox Day (substitute)",
                "Wed 29 Dec 2027 Year-end and New Year",
            ),
        ),
    ],
)
def test_a_year_names_its_holidays(
    mihon: Place, language: str, wanted: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 24))
    page = words(administrator(mihon, language).get(reverse(YEAR), {"year": "2027"}))
    assert all(each in page for each in wanted)


def test_every_holiday_of_the_years_offered_has_an_english_name(mihon: Place) -> None:
    client = administrator(mihon, "en")
    for year in range(next_year() - 1, next_year() + 2):
        page = words(client.get(reverse(YEAR), {"year": str(year)}))
        assert not [name for _, name in jpholiday.year_holidays(year) if name in page]


@pytest.mark.parametrize("year", ["", "1868", "abc", "2027 ", "\x00", "９９９９"])
def test_another_year_is_this_year(mihon: Place, year: str) -> None:
    page = administrator(mihon).get(reverse(YEAR), {"year": year})
    assert page.context["year"] == timezone.localdate().year


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
@pytest.mark.parametrize("name", [ADD, REMOVE, YEAR, HOURS])
def test_clerks_and_supervisors_are_refused(mihon: Place, role: Role, name: str) -> None:
    client = mihon.client(role)
    assert {client.get(reverse(name)).status_code, client.post(reverse(name)).status_code} == {403}


# -- Adding and removing -------------------------------------------------------------------------------------


def test_days_are_added_and_the_calendar_moves_on(mihon: Place) -> None:
    client, day, before = administrator(mihon), an_open_day(mihon), version(mihon)
    answer = client.post(reverse(ADD), typed(day))
    assert answer["Location"] == f"{reverse(YEAR)}?year={day.year}"
    page = words(client.get(answer["Location"]))
    assert "1日分を加えました。" in page
    assert "閉庁: 市制記念日" in page
    assert not calendar_of(mihon.municipality, day).is_open(day)
    assert version(mihon) == before + 1


def test_a_span_closes_its_open_days_only(mihon: Place) -> None:
    before = version(mihon)
    # Monday to the Tuesday of the next week; 11 August is a holiday.
    days = added(mihon, MONDAY, date(2026, 8, 11))
    assert [day.day for day in days] == [3, 4, 5, 6, 7, 10]
    assert version(mihon) == before + 1, "once for the whole span"


def test_a_saturday_can_be_opened_and_given_back(mihon: Place) -> None:
    client = administrator(mihon, "en")
    saturday = an_open_day(mihon)
    while saturday.weekday() != 5:
        saturday += timedelta(days=1)
    client.post(reverse(ADD), typed(saturday, kind="open", reason="休日窓口"))
    assert calendar_of(mihon.municipality, saturday).is_open(saturday)
    before = version(mihon)
    page = client.post(reverse(REMOVE), {"day": saturday.isoformat()}, follow=True)
    assert "is again as in the national calendar" in words(page)
    assert (entered(mihon), version(mihon)) == ([], before + 1)
    again = client.post(reverse(REMOVE), {"day": saturday.isoformat()}, follow=True)
    assert "was removed already" in words(again)
    assert version(mihon) == before + 1


def test_the_same_days_again_change_nothing(mihon: Place) -> None:
    added(mihon, MONDAY)
    before = version(mihon)
    assert added(mihon, MONDAY, MONDAY + timedelta(days=1)) == [MONDAY + timedelta(days=1)]
    assert added(mihon, MONDAY) == []
    assert version(mihon) == before + 1


@pytest.mark.parametrize(
    ("first", "last", "more", "problem"),
    [
        (MONDAY - timedelta(days=3), None, {}, DayProblem.PAST),
        (MONDAY, MONDAY - timedelta(days=1), {}, DayProblem.REVERSED),
        (MONDAY, MONDAY + timedelta(days=31), {}, DayProblem.MANY),
        (date(2029, 1, 4), None, {}, DayProblem.FAR),
        (MONDAY + timedelta(days=5), None, {}, DayProblem.AS_IT_IS),
        (MONDAY, None, {"is_open": True}, DayProblem.AS_IT_IS),
    ],
)
def test_what_the_calendar_does_not_take(
    mihon: Place, first: date, last: date | None, more: dict[str, object], problem: DayProblem
) -> None:
    before = version(mihon)
    with pytest.raises(DayRefused) as refused:
        added(mihon, first, last, **more)
    assert refused.value.problem is problem
    assert (entered(mihon), version(mihon)) == ([], before)


@pytest.mark.parametrize("day", [MONDAY, MONDAY + timedelta(days=30), date(2028, 12, 28)])
def test_the_edges_are_taken(mihon: Place, day: date) -> None:
    assert added(mihon, day, day)


def test_a_day_entered_the_other_way_is_removed_first(mihon: Place) -> None:
    saturday = MONDAY + timedelta(days=5)
    added(mihon, saturday, is_open=True)
    with pytest.raises(DayRefused) as refused:
        added(mihon, MONDAY, saturday)
    assert (refused.value.problem, refused.value.day) == (DayProblem.OPPOSITE, saturday)
    assert entered(mihon) == [(saturday, True)]


def test_nobody_closes_the_desks_for_good(mihon: Place) -> None:
    added(mihon, MONDAY, MONDAY + timedelta(days=30))
    with pytest.raises(DayRefused) as refused:
        added(mihon, MONDAY + timedelta(days=31), MONDAY + timedelta(days=61))
    assert refused.value.problem is DayProblem.NEVER_OPEN


def test_a_past_day_stays(mihon: Place) -> None:
    added(mihon, MONDAY)
    with mihon.scope(), pytest.raises(DayRefused):
        remove_day(municipality=mihon.municipality, day=MONDAY, today=MONDAY + timedelta(days=1))
    with mihon.scope():
        assert remove_day(municipality=mihon.municipality, day=MONDAY, today=MONDAY)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"kind": "sometimes"}, "選んでください"),
        ({"reason": ""}, "理由: 入力してください"),
        ({"reason": "あ" * 61}, "60文字"),
        ({"reason": "\u202e"}, "U+202E"),
        ({"first_month": "13"}, "月は1から12"),
        ({"first_year": ""}, "年を入力"),
        ({"first_year": "2020"}, "過ぎた日なので変えられません"),
        ({"last_year": "2020", "last_month": "1", "last_day": "1"}, "最後の日が最初の日より前"),
    ],
    ids=str,
)
def test_bad_input_is_said_and_nothing_typed_is_lost(
    mihon: Place, more: dict[str, object], sentence: str
) -> None:
    day = an_open_day(mihon)
    answer = administrator(mihon).post(reverse(ADD), typed(day, **more))
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert answer.context["form"]["first"].value().day == str(day.day)
    assert entered(mihon) == []


@pytest.mark.parametrize("day", ["", "x", "2027-02-31", "0000-00-00", "\x00"])
def test_removing_nothing_says_so(mihon: Place, day: str) -> None:
    page = administrator(mihon).post(reverse(REMOVE), {"day": day}, follow=True)
    assert "何も削除していません" in words(page)


def test_what_is_typed_as_a_reason_is_shown_as_typed(mihon: Place) -> None:
    client, day = administrator(mihon), an_open_day(mihon)
    client.post(reverse(ADD), typed(day, reason="<b>葛󠄀城</b>"))
    page = client.get(reverse(YEAR), {"year": str(day.year)}).content.decode()
    assert "&lt;b&gt;葛󠄀城&lt;/b&gt;" in page


def test_two_administrators_add_the_same_day_once(committed: None, mihon: Place) -> None:
    together = Barrier(4, timeout=30)

    def add() -> list[date]:
        try:
            with mihon.scope():
                together.wait()
                return add_days(
                    municipality=mihon.municipality,
                    first=MONDAY,
                    last=MONDAY,
                    is_open=False,
                    reason="x",
                    today=MONDAY,
                )
        finally:
            connection.close()

    before = version(mihon)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: add(), range(4)))
    assert sorted(map(len, answers)) == [0, 0, 0, 1]
    assert version(mihon) == before + 1


# -- Opening hours -------------------------------------------------------------------------------------------


def hours(place: Place, **more: str) -> dict[str, str]:
    desks = (place.hall, place.branch)
    form = {
        f"{when}_{desk.pk}": at
        for desk in desks
        for when, at in (("opens_at", "8:30"), ("closes_at", "17:15"))
    }
    return form | {name.replace("hall", str(place.hall.pk)): value for name, value in more.items()}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9:00", time(9)),
        ("0900", time(9)),
        ("９時３０分", time(9, 30)),
        ("9：05", time(9, 5)),
        (" 8:30 ", time(8, 30)),
    ],
)
def test_hours_are_read_as_people_write_them(mihon: Place, text: str, at: time) -> None:
    client = administrator(mihon)
    answer = client.post(reverse(HOURS), hours(mihon, opens_at_hall=text), follow=True)
    assert "開庁時間を保存しました。" in words(answer)
    mihon.hall.refresh_from_db()
    assert (mihon.hall.opens_at, mihon.hall.closes_at) == (at, time(17, 15))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"opens_at_hall": "24:00"}, "0:00から23:59まで"),
        ({"opens_at_hall": "8:60"}, "0:00から23:59まで"),
        ({"opens_at_hall": "朝"}, "0:00から23:59まで"),
        ({"closes_at_hall": ""}, "入力してください"),
        ({"closes_at_hall": "8:30"}, "閉まる時刻は開く時刻より後"),
    ],
)
def test_hours_that_do_not_fit_are_said(mihon: Place, more: dict[str, str], sentence: str) -> None:
    page = words(administrator(mihon).post(reverse(HOURS), hours(mihon, **more)))
    assert sentence in page
    mihon.hall.refresh_from_db()
    assert (mihon.hall.opens_at, mihon.hall.closes_at) == (time(8, 30), time(17, 15))
