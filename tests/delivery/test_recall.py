"""A letter that should go elsewhere or not at all: what goes along, what is taken back, what is too late."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from delivery.hand_off import hand_off, letters_of
from delivery.issuer.embedded import EmbeddedIssuer
from delivery.issuer.protocol import News
from delivery.models import Delivery, HandOff
from delivery.recall import (
    Reach,
    Recalled,
    cancel_if_with_us,
    change_values,
    reach,
    send_anew,
    stop_letter,
)
from delivery.states import Source, State, Trouble
from tests.delivery.letters import MONDAY, NOON, a_delivery
from tests.places import Place

NEW = {"addressee": "新名 花子", "address": "見本県みほん市新町9", "support_measures": True}


def book(place: Place, issuer: EmbeddedIssuer) -> None:
    with place.scope():
        hand_off(list(HandOff.objects.values_list("pk", flat=True)), issuer=issuer, at=NOON)


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def asked(place: Place) -> dict[str, object]:
    return {"by": place.clerk.staff, "at": NOON, "on": MONDAY, "cause": "corrected"}


def booked(place: Place, issuer: EmbeddedIssuer, *, news: list[News] | None = None) -> Delivery:
    delivery = a_delivery(place)
    issuer.plant(place.municipality.code, delivery.reference, news=news or [])
    return delivery


def test_before_the_issuer_was_asked_all_of_it_goes_along(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        assert reach(delivery) is Reach.WITH_US
        change_values(delivery, NEW)
        (letter,) = letters_of([delivery.pk]).values()
    assert (letter.addressee, letter.address) == (NEW["addressee"], NEW["address"])


def test_once_booked_only_what_the_letter_does_not_carry_is_changed(
    mihon: Place, issuer: EmbeddedIssuer
) -> None:
    with mihon.scope():
        delivery = booked(mihon, issuer)
    book(mihon, issuer)
    with mihon.scope():
        delivery = fresh(delivery)
        assert (delivery.state, reach(delivery)) == (State.SCHEDULED, Reach.AT_ISSUER)
        before = delivery.addressee
        change_values(delivery, NEW)
        assert (fresh(delivery).addressee, fresh(delivery).support_measures) == (before, True)


def test_the_issuer_takes_it_back_and_a_new_one_goes_out_once(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = booked(mihon, issuer)
    book(mihon, issuer)
    with mihon.scope():
        delivery = fresh(delivery)
        target = delivery.target_date
        assert send_anew(delivery, NEW, issuer=issuer, **asked(mihon)) is Recalled.DONE
        assert fresh(delivery).state == State.REQUESTED
    book(mihon, issuer)
    book(mihon, issuer)
    with mihon.scope():
        done = fresh(delivery)
        assert (done.state, done.addressee, done.target_date) == (State.SCHEDULED, NEW["addressee"], target)
        assert [move.after for move in done.moves.all()] == [
            State.SCHEDULED,
            State.REQUESTED,
            State.SCHEDULED,
        ]
        assert list(done.postings.order_by("generation").values_list("generation", flat=True)) == [1, 2]
    assert [line.generation for line in issuer.bookings()] == [1, 2]
    assert issuer.doubled() == 0


def test_what_is_posted_cannot_be_taken_back(mihon: Place, issuer: EmbeddedIssuer) -> None:
    posted = [News(State.POSTED, MONDAY, Source.ISSUER)]
    with mihon.scope():
        delivery = booked(mihon, issuer, news=posted)
    book(mihon, issuer)
    with mihon.scope():
        delivery = fresh(delivery)
        assert send_anew(delivery, NEW, issuer=issuer, **asked(mihon)) is Recalled.TOO_LATE
        assert stop_letter(delivery, issuer=issuer, **asked(mihon)) is Recalled.TOO_LATE
        assert (fresh(delivery).state, delivery.postings.count()) == (State.SCHEDULED, 1)


def test_an_issuer_that_does_not_answer_changes_nothing(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = booked(mihon, issuer)
    book(mihon, issuer)
    issuer.go_away()
    with mihon.scope():
        delivery = fresh(delivery)
        assert stop_letter(delivery, issuer=issuer, **asked(mihon)) is Recalled.ISSUER_AWAY
        assert fresh(delivery).state == State.SCHEDULED
        issuer.come_back()
        assert stop_letter(delivery, issuer=issuer, **asked(mihon)) is Recalled.DONE
        assert fresh(delivery).state == State.CANCELLED


def test_taken_back_but_not_written_down_is_taken_back_again(mihon: Place, issuer: EmbeddedIssuer) -> None:
    """The answer came and our commit did not: asking once more ends the same."""
    with mihon.scope():
        delivery = booked(mihon, issuer)
    book(mihon, issuer)
    with mihon.scope():
        delivery = fresh(delivery)
        assert issuer.cancel(delivery.postings.get().idempotency_key)
        assert send_anew(delivery, NEW, issuer=issuer, **asked(mihon)) is Recalled.DONE
        assert fresh(delivery).postings.count() == 2


def test_while_a_worker_holds_it_nobody_guesses(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        HandOff.objects.filter(delivery=delivery).update(
            leased_until=Now() - timedelta(minutes=1), attempts=1
        )
        assert reach(fresh(delivery)) is Reach.UNDER_WAY
        assert send_anew(fresh(delivery), NEW, issuer=issuer, **asked(mihon)) is Recalled.UNDER_WAY
        assert not cancel_if_with_us(fresh(delivery), **asked(mihon))
        assert fresh(delivery).state == State.REQUESTED


@pytest.mark.parametrize(
    ("trouble", "where"),
    [
        (Trouble.REFUSED, Reach.WITH_US),
        (Trouble.NO_PLAN, Reach.WITH_US),
        (Trouble.ISSUER_AWAY, Reach.AT_ISSUER),
        (Trouble.FAILED, Reach.AT_ISSUER),
    ],
)
def test_an_answer_that_never_came_may_have_been_a_booking(
    mihon: Place, issuer: EmbeddedIssuer, trouble: Trouble, where: Reach
) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        HandOff.objects.filter(delivery=delivery).update(last_error=trouble)
        assert reach(fresh(delivery)) is where
        # The issuer knows nothing of it: the same letter goes out with the new values.
        assert send_anew(fresh(delivery), NEW, issuer=issuer, **asked(mihon)) is Recalled.DONE
        assert (fresh(delivery).addressee, delivery.postings.count()) == (NEW["addressee"], 1)


def test_a_cancelled_letter_is_never_booked(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        assert cancel_if_with_us(delivery, **asked(mihon))
    book(mihon, issuer)
    assert issuer.bookings() == []
    with mihon.scope():
        assert fresh(delivery).state == State.CANCELLED
