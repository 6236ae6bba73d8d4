"""The day's cash: what must be there, what was counted, and the difference with its reason."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from fees.cash import (
    Counted,
    CountedMeanwhile,
    DayAhead,
    Kind,
    MovedMeanwhile,
    count_day,
    desk_day,
    desk_days,
    last_change_fund,
    movements,
    uncounted,
)
from fees.models import CashCount
from tests.fees.cases import AT, ON, charge, closed, replaced
from tests.places import Place

NEXT_DAY = ON + timedelta(days=1)


def expected(place: Place, on: date = ON) -> int:
    with place.scope():
        return desk_day(place.hall, on).sums.expected


def counted(place: Place, given: Counted, *, seen: int, on: date = ON, today: date = ON) -> CashCount:
    with place.scope():
        return count_day(
            desk=place.hall, on=on, seen=seen, counted=given, by=place.clerk.staff, at=AT, today=today
        )


def test_expected_is_receipts_less_voids(mihon: Place) -> None:
    charge(mihon, "A", 2000)
    charge(mihon, "B", 1800)
    charge(mihon, "C", 0)
    replaced(mihon, charge(mihon, "D", 2000))
    charge(mihon, "E", 2000, desk=mihon.branch)
    assert expected(mihon) == 3800
    with mihon.scope():
        told = [(moved.kind, moved.number, moved.amount) for moved in movements(mihon.hall, ON)]
    assert told == [
        (Kind.RECEIPT, "2026-00001", 2000),
        (Kind.RECEIPT, "2026-00002", 1800),
        (Kind.RECEIPT, "2026-00003", 2000),
        (Kind.VOID, "2026-00003", -2000),
    ]


def test_a_refund_is_taken_from_the_day_it_is_paid_out(mihon: Place) -> None:
    old = charge(mihon, "A", 2000)
    closed(mihon)
    replaced(mihon, old, by=mihon.supervisor, on=NEXT_DAY)
    assert (expected(mihon), expected(mihon, NEXT_DAY)) == (2000, -2000)


def test_the_difference_is_counted_less_fund_less_expected(mihon: Place) -> None:
    charge(mihon, "A", 2000)
    count = counted(mihon, Counted(11_900, 10_000, "100円玉を落とした", {10_000: 1, 1_000: 1}), seen=2000)
    assert count.difference == -100
    with mihon.scope():
        assert last_change_fund(mihon.hall) == 10_000


def test_the_database_wants_a_reason_for_a_difference(mihon: Place) -> None:
    with pytest.raises(DatabaseError, match="difference_has_a_reason"):
        counted(mihon, Counted(1, 0, "", {}), seen=0)


def test_money_that_moved_since_the_page_was_read_stops_the_count(mihon: Place) -> None:
    charge(mihon, "A", 2000)
    with pytest.raises(MovedMeanwhile):
        counted(mihon, Counted(0, 0, "", {}), seen=0)


def test_a_day_is_closed_once(mihon: Place) -> None:
    given = Counted(0, 0, "", {})
    assert counted(mihon, given, seen=0) == counted(mihon, given, seen=0)
    with pytest.raises(CountedMeanwhile):
        counted(mihon, given._replace(total=5, reason="x"), seen=0)


def test_a_day_ahead_is_not_counted(mihon: Place) -> None:
    with pytest.raises(DayAhead):
        counted(mihon, Counted(0, 0, "", {}), seen=0, on=NEXT_DAY)


def test_a_closed_day_stays_as_it_was(mihon: Place) -> None:
    old = charge(mihon, "A", 2000)
    closed(mihon)
    charge(mihon, "B", 1800)
    replaced(mihon, old, by=mihon.supervisor)
    assert (expected(mihon), expected(mihon, NEXT_DAY)) == (2000, -200)


def test_days_that_nobody_counted_are_named(mihon: Place) -> None:
    charge(mihon, "A", on=ON - timedelta(days=5))
    charge(mihon, "B", on=ON - timedelta(days=4))
    charge(mihon, "C", on=ON - timedelta(days=4), desk=mihon.branch)
    charge(mihon, "D", on=ON)
    closed(mihon, ON - timedelta(days=5))
    with mihon.scope():
        found = uncounted([mihon.hall, mihon.branch], ON)
    assert found == [(ON - timedelta(days=4), mihon.hall), (ON - timedelta(days=4), mihon.branch)]


def test_more_desks_cost_no_more_queries(mihon: Place, django_assert_num_queries) -> None:
    charge(mihon, "A")
    charge(mihon, "B", desk=mihon.branch)
    with mihon.scope(), django_assert_num_queries(3):
        days = desk_days([mihon.hall, mihon.branch], ON)
    assert [day.sums.expected for day in days] == [2000, 2000]
