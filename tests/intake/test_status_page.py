"""Asking as a stranger: the same answer whatever is wrong, slower and slower, and nothing that stays behind."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.models import Application
from intake.reference import new_reference
from intake.status.services import CannotCount, NotFound, TooOften, look_up
from intake.status.tries import ADDRESS, REFERENCE, Limit, Tries
from tests.intake.entries import entry, submitted
from tests.intake.pages import boxes, words
from tests.places import Place

BORN, WRONG = date(1985, 4, 2), date(1985, 4, 3)
TODAY = timezone.localdate()
NOW = timezone.now()


@pytest.fixture(autouse=True)
def nobody_asked() -> None:
    cache.clear()


@pytest.fixture
def row(mihon: Place) -> Application:
    with mihon.scope():
        return submitted(mihon, entry(on=TODAY), on=TODAY)


def asked(reference: str, born: date = BORN, *, language: str = "en", **more: Any) -> HttpResponse:
    """What a browser gets."""
    client = Client(REMOTE_ADDR=more.pop("address", "192.0.2.1"))
    return client.post(f"/{language}/status/", {"reference": reference, **boxes("birth_date", born), **more})


def plain(response: HttpResponse, *typed: str) -> str:
    """The page without the form's token and without what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    for each in typed:
        text = text.replace(each, "")
    return text


def misses(reference: str, address: str, number: int, at: datetime = NOW) -> float:
    """Seconds that these tries in vain take whoever makes the next one as soon as it may be."""
    until = at
    for _ in range(number):
        try:
            look_up(reference or new_reference(), WRONG, address=address, at=until)
        except TooOften as often:
            until += timedelta(seconds=often.seconds)
        except NotFound:
            pass
    return (until - at).total_seconds()


def test_anybody_finds_theirs_in_either_municipality(mihon: Place, renshu: Place, row: Application) -> None:
    with renshu.scope():
        other = submitted(renshu, entry(on=TODAY, residence_code="990027"), on=TODAY)
    for each in (row, other):
        page = asked(f" {each.reference[:5].lower()}-{each.reference[5:]}")
        assert page.status_code == 200
        assert "Your application was accepted" in words(page)


def test_wrong_and_unknown_are_one_answer_for_the_same_work(row: Application) -> None:
    unknown = new_reference()
    pages, queries = [], []
    for reference in (row.reference, unknown):
        with CaptureQueriesContext(
            connection,
        ) as made:
            pages.append(asked(reference, WRONG))
        queries.append([query["sql"].replace(reference, "") for query in made])
    assert [page.status_code for page in pages] == [200, 200]
    assert "Nothing was found" in words(pages[0])
    assert plain(pages[0], row.reference) == plain(pages[1], unknown)
    assert [len(each) for each in queries] == [1, 1], "one query by the hash of both"


def test_a_mistyped_reference_is_told_at_its_field_and_costs_no_try(row: Application) -> None:
    swapped = row.reference[1] + row.reference[0] + row.reference[2:]
    mistyped = swapped if swapped != row.reference else row.reference[:-1] + "?"
    for _ in range(REFERENCE.free + 2):
        page = asked(mistyped)
        assert page.status_code == 200
        assert "Compare all ten with your paper" in words(page)
        assert mistyped in page.content.decode()
    assert "Enter the date of birth" in words(Client().post("/en/status/", {"reference": row.reference}))


def test_nothing_stays_behind(row: Application) -> None:
    page = asked(row.reference)
    assert "no-store" in page.headers["Cache-Control"]
    assert set(page.cookies) == {"csrf"}
    title = re.search("<title>(.*)</title>", page.content.decode())
    assert title is not None
    assert row.reference not in title[1]
    assert row.reference not in page.request["PATH_INFO"] + page.request.get("QUERY_STRING", "")


def test_the_language_switch_keeps_what_was_typed(row: Application) -> None:
    answer = asked(row.reference, language="ja")
    assert 'formaction="/en/status/"' in answer.content.decode()
    assert f'type="hidden" name="reference" value="{row.reference}"' in answer.content.decode()
    assert 'type="hidden" name="birth_date_month" value="4"' in answer.content.decode()
    half = Client().post("/ja/status/", {"reference": "7kx", "birth_date_year": "昭和60", "stay": "form"})
    assert 'value="7kx"' in half.content.decode()
    assert 'value="昭和60"' in half.content.decode()
    assert "もう一度ご確認ください" not in words(half)
    for _ in range(REFERENCE.free + 2):
        again = asked(row.reference, WRONG, stay="nothing")
        assert "Nothing was found" in words(again), "in the other language, without another try"


def test_after_some_tries_everybody_waits_and_is_told_how_long(row: Application) -> None:
    for _ in range(REFERENCE.free + 1):
        asked(row.reference, WRONG)
    page = asked(row.reference)
    assert page.status_code == 429
    assert 0 < int(page.headers["Retry-After"]) <= REFERENCE.first
    assert "Try again in 1 minute, or telephone the help desk" in words(page)
    assert row.reference in page.content.decode(), "nothing typed is lost"
    assert asked(new_reference()).status_code == 200, "others behind the address go on"
    assert look_up(row.reference, BORN, address="", at=timezone.now() + timedelta(seconds=61))


@pytest.mark.parametrize(("limit", "hours"), [(ADDRESS, 12), (REFERENCE, 24 * 100)])
def test_a_thousand_guesses_take_too_long(limit: Limit, hours: int) -> None:
    assert sum(map(limit.pause_after, range(1, 1001))) > hours * 60 * 60
    pauses = [limit.pause_after(misses) for misses in range(limit.free + 5)]
    assert pauses == [0] * (limit.free + 1) + [limit.first, 2 * limit.first, 4 * limit.first, 8 * limit.first]


def test_it_is_the_same_for_a_reference_that_does_not_exist(row: Application) -> None:
    waits = [
        misses(reference, f"192.0.2.{n}", 20) for n, reference in enumerate((row.reference, new_reference()))
    ]
    assert waits[0] == waits[1] > 600


def test_one_address_waits_whatever_it_asks_for_and_never_long(mihon: Place) -> None:
    assert misses("", "192.0.2.7", ADDRESS.free) == 0
    assert misses("", "192.0.2.7", 40) > 60
    later = NOW + timedelta(hours=1)
    with pytest.raises(NotFound):
        look_up(new_reference(), WRONG, address="192.0.2.7", at=later)
    with pytest.raises(TooOften) as often:
        look_up(new_reference(), WRONG, address="192.0.2.7", at=later)
    assert often.value.seconds <= ADDRESS.longest + 1


def test_what_is_right_is_no_miss(row: Application) -> None:
    for _ in range(ADDRESS.free + 5):
        assert look_up(row.reference, BORN, address="192.0.2.9", at=NOW)


def test_of_several_at_once_a_pause_lets_one_through() -> None:
    """They all read that the pause is over before one of them has begun the next."""
    tries = Tries(Limit(free=0, first=60, longest=60, kept=600), "one")
    assert tries.begin(0.0)
    until = cache.get(tries._until)
    assert tries.begin(60.0)
    cache.set(tries._until, until)
    assert not tries.begin(60.0)


def test_without_the_counters_nothing_is_told(row: Application, settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "default": settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.sock?db=1"}
    }
    with pytest.raises(CannotCount):
        look_up(row.reference, BORN, address="", at=NOW)
    page = asked(row.reference)
    assert page.status_code == 503
    assert "telephone the help desk" in words(page)
