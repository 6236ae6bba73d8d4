"""The values the law works on: practice, calendar, dated parameters, and their plain form."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from eligibility.calendar import Calendar, NoOpenDay
from eligibility.dated import NotInForce, Parameters
from eligibility.events import (
    ContradictoryFacts,
    DesignationEvent,
    Facts,
)
from eligibility.plain import NotPlain, from_json, to_json
from eligibility.practice import NATIONAL, PAIRS, IdentityPair, Practice
from tests.eligibility.cases import CALENDAR

JUNE = date(2026, 6, 1)


def test_facts_as_json() -> None:
    assert from_json(Facts, {"event": "LOST", "occurred_on": "2026-06-01"}) == Facts(
        event=DesignationEvent.LOST, occurred_on=JUNE
    )
    plain = to_json(Facts(event=DesignationEvent.LOST, occurred_on=JUNE))
    assert plain["certificates"] == ["SIGNATURE", "USER_AUTHENTICATION"]
    assert plain["occurred_on"] == "2026-06-01"
    assert plain["birth_date"] is None


@pytest.mark.parametrize(
    ("plain", "pointer", "code"),
    [
        ([], "", "not_object"),
        ({}, "/event", "missing"),
        ({"event": "RENEWAL", "name": "x"}, "/name", "unknown_field"),
        ({"event": "lost"}, "/event", "unknown_term"),
        ({"event": 1}, "/event", "not_str"),
        ({"event": "RENEWAL", "is_ward": 1}, "/is_ward", "not_bool"),
        ({"event": "RENEWAL", "is_ward": None}, "/is_ward", "not_bool"),
        ({"event": "RENEWAL", "birth_date": "20260601"}, "/birth_date", "not_day"),
        ({"event": "RENEWAL", "birth_date": "2026-W23-1"}, "/birth_date", "not_day"),
        ({"event": "RENEWAL", "birth_date": "2026-06-31"}, "/birth_date", "not_day"),
        ({"event": "RENEWAL", "birth_date": 20260601}, "/birth_date", "not_day"),
        ({"event": "RENEWAL", "certificates": "SIGNATURE"}, "/certificates", "not_list"),
        ({"event": "RENEWAL", "certificates": ["SIGNATURE", "X"]}, "/certificates/1", "unknown_term"),
    ],
)
def test_json_that_is_no_fact_is_pointed_at(plain: Any, pointer: str, code: str) -> None:
    with pytest.raises(NotPlain) as caught:
        from_json(Facts, plain)
    assert (caught.value.pointer, caught.value.code) == (pointer, code)


def test_a_practice_stores_what_differs() -> None:
    found = from_json(
        Practice, {"first_day_counted": True, "applicant_papers": ["A_B"], "chase_after_days": 21}
    )
    assert found.first_day_counted
    assert found.applicant_papers == {IdentityPair.A_B}
    assert found.roll_forward
    with pytest.raises(NotPlain):
        from_json(Practice, {"chase_after_days": True})


@pytest.mark.parametrize(
    "fields", [{"target_days": 0}, {"chase_after_days": 7}, {"other_desk_extra_days": -1}]
)
def test_a_practice_of_senseless_days_is_refused(fields: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="target_days"):
        Practice(**fields)


def test_the_shortest_days_of_a_practice() -> None:
    shortest = Practice(target_days=1, chase_after_days=2, other_desk_extra_days=0)
    assert (shortest.target_days, shortest.chase_after_days) == (1, 2)


def test_the_national_default() -> None:
    assert (NATIONAL.first_day_counted, NATIONAL.roll_forward) == (False, True)
    assert (NATIONAL.target_days, NATIONAL.chase_after_days) == (7, 14)
    assert NATIONAL.infant_papers == set(PAIRS)
    assert NATIONAL.applicant_papers == NATIONAL.representative_papers == {IdentityPair.A_A, IdentityPair.A_B}


def test_what_holds_where_nothing_was_settled() -> None:
    """Every setting's default, as the fee and paper sections of the sources give it."""
    assert to_json(NATIONAL) == {
        "first_day_counted": False,
        "roll_forward": True,
        "infant_thirty_days_binding": False,
        "other_desk": "CONSULT",
        "other_desk_extra_days": 0,
        "own_fault_damage": "CHARGED",
        "damage_of_unknown_cause": "CLERK_DECIDES",
        "theft_with_police_number": "CLERK_DECIDES",
        "defect": "FREE",
        "disaster": "FREE",
        "returnee_without_old_card": "CLERK_DECIDES",
        "number_change": "FREE",
        "applicant_papers": ["A_A", "A_B"],
        "infant_papers": ["A_A", "A_B", "B_B"],
        "representative_papers": ["A_A", "A_B"],
        "birth_notification_check": "REPRESENTATIVE",
        "police_number_outside_home": True,
        "photo_second_check": False,
        "target_days": 7,
        "chase_after_days": 14,
    }


def test_the_errors_say_which_field_day_and_number() -> None:
    assert str(ContradictoryFacts("cause", "not_of_this_event")) == "cause: not_of_this_event"
    refused = NotInForce("launch_on", JUNE)
    assert (str(refused), refused.name, refused.on) == (
        "launch_on is not in force on 2026-06-01",
        "launch_on",
        JUNE,
    )
    closed = NoOpenDay(JUNE)
    assert (str(closed), closed.day) == ("no open day within 60 days of 2026-06-01", JUNE)


def test_two_months_on_end_are_the_longest_closure() -> None:
    always_closed = frozenset(range(7))
    opens = Calendar(closed_weekdays=always_closed, extra_open=frozenset({JUNE + timedelta(days=59)}))
    assert opens.open_day_on_or_after(JUNE) == JUNE + timedelta(days=59)
    with pytest.raises(NoOpenDay):
        opens.open_day_on_or_after(JUNE - timedelta(days=1))
    assert Calendar().version == 0


def test_open_days() -> None:
    assert CALENDAR.open_day_on_or_after(date(2026, 5, 2)) == date(2026, 5, 7)
    assert CALENDAR.open_day_on_or_before(date(2026, 5, 6)) == date(2026, 5, 1)
    assert CALENDAR.open_day_on_or_after(date(2026, 12, 29)) == date(2027, 1, 4)
    assert CALENDAR.open_day_on_or_before(date(2027, 1, 3)) == date(2026, 12, 28)
    assert CALENDAR.open_day_on_or_after(date(2026, 5, 7)) == date(2026, 5, 7)


def test_the_year_end_closes_six_days_and_no_other() -> None:
    always = Calendar(closed_weekdays=frozenset())
    days = [date(2026, 12, 28) + timedelta(days=n) for n in range(8)]
    assert [always.is_open(day) for day in days] == [True, *[False] * 6, True]


def test_a_municipalitys_own_days_beat_the_national_ones() -> None:
    own = Calendar(
        closed_days=frozenset({date(2026, 6, 23)}),
        extra_open=frozenset({date(2026, 6, 20), date(2026, 12, 30)}),
    )
    assert not own.is_open(date(2026, 6, 23))
    assert own.is_open(date(2026, 6, 20))
    assert own.is_open(date(2026, 12, 30))
    assert not own.is_open(date(2026, 6, 21))
    yearly = Calendar(closed_every_year=frozenset({(8, 6)}))
    assert not yearly.is_open(date(2026, 8, 6))
    assert not yearly.is_open(date(2027, 8, 6))
    assert yearly.is_open(date(2026, 12, 31))


def test_a_calendar_that_never_opens_is_a_mistake() -> None:
    with pytest.raises(NoOpenDay):
        Calendar(closed_weekdays=frozenset(range(7))).open_day_on_or_after(JUNE)


def parameters(folder: Path, text: str) -> Parameters:
    path = folder / "parameters.toml"
    path.write_text(text)
    return Parameters(path)


def test_a_parameter_holds_between_its_dates_and_nowhere_else(tmp_path: Path) -> None:
    law = parameters(
        tmp_path,
        """
        [[days]]
        from = 2025-01-01
        until = 2025-12-31
        value = 30
        source = "old"
        [[days]]
        from = 2026-02-01
        value = 40
        source = "new"
        """,
    )
    assert law.value("days", on=date(2025, 1, 1)) == law.value("days", on=date(2025, 12, 31)) == 30
    assert law.row("days", on=date(2026, 2, 1)).source == "new"
    assert law.sources() == {"old", "new"}
    for outside in (date(2024, 12, 31), date(2026, 1, 1), date(2026, 1, 31)):
        with pytest.raises(NotInForce, match=f"days is not in force on {outside}"):
            law.value("days", on=outside)


@pytest.mark.parametrize(
    "row",
    [
        'from = 2025-01-01\nsource = "x"',
        "from = 2025-01-01\nvalue = 1",
        'value = 1\nsource = "x"',
        'from = 2025-01-01\nvalue = 1\nsource = "x"\nnote = "y"',
        'from = 2025-01-01\nvalue = 1\nsource = "x"\n[[days]]\nfrom = 2026-01-01\nvalue = 2\nsource = "x"',
        'from = 2025-01-01\nuntil = 2026-01-01\nvalue = 1\nsource = "x"\n'
        '[[days]]\nfrom = 2026-01-01\nvalue = 2\nsource = "x"',
    ],
)
def test_a_row_without_day_or_source_or_on_top_of_another_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(ValueError, match=r"days|row"):
        parameters(tmp_path, f"[[days]]\n{row}")


def test_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    law = parameters(
        tmp_path,
        """
        [[days]]
        from = 2026-02-01
        value = 20
        source = "new"
        [[days]]
        from = 2025-01-01
        until = 2026-01-31
        value = 30
        source = "old"
        """,
    )
    assert [law.value("days", on=date(2026, month, 1)) for month in (1, 2)] == [30, 20]


def test_a_refused_row_is_named(tmp_path: Path) -> None:
    row = '[[days]]\nfrom = 2025-01-01\nvalue = 1\nsource = "x"\n'
    with pytest.raises(ValueError, match=r"^days: two rows hold on 2025-01-01$"):
        parameters(tmp_path, row + row)
    with pytest.raises(ValueError, match=r"^days: .*value"):
        parameters(tmp_path, '[[days]]\nfrom = 2025-01-01\nsource = "x"\n')
    with pytest.raises(ValueError, match=r"perhaps until; here \['from', 'note'\]$"):
        parameters(tmp_path, row + "note = 2025-01-01\n")
