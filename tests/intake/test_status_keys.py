"""What leads from a reference and a birth date to an application, in whatever municipality it is."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connections, transaction

from intake.correcting.services import correct_application
from intake.models import StatusKey
from intake.status.keys import found_by
from tests.intake.entries import AT, entry, submitted
from tests.places import Place


def test_it_leads_to_the_application_of_either_municipality(mihon: Place, renshu: Place) -> None:
    for place in (mihon, renshu):
        with place.scope():
            row = submitted(place, entry(residence_code=place.municipality.code))
        key = found_by(row.reference, row.birth_date)
        assert key is not None
        assert (key.municipality_id, key.application_id) == (place.municipality.pk, row.pk)


def test_after_a_corrected_birth_date_only_the_new_one_finds_it(mihon: Place) -> None:
    with mihon.scope():
        given = entry()
        row = submitted(mihon, given)
        born = date(1985, 4, 3)
        corrected = replace(given, facts=replace(given.facts, birth_date=born))
        correct_application(
            membership=mihon.clerk, application=row, version=1, entry=corrected, reason="誤記", at=AT
        )
    assert found_by(row.reference, row.birth_date) is None
    assert found_by(row.reference, born)


def test_the_command_makes_what_is_missing_and_what_an_older_secret_key_made(
    mihon: Place, renshu: Place, settings: Any
) -> None:
    with mihon.scope():
        old = submitted(mihon)
    with renshu.scope():
        lacking = submitted(renshu, entry(name="練習 花子", residence_code="990027"))
        StatusKey.objects.all().delete()
    settings.SECRET_KEY = "another"
    assert found_by(old.reference, old.birth_date) is None
    call_command("status_keys")
    with mihon.scope():
        before = list(StatusKey.objects.values_list("pk", flat=True))
    call_command("status_keys")
    for row in (old, lacking):
        assert found_by(row.reference, row.birth_date)
    with mihon.scope():
        again = list(StatusKey.objects.values_list("pk", flat=True))
    assert again == before, "the second time nothing is to do"


def test_it_is_written_by_its_own_municipality_only_and_never_changed(mihon: Place, renshu: Place) -> None:
    with mihon.scope():
        row = submitted(mihon)
    with connections["default"].cursor() as cursor:
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("UPDATE intake_statuskey SET digest = ''")
        with renshu.scope():
            cursor.execute("DELETE FROM intake_statuskey")
    assert found_by(row.reference, row.birth_date)
