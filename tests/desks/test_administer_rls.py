"""What the web's own role can write, by SQL alone: an administrator's rows, and nobody else's."""

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.places import Place


def execute(statement: str, *values: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE desks_municipality SET calendar_version = 99 WHERE id = %s",
        "UPDATE desks_helpdesk SET closes_at = '23:00' WHERE municipality_id = %s",
        "DELETE FROM desks_closedday WHERE municipality_id = %s",
    ],
)
def test_own_rows_are_changed_and_anothers_are_not_there(mihon: Place, renshu: Place, statement: str) -> None:
    for place in (mihon, renshu):
        with place.scope():
            a_closed_day(place)
    with mihon.scope():
        assert execute(statement, renshu.municipality.pk) == 0
        assert execute(statement, mihon.municipality.pk) > 0
    assert execute(statement, mihon.municipality.pk) == 0, "without a scope nothing is changed"


def a_closed_day(place: Place) -> int:
    return execute(
        "INSERT INTO desks_closedday (municipality_id, day, is_open, reason) VALUES (%s, '2027-01-05', false, 'x')",
        place.municipality.pk,
    )


def a_practice(place: Place) -> int:
    return execute(
        "INSERT INTO desks_practice (municipality_id, in_force_from, settings, created_at)"
        " VALUES (%s, '2027-01-05', '{}', now())",
        place.municipality.pk,
    )


@pytest.mark.parametrize("insert", [a_closed_day, a_practice])
def test_nobody_writes_into_another_municipality(mihon: Place, renshu: Place, insert: object) -> None:
    with mihon.scope():
        assert insert(mihon) == 1
        with pytest.raises(ProgrammingError, match="row-level security"):
            insert(renshu)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE desks_practice SET settings = '{}'",
        "DELETE FROM desks_practice",
        "UPDATE desks_closedday SET reason = 'y'",
        "UPDATE desks_helpdesk SET uid = gen_random_uuid()",
        "UPDATE desks_helpdesk SET municipality_id = municipality_id",
        "DELETE FROM desks_helpdesk",
        "UPDATE desks_municipality SET code = '131016'",
        "UPDATE desks_municipality SET is_demo = true",
        "DELETE FROM desks_municipality",
    ],
)
def test_what_no_page_changes_the_role_cannot(mihon: Place, statement: str) -> None:
    with mihon.scope(), pytest.raises(ProgrammingError, match="permission denied"):
        execute(statement)


def test_everybody_reads_what_residents_read(mihon: Place, renshu: Place) -> None:
    with mihon.scope():
        for table in ("desks_municipality", "desks_helpdesk", "desks_practice"):
            assert execute(f"SELECT 1 FROM {table}") >= 2
