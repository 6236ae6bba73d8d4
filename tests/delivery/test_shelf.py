"""What becomes of a letter that is back at the desk: shelved, handed over, posted again, disposed of."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.utils import timezone

from delivery.models import Came, Delivery, HandOver, Move, MoveRefused
from delivery.news import batches
from delivery.services import Heard, NewsRefused, correct_move, record_news
from delivery.sheet import holds
from delivery.shelf.services import NotPostedAgain, StillKept, dispose, hand_over, post_again, put_on_shelf
from delivery.states import Problem, Source, State
from tests.delivery.letters import MONDAY, a_scheduled_delivery
from tests.places import Place

# 183 days after the 15th of June: the parameter of the law.
BACK, KEPT_UNTIL = date(2026, 6, 15), date(2026, 12, 15)
ADDRESS = {"addressee": "見本 花子", "postcode": "0000001", "address": "みほん市新町2-2"}


def moment(day: date) -> datetime:
    return datetime.combine(day, time(15), timezone.get_default_timezone())


def returned(place: Place, *, problem: str = "", **facts: object) -> Delivery:
    delivery = a_scheduled_delivery(place, **facts)
    told = {"on": BACK, "at": moment(BACK), "source": Source.TRACKING}
    record_news(delivery, state=State.RETURNED, problem=problem, **told)
    return delivery


def shelved(place: Place, *, shelf: str = "A-1", on: date = BACK, **facts: object) -> Delivery:
    delivery = returned(place, **facts)
    put_on_shelf(delivery, on=on, shelf=shelf, by=place.clerk.staff, at=moment(on))
    return delivery


def handed(delivery: Delivery, place: Place, on: date = BACK) -> HandOver:
    at = moment(on)
    return hand_over(delivery, came=Came.APPLICANT, by=place.clerk.staff, at=at, on=on)


def test_on_the_shelf_it_is_kept_half_a_year_that_day_included(mihon: Place) -> None:
    with mihon.scope():
        delivery = Delivery.objects.get(pk=shelved(mihon).pk)
        kept = (delivery.state, delivery.shelf, delivery.at_desk_on, delivery.keep_until)
        assert kept == (State.AT_DESK, "A-1", BACK, KEPT_UNTIL)
        move = delivery.moves.last()
        assert (move.by, move.on, move.cause) == (mihon.clerk.staff, BACK, "棚 A-1")


@pytest.mark.parametrize("state", [State.POSTED, State.ABSENT, State.RETURNING])
def test_what_is_here_is_shelved_whatever_was_heard(mihon: Place, state: State) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        record_news(delivery, state=state, on=BACK, at=moment(BACK), source=Source.TRACKING)
        put_on_shelf(delivery, on=BACK, shelf="B", by=mihon.clerk.staff, at=moment(BACK))
        assert delivery.state == State.AT_DESK
        later = {"on": BACK + timedelta(days=1), "at": moment(BACK + timedelta(days=1))}
        assert record_news(delivery, state=State.RETURNED, source=Source.TRACKING, **later) is Heard.KEPT


def test_another_shelf_is_a_note_and_no_new_half_year(mihon: Place) -> None:
    with mihon.scope():
        delivery = shelved(mihon)
        later = BACK + timedelta(days=30)
        put_on_shelf(delivery, on=later, shelf="B-2", by=mihon.clerk.staff, at=moment(later))
        assert (delivery.shelf, delivery.keep_until) == ("B-2", KEPT_UNTIL)
        assert [note.text for note in delivery.notes.all()] == ["棚 B-2"]
        assert delivery.moves.filter(after=State.AT_DESK).count() == 1


def test_a_letter_addressed_to_the_desk_waits_for_its_shelf(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon, to_desk=True)
        record_news(delivery, state=State.DELIVERED, on=BACK, at=moment(BACK), source=Source.TRACKING)
        assert (delivery.state, delivery.shelf, delivery.keep_until) == (State.AT_DESK, "", KEPT_UNTIL)
        put_on_shelf(delivery, on=BACK, shelf="C", by=mihon.clerk.staff, at=moment(BACK))
        assert delivery.shelf == "C"


@pytest.mark.parametrize("on", [MONDAY - timedelta(days=1), BACK + timedelta(days=1)])
def test_no_letter_is_shelved_before_it_was_asked_for_or_in_future(mihon: Place, on: date) -> None:
    with mihon.scope():
        delivery = returned(mihon)
        with pytest.raises(NewsRefused):
            put_on_shelf(delivery, on=on, shelf="A", by=mihon.clerk.staff, at=moment(BACK))
        assert delivery.state == State.RETURNED


# -- Handed over ---------------------------------------------------------------------------------------------


def test_handed_over_with_its_row_and_taken_back_with_its_move(mihon: Place) -> None:
    with mihon.scope():
        delivery = shelved(mihon)
        row = handed(delivery, mihon)
        assert (delivery.state, delivery.handed_over_on, row.move.after) == (
            "handed_over",
            BACK,
            "handed_over",
        )
        assert HandOver.objects.standing_of(delivery) == row
        correct_move(row.move, reason="別の人のカード", by=mihon.supervisor.staff, at=moment(BACK))
        assert HandOver.objects.standing_of(delivery) is None
        delivery.refresh_from_db()
        assert (delivery.state, delivery.shelf, delivery.keep_until) == (State.AT_DESK, "A-1", KEPT_UNTIL)
        again = handed(delivery, mihon)
        assert HandOver.objects.standing_of(delivery) == again


def test_one_that_came_back_just_now_is_handed_over_at_once(mihon: Place) -> None:
    with mihon.scope():
        delivery = returned(mihon)
        handed(delivery, mihon)
        assert [move.after for move in delivery.moves.all()][-2:] == ["at_desk", "handed_over"]


def test_what_was_handed_over_is_never_changed_and_has_its_reason(mihon: Place) -> None:
    with mihon.scope():
        delivery = shelved(mihon)
        usual = {"by": mihon.supervisor.staff, "at": moment(BACK), "on": BACK}
        for wrong in (
            {"came": Came.APPLICANT, "receiver": "見本 一郎"},
            {"came": Came.REPRESENTED},
            {"came": Came.SOMEBODY_ELSE, "receiver": "見本 一郎"},
            {"came": Came.REPRESENTED, "receiver": "見本 一郎", "reason": "なぜか"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                hand_over(delivery, **usual, **wrong)
        delivery.refresh_from_db()
        row = handed(delivery, mihon)
        with pytest.raises(ProgrammingError), transaction.atomic():
            HandOver.objects.filter(pk=row.pk).update(receiver="だれか")


def test_of_two_clerks_at_once_the_second_is_told(committed: None, mihon: Place) -> None:
    with mihon.scope():
        pk = shelved(mihon).pk
    together = Barrier(2, timeout=30)

    def click(_number: int) -> bool:
        try:
            with mihon.scope():
                delivery = Delivery.objects.get(pk=pk)
                together.wait()
                handed(delivery, mihon)
                return True
        except MoveRefused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, range(2))) == [False, True]
    with mihon.scope():
        assert (HandOver.objects.count(), Move.objects.filter(after=State.HANDED_OVER).count()) == (1, 1)


# -- Disposed of ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "gone"), [(-1, False), (0, False), (1, True)])
def test_disposed_of_from_the_day_after_the_last_one(mihon: Place, days: int, gone: bool) -> None:
    on = KEPT_UNTIL + timedelta(days=days)
    with mihon.scope():
        cards = [shelved(mihon), shelved(mihon, on=BACK)]
        if gone:
            dispose(cards, on=on, by=mihon.supervisor.staff, at=moment(on))
        else:
            with pytest.raises(StillKept):
                dispose(cards, on=on, by=mihon.supervisor.staff, at=moment(on))
        states = set(Delivery.objects.values_list("state", flat=True))
        assert states == {State.DISPOSED if gone else State.AT_DESK}


def test_all_are_disposed_of_or_none(mihon: Place) -> None:
    on = KEPT_UNTIL + timedelta(days=1)
    with mihon.scope():
        first, second = shelved(mihon), shelved(mihon)
        handed(Delivery.objects.get(pk=second.pk), mihon)
        with pytest.raises(MoveRefused):
            dispose([first, second], on=on, by=mihon.supervisor.staff, at=moment(on))
        assert Delivery.objects.get(pk=first.pk).state == State.AT_DESK


# -- Posted again --------------------------------------------------------------------------------------------


def test_posted_again_it_is_a_letter_of_its_own_that_news_finds(mihon: Place) -> None:
    on = BACK + timedelta(days=3)
    with mihon.scope():
        delivery = shelved(mihon, problem=Problem.ADDRESS_UNKNOWN)
        posting = post_again(
            delivery,
            posted_on=on,
            tracking_number="31234567890",
            to=ADDRESS,
            by=mihon.clerk.staff,
            at=moment(on),
        )
        delivery = Delivery.objects.get(pk=delivery.pk)
        assert (delivery.state, delivery.address, delivery.problem) == ("reposted", "みほん市新町2-2", "")
        assert (delivery.shelf, delivery.keep_until, delivery.returned_on) == ("", None, None)
        assert (posting.generation, posting.posted_on) == (2, on)
        assert posting in [each for batch in batches() for each in batch]
        away = on + timedelta(days=2)
        record_news(delivery, state=State.ABSENT, on=away, at=moment(away), source=Source.TRACKING)
        assert holds([delivery], away)[delivery.pk].first_attempt_on == away


@pytest.mark.parametrize(
    "facts",
    [{"problem": Problem.DAMAGED}, {"to_desk": True}, {"support_measures": True}],
    ids=["damaged", "to the desk", "support measures"],
)
def test_some_cards_are_not_posted_again(mihon: Place, facts: dict[str, object]) -> None:
    with mihon.scope():
        delivery = shelved(mihon, **facts)
        with pytest.raises(NotPostedAgain):
            post_again(delivery, posted_on=BACK, to=ADDRESS, by=mihon.clerk.staff, at=moment(BACK))
