"""The table of states, the compare-and-swap and the constraints of the database agree."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from delivery.diagram import page
from delivery.models import Delivery, Move, MoveRefused, move_all
from delivery.models.delivery import UNDOABLE
from delivery.states import CLOSED, OPEN, TRANSITIONS, Source, State
from tests.delivery.letters import MONDAY, NOON, a_delivery, a_scheduled_delivery
from tests.places import Place

PLANNED = {"target_date": date(2026, 6, 15), "chase_on": date(2026, 6, 22)}
FACTS = {
    State.SCHEDULED: PLANNED,
    State.POSTED: {"posted_on": MONDAY},
    State.DELIVERED: {"delivered_on": MONDAY},
    State.RETURNED: {"returned_on": MONDAY},
    State.AT_DESK: {"at_desk_on": MONDAY, "keep_until": date(2026, 12, 8)},
    State.HANDED_OVER: {"handed_over_on": MONDAY},
    State.DISPOSED: {"disposed_on": MONDAY},
}
DATED = sorted(set(FACTS) - {State.SCHEDULED})


def a_delivery_in(place: Place, state: State) -> Delivery:
    delivery = a_delivery(place)
    for step in way_to(state):
        step_to(delivery, step)
    return delivery


def way_to(state: State) -> list[State]:
    """The shortest way from requested."""
    ways = {State.REQUESTED: []}
    for _ in State:
        for before, way in list(ways.items()):
            for after in TRANSITIONS[before]:
                ways.setdefault(after, [*way, after])
    return ways[state]


def step_to(delivery: Delivery, state: State) -> Move:
    return delivery.move(state, at=NOON, on=MONDAY, source=Source.CLERK, **FACTS.get(state, {}))


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_reached_and_is_kept(mihon: Place, state: State) -> None:
    with mihon.scope():
        delivery = a_delivery_in(mihon, state)
        assert Delivery.objects.get(pk=delivery.pk).state == state


@pytest.mark.parametrize("before", sorted(OPEN))
def test_a_move_of_the_table_leaves_a_line(mihon: Place, before: State) -> None:
    with mihon.scope():
        delivery = a_delivery_in(mihon, before)
        for after in TRANSITIONS[before]:
            with transaction.atomic():
                step_to(delivery, after)
                line = delivery.moves.last()
                assert (line.before, line.after, line.on, line.source) == (
                    before,
                    after,
                    MONDAY,
                    Source.CLERK,
                )
                transaction.set_rollback(True)
            delivery.refresh_from_db()


@pytest.mark.parametrize("before", State)
def test_any_other_move_is_refused(mihon: Place, before: State) -> None:
    with mihon.scope():
        delivery = a_delivery_in(mihon, before)
        lines = delivery.moves.count()
        for after in set(State) - TRANSITIONS[before]:
            with pytest.raises(MoveRefused):
                step_to(delivery, after)
        assert (Delivery.objects.get(pk=delivery.pk).state, delivery.moves.count()) == (before, lines)


@pytest.mark.parametrize("state", [State.SCHEDULED, *DATED])
def test_a_state_without_its_day_is_refused_by_the_database(mihon: Place, state: State) -> None:
    with mihon.scope():
        delivery = a_delivery_in(mihon, way_to(state)[-2] if len(way_to(state)) > 1 else State.REQUESTED)
        with pytest.raises(IntegrityError), transaction.atomic():
            delivery.move(state, at=NOON, on=MONDAY, source=Source.CLERK)


@pytest.mark.parametrize(
    "facts",
    [{"target_date": None}, {"no_target_reason": "YEAR_END"}],
    ids=["neither target nor reason", "target and reason"],
)
def test_a_plan_has_a_target_or_a_reason(mihon: Place, facts: dict[str, object]) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.filter(pk=delivery.pk).update(**(PLANNED | facts))


@pytest.mark.parametrize("state", sorted(UNDOABLE))
def test_the_last_move_is_undone_with_a_reason_and_leaves_nothing_behind(mihon: Place, state: State) -> None:
    with mihon.scope():
        before = a_delivery_in(mihon, way_to(state)[-2])
        facts = Delivery.objects.values().get(pk=before.pk)
        wrong = step_to(before, state)
        back = before.undo(wrong, at=NOON, on=MONDAY, by=mihon.supervisor.staff, reason="別の方の郵便でした")
        assert Delivery.objects.values().get(pk=before.pk) == facts
        assert (back.corrects, back.before, back.after, back.cause) == (
            wrong,
            state,
            facts["state"],
            "別の方の郵便でした",
        )
        assert wrong not in before.standing_moves()
        assert back not in before.standing_moves()


def test_only_the_last_move_that_stands_is_undone_and_only_once(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_delivery_in(mihon, State.SCHEDULED)
        booked = delivery.moves.get()
        posted, held = step_to(delivery, State.POSTED), step_to(delivery, State.HELD)
        for move in (booked, posted):
            with pytest.raises(MoveRefused):
                undo(delivery, move, mihon)
        undo(delivery, held, mihon)
        with pytest.raises(MoveRefused):
            undo(delivery, held, mihon)
        undo(delivery, posted, mihon)
        with pytest.raises(MoveRefused):
            # Only the issuer takes a booking back.
            undo(delivery, booked, mihon)
        assert delivery.state == State.SCHEDULED


def undo(delivery: Delivery, move: Move, place: Place) -> None:
    delivery.undo(move, at=NOON, on=MONDAY, by=place.supervisor.staff, reason="間違い")


def test_the_second_of_two_people_is_told(mihon: Place) -> None:
    with mihon.scope():
        first = a_scheduled_delivery(mihon)
        second = Delivery.objects.get(pk=first.pk)
        step_to(first, State.POSTED)
        with pytest.raises(MoveRefused):
            step_to(second, State.RETURNED)
        assert Delivery.objects.get(pk=first.pk).state == State.POSTED


def test_many_move_as_one_does(mihon: Place) -> None:
    with mihon.scope():
        requested, cancelled = a_delivery(mihon), a_delivery_in(mihon, State.CANCELLED)
        Delivery.objects.filter(pk=requested.pk).update(**PLANNED)
        ids = [requested.pk, cancelled.pk]
        moved = move_all(ids, State.REQUESTED, State.SCHEDULED, at=NOON, on=MONDAY, source=Source.TOKKYU)
        assert moved == {requested.pk}
        line = requested.moves.get()
        assert (line.before, line.after, line.at, line.by, line.cause) == (
            "requested",
            "scheduled",
            NOON,
            None,
            "",
        )
        with pytest.raises(MoveRefused):
            move_all(ids, State.REQUESTED, State.DELIVERED, at=NOON, on=MONDAY, source=Source.TOKKYU)


def test_the_diagram_is_the_table_s() -> None:
    published = Path(settings.BASE_DIR, "docs", "states.md").read_text()
    assert page() == published, "manage.py states > docs/states.md"


def test_the_table_knows_every_state_and_closed_ones_end() -> None:
    assert set(TRANSITIONS) == set(State)
    assert {state for state, afters in TRANSITIONS.items() if not afters} == CLOSED
    assert set(State) == OPEN | CLOSED


@pytest.mark.parametrize(("days", "overdue"), [(-1, False), (0, False), (1, True)])
@pytest.mark.parametrize("field", ["target_date", "chase_on"])
def test_overdue_from_the_day_after(mihon: Place, field: str, days: int, overdue: bool) -> None:
    """Past the target day, or past the chase day where none was named."""
    with mihon.scope():
        facts = {} if field == "target_date" else {"longer_reasons": ["YEAR_END"]}
        delivery = a_delivery(mihon, **facts)
        plan = (
            PLANNED
            if field == "target_date"
            else {"no_target_reason": "YEAR_END", "chase_on": date(2026, 6, 22)}
        )
        Delivery.objects.filter(pk=delivery.pk).update(state=State.SCHEDULED, **plan)
        on = plan[field] + timedelta(days=days)
        assert Delivery.objects.overdue(on=on).exists() is overdue
