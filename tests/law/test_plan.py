"""By when the card should arrive, and by when the issuer must post it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.plan import HomeDays, Plan, home_days, plan, transit_days_to
from delivery.targets import (
    LongerReason,
    Target,
    delivery_target,
    held_until,
    longer_reasons,
    touches_year_end,
)
from eligibility.calendar import Calendar
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
    assert found.home_from is not None
    assert found.home_from <= date(2026, 6, 8)


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


def planned(accepted_on: str, calendar: Calendar = CALENDAR, transit_days: int | None = None) -> Plan:
    on = date.fromisoformat(accepted_on)
    return plan(on, practice=NATIONAL, calendar=calendar, transit_days=transit_days)


@pytest.mark.parametrize(
    ("accepted_on", "request_by", "home_from", "home_until"),
    [
        # Made on the two working days after the request; the letter box is full on Saturday and Sunday too.
        ("2026-06-01", "2026-06-03", "2026-06-05", "2026-06-08"),
        ("2026-06-02", "2026-06-03", "2026-06-06", "2026-06-09"),
        ("2026-06-05", "2026-06-08", "2026-06-11", "2026-06-12"),
        # A Saturday counts as the Monday after.
        ("2026-06-06", "2026-06-10", "2026-06-12", "2026-06-15"),
        # Showa Day lies between: the request is due at once.
        ("2026-04-28", "2026-04-28", "2026-05-03", "2026-05-05"),
        # 6 May 2026 is a substitute holiday: received on the 7th.
        ("2026-05-06", "2026-05-08", "2026-05-13", "2026-05-14"),
        # 22 September 2026 is a holiday because it lies between two: no working day from the 19th to the 23rd.
        ("2026-09-16", "2026-09-16", "2026-09-20", "2026-09-23"),
        ("2026-09-17", "2026-09-17", "2026-09-24", "2026-09-24"),
        ("2026-09-18", "2026-09-18", "2026-09-25", "2026-09-25"),
        ("2026-09-24", "2026-09-25", "2026-09-30", "2026-10-01"),
        # The last week before the year-end, and the first after it.
        ("2026-12-21", "2026-12-23", "2026-12-25", "2026-12-28"),
        ("2027-01-04", "2027-01-06", "2027-01-08", "2027-01-11"),
    ],
)
def test_by_when_the_request_must_be_there_and_when_to_be_at_home(
    accepted_on: str, request_by: str, home_from: str, home_until: str
) -> None:
    found = planned(accepted_on)
    assert (str(found.request_by), str(found.home_from), str(found.home_until)) == (
        request_by,
        home_from,
        home_until,
    )


def test_a_longer_way_leaves_less_time_to_ask() -> None:
    near, far = planned("2026-06-02"), planned("2026-06-02", transit_days=3)
    assert far.target_date == near.target_date == date(2026, 6, 9)
    assert (far.latest_posting_on, far.request_by) == (date(2026, 6, 6), date(2026, 6, 3))
    assert (near.home_from, far.home_from) == (date(2026, 6, 6), date(2026, 6, 7))
    assert planned("2026-06-04", transit_days=3).request_by == date(2026, 6, 4)


def test_where_no_target_is_named_nothing_follows_from_it() -> None:
    found = planned("2026-12-22")
    assert (found.request_by, found.home_from, found.home_until) == (None, None, None)


@pytest.mark.parametrize(
    ("prefecture", "days"),
    [("東京都", 2), ("山口県", 2), ("高知県", 2), ("福岡県", 3), ("北海道", 3), ("沖縄県", 3), ("", 2)],
)
def test_far_prefectures_take_a_day_more(prefecture: str, days: int) -> None:
    assert transit_days_to(prefecture, on=JUNE) == days


def test_once_it_is_posted_the_days_at_home_are_two() -> None:
    posted_on = date(2026, 6, 4)
    assert home_days(posted_on) == HomeDays(date(2026, 6, 6), date(2026, 6, 7))
    assert home_days(posted_on, transit_days=3) == HomeDays(date(2026, 6, 7), date(2026, 6, 8))


def without_making_on(*days: str) -> Calendar:
    return replace(CALENDAR, maintenance_days=frozenset(map(date.fromisoformat, days)))


@pytest.mark.parametrize(
    ("days", "request_by"),
    [
        # Received on Monday 1 June, to be posted by Saturday 6 June; 3 June was the day by which to ask.
        ([], "2026-06-03"),
        (["2026-05-29"], "2026-06-03"),
        (["2026-06-01"], "2026-06-03"),
        (["2026-06-03"], "2026-06-02"),
        (["2026-06-05"], "2026-06-02"),
        (["2026-06-04", "2026-06-05"], "2026-06-01"),
        # A Saturday makes no cards anyway, and after the posting nothing is made.
        (["2026-06-06", "2026-06-08"], "2026-06-03"),
    ],
)
def test_maintenance_of_the_issuer_asks_for_the_request_earlier(days: list[str], request_by: str) -> None:
    found = planned("2026-06-01", without_making_on(*days))
    assert found.target_date == date(2026, 6, 8)
    assert str(found.request_by) == request_by


def test_too_much_maintenance_takes_the_target_away() -> None:
    found = planned("2026-06-01", without_making_on("2026-06-02", "2026-06-03", "2026-06-05"))
    assert (found.target_date, found.longer) == (None, (LongerReason.MAINTENANCE,))
    assert found.chase_on == date(2026, 6, 15)
    # It leaves the next week alone.
    later = planned("2026-06-05", without_making_on("2026-06-02", "2026-06-03", "2026-06-05"))
    assert later.target_date == date(2026, 6, 12)


def test_maintenance_takes_no_target_that_holidays_have_left_without_days_already() -> None:
    """17 September 2026: one working day before the holidays. Without it there is none."""
    assert planned("2026-09-17", without_making_on("2026-09-22")).target_date == date(2026, 9, 24)
    assert planned("2026-09-17", without_making_on("2026-09-18")).longer == (LongerReason.MAINTENANCE,)


def test_a_far_way_has_the_same_target_as_a_near_one() -> None:
    calendar = without_making_on("2026-06-08")
    near, far = planned("2026-06-03", calendar), planned("2026-06-03", calendar, transit_days=3)
    assert near.target_date == far.target_date == date(2026, 6, 10)


@pytest.mark.parametrize(
    ("until", "accepted_on", "is_named"),
    [
        (None, "2026-06-02", True),
        (None, "2026-06-03", False),
        (None, "2027-06-03", False),
        ("2026-06-09", "2026-06-09", False),
        ("2026-06-09", "2026-06-10", True),
        # A Saturday is received on Monday, when it is over or has begun.
        ("2026-06-07", "2026-06-06", True),
        ("2026-06-08", "2026-06-06", False),
    ],
)
def test_a_backlog_names_no_target_from_its_first_to_its_last_day(
    until: str | None, accepted_on: str, is_named: bool
) -> None:
    since = date(2026, 6, 3)
    calendar = replace(
        CALENDAR, backlog_since=since, backlog_until=date.fromisoformat(until) if until else None
    )
    target = delivery_target(date.fromisoformat(accepted_on), practice=NATIONAL, calendar=calendar)
    assert (target.longer == ()) == is_named
    if not is_named:
        assert (target.longer, target.backlog_since) == ((LongerReason.BACKLOG,), since)


@pytest.mark.parametrize(
    ("day", "makes"),
    [
        ("2026-12-28", True),
        ("2026-12-29", False),
        ("2027-01-03", False),
        ("2027-01-04", True),
        ("2026-06-05", True),
        ("2026-06-06", False),
        ("2026-05-06", False),
    ],
)
def test_cards_are_made_on_working_days(day: str, makes: bool) -> None:
    every_day = replace(CALENDAR, extra_open=frozenset({date.fromisoformat(day)}))
    assert every_day.makes_cards(date.fromisoformat(day)) is makes


def test_a_backlog_that_is_not_why_is_not_told() -> None:
    over = replace(CALENDAR, backlog_since=date(2026, 5, 1), backlog_until=date(2026, 5, 8))
    reason = frozenset({LongerReason.KEPT_CHARACTER})
    assert delivery_target(JUNE, practice=NATIONAL, calendar=over, longer=reason).backlog_since is None


def test_a_desk_s_own_days_move_the_day_received_and_no_working_day_of_the_issuer() -> None:
    closed = replace(CALENDAR, closed_days=frozenset({date(2026, 6, 1), date(2026, 6, 4)}))
    assert planned("2026-06-01", closed) == planned("2026-06-02")
    opened = replace(CALENDAR, extra_open=frozenset({date(2026, 5, 30)}))
    found = planned("2026-05-30", opened)
    assert (found.received_on, found.request_by) == (date(2026, 5, 30), date(2026, 6, 2))


days = st.dates(date(2024, 12, 2), date(2028, 12, 31))
calendars = st.builds(
    Calendar,
    holidays=st.just(CALENDAR.holidays),
    closed_days=st.frozensets(days, max_size=5),
    extra_open=st.frozensets(days, max_size=5),
    maintenance_days=st.frozensets(st.dates(date(2026, 5, 1), date(2026, 6, 30)), max_size=40),
    backlog_since=st.none() | days,
    backlog_until=st.none() | days,
)


@given(
    days | st.dates(date(2026, 5, 1), date(2026, 6, 30)),
    calendars,
    st.frozensets(st.sampled_from(LongerReason), max_size=2),
    st.integers(0, 9),
)
def test_a_plan_has_a_target_or_a_reason_and_always_a_day_to_ask(
    accepted_on: date, calendar: Calendar, longer: frozenset[LongerReason], transit_days: int
) -> None:
    found = plan(accepted_on, practice=NATIONAL, calendar=calendar, longer=longer, transit_days=transit_days)
    assert (found.target_date is None) == bool(found.longer)
    assert longer <= set(found.longer)
    assert calendar.is_open(found.received_on)
    assert accepted_on <= found.received_on < found.chase_on
    followed = (found.request_by, found.latest_posting_on, found.home_from, found.home_until)
    if found.target_date is None:
        assert set(followed) == {None}
    else:
        request_by, latest_posting_on, home_from, home_until = filter(None, followed)
        assert found.received_on <= request_by <= latest_posting_on <= found.target_date < found.chase_on
        assert request_by == found.received_on or calendar.makes_cards(request_by)
        assert found.received_on < home_from <= home_until == found.target_date
