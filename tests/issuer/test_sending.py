"""A sealed request on its way to the issuer: neither lost nor doubled, whatever dies; deleted when it has arrived."""

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from config.celery import app
from delivery.issuer.passwords import NotReceived, PasswordCounter, Received, SealedRequest
from delivery.issuer.protocol import IssuerAway
from eligibility.events import Paper
from intake.closing import withdraw_application
from intake.models import Application, PasswordEvent, PasswordSetRequest, Step
from intake.passwords.requests import record_sealed
from intake.passwords.sealing import Sealed
from intake.passwords.sending import send_waiting
from tests.intake.entries import entry, submitted
from tests.intake.handing import CANARY, desk_page, set_passwords
from tests.intake.leaks import holds, in_valkey
from tests.intake.pages import words
from tests.issuer.program import Issuer
from tests.places import Place
from tests.processes import environment_of_tests


def application(place: Place, **more: object) -> Application:
    today = timezone.localdate()
    with place.scope():
        given = entry(on=today, residence_code=place.municipality.code, **more)
        return submitted(place, given, on=today)


def send(place: Place, counter: PasswordCounter) -> None:
    with place.scope():
        send_waiting(counter, at=timezone.now())


def steps(place: Place) -> list[str]:
    with place.scope():
        return [event.step for event in PasswordEvent.objects.all()]


def waiting(place: Place) -> int:
    with place.scope():
        return PasswordSetRequest.objects.count()


class HangsUp(PasswordCounter):
    """Every request reaches the issuer, and no receipt comes back."""

    def receive(self, sealed: SealedRequest) -> Received | NotReceived:
        assert isinstance(super().receive(sealed), Received)
        raise IssuerAway


def test_it_arrives_once_and_only_the_fact_stays(mihon: Place, answering: Issuer) -> None:
    answering.new_key(mihon, "k1")
    row = application(mihon)
    set_passwords(mihon, row)
    send(mihon, answering.counter)
    send(mihon, answering.counter)
    assert (waiting(mihon), steps(mihon)) == (0, [Step.SEALED, Step.ISSUER_RECEIVED])
    (receipt,) = answering.receipts()
    assert str(row.uid) in receipt
    assert "発行機関が受領" in words(mihon.client().get(f"/desk/applications/{row.uid}/"))


def test_a_receipt_that_is_lost_is_asked_for_again(mihon: Place, answering: Issuer) -> None:
    answering.new_key(mihon, "k1")
    set_passwords(mihon, application(mihon))
    with pytest.raises(IssuerAway):
        send(mihon, HangsUp(answering.socket))
    assert (waiting(mihon), steps(mihon), len(answering.receipts())) == (1, [Step.SEALED], 1)
    send(mihon, answering.counter)
    assert (waiting(mihon), steps(mihon)) == (0, [Step.SEALED, Step.ISSUER_RECEIVED])
    assert len(answering.receipts()) == 1


def test_while_nobody_answers_it_waits(mihon: Place, issuer: Issuer) -> None:
    issuer.new_key(mihon, "k1")
    set_passwords(mihon, application(mihon))
    with pytest.raises(IssuerAway):
        send(mihon, issuer.counter)
    with issuer.running():
        send(mihon, issuer.counter)
    assert steps(mihon) == [Step.SEALED, Step.ISSUER_RECEIVED]


class Meanwhile(PasswordCounter):
    """The issuer, and something that happens at the desk between the question and the answer."""

    def __init__(self, path: Path, happens: object) -> None:
        super().__init__(path)
        self.happens = happens

    def receive(self, sealed: SealedRequest) -> Received | NotReceived:
        self.happens()
        return super().receive(sealed)


def test_one_that_is_replaced_on_its_way_is_not_lost(mihon: Place, answering: Issuer) -> None:
    answering.new_key(mihon, "k1")
    row = application(mihon)
    set_passwords(mihon, row)
    send(mihon, Meanwhile(answering.socket, lambda: set_passwords(mihon, row)))
    assert (waiting(mihon), steps(mihon)) == (1, [Step.SEALED, Step.SEALED, Step.ISSUER_RECEIVED])
    assert "発行機関へ送信中" in words(mihon.client().get(desk_page(row)))
    send(mihon, answering.counter)
    assert (waiting(mihon), steps(mihon)[-1]) == (0, Step.ISSUER_RECEIVED)
    assert len(answering.receipts()) == 2


def test_what_is_withdrawn_or_pending_is_not_sent(mihon: Place, answering: Issuer) -> None:
    answering.new_key(mihon, "k1")
    withdrawn, pending = application(mihon), application(mihon, law={"missing": frozenset({Paper.PHOTO})})
    for row in (withdrawn, pending):
        set_passwords(mihon, row)
    with mihon.scope():
        withdraw_application(
            membership=mihon.clerk,
            application=withdrawn,
            version=withdrawn.version,
            at=timezone.now(),
            on=timezone.localdate(),
        )
        assert PasswordSetRequest.objects.get().application == pending
    send(mihon, answering.counter)
    assert (waiting(mihon), answering.receipts()) == (1, [])


def test_two_keys_hold_side_by_side_until_one_is_destroyed(mihon: Place, answering: Issuer) -> None:
    answering.new_key(mihon, "old", from_days_ago=1)
    waits, goes = application(mihon, law={"missing": frozenset({Paper.PHOTO})}), application(mihon)
    for row in (waits, goes):
        set_passwords(mihon, row)
    answering.new_key(mihon, "new")
    newest = application(mihon)
    set_passwords(mihon, newest)
    with mihon.scope():
        keys = {row.application: row.key_id for row in PasswordSetRequest.objects.all()}
    assert keys == {waits: "old", goes: "old", newest: "new"}
    send(mihon, answering.counter)
    assert len(answering.receipts()) == 2
    answering.run("destroy", mihon.municipality.code, "old")
    send(mihon, answering.counter)
    assert (waiting(mihon), steps(mihon)[-1]) == (0, Step.UNREADABLE)
    told = words(mihon.client().get(f"/desk/applications/{waits.uid}/"))
    assert "もう一度設定" in told
    assert "開けなくなったため" in told


def test_a_key_that_the_issuer_does_not_have_yet_loses_nothing(mihon: Place, answering: Issuer) -> None:
    """An issuer that starts with a wrong folder must not cost anybody's passwords."""
    answering.new_key(mihon, "k1")
    set_passwords(mihon, application(mihon))
    away = answering.folder.rename(answering.folder.with_name("away"))
    answering.folder.mkdir()
    send(mihon, answering.counter)
    assert waiting(mihon) == 1
    shutil.rmtree(answering.folder)
    away.rename(answering.folder)
    send(mihon, answering.counter)
    assert steps(mihon) == [Step.SEALED, Step.ISSUER_RECEIVED]


def test_what_does_not_open_is_set_again(mihon: Place, answering: Issuer) -> None:
    answering.new_key(mihon, "k1")
    row = application(mihon)
    with mihon.scope():
        record_sealed(
            application=row,
            sealed=Sealed("k1", b"\x04" * 337),
            asked=(),
            by=mihon.clerk.staff,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    send(mihon, answering.counter)
    assert (waiting(mihon), steps(mihon)) == (0, [Step.SEALED, Step.UNREADABLE])


def test_the_worker_sends_for_every_municipality_and_no_channel_holds_a_password(
    committed: None, mihon: Place, renshu: Place, answering: Issuer
) -> None:
    for place in (mihon, renshu):
        answering.new_key(place, "k1")
        set_passwords(place, application(place))
    app.send_task("intake.tasks.send_passwords", queue="test-of-leaks")
    found = [*in_valkey()]
    assert any(b"send_passwords" in text for text in found)
    assert any(text == json.dumps([[], {}, NO_CALLBACKS]).encode() for text in found)
    with app.connection_for_write() as broker:
        broker.default_channel.queue_delete("test-of-leaks")
    environment = {**environment_of_tests(), "TOKKYU_ISSUER_SOCKET": str(answering.socket)}
    environment["DATABASE_URL"] = environment["DATABASE_WORKER_URL"]
    code = "from intake.tasks import send_passwords; send_passwords()"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    for place in (mihon, renshu):
        assert (waiting(place), steps(place)) == (0, [Step.SEALED, Step.ISSUER_RECEIVED])
    assert len(answering.receipts()) == 2
    channels = [*found, *in_valkey(), *answering.files(), done.stdout, done.stderr]
    assert not any(holds(text, CANARY) for text in channels)


NO_CALLBACKS = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}


def test_days_over_while_the_issuer_is_away_are_said(mihon: Place, issuer: Issuer) -> None:
    issuer.new_key(mihon, "k1")
    row = application(mihon)
    set_passwords(mihon, row)
    with mihon.scope():
        PasswordSetRequest.objects.all().delete()
        record_sealed(
            application=row,
            sealed=Sealed("k1", b"x"),
            asked=(),
            by=mihon.clerk.staff,
            at=timezone.now(),
            on=timezone.localdate() - timedelta(days=8),
        )
    assert "7日のうちに" in words(mihon.client().get(desk_page(row)))
