"""A wrong charge is replaced, its receipt ends, and all that was stays to be read."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from fees.cash import MovedMeanwhile
from fees.models import Charge, Receipt, Reversal
from fees.rules import FeeBasis, amounts
from fees.services import (
    Decision,
    ReplacedMeanwhile,
    SupervisorsCharge,
    may_replace,
    replace_charge,
    standing_receipt,
)
from tests.fees.cases import AT, FREE, ON, charge, closed, replaced
from tests.places import Place

CARD_ONLY = Decision(amount=1800, basis=FeeBasis.LOSS, reason="電子証明書は不要だった", evidence="")
NEXT_DAY = ON + timedelta(days=1)


def ends(place: Place) -> list[tuple[str, str, str, date]]:
    """Each ended receipt: its number, how, the refund's number, and the cash day."""
    with place.scope():
        rows = Reversal.objects.select_related("receipt").order_by("id")
        return [(str(end.receipt), end.kind, str(end), end.cash_on) for end in rows]


def receipts(place: Place) -> list[tuple[str, int]]:
    with place.scope():
        rows = Receipt.objects.select_related("charge").order_by("id")
        return [(str(receipt), receipt.charge.amount) for receipt in rows]


def test_on_the_same_day_the_receipt_becomes_void_and_its_number_stays_used(mihon: Place) -> None:
    new = replaced(mihon, charge(mihon, "A"), CARD_ONLY)
    charge(mihon, "B")
    assert receipts(mihon) == [("2026-00001", 2000), ("2026-00002", 1800), ("2026-00003", 2000)]
    assert ends(mihon) == [("2026-00001", "void", "", ON)]
    assert (new.source, new.reason, new.decided_by) == ("clerk", CARD_ONLY.reason, mihon.clerk.staff)
    with mihon.scope():
        assert str(standing_receipt("A")) == "2026-00002"


def test_freed_afterwards_there_is_no_receipt(mihon: Place) -> None:
    replaced(mihon, charge(mihon, "A"))
    assert receipts(mihon) == [("2026-00001", 2000)]
    with mihon.scope():
        assert standing_receipt("A") is None


def test_charged_afterwards_a_receipt_is_written(mihon: Place) -> None:
    replaced(mihon, charge(mihon, "A", 0), CARD_ONLY)
    assert (receipts(mihon), ends(mihon)) == ([("2026-00001", 1800)], [])


def test_another_basis_at_the_same_price_leaves_the_receipt(mihon: Place) -> None:
    replaced(mihon, charge(mihon, "A"), replace(CARD_ONLY, amount=2000, basis=FeeBasis.OWN_FAULT))
    assert (receipts(mihon), ends(mihon)) == ([("2026-00001", 2000)], [])
    with mihon.scope():
        assert str(standing_receipt("A")) == "2026-00001"


def test_counted_money_is_refunded_with_a_number_of_its_own(mihon: Place) -> None:
    old = charge(mihon, "A")
    closed(mihon)
    replaced(mihon, old, CARD_ONLY, by=mihon.supervisor, on=NEXT_DAY)
    assert ends(mihon) == [("2026-00001", "refund", "2026-R00001", NEXT_DAY)]
    assert receipts(mihon) == [("2026-00001", 2000), ("2026-00002", 1800)]


def test_money_in_another_desks_till_is_refunded(mihon: Place) -> None:
    old = charge(mihon, "A", desk=mihon.branch)
    replaced(mihon, old, by=mihon.supervisor)
    assert ends(mihon) == [("2026-00001", "refund", "2026-R00001", ON)]


def test_after_the_count_money_belongs_to_the_next_open_day(mihon: Place) -> None:
    friday = date(2026, 11, 20)
    closed(mihon, friday)
    late = charge(mihon, "A", on=friday)
    with mihon.scope():
        # Monday 23 November is a national holiday.
        assert late.receipt.cash_on == date(2026, 11, 24)


class TestWhoMay:
    def test_a_clerk_until_their_desk_has_closed_the_day(self, mihon: Place) -> None:
        old = charge(mihon, "A")
        with mihon.scope():
            assert may_replace(old, membership=mihon.clerk, on=ON)
        closed(mihon)
        with pytest.raises(SupervisorsCharge):
            replaced(mihon, old)
        replaced(mihon, old, by=mihon.supervisor)

    def test_a_clerk_not_on_another_day(self, mihon: Place) -> None:
        old = charge(mihon, "A")
        with pytest.raises(SupervisorsCharge):
            replaced(mihon, old, on=NEXT_DAY)
        # Nobody counted the day: the money still lies there, so that the receipt becomes void.
        replaced(mihon, old, by=mihon.supervisor, on=NEXT_DAY)
        assert ends(mihon) == [("2026-00001", "void", "", ON)]

    def test_a_clerk_not_for_another_desk(self, mihon: Place) -> None:
        with pytest.raises(SupervisorsCharge):
            replaced(mihon, charge(mihon, "A", desk=mihon.branch))

    def test_what_was_refused_leaves_nothing_behind(self, mihon: Place) -> None:
        old = charge(mihon, "A")
        with pytest.raises(SupervisorsCharge):
            replaced(mihon, old, on=NEXT_DAY)
        with mihon.scope():
            assert (Charge.objects.count(), Reversal.objects.count()) == (1, 0)


class TestTwoAtOnce:
    def test_the_same_decision_twice_is_made_once(self, mihon: Place) -> None:
        old = charge(mihon, "A")
        assert replaced(mihon, old, CARD_ONLY) == replaced(mihon, old, CARD_ONLY)
        assert (len(receipts(mihon)), len(ends(mihon))) == (2, 1)

    def test_who_comes_second_with_something_else_is_told(self, mihon: Place) -> None:
        old = charge(mihon, "A")
        replaced(mihon, old, CARD_ONLY)
        with pytest.raises(ReplacedMeanwhile):
            replaced(mihon, old, FREE)
        with pytest.raises(ReplacedMeanwhile):
            replaced(mihon, old, CARD_ONLY, by=mihon.supervisor)

    def test_eight_clicks_at_once_are_one_decision(self, committed: None, mihon: Place) -> None:
        old, together = charge(mihon, "A"), Barrier(8, timeout=30)

        def click(_: int) -> int:
            try:
                with mihon.scope():
                    together.wait()
                    return replace_charge(
                        charge=old, decision=CARD_ONLY, membership=mihon.clerk, at=AT, on=ON
                    ).pk
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(click, range(8)))) == 1
        assert receipts(mihon) == [("2026-00001", 2000), ("2026-00002", 1800)]
        assert ends(mihon) == [("2026-00001", "void", "", ON)]

    def test_a_count_and_corrections_at_once_never_lose_money(self, committed: None, mihon: Place) -> None:
        """Whoever is first, the closed day holds what its movements add up to."""
        old = [charge(mihon, f"R{number}") for number in range(6)]
        together = Barrier(7, timeout=30)

        def decide(one: Charge) -> None:
            try:
                together.wait()
                replaced(mihon, one, by=mihon.supervisor)
            finally:
                connection.close()

        def count() -> None:
            together.wait()
            try:
                while True:
                    with suppress(MovedMeanwhile):
                        closed(mihon)
                        return
            finally:
                connection.close()

        with ThreadPoolExecutor(7) as pool:
            done = [pool.submit(count), *(pool.submit(decide, one) for one in old)]
            for each in done:
                each.result()
        _every_closed_day_adds_up(mihon)
        assert len(ends(mihon)) == 6
        refunds = [number for _, kind, number, _ in ends(mihon) if kind == "refund"]
        assert sorted(refunds) == [f"2026-R{number:05d}" for number in range(1, len(refunds) + 1)]


def _every_closed_day_adds_up(place: Place) -> None:
    with place.scope(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.expected, coalesce((SELECT sum(g.amount) FROM fees_receipt r JOIN fees_charge g"
            ' ON g.id = r.charge_id WHERE r.desk_id = c.desk_id AND r.cash_on = c."on"), 0)'
            " - coalesce((SELECT sum(g.amount) FROM fees_reversal v JOIN fees_receipt r ON r.id = v.receipt_id"
            ' JOIN fees_charge g ON g.id = r.charge_id WHERE v.desk_id = c.desk_id AND v.cash_on = c."on"), 0)'
            " FROM fees_cashcount c"
        )
        assert all(expected == moved for expected, moved in cursor.fetchall())


@pytest.mark.parametrize("table", ["fees_charge", "fees_receipt", "fees_reversal", "fees_cashcount"])
def test_the_web_can_neither_change_nor_delete_a_row(mihon: Place, table: str) -> None:
    old = charge(mihon, "A")
    replaced(mihon, old)
    closed(mihon)
    for statement in (f"UPDATE {table} SET desk_id = desk_id", f"DELETE FROM {table}"):
        with mihon.scope(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.parametrize("table", ["fees_charge", "fees_receipt", "fees_reversal", "fees_cashcount"])
def test_the_database_alone_keeps_municipalities_apart(mihon: Place, renshu: Place, table: str) -> None:
    replaced(renshu, charge(renshu, "A"))
    closed(renshu)
    with connection.cursor() as cursor:
        with renshu.scope():
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] > 0
        with mihon.scope():
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0


def test_of_a_series_only_the_numbers_change(mihon: Place) -> None:
    charge(mihon, "A")
    with mihon.scope(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE fees_receiptseries SET desk_id = desk_id")


def test_the_database_wants_evidence_for_what_is_freed(mihon: Place) -> None:
    with pytest.raises(DatabaseError, match="freed_on_evidence"):
        replaced(mihon, charge(mihon, "A"), replace(FREE, evidence=""))


def test_a_fee_is_one_of_the_laws() -> None:
    assert amounts(on=ON) == (0, 1800, 2000)
