"""The page of one letter: its timeline, and news and notes as a clerk writes them down."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from delivery.models import Delivery
from delivery.services import add_note, record_news
from delivery.states import Source, State
from delivery.targets import held_until
from delivery.tracking import check_digit_fits, plain_number
from desks.models import AuditEntry
from desks.permissions import Role
from tests.delivery.letters import MONDAY, NOON, a_delivery, a_scheduled_delivery
from tests.places import Place

TUESDAY = MONDAY + timedelta(days=1)


def page_of(place: Place, delivery: Delivery, role: Role = Role.CLERK) -> str:
    return place.client(role).get(reverse("review:delivery", args=[delivery.uid])).content.decode()


def typed(on: date = TUESDAY, **more: str) -> dict[str, str]:
    year, month, day = str(on.year), str(on.month), str(on.day)
    usual = {"state": "posted", "on_year": year, "on_month": month, "on_day": day, "source": "clerk"}
    return usual | more


def send(place: Place, delivery: Delivery, answers: dict[str, str]) -> HttpResponse:
    return place.client().post(reverse("review:news", args=[delivery.uid]), answers, follow=True)


@pytest.fixture
def letter(mihon: Place) -> Delivery:
    with mihon.scope():
        return a_scheduled_delivery(mihon)


# -- The timeline --------------------------------------------------------------------------------------------


def test_the_timeline_tells_what_when_who_and_from_whom(mihon: Place, letter: Delivery) -> None:
    person = mihon.clerk.staff
    person.last_name = "受付 あおい"
    person.save()
    with mihon.scope():
        record_news(
            letter, state=State.ABSENT, on=TUESDAY, at=NOON + timedelta(days=3), source=Source.RESIDENT
        )
        add_note(letter, text="電話で話した。", by=person, at=NOON + timedelta(days=4))
    page = page_of(mihon, letter)
    timeline = page[page.index('class="line"') : page.index("</ol>")]
    places = [
        timeline.index(words)
        for words in (
            "発送予定",
            "ご不在",
            "住民",
            "2026年6月11日(木) 12:00 記録",
            "電話で話した。",
            "受付 あおい",
        )
    ]
    assert places == sorted(places)


def test_a_note_is_shown_as_typed(mihon: Place, letter: Delivery) -> None:
    text = "<b>葛󠄀城</b>さんへ\n明日 & 明後日"
    url = reverse("review:note", args=[letter.uid])
    page = mihon.client().post(url, {"text": text}, follow=True).content.decode()
    assert "&lt;b&gt;葛󠄀城&lt;/b&gt;さんへ" in page
    with mihon.scope():
        assert letter.notes.get().text.replace("\r\n", "\n") == text


def test_an_empty_note_is_asked_for_again(mihon: Place, letter: Delivery) -> None:
    page = mihon.client().post(reverse("review:note", args=[letter.uid]), {"text": " "}).content.decode()
    assert '<a href="#note_text">メモ: 入力してください。</a>' in page


def test_each_view_of_a_letter_is_audited(mihon: Place, letter: Delivery) -> None:
    page_of(mihon, letter)
    with mihon.scope():
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.subject, entry.outcome) == ("review:delivery", letter.uid, "done")


def test_the_days_left_at_the_post_office(mihon: Place) -> None:
    today = timezone.localdate()
    with mihon.scope():
        letter = a_scheduled_delivery(mihon)
        record_news(
            letter, state=State.ABSENT, on=today - timedelta(days=6), at=timezone.now(), source=Source.CLERK
        )
    assert "(あと1日)" in page_of(mihon, letter)


@pytest.mark.parametrize(
    ("first_attempt_on", "last_day"),
    [
        (date(2026, 11, 17), date(2026, 11, 24)),
        (date(2026, 12, 28), date(2027, 1, 4)),
        (date(2028, 2, 25), date(2028, 3, 3)),
    ],
)
def test_seven_days_from_the_day_after_the_attempt(first_attempt_on: date, last_day: date) -> None:
    assert held_until(first_attempt_on) == last_day


# -- News ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["posted", "absent", "held", "returned", "delivered"])
def test_every_state_can_be_recorded_without_a_number(mihon: Place, letter: Delivery, state: str) -> None:
    page = send(mihon, letter, typed(state=state)).content.decode()
    assert "記録しました。" in page
    with mihon.scope():
        letter.refresh_from_db()
        move = letter.moves.last()
        assert (letter.state, move.on, move.source, move.by) == (state, TUESDAY, "clerk", mihon.clerk.staff)
        assert letter.postings.get().tracking_number == ""


def test_days_and_numbers_are_read_in_full_width_and_in_eras(mihon: Place, letter: Delivery) -> None:
    answers = typed(on_year="令和8", on_month="6", on_day="10", tracking_number="131-12-38385-2")
    send(mihon, letter, answers)
    with mihon.scope():
        letter.refresh_from_db()
        assert letter.posted_on == date(2026, 6, 10)
        assert letter.postings.get().tracking_number == "13112383852"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, '<a href="#news_state_0">郵便物の経過: この中から選んでください。</a>'),
        (typed(state="scheduled"), '<a href="#news_state_0">郵便物の経過: この中から選んでください。</a>'),
        (typed(on_day="31"), '<a href="#news_on_0">いつの日のことか: '),
        (typed(on_day=""), '<a href="#news_on_0">いつの日のことか: '),
        (typed(source="tokkyu"), '<a href="#news_source">情報の出どころ: この中から選んでください。</a>'),
        (typed(tracking_number="12345"), '<a href="#news_tracking_number">追跡番号: 控えのとおりに'),
        (
            typed(tracking_number="1311238385\u202e2"),
            '<a href="#news_tracking_number">追跡番号: 保存できない文字',
        ),
        (typed(on=MONDAY - timedelta(days=1)), "申請日より前の日です。"),
        (typed(on=date(2199, 1, 1)), "まだ来ていない日です。"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(
    mihon: Place, letter: Delivery, answers: dict[str, str], message: str
) -> None:
    response = send(mihon, letter, answers)
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert page.count("この中から選んでください。") != 1, "at the field and in the summary"
    for name, text in answers.items():
        if name.startswith(("on_", "tracking")) and "\u202e" not in text and text:
            assert f'value="{text}"' in page, name
    with mihon.scope():
        letter.refresh_from_db()
        assert letter.state == State.SCHEDULED


def test_late_news_is_kept_and_said_to_change_nothing(mihon: Place, letter: Delivery) -> None:
    send(mihon, letter, typed(state="absent", on=TUESDAY))
    assert "状態はそのままです。" in send(mihon, letter, typed(state="posted", on=MONDAY)).content.decode()
    assert "すでに記録されている" in send(mihon, letter, typed(state="posted", on=MONDAY)).content.decode()
    assert "後から分かったこと: 差出し済み" in page_of(mihon, letter)


def test_a_check_digit_that_does_not_fit_is_a_warning(mihon: Place, letter: Delivery) -> None:
    page = send(mihon, letter, typed(tracking_number="131-12-38385-3")).content.decode()
    assert "記録しました。" in page
    assert "検査数字が合いません" in page


def test_before_the_issuer_has_it_there_is_nothing_to_record(mihon: Place) -> None:
    with mihon.scope():
        requested = a_delivery(mihon)
    assert "この内容を記録する" not in page_of(mihon, requested)
    refused = send(mihon, requested, typed())
    assert "まだ発行元にありません。" in refused.content.decode()


# -- Tracking numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("131-12-38385-2", "13112383852"),
        ("131 12 38385 2", "13112383852"),
        ("rr123456785jp", "RR123456785JP"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, plain: str) -> None:
    assert plain_number(typed) == plain


@pytest.mark.parametrize("typed", ["1234567890", "12345678901234", "131123838５２'", "<script>xx"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="tracking number"):
        plain_number(typed)


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("13112383852", True),
        ("13112383853", False),
        ("30000000007", False),
        ("RR123456785JP", True),
        ("", True),
    ],
)
def test_the_check_digit_is_the_remainder_by_seven(number: str, fits: bool) -> None:
    assert check_digit_fits(number) is fits
