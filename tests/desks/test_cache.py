"""Redis is a doorbell and a cache: a desk works on without it."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from desks.cache import MayBeAway
from desks.permissions import Role
from tests.places import Place

AWAY = {"BACKEND": "desks.cache.MayBeAway", "LOCATION": "unix:///nowhere/valkey.sock?db=1"}


@pytest.fixture
def without_redis(settings) -> None:  # type: ignore[no-untyped-def]
    settings.CACHES = settings.CACHES | {"default": AWAY}


def test_signing_in_working_and_signing_out_without_redis(without_redis: None, mihon: Place) -> None:
    assert isinstance(caches["default"], MayBeAway)
    client = mihon.client(Role.CLERK)
    assert client.get(reverse("desk:today")).status_code == 200
    assert client.post(reverse("logout")).status_code == 302
    assert client.get(reverse("desk:today")).status_code == 302


def test_a_cache_that_is_away_holds_nothing(without_redis: None) -> None:
    caches["default"].set("key", "value")
    assert caches["default"].get("key", "nothing") == "nothing"
    assert "key" not in caches["default"]
    assert caches["default"].delete("key") is False
