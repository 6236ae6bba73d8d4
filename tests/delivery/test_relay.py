"""What the relay takes, when it comes back, and in whose company a row travels."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now

from delivery.models import HandOff
from delivery.relay import BATCH, Claimed, chunks, claim
from tests.delivery.letters import a_delivery
from tests.places import Place


def test_a_row_is_claimed_once_and_comes_back(mihon: Place) -> None:
    with mihon.scope():
        a_delivery(mihon)
        assert [len(claim()), len(claim())] == [1, 0]
        HandOff.objects.update(next_try_at=Now())
        assert len(claim()) == 1


@pytest.mark.parametrize(("publishes", "seconds"), [(0, 8), (1, 16), (3, 64), (6, 300), (500, 300)])
def test_each_time_it_waits_twice_as_long(mihon: Place, publishes: int, seconds: int) -> None:
    with mihon.scope():
        a_delivery(mihon)
        HandOff.objects.update(publishes=publishes)
        claim()
        row = HandOff.objects.annotate(waits=F("next_try_at") - F("published_at")).get()
        assert timedelta(seconds=seconds) <= row.waits <= timedelta(seconds=seconds * 1.25)
        assert row.publishes == publishes + 1


@pytest.mark.parametrize("field", ["done_at", "dead_at"])
def test_done_and_dead_rows_are_left_alone(mihon: Place, field: str) -> None:
    with mihon.scope():
        a_delivery(mihon)
        HandOff.objects.update(**{field: Now()})
        assert claim() == []


def test_batch_and_window_limit_what_is_on_its_way(mihon: Place) -> None:
    with mihon.scope():
        for _ in range(7):
            a_delivery(mihon)
        claimed = [len(claim(batch=3, in_flight=4)) for _ in range(3)]
        assert claimed == [3, 1, 0]
        # A smaller window than what is on its way already.
        assert claim(batch=3, in_flight=2) == []
        assert len(claim(batch=3, in_flight=6)) == 2


def test_what_failed_frees_the_window(mihon: Place) -> None:
    with mihon.scope():
        a_delivery(mihon)
        a_delivery(mihon)
        assert len(claim(batch=1, in_flight=1)) == 1
        HandOff.objects.update(published_at=None)
        assert len(claim(batch=1, in_flight=1)) == 1


def test_rows_that_failed_travel_in_smaller_company() -> None:
    rows = [Claimed(attempts, number) for number, attempts in enumerate([0] * 600 + [1] * 260 + [9] * 3)]
    sizes = [len(ids) for ids in chunks(rows)]
    assert sizes == [BATCH, 100, BATCH // 2, 10, 1, 1, 1]
    assert sorted(number for ids in chunks(rows) for number in ids) == list(range(len(rows)))
