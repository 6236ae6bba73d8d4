"""Every step that an answer tells: the fact it looked at, its source, the rule and the row that decided."""

import csv
from collections.abc import Iterator
from datetime import date

from eligibility.answer import Answer, answer
from eligibility.events import DesignationEvent
from eligibility.practice import NATIONAL, Practice
from eligibility.reasons import ReasonCode
from tests.eligibility.cases import (
    CALENDAR,
    HERE,
    PRACTICES,
    circumstances,
    consequences,
    edges,
    facts_from,
    facts_in,
    facts_of,
    practice_in,
)


def answers() -> Iterator[Answer]:
    """The answer to each row of each table."""
    for row in edges():
        facts = facts_from(DesignationEvent(row["event"]), date.fromisoformat(row["start_on"]))
        on = date.fromisoformat(row["on"])
        yield answer(facts, on=on, practice=PRACTICES[row["practice"]], calendar=CALENDAR)
    for case in circumstances():
        desk = Practice(**case["desk_practice"]) if "desk_practice" in case else None
        practice = Practice(**case.get("practice", {}))
        yield answer(
            facts_of(case["facts"]), on=case["on"], practice=practice, desk_practice=desk, calendar=CALENDAR
        )
    for row in consequences():
        desk = practice_in(row["desk_practice"]) if row["desk_practice"] else None
        practice = practice_in(row["practice"])
        on = date.fromisoformat(row["on"])
        yield answer(facts_in(row["facts"]), on=on, practice=practice, desk_practice=desk, calendar=CALENDAR)


def test_every_step_has_its_fact_source_rule_and_row() -> None:
    """reasons.csv has each once; a step that no case tells, or that stands nowhere in it, fails."""
    told = {
        (*step[:3], step.rule, step.parameter, " ".join(sorted(step.values)))
        for found in answers()
        for step in found.trace
    }
    with (HERE / "reasons.csv").open(newline="") as file:
        wanted = {tuple(row.values()) for row in csv.DictReader(file)}
    assert told == wanted
    assert {row[0] for row in wanted} == set(ReasonCode)


def test_what_a_step_tells_in_figures() -> None:
    """The values that a sentence is filled with."""
    facts = facts_in("event=LOST occurred_on=2026-06-01 cause=AT_HOME at_residence_desk=false")
    desk = practice_in("other_desk=ACCEPT other_desk_extra_days=3")
    found = answer(facts, on=date(2026, 6, 10), practice=NATIONAL, desk_practice=desk, calendar=CALENDAR)
    values = {step.code.value: dict(step.values) for step in found.trace}
    assert values["COUNTED_FROM_NEXT_DAY"] == {
        "days": 30,
        "start_on": date(2026, 6, 1),
        "ends_on": date(2026, 7, 1),
    }
    assert values["IN_TIME"] == {"closes_on": date(2026, 7, 1)}
    assert values["OTHER_DESK_ACCEPTS"] == {"extra_days": 3}
    assert values["FEE_CHARGED"] == {"basis": "LOSS", "amount": 2000}
    assert values["COMES_IN_PERSON_AGE_UNKNOWN"] == {"age": 15}
    assert values["NO_TARGET_NAMED"] == {"longer": "OTHER_DESK"}


def test_a_fee_that_the_clerk_decides_tells_what_it_may_be() -> None:
    facts = facts_in("event=DAMAGE occurred_on=2026-06-01 kept_character=true inquiry_letter=true")
    found = answer(facts, on=date(2026, 6, 10), practice=NATIONAL, calendar=CALENDAR)
    values = {step.code.value: dict(step.values) for step in found.trace}
    assert values["FEE_FOR_DESK_TO_DECIDE"] == {"basis": "CAUSE_UNKNOWN", "amount": 2000}
    assert values["NO_TARGET_NAMED"] == {"longer": "KEPT_CHARACTER INQUIRY_LETTER"}


def test_a_target_and_the_ordinary_route_tell_their_days_and_months() -> None:
    day = date(2026, 6, 10)
    facts = facts_in("event=SPACE_FULL occurred_on=2026-06-01")
    found = answer(facts, on=day, practice=NATIONAL, calendar=CALENDAR)
    assert found.trace[-1].values == {"received_on": day, "target_date": date(2026, 6, 17)}
    late = answer(facts, on=date(2026, 7, 2), practice=NATIONAL, calendar=CALENDAR)
    assert late.trace[-1].values == {"shortest": 1, "longest": 2}
    assert late.assessment.decided_by.values == {"ended_on": date(2026, 7, 1)}
    none = answer(facts_in("event=RENEWAL"), on=day, practice=NATIONAL, calendar=CALENDAR)
    assert none.assessment.decided_by.values == {"case": "RENEWAL"}
