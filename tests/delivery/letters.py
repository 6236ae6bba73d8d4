"""Deliveries for tests, asked for as an accepted application asks for them."""

import itertools
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from delivery.models import Delivery
from delivery.services import request_delivery
from delivery.states import Source, State
from tests.places import Place

# A Monday in a fortnight without a holiday.
MONDAY = date(2026, 6, 8)
NOON = datetime(2026, 6, 8, 12, tzinfo=timezone.get_default_timezone())
_numbers = itertools.count(1)


def a_delivery(place: Place, **facts: Any) -> Delivery:
    """One requested delivery of this place; call it in its scope."""
    usual = {
        "municipality_id": place.municipality.pk,
        "desk": place.hall,
        "reference": f"TEST{next(_numbers):06}",
        "addressee": "見本 花子",
        "postcode": "0000001",
        "address": "みほん市本町1-1",
        "birth_date": date(1990, 5, 5),
        "designation": "LOST",
        "language": "ja",
        "to_desk": False,
        "support_measures": False,
        "longer_reasons": [],
        "practice": place.practice,
        "accepted_on": MONDAY,
        "at": NOON,
    }
    return request_delivery(**(usual | facts))


def a_scheduled_delivery(place: Place, **facts: Any) -> Delivery:
    delivery = a_delivery(place, **facts)
    delivery.move(
        State.SCHEDULED,
        at=NOON,
        on=MONDAY,
        source=Source.TOKKYU,
        target_date=date(2026, 6, 15),
        chase_on=date(2026, 6, 22),
    )
    return delivery


def wait_until(holds: Callable[[], bool], *, seconds: float = 30) -> None:
    """Raises AssertionError when it does not hold in time."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.05)
