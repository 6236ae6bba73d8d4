"""Two nets keep municipalities apart; each holds alone."""

import subprocess
import sys

import pytest
from django.db import ProgrammingError, connection, transaction

from delivery.models import Delivery
from desks.models import AuditEntry, Outcome
from desks.scope import OutsideScope, across_municipalities, municipality_scope
from tests.places import Place
from tests.processes import environment_of_tests


def an_entry(place: Place) -> AuditEntry:
    return AuditEntry(
        municipality=place.municipality,
        staff=place.clerk.staff,
        action="x",
        method="GET",
        outcome=Outcome.DONE,
    )


def test_rows_are_refused_outside_a_scope(mihon: Place) -> None:
    with pytest.raises(OutsideScope):
        Delivery.objects.count()
    with pytest.raises(OutsideScope):
        an_entry(mihon).save()


def test_a_scope_shows_its_own_rows_only(mihon: Place, renshu: Place) -> None:
    for place in (mihon, renshu):
        with place.scope():
            an_entry(place).save()
    with mihon.scope():
        assert [entry.municipality for entry in AuditEntry.objects.all()] == [mihon.municipality]


def test_scopes_do_not_nest_across_municipalities(mihon: Place, renshu: Place) -> None:
    with mihon.scope(), pytest.raises(OutsideScope), renshu.scope():
        pass


def test_a_row_of_another_municipality_is_not_saved(mihon: Place, renshu: Place) -> None:
    with mihon.scope(), pytest.raises(OutsideScope):
        an_entry(renshu).save()


def test_the_database_alone_hides_other_rows(mihon: Place, renshu: Place) -> None:
    """The first net is off: only row-level security stands between."""
    with renshu.scope():
        an_entry(renshu).save()
    with mihon.scope(), across_municipalities():
        assert AuditEntry.objects.count() == 0
    with across_municipalities():
        assert AuditEntry.objects.count() == 0


def test_the_database_alone_refuses_to_write_other_rows(mihon: Place, renshu: Place) -> None:
    with mihon.scope(), across_municipalities(), pytest.raises(ProgrammingError, match="row-level security"):
        with transaction.atomic():
            an_entry(renshu).save()


def test_the_scope_ends_with_its_block(mihon: Place) -> None:
    with mihon.scope():
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('tokkyu.municipality', true), '')")
        assert cursor.fetchone() == (None,)


def test_the_scope_ends_with_an_exception(mihon: Place) -> None:
    with pytest.raises(KeyError), municipality_scope(mihon.municipality.pk):
        raise KeyError
    with pytest.raises(OutsideScope):
        AuditEntry.objects.count()


def test_the_audit_trail_is_neither_changed_nor_cut(mihon: Place) -> None:
    with mihon.scope():
        an_entry(mihon).save()
        for statement in ("UPDATE desks_auditentry SET action = 'y'", "DELETE FROM desks_auditentry"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(statement)


def test_every_table_of_a_municipality_is_protected(db: None) -> None:
    """A table that forgets `Protect` in its migration fails here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE a.attname = 'municipality_id' AND c.relkind = 'r'"
            " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        )
        assert cursor.fetchall() == []


def test_the_application_never_runs_as_the_owner(db: None) -> None:
    environment = environment_of_tests()
    environment["DATABASE_URL"] = environment["DATABASE_OWNER_URL"]
    query = "from desks.models import Staff; Staff.objects.count()"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", query],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "PowerfulRole" in done.stderr
