"""The password page as it comes to a resident: on a screen of its own, by the code that the clerk's screen shows."""

import re
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from intake.models import Application
from tests.places import Place

PAGE = "/set/"
CANARY = "CANARY77SEALED"
PIN = "9047"
FOUR_DIGITS = ("user_authentication", "resident_register", "card_face_input")


def desk_page(row: Application) -> str:
    return f"/desk/applications/{row.uid}/passwords/"


def a_code(place: Place, row: Application) -> str:
    page = place.client().post(desk_page(row), {"do": "code"}).content.decode()
    found = re.search(r'class="code">([0-9A-Z ]+)<', page)
    assert found, page
    return found[1]


def other_screen(place: Place, row: Application) -> Client:
    """A browser that never knew a member of staff, with the page of this application."""
    screen = Client()
    assert screen.post(PAGE, {"code": a_code(place, row)}).status_code == 302
    return screen


def typed(**more: str) -> dict[str, str]:
    """What a resident types into all boxes, each twice; `more` replaces."""
    values = {"signature": CANARY, **dict.fromkeys(FOUR_DIGITS, PIN)}
    again = {f"{name}_again": value for name, value in values.items()}
    return {**values, **again, **more}


def send(screen: Client, form: dict[str, str]) -> HttpResponse:
    """As a browser sends it; Django's own way of posting keeps no raw body to forget."""
    return screen.post(PAGE, urlencode(form), content_type="application/x-www-form-urlencoded")


def set_passwords(place: Place, row: Application, **more: str) -> None:
    page = send(other_screen(place, row), typed(**more))
    assert page.status_code == 302, page.content.decode()
