"""A municipality begins with one command; its administrator does the rest on screen."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from desks.models import HelpDesk, Municipality, Staff

WHERE = {"postcode": "〒382-0013", "address": "大字須坂1528番地の1", "phone": "026-245-1400"}

pytestmark = pytest.mark.django_db


def begin(code: str = "202070", login: str = "yamada", **where: str) -> str:
    out = StringIO()
    call_command("municipality", code, login, stdout=out, **WHERE | where)
    return out.getvalue()


def test_the_administrator_signs_in_and_reads_what_is_still_to_set_up() -> None:
    said = begin()
    found = re.search(r"as (\S+) with (\S+) ", said)
    assert found is not None
    login, password = found.groups()
    assert login == "yamada@202070"
    client = Client()
    page = client.post("/login/", {"username": login, "password": password}, follow=True)
    # The one-time password opens the page on which it is changed, and no other.
    assert page.request["PATH_INFO"] == "/password/"
    new = "a longer phrase of my own 7"
    client.post("/password/", {"present": password, "new": new, "again": new})
    client.cookies["language"] = "ja"
    signed_in = client.post("/login/", {"username": login, "password": new}, follow=True)
    assert signed_in.request["PATH_INFO"] == "/setup/"
    assert "須坂市" in signed_in.content.decode()
    assert "総合窓口" in client.get("/setup/desks/").content.decode()
    assert client.get("/practice/").status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "131016", "postcode": "38200"}, "38200: "),
        ({"code": "131016", "phone": "12"}, "12: "),
        ({"code": "999999"}, "999999 is no municipality's code"),
        # 札幌市中央区, a ward of 札幌市.
        ({"code": "011011"}, "011011 is no municipality's code"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(changed: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        begin(**changed)
    assert not Municipality.objects.exists()
    assert not Staff.objects.exists()


def test_a_municipality_begins_once() -> None:
    begin()
    with pytest.raises(CommandError, match="is there already"):
        begin(login="suzuki")
    assert HelpDesk.objects.count() == 1
