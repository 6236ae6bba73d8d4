"""A calendar changes: which letters get other days, what is written down of it, and what is left alone."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from delivery import planning
from delivery.hand_off import hand_off
from delivery.issuer.embedded import EmbeddedIssuer
from delivery.models import Delivery, HandOff, Posting, Replan
from delivery.planning import due, home_days_of, plans_for
from delivery.replanning import replan
from delivery.states import Source, State
from delivery.timeline import LineKind, timeline
from desks.calendar_services import add_days
from desks.issuer_days import add_maintenance, set_backlog
from tests.delivery.letters import MONDAY, NOON, a_delivery
from tests.places import Place

TARGET = MONDAY + timedelta(days=7)
CHASE = MONDAY + timedelta(days=14)


def scheduled(place: Place, issuer: EmbeddedIssuer, **facts: object) -> Delivery:
    delivery = a_delivery(place, **facts)
    hand_off([delivery.hand_off.pk], issuer=issuer, at=NOON)
    delivery.refresh_from_db()
    return delivery


def backlog(place: Place, since: date | None = MONDAY, until: date | None = None) -> None:
    set_backlog(municipality=place.municipality, since=since, until=until, today=MONDAY)


def replanned_on(day: date, *deliveries: Delivery) -> int:
    at = datetime.combine(day, time(3, 30), tzinfo=timezone.get_default_timezone())
    changed = replan(at=at)
    for delivery in deliveries:
        delivery.refresh_from_db()
    return changed


def lines(delivery: Delivery, language: str = "en") -> list[str]:
    with override(language):
        return [line.text for line in timeline(delivery) if line.kind is LineKind.REPLAN]


# -- The first plan ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "request_by", "latest_posting_on", "home_from"),
    [
        ({}, date(2026, 6, 10), date(2026, 6, 13), date(2026, 6, 12)),
        # Naha: a day more in the post.
        ({"postcode": "9000001"}, date(2026, 6, 10), date(2026, 6, 12), date(2026, 6, 13)),
        # Collected at the desk, whose way it is then: nobody waits at home.
        ({"postcode": "9000001", "to_desk": True}, date(2026, 6, 10), date(2026, 6, 13), None),
        ({"longer_reasons": ["KEPT_CHARACTER"]}, None, None, None),
    ],
)
def test_the_plan_follows_the_way(
    mihon: Place,
    issuer: EmbeddedIssuer,
    facts: dict[str, object],
    request_by: date | None,
    latest_posting_on: date | None,
    home_from: date | None,
) -> None:
    with mihon.scope():
        delivery = scheduled(mihon, issuer, **facts)
        assert (delivery.request_by, delivery.latest_posting_on) == (request_by, latest_posting_on)
        assert (delivery.home_from, delivery.home_until) == (home_from, home_from and TARGET)


def test_the_days_at_home_narrow_when_it_is_posted(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = scheduled(mihon, issuer, postcode="9000001")
        assert home_days_of(delivery) == (date(2026, 6, 13), TARGET)
        delivery.posted_on = date(2026, 6, 10)
        assert home_days_of(delivery) == (date(2026, 6, 13), date(2026, 6, 14))
        delivery.to_desk = True
        assert home_days_of(delivery) is None
        assert home_days_of(scheduled(mihon, issuer, longer_reasons=["KEPT_CHARACTER"])) is None


# -- Planned anew --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Target day: none (many applications at the issuer); before: Mon 15 Jun 2026"),
        ("ja", "お届けの目安: なし(発行機関の混雑)(変更前: 2026年6月15日(月))"),
    ],
)
def test_a_backlog_takes_the_target_and_says_so(
    mihon: Place, issuer: EmbeddedIssuer, language: str, sentence: str
) -> None:
    with mihon.scope():
        delivery = scheduled(mihon, issuer)
        backlog(mihon)
        assert replanned_on(MONDAY, delivery) == 1
        assert (delivery.target_date, delivery.no_target_reason, delivery.chase_on) == (
            None,
            "BACKLOG",
            CHASE,
        )
        assert (delivery.request_by, delivery.home_from, delivery.home_until) == (None, None, None)
        assert delivery.calendar_version == 2
        assert lines(delivery, language) == [sentence]


def test_what_is_booked_is_not_booked_again_and_the_state_stays(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = scheduled(mihon, issuer)
        before = Posting.objects.values().get(), HandOff.objects.values().get()
        backlog(mihon)
        replanned_on(MONDAY)
        hand_off([delivery.hand_off.pk], issuer=issuer, at=NOON)
        assert (Posting.objects.values().get(), HandOff.objects.values().get()) == before
        assert (issuer.requests(), delivery.moves.count()) == (1, 1)


def test_a_backlog_that_is_over_names_a_target_again(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        backlog(mihon)
        delivery = scheduled(mihon, issuer)
        assert delivery.target_date is None
        backlog(mihon, None)
        assert replanned_on(TARGET, delivery) == 1
        assert (delivery.target_date, delivery.no_target_reason) == (TARGET, "")
        assert lines(delivery) == [
            "Target day: Mon 15 Jun 2026; before: none (many applications at the issuer)"
        ]


def test_maintenance_moves_the_other_days_alone(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = scheduled(mihon, issuer)
        day = date(2026, 6, 9)
        add_maintenance(municipality=mihon.municipality, first=day, last=day, today=MONDAY)
        assert replanned_on(MONDAY, delivery) == 1
        assert (delivery.target_date, delivery.request_by) == (TARGET, date(2026, 6, 10))
        assert lines(delivery) == ["At home from: Sat 13 Jun 2026; before: Fri 12 Jun 2026"]


def test_a_closed_day_moves_what_was_accepted_on_the_day_before_it(
    mihon: Place, issuer: EmbeddedIssuer
) -> None:
    saturday = MONDAY - timedelta(days=2)
    with mihon.scope():
        delivery, other = (
            scheduled(mihon, issuer, accepted_on=day) for day in (saturday, MONDAY + timedelta(1))
        )
        add_days(
            municipality=mihon.municipality,
            first=MONDAY,
            last=MONDAY,
            is_open=False,
            reason="x",
            today=saturday,
        )
        assert replanned_on(saturday, delivery, other) == 1
        assert delivery.target_date == TARGET + timedelta(days=1)
        # Looked at, and nothing to tell.
        assert (other.calendar_version, lines(other)) == (2, [])


# -- What is late stays late ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_after", "is_kept"), [(-1, False), (0, False), (1, True)])
def test_a_target_that_has_passed_stays(
    mihon: Place, issuer: EmbeddedIssuer, days_after: int, is_kept: bool
) -> None:
    today = TARGET + timedelta(days=days_after)
    with mihon.scope():
        delivery = scheduled(mihon, issuer)
        backlog(mihon)
        assert replanned_on(today, delivery) == (not is_kept)
        assert (delivery.target_date == TARGET) == is_kept
        assert Delivery.objects.overdue(today).exists() == is_kept
        assert delivery.calendar_version == 2


@pytest.mark.parametrize(("days_after", "is_named"), [(0, True), (1, False)])
def test_no_plan_makes_a_letter_late(
    mihon: Place, issuer: EmbeddedIssuer, days_after: int, is_named: bool
) -> None:
    today = TARGET + timedelta(days=days_after)
    with mihon.scope():
        backlog(mihon)
        delivery = scheduled(mihon, issuer)
        backlog(mihon, None)
        replanned_on(today, delivery)
        assert (delivery.target_date is not None) == is_named
        assert not Delivery.objects.overdue(today).exists()


def test_what_the_post_has_keeps_its_days(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = scheduled(mihon, issuer)
        delivery.move(State.POSTED, at=NOON, on=MONDAY, source=Source.ISSUER, posted_on=MONDAY)
        backlog(mihon)
        assert replanned_on(MONDAY, delivery) == 0
        assert (delivery.target_date, delivery.calendar_version) == (TARGET, 1)


# -- Twice, together, and for all ----------------------------------------------------------------------------


def test_twice_changes_nothing_more(mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        delivery = scheduled(mihon, issuer)
        backlog(mihon)
        assert (replanned_on(MONDAY), replanned_on(MONDAY)) == (1, 0)
        assert len(lines(delivery)) == 1


@pytest.mark.parametrize("facts", [{"state": State.CANCELLED}, {"calendar_version": 2}])
def test_a_row_that_changed_in_between_is_not_written(
    mihon: Place, issuer: EmbeddedIssuer, facts: dict[str, object]
) -> None:
    with mihon.scope():
        scheduled(mihon, issuer)
        backlog(mihon)
        plans, _ = plans_for(due(Delivery.objects.all()))
        Delivery.objects.update(**facts)
        assert planning.write(plans.values()) == set()
        assert Delivery.objects.get().target_date == TARGET


def test_two_at_once_leave_one_line(committed: None, mihon: Place, issuer: EmbeddedIssuer) -> None:
    with mihon.scope():
        for _ in range(20):
            scheduled(mihon, issuer)
        backlog(mihon)
    together = Barrier(2, timeout=30)

    def run(_: int) -> int:
        try:
            with mihon.scope():
                together.wait()
                return replan(at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == 20
    with mihon.scope():
        assert Replan.objects.count() == 20


def test_a_row_that_somebody_else_has_is_left_for_the_next_time(
    committed: None, mihon: Place, issuer: EmbeddedIssuer
) -> None:
    with mihon.scope():
        held, free = scheduled(mihon, issuer), scheduled(mihon, issuer)
        backlog(mihon)

    def run() -> int:
        try:
            with mihon.scope():
                return replan(at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with mihon.scope():
            Delivery.objects.select_for_update().get(pk=held.pk)
            assert pool.submit(run).result(timeout=30) == 1
        assert pool.submit(run).result(timeout=30) == 1
    with mihon.scope():
        assert list(Replan.objects.values_list("delivery", flat=True)) == [free.pk, held.pk]


def test_the_command_plans_for_every_municipality(
    mihon: Place, renshu: Place, issuer: EmbeddedIssuer, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in (mihon, renshu):
        with place.scope():
            delivery = scheduled(place, issuer, accepted_on=timezone.localdate())
            today = delivery.accepted_on
            set_backlog(municipality=place.municipality, since=today, until=None, today=today)
    call_command("replan")
    changed = 0
    for place in (mihon, renshu):
        with place.scope():
            changed += Replan.objects.count()
    assert f"Letters whose days have changed: {changed}" in capsys.readouterr().out


def test_a_plan_is_the_same_whatever_the_batch(mihon: Place, renshu: Place) -> None:
    """Letters of two municipalities, one with a backlog; alone, together, in any order and in any part."""
    rows = []
    for place, since in ((mihon, None), (renshu, MONDAY)):
        with place.scope():
            backlog(place, since)
            for day in (date(2026, 4, 28), MONDAY, date(2026, 9, 18), date(2026, 12, 22), date(2027, 1, 4)):
                a_delivery(place, accepted_on=day, postcode="9000001" if day.day == 8 else "1000001")
            rows += due(Delivery.objects.all())
    alone = {row.pk: plans_for([row])[0][row.pk] for row in rows}
    assert len({made.days for made in alone.values()}) == 8
    chance = random.Random(5)
    for size in (10, 10, 10, 7, 3):
        batch = chance.sample(rows, size)
        assert plans_for(batch) == ({row.pk: alone[row.pk] for row in batch}, [])
