"""A person who was entered before is named before the fee is taken: never across municipalities, never by a name."""

from datetime import date, timedelta
from importlib import import_module
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from eligibility.events import Paper, YesNo
from intake.closing import withdraw_application
from intake.correcting.services import correct_application
from intake.duplicates import earlier, likeness
from intake.judging import Obstacle
from intake.models import Application
from intake.refusals import NotAccepted
from intake.services import submit_application
from tests.intake.entries import AT, ON, entry, submitted
from tests.intake.pages import typed, words
from tests.intake.test_search import copies
from tests.places import Place

BORN = date(1985, 4, 2)
ID = "12345678901234567890123"
NO_PHOTO = {"missing": frozenset({Paper.PHOTO})}


def known(place: Place, *, name: str = "見本 太郎", on: date = ON, application_id: str = "") -> list[str]:
    with place.scope():
        one = likeness(place.municipality.pk, birth_date=BORN, name=name, application_id=application_id)
        return [found.sentence for found in earlier(one, on=on)]


def enter(place: Place, *, on: date = ON, **more: object) -> Application:
    with place.scope():
        given = entry(on=on, **more)
        return submit_application(membership=place.clerk, entry=given, key=uuid4(), at=AT, on=on).application


def test_the_same_person_is_asked_about_and_entered_with_a_reason(mihon: Place) -> None:
    enter(mihon)
    with pytest.raises(NotAccepted) as refusal:
        enter(mihon, name="見本太郎")
    assert refusal.value.obstacles == {Obstacle.ENTERED_BEFORE}
    assert enter(mihon, another_reason="カードをまた失くした").another_reason == "カードをまた失くした"
    enter(mihon, law={"birth_date": date(1985, 4, 3)})


def test_who_is_stored_cannot_be_told_from_the_hash(mihon: Place, renshu: Place) -> None:
    row, other = enter(mihon, application_id=ID), enter(renshu, residence_code="990027", application_id=ID)
    assert row.person_hash != other.person_hash
    assert row.application_id_hash != other.application_id_hash
    assert known(mihon)
    assert not known(mihon, name="見本 次郎")
    with mihon.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_application AS a WHERE a::text LIKE %s", [f"%{ID}%"])
        assert cursor.fetchone() == (0,)


def test_only_open_and_recent_ones_count(mihon: Place) -> None:
    old = ON - timedelta(days=200)
    with mihon.scope():
        row = submitted(mihon, entry(on=old, law=NO_PHOTO), on=old)
        assert known(mihon), "still pending"
        withdraw_application(membership=mihon.clerk, application=row, version=1, at=AT, on=old)
    assert not known(mihon)
    with mihon.scope():
        submitted(mihon, entry(on=old), on=old)
    assert known(mihon), "its letter is on the way still"


def test_the_application_id_tells_a_form_used_before(mihon: Place) -> None:
    enter(mihon, application_id=ID)
    assert known(mihon, name="別人 一郎", application_id=ID) == [
        "この申請書IDは2026年11月24日(火)に登録されています(受理)。"
    ]


def test_a_correction_moves_it_to_the_right_person(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon)
        correct_application(
            membership=mihon.clerk,
            application=row,
            version=1,
            entry=entry(name="見本 次郎"),
            reason="聞き間違い",
            at=AT,
        )
    assert known(mihon, name="見本 次郎")
    assert not known(mihon)


def test_support_measures_hide_the_desk(mihon: Place) -> None:
    enter(mihon, support_measures=True, safe_to_post=YesNo.YES)
    (sentence,) = known(mihon)
    assert "本庁窓口" not in sentence
    assert "登録されています" in sentence


def test_the_panel_warns_live_and_the_form_asks(mihon: Place, renshu: Place) -> None:
    today = timezone.localdate()
    row = enter(mihon, on=today)
    client, new = mihon.client(), reverse("desk:new")
    panel = client.post(reverse("desk:panel"), typed())
    assert "本庁窓口で登録されています" in words(panel)
    assert reverse("desk:application", args=[row.uid]) in panel.content.decode()
    assert "登録されています" not in words(renshu.client().post(reverse("desk:panel"), typed()))
    asked = client.post(new, typed())
    assert 'href="#id_another"' in asked.content.decode()
    assert "別の申請として登録する理由: " in words(client.post(new, typed(another="on")))
    assert client.post(new, typed(another="on", another_reason="また失くした")).status_code == 302


@pytest.mark.parametrize("digits", ["１２３４５ 67890-12345 67890 123", ID])
def test_an_application_id_of_any_width_is_read(mihon: Place, digits: str) -> None:
    assert mihon.client().post(reverse("desk:new"), typed(application_id=digits)).status_code == 302
    assert known(mihon, name="別人 一郎", on=timezone.localdate(), application_id=ID)


@pytest.mark.parametrize("digits", ["123", ID + "4", "abcdefghijklmnopqrstuvw", "\x00"])
def test_anything_else_is_told_at_its_field(mihon: Place, digits: str) -> None:
    page = mihon.client().post(reverse("desk:new"), typed(application_id=digits))
    assert 'href="#id_application_id"' in page.content.decode()


def test_of_two_desks_at_once_the_second_finds_the_first(committed: None, mihon: Place) -> None:
    together, said = Barrier(2, timeout=30), []

    def one() -> None:
        together.wait()
        try:
            enter(mihon)
            said.append("entered")
        except NotAccepted:
            said.append("asked")
        finally:
            connection.close()

    racers = [Thread(target=one) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(said) == ["asked", "entered"]


def test_rows_of_before_are_hashed_by_the_migration_and_found_by_the_index(
    committed: None, mihon: Place, renshu: Place
) -> None:
    enter(renshu, residence_code="990027")
    first = enter(mihon, law=NO_PHOTO)
    copies(mihon, first, 3000, change=lambda number, row: setattr(row, "name_normalised", f"名{number}"))
    with mihon.scope():
        Application.objects.update(person_hash="")
    assert not known(mihon)
    migration = import_module("intake.migrations.0012_same_person")
    with connections["owner"].schema_editor(atomic=False) as editor:
        migration.fill(apps, editor)
    assert len(known(mihon)) == 1
    assert len(known(renshu)) == 1
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) intake_application")
    with mihon.scope(), CaptureQueriesContext(connection) as captured:
        known(mihon)
    asked = next(query["sql"] for query in captured if "person_hash" in query["sql"])
    with mihon.scope(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "applications_of_person" in plan, plan
