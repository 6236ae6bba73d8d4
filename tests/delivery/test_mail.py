"""E-mail to residents, through a real mail server on loopback: what arrives, when, and to whom never."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar
from pytest_django.fixtures import Settings

from delivery.models import Email, EmailKind, EmailTrouble
from delivery.recall import change_values
from delivery.services import correct_move
from delivery.shelf.services import post_again, put_on_shelf
from delivery.states import State
from tests.delivery.letters import NOON, a_delivery
from tests.delivery.mailing import ADDRESS, asked_for, day, part, sent, told
from tests.delivery.smtp_server import MailServer
from tests.intake.pages import words
from tests.places import Place

ADDRESSEE = ("見本 花子", "0000001", "000-0001", "みほん市本町1-1", "1990")
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


def test_the_acceptance_word_for_word(mihon: Place, mail_server: MailServer) -> None:
    with mihon.scope():
        delivery = asked_for(mihon, language="en")
        (taken,) = sent(server=mail_server)
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
    mihon: Place, mail_server: MailServer, state: State, to_desk: bool, said: tuple[str, ...]
) -> None:
    with mihon.scope():
        delivery = asked_for(mihon, to_desk=to_desk)
        sent()
        told(delivery, state, day(3))
        (taken,) = sent(day(3), mail_server)
        assert taken.message["Subject"].strip() == "【みほん市】お届けについてのお知らせ"
        for words in (*said, delivery.reference, "本庁窓口", "000-000-0000"):
            assert words in part(taken, "text/plain")
        for wrong in ("カード", "card", "My Number", *ADDRESSEE):
            assert wrong not in str(taken.message["Subject"]) + part(taken, "text/plain")
            assert wrong not in part(taken, "text/html") + part(taken, "text/calendar")
        assert "お届け済み" not in part(taken, "text/plain")
        assert bool(part(taken, "text/calendar")) == (state is State.POSTED and not to_desk)


def test_the_days_at_home_come_as_a_calendar_file_that_takes_the_earlier_ones_place(
    mihon: Place, mail_server: MailServer
) -> None:
    with mihon.scope():
        delivery = asked_for(mihon)
        (accepted,) = sent(server=mail_server)
        told(delivery, State.POSTED, day(2))
        (posted,) = sent(day(2), mail_server)
        first, second = (Calendar.from_ical(part(it, "text/calendar")) for it in (accepted, posted))
        assert (first["METHOD"], second["METHOD"]) == ("PUBLISH", "PUBLISH")
        (before,), (after,) = first.walk("VEVENT"), second.walk("VEVENT")
        assert (before.decoded("DTSTART"), before.decoded("DTEND")) == (date(2026, 6, 12), date(2026, 6, 16))
        assert before["SUMMARY"] == "書留の受け取り(ご在宅ください)"
        assert (before["CLASS"], before["UID"]) == ("PRIVATE", after["UID"])
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after.decoded("DTEND") > after.decoded("DTSTART")
        assert delivery.reference not in part(accepted, "text/calendar")


def test_the_link_leads_to_the_status_page_and_carries_nothing(mihon: Place, mail_server: MailServer) -> None:
    with mihon.scope():
        asked_for(mihon)
        (taken,) = sent(server=mail_server)
    links = re.findall(r"https?://[^\s\"<]+", part(taken, "text/plain") + part(taken, "text/html"))
    with override("ja"):
        assert set(links) == {f"https://tokkyu.mihon.example{reverse('status:page')}"}


def test_the_timeline_tells_what_was_sent_and_what_never_will_be_but_not_to_whom(
    mihon: Place, mail_server: MailServer
) -> None:
    with mihon.scope():
        delivery = asked_for(mihon)
        sent()
        told(delivery, State.POSTED, day(1))
        mail_server.answers = {ADDRESS: "550 no such mailbox"}
        sent(day(1))
        uid = delivery.uid
    page = words(mihon.client().get(reverse("review:delivery", args=[uid])))
    assert "ご本人へのメール 申請受付" in page
    assert "差出し済み: メールサーバーがこの宛先を受け付けませんでした" in page
    assert ADDRESS not in page


def test_one_e_mail_of_a_kind_whatever_comes_twice_or_the_other_way_round(
    mihon: Place, mail_server: MailServer
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
        assert len(sent(day(4), mail_server)) == 1, "what is no longer true is not sent any more"
        assert sent(day(4), mail_server) == []


def test_what_the_desk_does_with_a_returned_letter_is_told(mihon: Place, mail_server: MailServer) -> None:
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
        at_desk, posted = sent(day(10), mail_server)
        assert "お受け取りいただけます" in part(at_desk, "text/plain")
        assert "A-1" not in part(at_desk, "text/plain")
        assert "まだお届けは済んでいません" in part(posted, "text/plain")
        assert "ご在宅いただきたい日" in part(posted, "text/plain")


def test_a_correction_and_old_news_are_not_told(mihon: Place, mail_server: MailServer) -> None:
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
        assert sent(day(2), mail_server) == []
        told(delivery, State.POSTED, day(1), at=NOON + timedelta(days=16))
        assert not Email.objects.filter(kind=EmailKind.POSTED).exists()


@pytest.mark.parametrize("facts", [{"email": ""}, {"email": "", "support_measures": True}])
def test_without_an_address_nothing_is_queued(
    mihon: Place, mail_server: MailServer, facts: dict[str, object]
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
    mihon: Place, mail_server: MailServer
) -> None:
    with mihon.scope():
        delivery = asked_for(mihon)
        for refused in ({"support_measures": True}, {"support_measures": True, "email": ADDRESS}):
            with pytest.raises(IntegrityError), transaction.atomic():
                change_values(delivery, refused)
        change_values(delivery, {"support_measures": True, "email": ""})
        assert sent(server=mail_server) == []
        assert Email.objects.get().last_error == EmailTrouble.NOT_WANTED
        assert sent(server=mail_server) == []


def test_an_address_corrected_meanwhile_holds(mihon: Place, mail_server: MailServer) -> None:
    with mihon.scope():
        change_values(asked_for(mihon), {"email": "taro@mail.example"})
        (taken,) = sent(server=mail_server)
        assert taken.recipient == "taro@mail.example"


def test_the_acceptance_waits_for_the_days(mihon: Place, mail_server: MailServer) -> None:
    with mihon.scope():
        a_delivery(mihon, email=ADDRESS)
        assert sent(server=mail_server) == []
        waiting = Email.objects.get()
        assert (waiting.last_error, waiting.dead_at) == (EmailTrouble.NO_PLAN, None)
