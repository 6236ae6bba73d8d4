"""The demo's front page: three doors, each with one thing to try, each one click from the inside."""

import pytest
from django.test import Client
from django.urls import reverse

from desks.permissions import Role
from tests.places import Place, a_place


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("見本 花子さんの紛失による再交付", "お届けの目安を3日過ぎても", "生後2か月の赤ちゃん")),
        (
            "en",
            ("the lost card of 見本 花子", "three days after its target day", "a baby born two months ago"),
        ),
    ],
)
def test_each_door_has_one_thing_to_try(db: None, language: str, words: tuple[str, ...]) -> None:
    page = Client().get(f"/{language}/").content.decode()
    assert all(each in page for each in words)
    assert page.count('class="card"') == 3


def test_a_sheet_of_paper_has_its_icon_too(db: None) -> None:
    """It is asked for at this address where no page names it; a 404 there stands in the browser's console."""
    assert Client().get("/favicon.ico")["Location"].startswith("/static/icons/tokkyu")


def test_the_front_leads_to_the_language_that_the_browser_asks_for(db: None) -> None:
    assert Client().get("/", headers={"Accept-Language": "en"})["Location"] == "/en/"
    assert Client().get("/", headers={"Accept-Language": "fr"})["Location"] == "/ja/"


@pytest.mark.parametrize(
    ("role", "page", "person"),
    [
        ("clerk", "desk:today", Role.CLERK),
        ("supervisor", "review:overdue", Role.SUPERVISOR),
        ("administrator", "setup:parts", Role.ADMINISTRATOR),
    ],
)
def test_one_click_opens_the_first_page_of_that_role(
    mihon: Place, role: str, page: str, person: Role
) -> None:
    client = Client()
    answer = client.post(reverse("demo_sign_in"), {"role": role, "language": "en"})
    assert answer["Location"] == reverse(page)
    assert client.session["_auth_user_id"] == str(getattr(mihon, person.value).staff_id)
    opened = client.get(answer["Location"])
    assert opened.status_code == 200
    assert '<html lang="en">' in opened.content.decode(), "the staff pages keep the doors' language"


def test_the_administrators_line_says_what_to_try(db: None) -> None:
    page = Client().get("/en/").content.decode()
    assert "Sign in as an administrator of Mihon City and change its practice" in page


def test_the_other_town_has_a_door_of_its_own(mihon: Place, renshu: Place) -> None:
    client = Client()
    client.post(reverse("demo_sign_in"), {"role": "clerk", "town": "990027"})
    assert client.session["_auth_user_id"] == str(renshu.clerk.staff_id)


@pytest.mark.parametrize(
    "answers", [{}, {"role": "owner"}, {"role": "clerk", "town": "131016"}, {"role": "x" * 5000}]
)
def test_what_is_no_door_does_not_open(mihon: Place, answers: dict[str, str]) -> None:
    assert Client().post(reverse("demo_sign_in"), answers).status_code == 404


def test_a_door_does_not_open_by_a_link(mihon: Place) -> None:
    assert Client().get(reverse("demo_sign_in"), {"role": "clerk"}).status_code == 405
    assert (
        Client(enforce_csrf_checks=True).post(reverse("demo_sign_in"), {"role": "clerk"}).status_code == 403
    )


def test_a_municipality_that_is_no_demo_has_no_doors(db: None) -> None:
    a_place("990019", "みほん市", "Mihon City", "0000001", is_demo=False)
    assert Client().post(reverse("demo_sign_in"), {"role": "clerk"}).status_code == 404


def test_elsewhere_the_front_page_is_the_residents(db: None, settings: object) -> None:
    settings.DEMO = False
    assert Client().get("/ja/")["Location"] == reverse("check:start")
