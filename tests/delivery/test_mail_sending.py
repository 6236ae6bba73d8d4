"""Between us and the mail server: refused, put off, away, dead in between; nothing lost, nobody named in a log."""

import logging
import socket
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django.fixtures import Settings

from delivery.mail.sending import GIVE_UP, claim
from delivery.models import Delivery, Email, EmailTrouble
from delivery.states import State
from delivery.tasks import hand_off, send_emails
from launch.supervisor import Program
from tests.delivery.letters import MONDAY, NOON, a_delivery, wait_until
from tests.delivery.mailing import ADDRESS, asked_for, sent, through, when_the_pause_is_over
from tests.delivery.smtp_server import MailServer, a_mail_server
from tests.places import Place


def test_a_refused_address_is_given_up_and_one_put_off_stops_no_other(
    mihon: Place, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mail_server.answers = {"gone@mail.example": "550 no such mailbox", "busy@mail.example": "451 try later"}
    with mihon.scope():
        for address in ("gone@mail.example", "busy@mail.example", ADDRESS):
            asked_for(mihon, email=address)
        assert [taken.recipient for taken in sent(server=mail_server)] == [ADDRESS]
        gone, busy, fine = Email.objects.order_by("pk")
        assert (gone.last_error, gone.dead_at is None) == (EmailTrouble.REFUSED, False)
        assert (busy.last_error, busy.dead_at, busy.sent_at) == (EmailTrouble.SERVER_AWAY, None, None)
        assert fine.sent_at
        mail_server.answers = {}
        assert sent(server=mail_server) == [], "its pause is not over"
    assert "mail.example" not in caplog.text


def test_while_the_server_is_away_everything_waits_and_is_given_up_in_the_end(
    mihon: Place, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        through(closed.getsockname()[1], settings)
        with mihon.scope():
            asked_for(mihon), asked_for(mihon)
            sent()
            assert [(it.last_error, it.attempts) for it in Email.objects.all()] == [("server_away", 1)] * 2
            assert "ConnectionRefusedError" in caplog.text
            assert ADDRESS not in caplog.text
    with a_mail_server() as mail_server:
        through(mail_server.port, settings)
        with mihon.scope():
            assert sent(server=mail_server) == [], "the pause is not over"
            first = Email.objects.earliest("pk")
            Email.objects.filter(pk=first.pk).update(next_try_at=Now(), created_at=NOON - GIVE_UP * 2)
            when_the_pause_is_over()
            assert len(sent(server=mail_server)) == 2


def test_what_nobody_took_for_days_is_given_up(mihon: Place, settings: Settings) -> None:
    with socket.socket() as closed, mihon.scope():
        closed.bind(("127.0.0.1", 0))
        through(closed.getsockname()[1], settings)
        asked_for(mihon)
        sent()
        when_the_pause_is_over()
        sent(MONDAY + GIVE_UP + timedelta(days=1))
        assert Email.objects.get().dead_at


def test_a_worker_that_died_after_sending_sends_the_very_same_message_again(
    mihon: Place, mail_server: MailServer
) -> None:
    with mihon.scope():
        asked_for(mihon)
        sent()
        Email.objects.update(sent_at=None, next_try_at=Now())
        sent()
        first, second = mail_server.taken
        assert first.message["Message-ID"] == second.message["Message-ID"]
        assert first.message["Message-ID"].endswith("@mihon.example>")


@pytest.mark.parametrize(
    "bad", [f"{ADDRESS}\nBcc: all@mail.example", f"{ADDRESS}, all@mail.example", "a b@c@d"]
)
def test_no_header_can_be_smuggled_in(
    mihon: Place, mail_server: MailServer, caplog: pytest.LogCaptureFixture, bad: str
) -> None:
    """What no form lets through does not get out either, and stops nobody else's."""
    with mihon.scope():
        asked_for(mihon, email=bad)
        asked_for(mihon)
        assert [(taken.recipient, taken.message["Bcc"]) for taken in sent(server=mail_server)] == [
            (ADDRESS, None)
        ]
        assert Email.objects.earliest("pk").last_error == EmailTrouble.FAILED
    assert "mail.example" not in caplog.text


@pytest.mark.parametrize(
    ("address", "recipient"),
    [
        ("hanako..m.@docomo.example", "hanako..m.@docomo.example"),
        ("hanako@みほん.example", "hanako@xn--79jh5d.example"),
    ],
)
def test_addresses_that_exist_all_the_same(
    mihon: Place, mail_server: MailServer, address: str, recipient: str
) -> None:
    with mihon.scope():
        asked_for(mihon, email=address)
        assert [taken.recipient.replace('"', "") for taken in sent(server=mail_server)] == [recipient]


@pytest.fixture
def for_processes(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same server for processes that start later."""
    for name, value in {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail_server.port),
        "SMTP_TLS": "none",
        "MAIL_FROM": "no-reply@mihon.example",
        "SITE": "https://tokkyu.mihon.example",
    }.items():
        monkeypatch.setenv(f"TOKKYU_{name}", value)


def test_the_real_worker_sends_under_its_own_role(
    for_processes: None, mail_server: MailServer, programs: dict[str, Program], mihon: Place
) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon, email=ADDRESS, accepted_on=timezone.localdate(), at=timezone.now())
        row = delivery.hand_off.pk
    programs["worker"].start()
    hand_off.apply_async(kwargs={"ids": [row]})

    def scheduled() -> bool:
        with mihon.scope():
            return Delivery.objects.filter(state=State.SCHEDULED).exists()

    wait_until(scheduled)
    send_emails.apply_async()
    wait_until(lambda: bool(mail_server.taken))
    assert mail_server.taken[0].recipient == ADDRESS


def test_two_workers_never_hold_the_same_one(mihon: Place, mail_server: MailServer) -> None:
    with mihon.scope():
        asked_for(mihon), asked_for(mihon)
        assert len(claim()) == 2
        assert claim() == [], "they are leased"
