"""E-mail to residents, through a real mail server on loopback: what arrives, when, and to whom never."""

import logging
import re
import socket
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar
from pytest_django.fixtures import Settings

from delivery.mail.sending import GIVE_UP, send_due
from delivery.models import Delivery, Email, EmailKind, EmailTrouble
from delivery.recall import change_values
from delivery.services import correct_move, record_news
from delivery.shelf.services import post_again, put_on_shelf
from delivery.states import Source, State
from delivery.tasks import hand_off, send_emails
from desks.scope import across_municipalities
from launch.supervisor import Program
from tests.delivery.letters import MONDAY, NOON, a_delivery, wait_until
from tests.delivery.smtp_server import MailServer, Taken, a_mail_server
from tests.intake.pages import words
from tests.places import Place

ADDRESS = "hanako@mail.example"
ADDRESSEE = ("見本 花子", "0000001", "000-0001", "みほん市本町1-1", "1990")
PLAN = {
    "target_date": date(2026, 6, 15),
    "chase_on": date(2026, 6, 22),
    "home_from": date(2026, 6, 12),
    "home_until": date(2026, 6, 15),
}


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with a_mail_server() as server:
        through(server.port, settings)
        yield server


@pytest.fixture
def mail_environment(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> MailServer:
    """The same server for processes that start later."""
    for name, value in {
        "HOST": "127.0.0.1",
        "PORT": str(server.port),
        "TLS": "none",
    }.items():
        monkeypatch.setenv(f"TOKKYU_SMTP_{name}", value)
    monkeypatch.setenv("TOKKYU_MAIL_FROM", "no-reply@mihon.example")
    monkeypatch.setenv("TOKKYU_SITE", "https://tokkyu.mihon.example")
    return server


def through(port: int, settings: Settings) -> None:
    settings.SENDS_EMAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "no-reply@mihon.example"
    settings.SITE = "https://tokkyu.mihon.example"


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def asked_for(place: Place, **facts: object) -> Delivery:
    """A scheduled letter of somebody who gave an address; the e-mail of the acceptance waits."""
    delivery = a_delivery(place, **({"email": ADDRESS} | facts))
    planned = PLAN if not delivery.to_desk else PLAN | {"home_from": None, "home_until": None}
    delivery.move(State.SCHEDULED, at=NOON, on=MONDAY, source=Source.TOKKYU, **planned)
    return delivery


def told(delivery: Delivery, state: State, on: date, **more: object) -> None:
    at = NOON + (on - MONDAY)
    record_news(delivery, **({"state": state, "on": on, "at": at, "source": Source.TRACKING} | more))


def sent(on: date = MONDAY, server: MailServer | None = None) -> list[Taken]:
    """What the server takes when the worker sends at noon of that day."""
    before = len(server.taken) if server else 0
    with across_municipalities():
        send_due(at=NOON + (on - MONDAY))
    return server.taken[before:] if server else []


def part(taken: Taken, kind: str) -> str:
    found = [one for one in taken.message.walk() if one.get_content_type() == kind]
    assert len(found) <= 1
    return str(found[0].get_content()).replace("\r\n", "\n") if found else ""


def when_the_pause_is_over() -> None:
    Email.objects.filter(sent_at=None).update(next_try_at=Now())


ACCEPTED_EN = """This is news from Mihon City about what you applied for.

Your application was accepted.
Target: Mon 15 Jun 2026. In principle within one week of applying; not a guarantee.
It comes by registered mail. You or a person living with you must be at home.

When to be at home: Fri 12 Jun 2026 – Mon 15 Jun 2026
Reference: {reference}
Where it is (by the reference and the date of birth): https://tokkyu.mihon.example/en/status/
Desk: City hall 000-000-0000 (8:30–17:15)

Do not reply: nobody reads this mailbox. Phone the desk if you have a question.
If you want no more of these messages, tell the desk.
"""


def test_the_acceptance_word_for_word(mihon: Place, server: MailServer) -> None:
    with mihon.scope():
        delivery = asked_for(mihon, language="en")
        (taken,) = sent(server=server)
        assert taken.recipient == ADDRESS
        assert part(taken, "text/plain").strip() == ACCEPTED_EN.format(reference=delivery.reference).strip()
        message = taken.message
        assert message["Subject"].strip() == "[Mihon City] News about a delivery"
        assert (message["From"], message["To"]) == ("Mihon City <no-reply@mihon.example>", ADDRESS)
        assert message["Auto-Submitted"] == "auto-generated"
        plain = re.sub(r"<head>.*</head>|<[^>]+>", " ", part(taken, "text/html"), flags=re.S)
        for line in filter(None, re.split(r"\n|: ", part(taken, "text/plain"))):
            assert line in " ".join(plain.split()) or line in plain, line


@pytest.mark.parametrize(
    ("state", "to_desk", "said"),
    [
        (
            State.POSTED,
            False,
            ("まだお届けは済んでいません", "ご在宅いただきたい日: 2026年6月1", "同居の方が対面で"),
        ),
        (State.POSTED, True, ("まだお届けは済んでいません", "書留は窓口に届きます")),
        (State.ABSENT, False, ("郵便局で保管しています", "保管期限: 2026年6月18日(木)", "ご不在連絡票")),
        (State.HELD, False, ("郵便局で保管しています", "保管期限: 2026年6月18日(木)")),
        (State.RETURNED, False, ("返送されました", "お越しになる前に、窓口へお電話ください")),
        (State.DELIVERED, True, ("お受け取りいただけます", "窓口での保管期限: 2026年12月", "本人確認書類")),
    ],
)
def test_each_kind_says_what_happened_and_what_to_do(
    mihon: Place, server: MailServer, state: State, to_desk: bool, said: tuple[str, ...]
) -> None:
    with mihon.scope():
        delivery = asked_for(mihon, to_desk=to_desk)
        sent()
        told(delivery, state, day(3))
        (taken,) = sent(day(3), server)
        assert taken.message["Subject"].strip() == "【みほん市】お届けについてのお知らせ"
        for words in (*said, delivery.reference, "本庁窓口", "000-000-0000"):
            assert words in part(taken, "text/plain")
        for wrong in ("カード", "card", "My Number", *ADDRESSEE):
            assert wrong not in str(taken.message["Subject"]) + part(taken, "text/plain")
            assert wrong not in part(taken, "text/html") + part(taken, "text/calendar")
        assert "お届け済み" not in part(taken, "text/plain")
        assert bool(part(taken, "text/calendar")) == (state is State.POSTED and not to_desk)


def test_the_days_at_home_come_as_a_calendar_file_that_takes_the_earlier_ones_place(
    mihon: Place, server: MailServer
) -> None:
    with mihon.scope():
        delivery = asked_for(mihon)
        (accepted,) = sent(server=server)
        told(delivery, State.POSTED, day(2))
        (posted,) = sent(day(2), server)
        first, second = (Calendar.from_ical(part(it, "text/calendar")) for it in (accepted, posted))
        assert (first["METHOD"], second["METHOD"]) == ("PUBLISH", "PUBLISH")
        (before,), (after,) = first.walk("VEVENT"), second.walk("VEVENT")
        assert (before.decoded("DTSTART"), before.decoded("DTEND")) == (date(2026, 6, 12), date(2026, 6, 16))
        assert before["SUMMARY"] == "書留の受け取り(ご在宅ください)"
        assert (before["CLASS"], before["UID"]) == ("PRIVATE", after["UID"])
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after.decoded("DTEND") > after.decoded("DTSTART")
        assert delivery.reference not in part(accepted, "text/calendar")


def test_the_link_leads_to_the_status_page_and_carries_nothing(mihon: Place, server: MailServer) -> None:
    with mihon.scope():
        asked_for(mihon)
        (taken,) = sent(server=server)
    links = re.findall(r"https?://[^\s\"<]+", part(taken, "text/plain") + part(taken, "text/html"))
    with override("ja"):
        assert set(links) == {f"https://tokkyu.mihon.example{reverse('status:page')}"}


def test_the_timeline_tells_what_was_sent_and_what_never_will_be_but_not_to_whom(
    mihon: Place, server: MailServer
) -> None:
    with mihon.scope():
        delivery = asked_for(mihon)
        sent()
        told(delivery, State.POSTED, day(1))
        server.answers = {ADDRESS: "550 no such mailbox"}
        sent(day(1))
        uid = delivery.uid
    page = words(mihon.client().get(reverse("review:delivery", args=[uid])))
    assert "ご本人へのメール 申請受付" in page
    assert "差出し済み: メールサーバーがこの宛先を受け付けませんでした" in page
    assert ADDRESS not in page


def test_one_e_mail_of_a_kind_whatever_comes_twice_or_the_other_way_round(
    mihon: Place, server: MailServer
) -> None:
    with mihon.scope():
        delivery = asked_for(mihon)
        told(delivery, State.IN_TRANSIT, day(2))
        told(delivery, State.POSTED, day(1), at=NOON + timedelta(days=2))
        told(delivery, State.OUT, day(3))
        told(delivery, State.ABSENT, day(3))
        told(delivery, State.OUT, day(4))
        told(delivery, State.HELD, day(4))
        kinds = Email.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == [EmailKind.ACCEPTED, EmailKind.POSTED, EmailKind.ABSENT]
        assert len(sent(day(4), server)) == 1, "what is no longer true is not sent any more"
        assert sent(day(4), server) == []


def test_what_the_desk_does_with_a_returned_letter_is_told(mihon: Place, server: MailServer) -> None:
    by = mihon.clerk.staff
    with mihon.scope():
        kept, again = asked_for(mihon), asked_for(mihon)
        for letter in (kept, again):
            told(letter, State.POSTED, day(1))
            told(letter, State.RETURNED, day(9))
        sent(day(9))
        put_on_shelf(kept, on=day(10), shelf="A-1", by=by, at=NOON + timedelta(days=10))
        letter = {"addressee": again.addressee, "postcode": again.postcode, "address": again.address}
        post_again(again, posted_on=day(10), to=letter, by=by, at=NOON + timedelta(days=10))
        at_desk, posted = sent(day(10), server)
        assert "お受け取りいただけます" in part(at_desk, "text/plain")
        assert "A-1" not in part(at_desk, "text/plain")
        assert "まだお届けは済んでいません" in part(posted, "text/plain")
        assert "ご在宅いただきたい日" in part(posted, "text/plain")


def test_a_correction_and_old_news_are_not_told(mihon: Place, server: MailServer) -> None:
    with mihon.scope():
        delivery = asked_for(mihon)
        sent()
        told(delivery, State.ABSENT, day(2))
        correct_move(
            delivery.standing_moves().last(),
            reason="見間違い",
            by=mihon.clerk.staff,
            at=NOON + timedelta(days=2),
        )
        assert sent(day(2), server) == []
        told(delivery, State.POSTED, day(1), at=NOON + timedelta(days=16))
        assert not Email.objects.filter(kind=EmailKind.POSTED).exists()


@pytest.mark.parametrize("facts", [{"email": ""}, {"email": "", "support_measures": True}])
def test_without_an_address_nothing_is_queued(
    mihon: Place, server: MailServer, facts: dict[str, object]
) -> None:
    with mihon.scope():
        told(asked_for(mihon, **facts), State.POSTED, day(1))
        assert not Email.objects.exists()


def test_without_a_mail_server_nothing_is_queued(mihon: Place, settings: Settings) -> None:
    settings.SENDS_EMAIL = False
    with mihon.scope():
        asked_for(mihon)
        assert not Email.objects.exists()


def test_support_measures_stop_what_waits_and_the_database_holds_no_address(
    mihon: Place, server: MailServer
) -> None:
    with mihon.scope():
        delivery = asked_for(mihon)
        for refused in ({"support_measures": True}, {"support_measures": True, "email": ADDRESS}):
            with pytest.raises(IntegrityError), transaction.atomic():
                change_values(delivery, refused)
        change_values(delivery, {"support_measures": True, "email": ""})
        assert sent(server=server) == []
        assert Email.objects.get().last_error == EmailTrouble.NOT_WANTED
        assert sent(server=server) == []


def test_an_address_corrected_meanwhile_holds(mihon: Place, server: MailServer) -> None:
    with mihon.scope():
        change_values(asked_for(mihon), {"email": "taro@mail.example"})
        (taken,) = sent(server=server)
        assert taken.recipient == "taro@mail.example"


def test_the_acceptance_waits_for_the_days(mihon: Place, server: MailServer) -> None:
    with mihon.scope():
        a_delivery(mihon, email=ADDRESS)
        assert sent(server=server) == []
        waiting = Email.objects.get()
        assert (waiting.last_error, waiting.dead_at) == (EmailTrouble.NO_PLAN, None)


def test_a_refused_address_is_given_up_and_one_put_off_stops_no_other(
    mihon: Place, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers = {"gone@mail.example": "550 no such mailbox", "busy@mail.example": "451 try later"}
    with mihon.scope():
        for address in ("gone@mail.example", "busy@mail.example", ADDRESS):
            asked_for(mihon, email=address)
        assert [taken.recipient for taken in sent(server=server)] == [ADDRESS]
        gone, busy, fine = Email.objects.order_by("pk")
        assert (gone.last_error, gone.dead_at is None) == (EmailTrouble.REFUSED, False)
        assert (busy.last_error, busy.dead_at, busy.sent_at) == (EmailTrouble.SERVER_AWAY, None, None)
        assert fine.sent_at
        server.answers = {}
        assert sent(server=server) == [], "its pause is not over"
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
    with a_mail_server() as server:
        through(server.port, settings)
        with mihon.scope():
            assert sent(server=server) == [], "the pause is not over"
            first = Email.objects.earliest("pk")
            Email.objects.filter(pk=first.pk).update(next_try_at=Now(), created_at=NOON - GIVE_UP * 2)
            when_the_pause_is_over()
            assert len(sent(server=server)) == 2


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
    mihon: Place, server: MailServer
) -> None:
    with mihon.scope():
        asked_for(mihon)
        sent()
        Email.objects.update(sent_at=None, next_try_at=Now())
        sent()
        first, second = server.taken
        assert first.message["Message-ID"] == second.message["Message-ID"]
        assert first.message["Message-ID"].endswith("@mihon.example>")


@pytest.mark.parametrize(
    "bad", [f"{ADDRESS}\nBcc: all@mail.example", f"{ADDRESS}, all@mail.example", "a b@c@d"]
)
def test_no_header_can_be_smuggled_in(
    mihon: Place, server: MailServer, caplog: pytest.LogCaptureFixture, bad: str
) -> None:
    """What no form lets through does not get out either, and stops nobody else's."""
    with mihon.scope():
        asked_for(mihon, email=bad)
        asked_for(mihon)
        assert [(taken.recipient, taken.message["Bcc"]) for taken in sent(server=server)] == [(ADDRESS, None)]
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
    mihon: Place, server: MailServer, address: str, recipient: str
) -> None:
    with mihon.scope():
        asked_for(mihon, email=address)
        assert [taken.recipient.replace('"', "") for taken in sent(server=server)] == [recipient]


def test_the_real_worker_sends_under_its_own_role(
    mail_environment: MailServer, programs: dict[str, Program], mihon: Place
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
    wait_until(lambda: bool(mail_environment.taken))
    assert mail_environment.taken[0].recipient == ADDRESS
