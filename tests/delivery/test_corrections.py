"""On the page of a letter: what was wrong is taken back with a reason, and a wrong number is corrected."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse

from delivery.models import Delivery, Move
from delivery.services import record_news
from delivery.states import Source, State
from desks.permissions import Role
from tests.delivery.letters import MONDAY, NOON, a_scheduled_delivery
from tests.places import Place

NUMBER, MISTYPED = "13112383852", "13112383863"


@pytest.fixture
def letter(mihon: Place) -> Delivery:
    with mihon.scope():
        return a_scheduled_delivery(mihon)


def told(place: Place, letter: Delivery, state: State, **more: object) -> Move:
    on = MONDAY + timedelta(days=1)
    with place.scope():
        record_news(letter, state=state, on=on, at=NOON + timedelta(days=1), source=Source.CLERK, **more)
        return letter.moves.last()


def post(
    place: Place, letter: Delivery, page: str, answers: dict[str, object], role: Role = Role.CLERK
) -> HttpResponse:
    address = reverse(f"review:{page}", args=[letter.uid])
    return place.client(role).post(address, answers, follow=True)


def test_the_last_move_is_taken_back_with_a_reason(mihon: Place, letter: Delivery) -> None:
    told(mihon, letter, State.ABSENT)
    move = told(mihon, letter, State.DELIVERED)
    page = post(
        mihon, letter, "correct", {"move": move.pk, "reason": "別の郵便物のことだった。"}
    ).content.decode()
    assert "取り消しました。" in page
    assert "<s>お届け済み</s>" in page
    assert "訂正: ご不在" in page
    assert "別の郵便物のことだった。" in page
    with mihon.scope():
        letter.refresh_from_db()
        assert (letter.state, letter.delivered_on) == (State.ABSENT, None)
        back = letter.moves.last()
        assert (back.corrects, back.by) == (move, mihon.clerk.staff)


def test_without_a_reason_nothing_is_taken_back(mihon: Place, letter: Delivery) -> None:
    move = told(mihon, letter, State.DELIVERED)
    for reason in ("", "誤り"):
        page = post(mihon, letter, "correct", {"move": move.pk, "reason": reason}).content.decode()
        assert '<a href="#wrong_reason">理由: ' in page
        assert '<details class="section" open>' in page
    page = post(mihon, letter, "correct", {"move": move.pk, "reason": "葛󠄀" * 200}).content.decode()
    assert "取り消しました。" in page


def test_what_a_colleague_changed_meanwhile_is_not_taken_back(mihon: Place, letter: Delivery) -> None:
    seen = told(mihon, letter, State.ABSENT)
    told(mihon, letter, State.DELIVERED)
    page = post(mihon, letter, "correct", {"move": seen.pk, "reason": "番地が違っていた。"}).content.decode()
    assert "その間に他の人がこの郵便物を変更しました。" in page
    assert "番地が違っていた。" in page
    with mihon.scope():
        letter.refresh_from_db()
        assert letter.state == State.DELIVERED


def test_a_hand_over_is_taken_back_by_a_supervisor_alone(mihon: Place, letter: Delivery) -> None:
    told(mihon, letter, State.RETURNED)
    on = MONDAY + timedelta(days=9)
    with mihon.scope():
        facts = {"at": NOON + timedelta(days=9), "on": on, "source": Source.CLERK}
        letter.move(State.AT_DESK, at_desk_on=on, keep_until=on, **facts)
        move = letter.move(State.HANDED_OVER, handed_over_on=on, **facts)
    answers = {"move": move.pk, "reason": "別の人の封筒だった。"}
    assert "取り消せる経過はありません。" in post(mihon, letter, "correct", answers).content.decode()
    page = post(mihon, letter, "correct", answers, Role.SUPERVISOR).content.decode()
    assert "取り消しました。" in page
    with mihon.scope():
        letter.refresh_from_db()
        assert (letter.state, letter.handed_over_on) == (State.AT_DESK, None)


def test_a_booking_is_not_taken_back_here(mihon: Place, letter: Delivery) -> None:
    page = mihon.client().get(reverse("review:delivery", args=[letter.uid])).content.decode()
    assert 'id="wrong_reason"' not in page


def test_a_number_alone_and_another_in_its_place(mihon: Place, letter: Delivery) -> None:
    first = {"instead_of": "", "tracking_number": "131-12-38386-3"}
    assert "番号を保存しました。" in post(mihon, letter, "number", first).content.decode()
    told(mihon, letter, State.POSTED)
    answers = {"instead_of": MISTYPED, "tracking_number": NUMBER}
    assert '<a href="#number_reason">理由: ' in post(mihon, letter, "number", answers).content.decode()
    page = post(mihon, letter, "number", answers | {"reason": "数字を入れ違えた。"}).content.decode()
    assert f"追跡番号を訂正:{NUMBER}(誤り:{MISTYPED})。数字を入れ違えた。" in page
    with mihon.scope():
        assert letter.postings.get().tracking_number == NUMBER
    page = post(mihon, letter, "number", answers | {"reason": "もう一度。"}).content.decode()
    assert "その間に他の人が" in page


def test_news_with_another_number_is_asked_about(mihon: Place, letter: Delivery) -> None:
    told(mihon, letter, State.POSTED, tracking_number=NUMBER)
    day = {"on_year": "2026", "on_month": "6", "on_day": "10"}
    answers = {"state": "absent", "source": "clerk", "tracking_number": MISTYPED, **day}
    page = post(mihon, letter, "news", answers).content.decode()
    assert f"この郵便物の番号は{NUMBER}です。" in page
    with mihon.scope():
        assert letter.moves.last().after == State.POSTED


def test_what_went_wrong_is_recorded_beside_the_state(mihon: Place, letter: Delivery) -> None:
    day = {"on_year": "2026", "on_month": "6", "on_day": "10"}
    answers = {"state": "returning", "problem": "address_unknown", "source": "clerk", **day}
    assert "あて所に尋ねあたらず" in post(mihon, letter, "news", answers).content.decode()
    with mihon.scope():
        letter.refresh_from_db()
        assert (letter.state, letter.problem) == (State.RETURNING, "address_unknown")


def test_a_note_as_long_as_it_may_be(mihon: Place, letter: Delivery) -> None:
    page = post(mihon, letter, "note", {"text": "葛󠄀" * 500})
    assert "メモを経過に残しました。" in page.content.decode() or page.status_code == 200
    with mihon.scope():
        assert len(letter.notes.get().text) == 1000
