"""What issuer and post tell is collected: in any order, late, twice, by a number that need not be there."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db.models import F

from delivery.hand_off import hand_off
from delivery.issuer.embedded import EmbeddedCarrier, EmbeddedIssuer
from delivery.issuer.protocol import News, Refused
from delivery.models import Delivery, HandOff, Posting, TrackingEvent
from delivery.news import EVERY, collect, collect_due
from delivery.services import correct_move, record_news
from delivery.states import Problem, Source, State, Trouble
from tests.delivery.letters import MONDAY, NOON, a_delivery
from tests.places import Place

LATER = NOON + timedelta(days=40)
NUMBER = "30000000007"


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@pytest.fixture
def carrier(issuer: EmbeddedIssuer) -> EmbeddedCarrier:
    """The post beside the issuer, on the issuer's day."""
    return EmbeddedCarrier(issuer.path, today=lambda: issuer.today())


def booked(place: Place, issuer: EmbeddedIssuer, *story: News) -> Delivery:
    delivery = a_delivery(place)
    issuer.plant(place.municipality.code, delivery.reference, news=story)
    hand_off([delivery.hand_off.pk], issuer=issuer, at=NOON)
    return delivery


def posted(on: int = 0, number: str = "") -> News:
    return News(State.POSTED, day(on), Source.ISSUER, number)


def by_post(state: State, on: int, problem: str = "") -> News:
    return News(state, day(on), Source.TRACKING, "", problem)


def test_news_is_collected_up_to_today(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier
) -> None:
    with mihon.scope():
        story = [posted(1, NUMBER), by_post(State.ABSENT, 3), by_post(State.DELIVERED, 30)]
        delivery = booked(mihon, issuer, *story)
        issuer.today = lambda: day(5)
        assert [collect(issuer, carrier, at=LATER), collect(issuer, carrier, at=LATER)] == [2, 0]
        delivery.refresh_from_db()
        assert (delivery.state, delivery.last_news_source) == (State.ABSENT, Source.TRACKING)
        assert delivery.postings.get().tracking_number == NUMBER


def test_why_a_letter_comes_back_is_kept(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier
) -> None:
    with mihon.scope():
        back = by_post(State.RETURNED, 5, Problem.ADDRESS_UNKNOWN)
        delivery = booked(mihon, issuer, posted(1, NUMBER), back)
        issuer.today = lambda: day(9)
        collect(issuer, carrier, at=LATER)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.problem) == (State.RETURNED, Problem.ADDRESS_UNKNOWN)


def test_without_a_number_the_post_is_not_asked(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier
) -> None:
    """Until somebody types the number that stands on the receipt."""
    with mihon.scope():
        quiet = booked(mihon, issuer, posted(1), by_post(State.DELIVERED, 3))
        issuer.today = lambda: day(9)
        collect(issuer, carrier, at=LATER)
        quiet.refresh_from_db()
        assert quiet.state == State.POSTED


def test_a_number_that_comes_late_is_kept_and_used(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier
) -> None:
    with mihon.scope():
        delivery = booked(mihon, issuer, posted(1), by_post(State.DELIVERED, 3))
        issuer.today = lambda: day(4)
        collect(issuer, carrier, at=LATER)
        issuer.plant("990019", delivery.reference, news=[posted(1, NUMBER), by_post(State.DELIVERED, 3)])
        assert collect(issuer, carrier, at=LATER) == 1
        delivery.refresh_from_db()
        assert delivery.state == State.DELIVERED
        assert TrackingEvent.objects.count() == 2


def test_what_is_known_already_costs_nothing(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier, django_assert_num_queries
) -> None:
    with mihon.scope():
        for number in range(3):
            booked(mihon, issuer, posted(0, f"3000000000{number}"), by_post(State.IN_TRANSIT, 0))
        collect(issuer, carrier, at=LATER)
        # The letters, what is known of them, and that there are no more.
        with django_assert_num_queries(3):
            collect(issuer, carrier, at=LATER)


def test_wrong_news_of_one_letter_stops_no_other_and_is_counted(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier, caplog: pytest.LogCaptureFixture
) -> None:
    with mihon.scope():
        booked(mihon, issuer, posted(-5), News(State.SCHEDULED, day(0), Source.ISSUER))
        good = booked(mihon, issuer, posted())
        caplog.set_level(logging.INFO)
        assert collect(issuer, carrier, at=LATER) == 1
        good.refresh_from_db()
        assert good.state == State.POSTED
    assert "1 of NewsRefused" in caplog.text
    assert "1 of ValueError" in caplog.text
    assert good.reference not in caplog.text


def test_a_number_that_the_post_does_not_know_is_counted(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier, caplog: pytest.LogCaptureFixture
) -> None:
    with mihon.scope():
        delivery = booked(mihon, issuer)
        told = {"state": State.POSTED, "on": day(0), "at": LATER, "source": Source.CLERK}
        record_news(delivery, tracking_number=NUMBER, **told)
        caplog.set_level(logging.INFO)
        assert collect(issuer, carrier, at=LATER) == 0
    assert "does not know 1 numbers" in caplog.text
    assert NUMBER not in caplog.text


def test_whoever_is_away_tells_nothing_and_keeps_no_other_from_telling(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier
) -> None:
    with mihon.scope():
        delivery = booked(mihon, issuer, posted(0, NUMBER), by_post(State.IN_TRANSIT, 0))
        issuer.go_away()
        assert collect(issuer, carrier, at=LATER) == 0
        issuer.come_back()
        carrier.go_away()
        assert collect(issuer, carrier, at=LATER) == 1
        issuer.go_away()
        carrier.come_back()
        assert collect(issuer, carrier, at=LATER) == 1
        delivery.refresh_from_db()
        assert delivery.state == State.IN_TRANSIT


def test_a_task_asks_for_a_letter_once_in_a_while_and_no_more_when_it_has_arrived(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mihon.scope():
        letters = [
            booked(mihon, issuer, posted(0, f"3000000000{number}"), by_post(State.DELIVERED, 2))
            for number in range(3)
        ]
        waiting = a_delivery(mihon)
        monkeypatch.setattr("delivery.news.BATCH", 2)
        assert collect_due(issuer, carrier, at=LATER) == 3
        issuer.today = lambda: day(5)
        assert collect_due(issuer, carrier, at=LATER) == 0, "asked a moment ago"
        Posting.objects.update(ask_at=F("ask_at") - EVERY)
        monkeypatch.setattr("delivery.news.BATCHES", 1)
        assert [collect_due(issuer, carrier, at=LATER) for _ in range(3)] == [2, 1, 0], "a bounded task"
        Posting.objects.update(ask_at=F("ask_at") - EVERY)
        for _ in range(3):
            collect_due(issuer, carrier, at=LATER)
        to_ask = Posting.objects.filter(ask_at__isnull=False)
        assert list(to_ask.values_list("delivery", flat=True)) == [waiting.pk]
        delivered = Delivery.objects.get(pk=letters[0].pk)
        correct_move(delivered.moves.last(), reason="別の郵便物", by=mihon.clerk.staff, at=LATER)
        assert Posting.objects.get(delivery=delivered).ask_at is not None


class ChangesItsMind(EmbeddedIssuer):
    """Books everything and then makes nothing of it."""

    def news(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[News | Refused]]:
        return {key: [Refused(key)] for key in keys}


def test_a_letter_that_is_refused_after_all_is_a_dead_letter(
    mihon: Place, issuer: EmbeddedIssuer, carrier: EmbeddedCarrier
) -> None:
    with mihon.scope():
        delivery = booked(mihon, issuer)
        fickle = ChangesItsMind(issuer.path, today=issuer.today)
        assert [collect(fickle, carrier, at=LATER), collect(fickle, carrier, at=LATER)] == [1, 0]
        delivery.refresh_from_db()
        row = HandOff.objects.get()
        assert (delivery.state, row.last_error, row.dead_at is None) == ("requested", Trouble.REFUSED, False)
        # Asked for again it is a letter of its own: the refused one is not booked twice.
        assert [posting.generation for posting in delivery.postings.order_by("generation")] == [1, 2]
