"""Charges and receipts: numbers without gaps, also when many are written at once, and nothing that changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from desks.models import HelpDesk
from fees.models import Charge, Receipt
from fees.services import take_charge
from fees.till import fiscal_year
from tests.places import Place

AT = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
ON = date(2026, 11, 24)


def charge(
    place: Place, reference: str, amount: int = 2000, *, on: date = ON, desk: HelpDesk | None = None
) -> Charge:
    with place.scope():
        return take_charge(
            municipality_id=place.municipality.pk,
            desk=desk or place.hall,
            reference=reference,
            amount=amount,
            basis="LOSS",
            source="national_page",
            reason="",
            evidence="",
            decided_by=place.clerk.staff,
            at=AT,
            on=on,
        )


def numbers(place: Place) -> list[tuple[int, int, int]]:
    with place.scope():
        return sorted(Receipt.objects.values_list("desk", "fiscal_year", "number"))


@pytest.mark.parametrize(
    ("on", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026)]
)
def test_the_fiscal_year_begins_in_april(on: date, year: int) -> None:
    assert fiscal_year(on) == year


def test_a_free_issue_has_no_receipt_and_uses_no_number(mihon: Place) -> None:
    charge(mihon, "A", 0)
    charge(mihon, "B", 2000)
    assert numbers(mihon) == [(mihon.hall.pk, 2026, 1)]


def test_each_desk_and_each_year_counts_from_one(mihon: Place) -> None:
    charge(mihon, "A", on=date(2026, 3, 31))
    charge(mihon, "B", on=date(2026, 4, 1))
    charge(mihon, "C", on=date(2026, 4, 1))
    charge(mihon, "D", on=date(2026, 4, 1), desk=mihon.branch)
    assert numbers(mihon) == [
        (mihon.hall.pk, 2025, 1),
        (mihon.hall.pk, 2026, 1),
        (mihon.hall.pk, 2026, 2),
        (mihon.branch.pk, 2026, 1),
    ]


def test_a_rollback_gives_the_number_back(mihon: Place) -> None:
    with mihon.scope():
        with transaction.atomic():
            charge(mihon, "A")
            transaction.set_rollback(True)
        charge(mihon, "B")
    assert numbers(mihon) == [(mihon.hall.pk, 2026, 1)]


def test_eight_at_once_get_eight_numbers_without_a_gap(committed: None, mihon: Place) -> None:
    def take(number: int) -> None:
        charge(mihon, f"R{number}")
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, range(24)))
    assert [number for _, _, number in numbers(mihon)] == list(range(1, 25))


@pytest.mark.parametrize("table", ["fees_charge", "fees_receipt"])
def test_the_database_lets_nobody_change_or_delete_what_was_decided(mihon: Place, table: str) -> None:
    charge(mihon, "A")
    for statement in (f"UPDATE {table} SET desk_id = desk_id", f"DELETE FROM {table}"):
        with mihon.scope(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_clerks_decision_has_a_reason(mihon: Place) -> None:
    with mihon.scope(), pytest.raises(DatabaseError, match="clerk_gives_a_reason"), transaction.atomic():
        Charge.objects.create(
            municipality=mihon.municipality,
            desk=mihon.hall,
            reference="A",
            amount=0,
            basis="DEFECT",
            source="clerk",
            decided_by=mihon.clerk.staff,
            at=AT,
            on=ON,
        )


def test_a_case_is_charged_once(mihon: Place) -> None:
    charge(mihon, "A")
    with pytest.raises(DatabaseError, match="one_first_charge"):
        charge(mihon, "A")
