"""The demo's ground: invented municipalities, and logins and keys that are this installation's own."""

import json
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import authenticate

from desks.demo import set_up
from desks.models import IssuerKey, Practice

ON = date(2026, 11, 16)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ours(settings: object, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path


def test_logins_are_made_for_this_installation_and_kept(ours: Path) -> None:
    set_up(ON)
    path = ours / "demo-logins.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    logins = json.loads(path.read_bytes())
    assert [line["login"] for line in logins] == [
        "clerk@990019",
        "supervisor@990019",
        "clerk@990027",
        "admin@990019",
    ]
    assert all(authenticate(username=line["login"], password=line["password"]) for line in logins)
    set_up(ON)
    assert json.loads(path.read_bytes()) == logins
    path.unlink()
    set_up(ON)
    renewed = json.loads(path.read_bytes())
    assert all(authenticate(username=line["login"], password=line["password"]) for line in renewed)
    assert {line["password"] for line in renewed}.isdisjoint(line["password"] for line in logins)


def test_the_issuers_private_key_stays_on_its_side(ours: Path) -> None:
    set_up(ON)
    keys = sorted((ours / "issuer-keys").iterdir())
    assert len(keys) == IssuerKey.objects.count() == 2
    assert all(stat.S_IMODE(key.stat().st_mode) == 0o600 for key in keys)
    assert all(len(bytes(key.public_key)) == 65 for key in IssuerKey.objects.all())


def test_a_new_issuer_key_follows_before_the_old_one_ends() -> None:
    set_up(ON)
    until = IssuerKey.objects.first().valid_until
    set_up(until - timedelta(days=1))
    assert IssuerKey.objects.count() == 2
    set_up(until)
    assert IssuerKey.objects.count() == 4


def test_practice_is_never_written_twice() -> None:
    set_up(ON)
    set_up(ON + timedelta(days=1))
    assert Practice.objects.count() == 2
