"""Claim, plan, book, close: what each leaves behind, and what it does not do twice."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import connections
from django.db.models.functions import Now

from delivery.hand_off import ATTEMPTS, hand_off, letters_of
from delivery.issuer.embedded import Answer, EmbeddedIssuer
from delivery.models import Delivery, HandOff, Posting
from delivery.services import RetryRefused, retry_hand_off
from delivery.states import State, Trouble
from delivery.timeline import LineKind, timeline
from desks.models import ClosedDay, Practice
from tests.delivery.letters import MONDAY, NOON, a_delivery
from tests.places import LONG_AGO, Place


def run(issuer: EmbeddedIssuer, *deliveries: Delivery) -> None:
    hand_off([delivery.hand_off.pk for delivery in deliveries], issuer=issuer, at=NOON)
    for delivery in deliveries:
        delivery.refresh_from_db()


def expire_lease(delivery: Delivery) -> None:
    HandOff.objects.filter(delivery=delivery).update(leased_until=Now() - timedelta(seconds=1))


def test_a_letter_is_planned_booked_and_closed(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        run(issuer, delivery)
        row, posting = delivery.hand_off, delivery.postings.get()
        assert (delivery.state, delivery.target_date) == (State.SCHEDULED, MONDAY + timedelta(days=7))
        assert (delivery.calendar_version, delivery.last_news_at) == (1, None)
        assert (row.done_at is not None, row.leased_until, row.attempts) == (True, None, 1)
        assert posting.booked_at == NOON
        (booking,) = issuer.bookings()
        assert (booking.reference, booking.key) == (delivery.reference, posting.idempotency_key)


def test_running_twice_changes_nothing(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        run(issuer, delivery)
        before = Delivery.objects.values().get(), HandOff.objects.values().get()
        run(issuer, delivery)
        assert (Delivery.objects.values().get(), HandOff.objects.values().get()) == before
        assert (len(issuer.bookings()), issuer.requests(), delivery.moves.count()) == (1, 1, 1)


def test_a_worker_that_died_after_booking_is_followed_by_one_that_closes(
    mihon: Place, issuer: EmbeddedIssuer
) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        issuer.request(list(letters_of([delivery.pk]).values()))
        run(issuer, delivery)
        assert (delivery.state, len(issuer.bookings()), issuer.requests()) == (State.SCHEDULED, 1, 2)
        assert issuer.doubled() == 0


def test_a_leased_row_is_left_alone_until_the_lease_ends(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        HandOff.objects.update(leased_until=Now() + timedelta(seconds=5))
        run(issuer, delivery)
        assert (delivery.state, issuer.requests()) == (State.REQUESTED, 0)
        expire_lease(delivery)
        run(issuer, delivery)
        assert delivery.state == State.SCHEDULED


def test_what_is_no_longer_requested_is_not_booked(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        Delivery.objects.update(state=State.CANCELLED)
        run(issuer, delivery)
        assert (delivery.state, issuer.bookings()) == (State.CANCELLED, [])
        assert delivery.postings.get().booked_at is None
        assert HandOff.objects.waiting().count() == 0


@pytest.mark.parametrize(
    ("accepted_on", "longer", "target_date", "reason", "chase_on"),
    [
        (date(2026, 6, 8), [], date(2026, 6, 15), "", date(2026, 6, 22)),
        # Saturday: received on Monday.
        (date(2026, 6, 6), [], date(2026, 6, 15), "", date(2026, 6, 22)),
        (date(2026, 6, 8), ["KEPT_CHARACTER", "OTHER_DESK"], None, "OTHER_DESK", date(2026, 6, 22)),
        # The last day whose week ends before 29 December, and the first whose week does not.
        (date(2026, 12, 21), [], date(2026, 12, 28), "", date(2027, 1, 4)),
        (date(2026, 12, 22), [], None, "YEAR_END", date(2027, 1, 5)),
        # 29 April 2026 is a holiday.
        (date(2026, 4, 29), [], date(2026, 5, 7), "", date(2026, 5, 14)),
        # Leap day.
        (date(2028, 2, 29), [], date(2028, 3, 7), "", date(2028, 3, 14)),
    ],
)
def test_the_plan_follows_the_rows_own_day(
    mihon: Place,
    issuer: EmbeddedIssuer,
    accepted_on: date,
    longer: list[str],
    target_date: date | None,
    reason: str,
    chase_on: date,
) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon, accepted_on=accepted_on, longer_reasons=longer)
        run(issuer, delivery)
        assert (delivery.target_date, delivery.no_target_reason, delivery.chase_on) == (
            target_date,
            reason,
            chase_on,
        )
        expected = target_date and target_date - timedelta(days=2)
        assert delivery.latest_posting_on == expected


def test_the_plan_follows_the_practice_and_the_closed_days(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        slow = Practice.objects.create(
            municipality=mihon.municipality, in_force_from=LONG_AGO, settings={"target_days": 9}
        )
        ClosedDay.objects.create(municipality=mihon.municipality, day=MONDAY, reason="x")
        delivery = a_delivery(mihon, practice=slow)
        run(issuer, delivery)
        assert delivery.target_date == MONDAY + timedelta(days=1 + 9)


def test_one_target_for_life(mihon: Place, issuer: EmbeddedIssuer) -> None:
    """What was planned before the issuer went away stays planned when it is back on another calendar."""
    with mihon.scope():
        delivery = a_delivery(mihon)
        issuer.go_away()
        run(issuer, delivery)
        planned = delivery.target_date
        ClosedDay.objects.create(municipality=mihon.municipality, day=MONDAY, reason="x")
        issuer.come_back()
        run(issuer, delivery)
        assert (delivery.state, delivery.target_date) == (State.SCHEDULED, planned)


def test_an_outage_uses_up_no_attempt_and_kills_nothing(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        issuer.go_away()
        for _ in range(ATTEMPTS + 1):
            run(issuer, delivery)
        row = HandOff.objects.get()
        assert (row.dead_at, row.attempts, row.last_error) == (None, 0, Trouble.ISSUER_AWAY)
        issuer.come_back()
        run(issuer, delivery)
        assert (delivery.state, HandOff.objects.get().last_error) == (State.SCHEDULED, "")


def test_a_refusal_is_a_dead_letter_until_somebody_retries(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery, other = a_delivery(mihon), a_delivery(mihon)
        issuer.plant("990019", delivery.reference, answer=Answer.REFUSE)
        run(issuer, delivery, other)
        row = HandOff.objects.get(delivery=delivery)
        assert (row.dead_at is not None, row.last_error) == (True, Trouble.REFUSED)
        assert (delivery.state, other.state) == (State.REQUESTED, State.SCHEDULED)
        assert list(HandOff.objects.stuck(NOON)) == [row]
        issuer.plant("990019", delivery.reference, answer=Answer.BOOK)
        run(issuer, delivery)
        assert delivery.state == State.REQUESTED
        retry_hand_off(row, by=mihon.supervisor.staff, at=NOON + timedelta(hours=1))
        run(issuer, delivery)
        assert delivery.state == State.SCHEDULED
        retried = [line for line in timeline(delivery) if line.kind is LineKind.RETRY]
        assert [line.by for line in retried] == [mihon.supervisor.staff]
        with pytest.raises(RetryRefused):
            retry_hand_off(row, by=mihon.supervisor.staff, at=NOON)


@pytest.mark.parametrize(
    "poison",
    [
        {"longer_reasons": ["A_REASON_FROM_TOMORROW"]},
        {"accepted_on": date(2020, 1, 6)},
    ],
    ids=["unknown reason", "before the law"],
)
def test_a_row_that_cannot_be_planned_fails_alone(
    mihon: Place, issuer: EmbeddedIssuer, poison: dict[str, object]
) -> None:
    with mihon.scope():
        bad, good = a_delivery(mihon, **poison), a_delivery(mihon)
        run(issuer, bad, good)
        assert (bad.state, good.state) == (State.REQUESTED, State.SCHEDULED)
        assert (bad.hand_off.last_error, len(issuer.bookings())) == (Trouble.NO_PLAN, 1)


@pytest.fixture
def refuse_moves_of(committed: None) -> Iterator[Callable[[Delivery], None]]:
    """Has the database itself refuse every move of one delivery, until the test ends."""

    def refuse(delivery: Delivery) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE delivery_move ADD CONSTRAINT poison CHECK (delivery_id <> {delivery.pk})"
            )

    yield refuse
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE delivery_move DROP CONSTRAINT IF EXISTS poison")


def test_a_practice_that_cannot_be_read_holds_up_no_other(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        broken = Practice.objects.create(
            municipality=mihon.municipality, in_force_from=LONG_AGO, settings={"target_days": "seven"}
        )
        bad, good = a_delivery(mihon, practice=broken), a_delivery(mihon)
        run(issuer, bad, good)
        assert (bad.state, good.state) == (State.REQUESTED, State.SCHEDULED)


def test_a_row_that_the_database_refuses_fails_alone(
    refuse_moves_of: Callable[[Delivery], None], mihon: Place, issuer: EmbeddedIssuer
) -> None:
    with mihon.scope():
        bad, good = a_delivery(mihon), a_delivery(mihon)
    refuse_moves_of(bad)
    with mihon.scope():
        run(issuer, bad, good)
        assert (bad.state, good.state) == (State.REQUESTED, State.SCHEDULED)
        assert HandOff.objects.get(delivery=bad).last_error == Trouble.FAILED
        assert (len(issuer.bookings()), issuer.doubled()) == (2, 0)


def test_after_so_many_attempts_a_row_is_dead(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon, longer_reasons=["A_REASON_FROM_TOMORROW"])
        for number in range(1, ATTEMPTS + 1):
            assert HandOff.objects.get().dead_at is None, number
            run(issuer, delivery)
        assert HandOff.objects.get().dead_at is not None


def test_a_row_that_ends_every_worker_is_dead_in_the_end(mihon: Place, issuer: EmbeddedIssuer) -> None:
    """It was claimed as often as allowed and nobody ever let it go."""
    with mihon.scope():
        delivery = a_delivery(mihon)
        HandOff.objects.update(attempts=ATTEMPTS, leased_until=Now() - timedelta(seconds=1))
        run(issuer, delivery)
        assert (HandOff.objects.get().dead_at is not None, issuer.requests()) == (True, 0)


def test_the_number_of_queries_does_not_follow_the_rows(
    mihon: Place, issuer: EmbeddedIssuer, django_assert_num_queries
) -> None:
    with mihon.scope():
        few, many = [a_delivery(mihon)], [a_delivery(mihon) for _ in range(5)]
        for deliveries in (few, many):
            ids = [delivery.hand_off.pk for delivery in deliveries]
            with django_assert_num_queries(18):
                hand_off(ids, issuer=issuer, at=NOON)
        assert Posting.objects.exclude(booked_at=None).count() == 6
