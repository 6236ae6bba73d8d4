"""Every way through the self-check ends at a result, in both languages, and nothing is kept."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.eligibility.resident import Answer, Resident
from tests.places import Place

pytestmark = pytest.mark.django_db

LANGUAGES = ("ja", "en")
PLACE = "105-0011"


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


REST = ("OF_AGE", "OWN", "BOTH")
# Every event under its heading, to the result page and its verdict's tone.
WALKS: dict[str, tuple[tuple[Answer, ...], str]] = {
    "newborn": (("NEWBORN", ago(10), "NO", "OWN_WITH_BIRTH", "USER"), "good"),
    "newborn elsewhere": (("NEWBORN", ago(10), "NO", "OTHER_WITH_BIRTH", "NEITHER"), "good"),
    "not born yet": (("NEWBORN", "NOT_YET", "OWN_WITH_BIRTH", "USER"), "wait"),
    "second card of a baby": (("NEWBORN", ago(10), "YES"), "plain"),
    "first birthday": (("NEWBORN", ago(366), "NO", "NO"), "plain"),
    "lost outside": (("LOST_OR_DAMAGED", "LOST", ago(3), "NO", "OUTSIDE", "YES", *REST), "good"),
    "lost at home": (("LOST_OR_DAMAGED", "LOST", ago(3), "NO", "AT_HOME", *REST), "good"),
    "not reported": (("LOST_OR_DAMAGED", "LOST", "NOT_YET", "STOLEN", "NO", *REST), "wait"),
    "another card since": (("LOST_OR_DAMAGED", "LOST", ago(3), "YES"), "plain"),
    "burnt": (("LOST_OR_DAMAGED", "DAMAGE", ago(3), "NO", "DISASTER", "NO", *REST), "good"),
    "still works": (("LOST_OR_DAMAGED", "DAMAGE", "NOT_YET"), "wait"),
    "found again": (("LOST_OR_DAMAGED", "SUSPENDED_CARD_FOUND"), "plain"),
    "from abroad": (("FROM_OVERSEAS", "OVERSEAS", ago(3), "KEPT", *REST), "good"),
    "child from abroad": (
        ("FROM_OVERSEAS", "OVERSEAS", ago(3), "NO", "UNDER_FIFTEEN", ago(3000), "OWN", "USER"),
        "good",
    ),
    "foreign resident": (("FROM_OVERSEAS", "FOREIGN", "ADDRESS_FIXED", ago(3), "NO", *REST), "good"),
    "card for abroad": (("FROM_OVERSEAS", "OVERSEAS_CARD_VALID"), "plain"),
    "space full": (("SPACE_FULL", "SPACE_FULL", ago(3), "NO", *REST), "good"),
    "last line used": (("SPACE_FULL", "ENTRY_WRITTEN"), "plain"),
    "change fits": (("SPACE_FULL", "NAME_CHANGE_FITS"), "plain"),
    "official mistake": (("OTHER", "ADMIN_ERROR", ago(3), "NO", "WARD", "OWN", "USER"), "good"),
    "number changed": (("OTHER", "NUMBER_CHANGE", "NOTICE_LETTER", ago(3), "NO", *REST), "good"),
    "newly entered": (("OTHER", "NEW_ENTRY", ago(3), "NO", *REST), "good"),
    "entered again": (("OTHER", "NEW_ENTRY", ago(3), "YES", *REST), "ask"),
    "institution": (("OTHER", "PENAL", "UNKNOWN", *REST), "ask"),
    "other": (("OTHER", "SOMETHING_ELSE"), "ask"),
    "late": (("LOST_OR_DAMAGED", "DAMAGE", ago(60), "NO"), "plain"),
    "late, prevented": (("LOST_OR_DAMAGED", "DAMAGE", ago(60), "YES"), "ask"),
    "before the launch": (("LOST_OR_DAMAGED", "DAMAGE", date(2024, 12, 1)), "plain"),
    "other desk": (
        ("LOST_OR_DAMAGED", "DAMAGE", ago(3), "NO", "DEFECT", "OF_AGE", "OTHER", "NEITHER"),
        "good",
    ),
} | {
    f"none: {case}": (("NONE", case), "ask" if case == "SOMETHING_ELSE" else "plain")
    for case in (
        "RENEWAL",
        "EXPIRED",
        "FIRST_CARD",
        "MOVED_INSIDE_JAPAN",
        "STAY_EXTENSION_MISSED",
        "RECORD_DELETED",
        "NAME_CHANGE_FITS",
        "OWN_WISH",
        "SOMETHING_ELSE",
    )
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("walk", WALKS)
def test_every_walk_ends_at_its_result(language: str, walk: str) -> None:
    answers, tone = WALKS[walk]
    resident = Resident(language).answer(PLACE, *answers)
    assert resident.at == "result"
    assert f'class="verdict tone-{tone}"' in resident.html
    # What could be wrong with the answers is never left to a person's memory.
    assert len(resident.page.buttons.keys() - {"back", "stay"}) == len(answers) + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_kept(language: str) -> None:
    resident = Resident(language).answer(PLACE, *WALKS["lost outside"][0])
    assert not resident.client.cookies
    assert not Session.objects.exists()
    assert "Set-Cookie" not in resident.response.headers
    assert resident.response.headers["Cache-Control"] == "no-store"
    assert resident.response.request["QUERY_STRING"] == ""
    assert resident.response.request["PATH_INFO"] == f"/{language}/check/"


def test_nobody_needs_to_sign_in_and_no_token_is_asked() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/ja/check/", {"at": "where", "where-text": PLACE}).status_code == 200


def test_other_methods_are_refused() -> None:
    assert Client().put("/ja/check/").status_code == 405


def test_a_name_of_several_municipalities_is_a_choice() -> None:
    resident = Resident().answer("府中")
    assert resident.at == "which"
    assert "広島県府中市" in resident.text
    assert resident.answer("342084").at == "what"
    assert "広島県府中市" in resident.answer("NONE", "RENEWAL").text


def test_back_keeps_the_answers() -> None:
    resident = Resident().answer(PLACE, *WALKS["lost outside"][0])
    seen = []
    while resident.at != "where":
        resident.press("back")
        seen.append(resident.at)
        assert 'id="summary"' not in resident.html
    assert seen == [
        "certificates", "desk", "age", "proof", "cause", "earlier", "day", "exactly", "what", "where",
    ]  # fmt: skip
    assert resident.page.sent["where-text"] == PLACE
    # Nothing was asked twice: the next page without an answer is the result.
    assert resident.answer(PLACE).at == "result"


def test_an_answer_can_be_changed_from_the_result() -> None:
    resident = Resident("en").answer(PLACE, *WALKS["lost outside"][0]).press("certificates")
    assert resident.at == "certificates"
    assert resident.page.sent["certificates-answer"] == "BOTH"
    resident.answer("NEITHER")
    assert resident.at == "result"
    assert "1,800 yen" in resident.text


def test_another_event_asks_for_its_own_day() -> None:
    """The day of the loss notice says nothing about the day of the damage."""
    resident = Resident().answer(PLACE, *WALKS["lost at home"][0]).press("exactly").answer("DAMAGE")
    assert resident.at == "day"
    assert "day-DAMAGE-day_year" in resident.page.boxes
    assert resident.page.sent["day-DAMAGE-day_year"] == ""


def test_the_language_switch_keeps_answers_and_page() -> None:
    resident = Resident("ja").answer(PLACE, "LOST_OR_DAMAGED", "LOST")
    resident.press("stay", **{"day-LOST-day_year": "令和８", "day-LOST-day_month": "十"})
    assert resident.address == "/en/check/"
    assert resident.at == "day"
    assert "When did you report the loss" in resident.text
    # Typed but not yet sent with Continue: there, and not judged.
    assert resident.page.sent["day-LOST-day_year"] == "令和８"
    assert resident.page.sent["day-LOST-day_month"] == "十"
    assert 'id="summary"' not in resident.html
    resident.answer(ago(3), "NO", "AT_HOME", *REST).press("stay")
    assert (resident.address, resident.at) == ("/ja/check/", "result")


def test_enter_presses_continue_and_not_the_language_switch() -> None:
    """A browser presses the first button of the form in the order of the page."""
    html = Resident().html
    first = html[html.index("<button") :].partition(">")[0]
    assert "name=" not in first
    assert "formaction" not in first


def test_the_municipality_answers_by_its_own_practice(mihon: Place, renshu: Place) -> None:
    """れんしゅう町 counts the first day: its last day comes one day earlier."""
    damage: tuple[Answer, ...] = ("LOST_OR_DAMAGED", "DAMAGE", date(2026, 1, 5))
    sentences = {
        postcode: Resident("en").answer(postcode, *damage, "NO").text for postcode in ("000-0001", "000-0002")
    }
    assert "Wed 4 Feb 2026" in sentences["000-0001"]
    assert "Tue 3 Feb 2026" in sentences["000-0002"]
    assert "By the rules of Renshu Town (れんしゅう町)." in sentences["000-0002"]


def test_a_municipality_without_a_practice_is_answered_plainly() -> None:
    text = Resident("en").answer(PLACE, "NONE", "RENEWAL").text
    assert "The rules of Minato-ku, Tokyo (港区) itself are not known here" in text
