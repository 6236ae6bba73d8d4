"""The law's examples: the day before, on and after each edge, and every circumstance."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eligibility.dated import NotInForce
from eligibility.events import ContradictoryFacts, DesignationEvent, Facts, OrdinaryCase, Trigger
from eligibility.practice import NATIONAL, Practice
from eligibility.reasons import Assessment, ReasonCode, Verdict
from eligibility.rules import assess
from tests.eligibility.cases import (
    CALENDAR,
    PRACTICES,
    circumstances,
    edges,
    facts_from,
    facts_of,
)

EDGES = list(edges())
CIRCUMSTANCES = circumstances()


def on_day(facts: Facts, on: str, practice: Practice = NATIONAL) -> Assessment:
    return assess(facts, on=date.fromisoformat(on), practice=practice, calendar=CALENDAR)


@pytest.mark.parametrize("row", EDGES, ids=lambda row: "-".join(list(row.values())[:4]))
def test_edge(row: dict[str, str]) -> None:
    facts = facts_from(DesignationEvent(row["event"]), date.fromisoformat(row["start_on"]))
    found = on_day(facts, row["on"], PRACTICES[row["practice"]])
    window = found.window
    days = (window.legal_end, window.closes_on, window.last_open_day) if window else ("", "", "")
    assert [found.verdict, found.decided_by.code, *map(str, days)] == [
        row[name] for name in ("verdict", "reason", "legal_end", "closes_on", "last_open_day")
    ]


@pytest.mark.parametrize("case", CIRCUMSTANCES, ids=lambda case: case["name"])
def test_circumstance(case: dict[str, Any]) -> None:
    practices = {name: Practice(**case.get(name, {})) for name in ("practice", "desk_practice")}
    if "desk_practice" not in case:
        practices["desk_practice"] = None
    found = assess(facts_of(case["facts"]), on=case["on"], calendar=CALENDAR, **practices)
    wanted = {"desk": case["expect"]["reason"]} | case["expect"]
    assert {
        "verdict": found.verdict,
        "action": found.desk_action,
        "reason": found.decided_by.code,
        "fact": found.decided_by.fact,
        "desk": found.desk_reason.code,
    } == wanted


def test_the_tables_name_every_event_reason_and_source() -> None:
    """Each designation, each other case and each reason of a decision stands in a row, and each row has a source."""
    assert {row["event"] for row in EDGES} == set(DesignationEvent)
    assert {case["facts"]["event"] for case in CIRCUMSTANCES} >= set(OrdinaryCase)
    told = {row["reason"] for row in EDGES}
    told |= {
        case["expect"][key] for case in CIRCUMSTANCES for key in ("reason", "desk") if key in case["expect"]
    }
    how_counted = {
        ReasonCode.START_DAY,
        ReasonCode.COUNTED_FROM_NEXT_DAY,
        ReasonCode.COUNTED_FROM_FIRST_DAY,
        ReasonCode.UNTIL_FIRST_BIRTHDAY,
        ReasonCode.ROLLED_FORWARD,
        ReasonCode.ENDS_ON_CLOSED_DAY,
        ReasonCode.THIRTY_DAYS_AHEAD,
        ReasonCode.THIRTY_DAYS_PAST,
        ReasonCode.FIRST_VISIT_COUNTS,
    }
    what_follows = set(list(ReasonCode)[list(ReasonCode).index(ReasonCode.FEE_FREE) :])
    assert told == set(ReasonCode) - how_counted - what_follows
    assert all(row["source"] for row in EDGES)
    assert all(case["source"] for case in CIRCUMSTANCES)


@pytest.mark.parametrize("event", [*DesignationEvent])
def test_there_are_no_applications_before_the_launch(event: DesignationEvent) -> None:
    with pytest.raises(NotInForce):
        on_day(facts_from(event, date(2024, 11, 30)), "2024-12-01")


def test_a_first_visit_before_the_launch_is_outside_too() -> None:
    facts = facts_from(DesignationEvent.INFANT, date(2024, 6, 1), first_visit_on=date(2024, 12, 1))
    with pytest.raises(NotInForce):
        on_day(facts, "2024-12-02")


def test_a_first_visit_cannot_follow_the_completed_day() -> None:
    facts = facts_from(DesignationEvent.LOST, date(2026, 6, 1), first_visit_on=date(2026, 6, 11))
    with pytest.raises(ContradictoryFacts, match=r"^first_visit_on: after_completion$"):
        on_day(facts, "2026-06-10")


def test_a_visit_before_the_day_that_counts_was_none_to_judge_on() -> None:
    """Without the identity papers the period had not begun: it begins on the day they are there."""
    facts = facts_from(DesignationEvent.PENAL, date(2026, 6, 5), first_visit_on=date(2026, 6, 1))
    found = on_day(facts, "2026-06-10")
    assert found == on_day(replace(facts, first_visit_on=None), "2026-06-10")
    assert found.verdict is Verdict.ELIGIBLE
    assert on_day(facts, "2026-07-07").decided_by.code == "LATE"


def codes(found: Assessment) -> list[str]:
    return [reason.code for reason in found.trace]


def test_the_trace_tells_how_an_ordinary_period_was_counted() -> None:
    found = on_day(facts_from(DesignationEvent.LOST, date(2026, 6, 1)), "2026-06-10")
    assert codes(found) == ["START_DAY", "COUNTED_FROM_NEXT_DAY", "IN_TIME", "OWN_DESK"]
    assert found.trace[1].values == {"days": 30, "start_on": date(2026, 6, 1), "ends_on": date(2026, 7, 1)}
    assert (found.trace[1].source, found.trace[1].fact) == ("civil_code_140", "occurred_on")
    assert found.days_left == 21


def test_the_trace_tells_of_practice_a_rolled_day_and_a_first_visit() -> None:
    facts = facts_from(DesignationEvent.LOST, date(2026, 4, 6), first_visit_on=date(2026, 4, 20))
    found = on_day(facts, "2026-05-07", PRACTICES["first_day"])
    assert codes(found) == [
        "START_DAY",
        "COUNTED_FROM_FIRST_DAY",
        "ROLLED_FORWARD",
        "FIRST_VISIT_COUNTS",
        "IN_TIME",
        "OWN_DESK",
    ]
    assert [reason.source for reason in found.trace[1:3]] == ["practice", "practice"]
    assert found.trace[2].values == {"legal_end": date(2026, 5, 5), "closes_on": date(2026, 5, 7)}
    assert found.window is not None
    assert found.window.rolled
    assert found.days_left == 0


def test_the_trace_tells_of_a_closed_day_that_does_not_roll() -> None:
    found = on_day(facts_from(DesignationEvent.LOST, date(2026, 6, 4)), "2026-07-03", PRACTICES["no_roll"])
    assert codes(found) == ["START_DAY", "COUNTED_FROM_NEXT_DAY", "ENDS_ON_CLOSED_DAY", "IN_TIME", "OWN_DESK"]
    assert found.trace[2].values == {"closes_on": date(2026, 7, 4), "last_open_day": date(2026, 7, 3)}
    assert found.window is not None
    assert not found.window.rolled


@pytest.mark.parametrize(
    ("on", "code"), [("2026-02-14", "THIRTY_DAYS_AHEAD"), ("2026-02-15", "THIRTY_DAYS_PAST")]
)
def test_the_pages_thirty_days_stand_beside_an_infants_year(on: str, code: str) -> None:
    found = on_day(facts_from(DesignationEvent.INFANT, date(2026, 1, 15)), on)
    assert codes(found) == ["UNTIL_FIRST_BIRTHDAY", code, "IN_TIME", "OWN_DESK"]
    assert found.trace[1].values == {"ends_on": date(2026, 2, 14)}
    assert found.trace[0].values == {"ends_on": date(2027, 1, 14), "last_open_day": date(2027, 1, 14)}


def test_a_late_answer_keeps_the_window_it_missed() -> None:
    found = on_day(facts_from(DesignationEvent.LOST, date(2026, 6, 1)), "2026-07-02")
    assert codes(found) == ["START_DAY", "COUNTED_FROM_NEXT_DAY", "LATE"]
    assert found.decided_by.values == {"ended_on": date(2026, 7, 1)}
    assert found.days_left is None


@pytest.mark.parametrize(
    ("event", "trigger", "begins"),
    [
        ("LOST", {}, "LOST"),
        ("FOREIGN", {}, "FOREIGN"),
        ("FOREIGN", {"trigger": Trigger.BECAME_RESIDENT}, "BECAME_RESIDENT"),
        ("NUMBER_CHANGE", {"trigger": Trigger.PUBLIC_NOTICE}, "PUBLIC_NOTICE"),
    ],
)
def test_the_trace_tells_what_the_start_day_is_the_day_of(
    event: str, trigger: dict[str, Trigger], begins: str
) -> None:
    found = on_day(facts_from(DesignationEvent(event), date(2026, 6, 1), **trigger), "2026-06-10")
    assert found.trace[0].values == {"start_day": begins}


def test_no_day_is_left_where_papers_come_after_the_last_open_day() -> None:
    facts = facts_from(DesignationEvent.LOST, date(2026, 6, 4), first_visit_on=date(2026, 7, 1))
    assert on_day(facts, "2026-07-04", PRACTICES["no_roll"]).days_left == 0
