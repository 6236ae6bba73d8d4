"""By when the card should arrive, and by when the issuer must post it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.plan import plan
from delivery.targets import (
    LongerReason,
    Target,
    delivery_target,
    held_until,
    longer_reasons,
    touches_year_end,
)
from eligibility.events import DesignationEvent
from eligibility.practice import NATIONAL, Practice
from tests.eligibility.cases import CALENDAR, facts_from

JUNE = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("accepted_on", "received_on", "target_date", "latest_posting_on"),
    [
        # Monday to Friday of one week; letters are delivered on Saturday and Sunday too.
        ("2026-06-01", "2026-06-01", "2026-06-08", "2026-06-06"),
        ("2026-06-05", "2026-06-05", "2026-06-12", "2026-06-10"),
        # A Saturday and a Sunday count as the Monday after.
        ("2026-06-06", "2026-06-08", "2026-06-15", "2026-06-13"),
        ("2026-06-07", "2026-06-08", "2026-06-15", "2026-06-13"),
        # Over the holidays of May: the target itself may be a holiday, mail comes on every day.
        ("2026-04-28", "2026-04-28", "2026-05-05", "2026-05-03"),
        ("2026-05-02", "2026-05-07", "2026-05-14", "2026-05-12"),
        # The last day whose week does not touch the year-end, and the first after it.
        ("2026-12-21", "2026-12-21", "2026-12-28", "2026-12-26"),
        ("2027-01-04", "2027-01-04", "2027-01-11", "2027-01-09"),
        ("2028-02-24", "2028-02-24", "2028-03-02", "2028-02-29"),
    ],
)
def test_a_week_from_the_completed_day(
    accepted_on: str, received_on: str, target_date: str, latest_posting_on: str
) -> None:
    found = plan(date.fromisoformat(accepted_on), practice=NATIONAL, calendar=CALENDAR)
    assert [str(found.received_on), str(found.target_date), str(found.latest_posting_on)] == [
        received_on,
        target_date,
        latest_posting_on,
    ]
    assert found.longer == ()
    assert found.reason is None
    assert found.chase_on == found.received_on + timedelta(days=14)


@pytest.mark.parametrize(
    ("accepted_on", "chase_on"),
    [
        ("2026-12-22", "2027-01-05"),
        ("2026-12-28", "2027-01-11"),
        ("2025-12-22", "2026-01-05"),
    ],
)
def test_a_week_that_touches_the_year_end_has_no_target(accepted_on: str, chase_on: str) -> None:
    found = plan(date.fromisoformat(accepted_on), practice=NATIONAL, calendar=CALENDAR)
    assert (found.target_date, found.latest_posting_on) == (None, None)
    assert found.longer == (LongerReason.YEAR_END,)
    assert str(found.chase_on) == chase_on


def test_what_arrives_in_the_closure_is_received_after_it() -> None:
    found = plan(date(2026, 12, 30), practice=NATIONAL, calendar=CALENDAR)
    assert (found.received_on, found.target_date) == (date(2027, 1, 4), date(2027, 1, 11))


@pytest.mark.parametrize(
    ("first", "last", "touches"),
    [
        ("2026-12-21", "2026-12-28", False),
        ("2026-12-22", "2026-12-29", True),
        ("2026-12-31", "2027-01-07", True),
        ("2027-01-03", "2027-01-10", True),
        ("2027-01-04", "2027-01-11", False),
        ("2026-12-20", "2027-01-20", True),
    ],
)
def test_the_year_end_is_29_december_to_3_january(first: str, last: str, touches: bool) -> None:
    assert touches_year_end(date.fromisoformat(first), date.fromisoformat(last)) is touches


@pytest.mark.parametrize("reason", [*LongerReason])
def test_each_reason_takes_the_target_away_and_leaves_a_day_to_ask(reason: LongerReason) -> None:
    found = plan(JUNE, practice=NATIONAL, calendar=CALENDAR, longer=frozenset({reason}))
    assert (found.target_date, found.latest_posting_on) == (None, None)
    assert found.longer == (reason,)
    assert found.reason is reason
    assert found.chase_on == date(2026, 6, 15)


def test_several_reasons_stand_in_their_own_order() -> None:
    longer = frozenset({LongerReason.BACKLOG, LongerReason.INQUIRY_LETTER, LongerReason.OTHER_DESK})
    found = plan(JUNE, practice=NATIONAL, calendar=CALENDAR, longer=longer)
    assert found.longer == (LongerReason.OTHER_DESK, LongerReason.INQUIRY_LETTER, LongerReason.BACKLOG)
    assert found.reason is LongerReason.OTHER_DESK


def test_practice_sets_the_target_the_day_to_ask_and_another_desks_extra_days() -> None:
    own = Practice(target_days=10, chase_after_days=21, other_desk_extra_days=5)
    found = plan(JUNE, practice=own, calendar=CALENDAR)
    assert (found.target_date, found.chase_on) == (date(2026, 6, 11), date(2026, 6, 22))
    elsewhere = plan(JUNE, practice=own, calendar=CALENDAR, longer=frozenset({LongerReason.OTHER_DESK}))
    assert elsewhere.chase_on == date(2026, 6, 27)
    kept = plan(JUNE, practice=own, calendar=CALENDAR, longer=frozenset({LongerReason.KEPT_CHARACTER}))
    assert kept.chase_on == date(2026, 6, 22)


@pytest.mark.parametrize(
    ("transit_days", "latest"), [(1, "2026-06-07"), (3, "2026-06-05"), (9, "2026-06-01")]
)
def test_a_longer_way_must_be_posted_earlier_but_never_before_it_is_asked_for(
    transit_days: int, latest: str
) -> None:
    found = plan(JUNE, practice=NATIONAL, calendar=CALENDAR, transit_days=transit_days)
    assert str(found.latest_posting_on) == latest


def test_the_facts_that_make_it_longer() -> None:
    assert longer_reasons(facts_from(DesignationEvent.LOST, JUNE)) == set()
    assert longer_reasons(
        facts_from(
            DesignationEvent.LOST,
            JUNE,
            at_residence_desk=False,
            kept_character=True,
            face_authentication=True,
            inquiry_letter=True,
        )
    ) == {
        LongerReason.OTHER_DESK,
        LongerReason.KEPT_CHARACTER,
        LongerReason.FACE_AUTHENTICATION,
        LongerReason.INQUIRY_LETTER,
    }


def test_a_birth_notification_at_another_desk_keeps_its_target_but_may_take_longer() -> None:
    born = facts_from(DesignationEvent.INFANT, JUNE, at_residence_desk=False, with_birth_notification=True)
    assert longer_reasons(born) == set()
    found = delivery_target(JUNE, practice=NATIONAL, calendar=CALENDAR, may_take_longer=True)
    assert found.target_date == date(2026, 6, 8)
    assert found.may_take_longer
    assert not delivery_target(JUNE, practice=NATIONAL, calendar=CALENDAR).may_take_longer


def test_the_post_holds_a_letter_for_seven_days_from_the_next() -> None:
    """The day of the first attempt is not counted, the last of the seven is."""
    assert held_until(date(2026, 6, 1)) == date(2026, 6, 8)
    assert held_until(date(2026, 12, 28)) == date(2027, 1, 4)


def test_a_target_says_nothing_of_longer_unless_told() -> None:
    assert not Target(JUNE, JUNE, (), JUNE).may_take_longer


@given(
    st.dates(date(2024, 12, 2), date(2028, 12, 31)),
    st.frozensets(st.sampled_from(LongerReason)),
    st.integers(0, 4),
)
def test_a_plan_has_a_target_or_a_reason_and_always_a_day_to_ask(
    accepted_on: date, longer: frozenset[LongerReason], transit_days: int
) -> None:
    found = plan(accepted_on, practice=NATIONAL, calendar=CALENDAR, longer=longer, transit_days=transit_days)
    assert (found.target_date is None) == bool(found.longer)
    assert (found.latest_posting_on is None) == (found.target_date is None)
    assert CALENDAR.is_open(found.received_on)
    assert accepted_on <= found.received_on < found.chase_on
    if found.target_date is not None and found.latest_posting_on is not None:
        assert found.received_on <= found.latest_posting_on <= found.target_date < found.chase_on
