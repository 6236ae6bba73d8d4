"""News comes late, twice and in any order."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations

import pytest
from django.utils.translation import override

from delivery.models import Delivery, Posting, TrackingEvent
from delivery.services import Heard, NewsRefused, add_note, correct_move, record_news
from delivery.states import Problem, Source, State
from delivery.timeline import LineKind, timeline
from tests.delivery.letters import MONDAY, NOON, a_delivery, a_scheduled_delivery
from tests.places import Place

LATER = NOON + timedelta(days=20)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def tell(delivery: Delivery, state: State, on: date, **more: object) -> Heard:
    return record_news(delivery, **({"state": state, "on": on, "at": LATER, "source": Source.CLERK} | more))


def test_news_moves_the_delivery_and_is_kept(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        heard = tell(delivery, State.POSTED, day(2), by=mihon.clerk.staff, tracking_number="30000000007")
        assert heard is Heard.MOVED
        delivery.refresh_from_db()
        assert (delivery.state, delivery.posted_on) == (State.POSTED, day(2))
        assert (delivery.last_news_at, delivery.last_news_source) == (LATER, Source.CLERK)
        posting = delivery.postings.get()
        assert (posting.tracking_number, posting.posted_on) == ("30000000007", day(2))


def test_the_same_news_twice_changes_nothing(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        assert tell(delivery, State.ABSENT, day(4)) is Heard.MOVED
        assert tell(delivery, State.ABSENT, day(4), at=LATER + timedelta(hours=1)) is Heard.KNOWN
        assert (TrackingEvent.objects.count(), delivery.moves.count()) == (1, 2)
        delivery.refresh_from_db()
        assert delivery.last_news_at == LATER


def test_a_second_attempt_on_another_day_is_news(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        tell(delivery, State.ABSENT, day(4))
        assert tell(delivery, State.ABSENT, day(6)) is Heard.MOVED


def test_what_was_taken_back_counts_no_more_until_a_person_says_it_again(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        tell(delivery, State.HELD, day(4))
        tell(delivery, State.DELIVERED, day(9), source=Source.TRACKING)
        taken_back(delivery, mihon)
        assert delivery.state == State.HELD
        assert tell(delivery, State.DELIVERED, day(9), source=Source.TRACKING) is Heard.KNOWN
        assert tell(delivery, State.OUT, day(6)) is Heard.MOVED
        tell(delivery, State.DELIVERED, day(9), source=Source.TRACKING, by=mihon.clerk.staff)
        assert (delivery.state, delivery.delivered_on) == (State.DELIVERED, day(9))
        undone = [line.state for line in timeline(delivery) if line.undone]
        reasons = [line.text for line in timeline(delivery) if line.kind is LineKind.CORRECTION]
        assert (undone, reasons) == ([State.DELIVERED], ["別の番号でした"])


def test_taking_back_the_posting_forgets_its_day(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        tell(delivery, State.POSTED, day(2))
        taken_back(delivery, mihon)
        assert (delivery.state, delivery.posted_on, delivery.postings.get().posted_on) == (
            State.SCHEDULED,
            None,
            None,
        )
        assert (delivery.last_news_at, delivery.last_news_source) == (None, "")


def taken_back(delivery: Delivery, place: Place) -> None:
    last = delivery.standing_moves().last()
    correct_move(last, reason="別の番号でした", by=place.supervisor.staff, at=LATER)
    delivery.refresh_from_db()


def test_a_letter_to_the_desk_waits_there_when_the_post_says_delivered(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon, to_desk=True)
        tell(delivery, State.DELIVERED, day(4))
        assert (delivery.state, delivery.at_desk_on, delivery.delivered_on) == (State.AT_DESK, day(4), None)
        assert delivery.keep_until == day(4) + timedelta(days=183)
        assert [line.state for line in timeline(delivery)].count(State.DELIVERED) == 0


def test_why_a_letter_comes_back_is_kept_and_a_search_ends(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        seen = []
        for state, number, problem in (
            (State.IN_TRANSIT, 3, Problem.INVESTIGATED),
            (State.OUT, 5, ""),
            (State.RETURNING, 6, Problem.ADDRESS_UNKNOWN),
            (State.RETURNED, 8, ""),
        ):
            tell(delivery, state, day(number), problem=problem)
            seen.append(Delivery.objects.get(pk=delivery.pk).problem)
        assert seen == [Problem.INVESTIGATED, "", Problem.ADDRESS_UNKNOWN, Problem.ADDRESS_UNKNOWN]


def test_news_of_an_older_letter_moves_nothing(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        first = delivery.postings.get()
        second = Posting.objects.create(municipality=mihon.municipality, delivery=delivery, generation=2)
        assert tell(delivery, State.RETURNED, day(12), posting=first) is Heard.KEPT
        assert tell(delivery, State.POSTED, day(10)) is Heard.MOVED
        assert (first.events.count(), second.events.count()) == (1, 1)


STORY = [(State.POSTED, 2), (State.ABSENT, 4), (State.HELD, 4), (State.DELIVERED, 7)]


@pytest.mark.parametrize(
    "order", list(permutations(STORY)), ids=lambda order: " ".join(state for state, _ in order)
)
def test_the_end_of_a_story_is_the_same_in_any_order(
    mihon: Place, order: Sequence[tuple[State, int]]
) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        for state, number in order:
            tell(delivery, state, day(number))
        delivery.refresh_from_db()
        assert (delivery.state, delivery.delivered_on, delivery.posted_on) == ("delivered", day(7), day(2))
        assert TrackingEvent.objects.count() == len(STORY)
        known = {line.state for line in timeline(delivery)}
        assert {State.POSTED, State.ABSENT, State.HELD, State.DELIVERED} <= known


def test_late_news_does_not_move_back(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        tell(delivery, State.HELD, day(5))
        assert tell(delivery, State.ABSENT, day(4), source=Source.TRACKING) is Heard.KEPT
        assert Delivery.objects.get(pk=delivery.pk).state == State.HELD
        lines = [(line.kind, line.state) for line in timeline(delivery)]
        assert (LineKind.NEWS, State.ABSENT) in lines


@pytest.mark.parametrize(
    ("state", "on", "sentence"),
    [
        (State.POSTED, day(21), "This day is still to come."),
        (State.POSTED, day(-1), "This day is before the application."),
    ],
)
def test_impossible_days_are_refused(mihon: Place, state: State, on: date, sentence: str) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        with pytest.raises(NewsRefused) as refusal:
            tell(delivery, state, on)
        with override("en"):
            assert str(refusal.value) == sentence
        assert TrackingEvent.objects.count() == 0


@pytest.mark.parametrize("number", [0, 20])
def test_the_day_of_the_application_and_today_are_possible(mihon: Place, number: int) -> None:
    with mihon.scope():
        assert tell(a_scheduled_delivery(mihon), State.POSTED, day(number)) is Heard.MOVED


def test_no_news_of_a_letter_that_is_not_booked(mihon: Place) -> None:
    with mihon.scope(), pytest.raises(NewsRefused):
        tell(a_delivery(mihon), State.POSTED, day(2))


def test_only_news_of_the_post_is_news(mihon: Place) -> None:
    with mihon.scope(), pytest.raises(ValueError, match="scheduled"):
        tell(a_scheduled_delivery(mihon), State.SCHEDULED, day(2))


def test_the_timeline_tells_who_and_what(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_scheduled_delivery(mihon)
        add_note(delivery, text="家族が受け取る予定", by=mihon.clerk.staff, at=NOON + timedelta(days=1))
        tell(delivery, State.POSTED, day(2), by=mihon.clerk.staff)
        lines = timeline(delivery)
        assert [(line.kind, line.state) for line in lines] == [
            (LineKind.MOVE, State.REQUESTED),
            (LineKind.MOVE, State.SCHEDULED),
            (LineKind.NOTE, None),
            (LineKind.MOVE, State.POSTED),
        ]
        assert (lines[2].text, lines[2].by) == ("家族が受け取る予定", mihon.clerk.staff)


def test_the_length_of_a_timeline_costs_no_queries(mihon: Place, django_assert_num_queries) -> None:
    with mihon.scope():
        short, long = a_scheduled_delivery(mihon), a_scheduled_delivery(mihon)
        for number in range(2, 8):
            tell(long, State.ABSENT, day(number), by=mihon.clerk.staff)
        for delivery in (short, long):
            with django_assert_num_queries(6):
                timeline(delivery)
