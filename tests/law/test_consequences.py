"""What follows from an answer, one row a case: fee, who comes, papers, photo, passwords, target or another way."""

from datetime import date
from typing import Any

import pytest

from delivery.targets import Target
from eligibility.answer import Answer, answer
from eligibility.events import DesignationEvent, OrdinaryCase, Paper
from eligibility.practice import NATIONAL
from eligibility.reasons import DeskAction
from fees.rules import Fee, OrdinaryRoute
from tests.eligibility.cases import CALENDAR, consequences, facts_in, facts_of, practice_in

ROWS = list(consequences())


def fee_in_words(fee: Fee) -> str:
    parts = [str(fee.amount)]
    if fee.amount is None:
        parts = [f"the clerk: {fee.may_be}"]
    elif fee.may_be is not None:
        parts.append(f"perhaps {fee.may_be}")
    if fee.without_certificates is not None:
        parts.append(f"{fee.without_certificates} without")
    return ", ".join(parts)


def route_in_words(route: OrdinaryRoute) -> str:
    return f"{fee_in_words(route.fee)}, {route.shortest_months}-{route.longest_months} months"


def target_in_words(target: Target) -> str:
    day = f"{target.target_date} or later" if target.may_take_longer else str(target.target_date)
    return f"{day if target.target_date else ' '.join(target.longer)}, ask on {target.chase_on}"


def basis_of(found: Answer) -> str:
    """Why it costs that, and where that stands; the resident and the desk read the same."""
    if found.fee and found.desk_fee:
        assert found.fee[1:3] == found.desk_fee[1:3]
    fee = found.fee or (found.ordinary_route.fee if found.ordinary_route else None)
    return f"{fee.basis} {fee.source}" if fee else ""


def in_words(found: Answer) -> dict[str, str]:
    """The answer as a row of the table tells it."""
    papers = found.documents
    return {
        "verdict": found.assessment.verdict,
        "action": found.assessment.desk_action,
        "fee": fee_in_words(found.fee) if found.fee else "",
        "desk_fee": fee_in_words(found.desk_fee) if found.desk_fee else "",
        "basis": basis_of(found),
        "who": " ".join(found.attendance.who) if found.attendance else "",
        "applicant": " ".join(sorted(papers.applicant_papers)) if papers else "",
        "representative": " ".join(sorted(papers.representative_papers)) if papers else "",
        "bring": " ".join(papers.bring) if papers else "",
        "photo": ("yes" if papers.photo else "no") if papers else "",
        "passwords": " ".join(papers.passwords) if papers else "",
        "ordinary": route_in_words(found.ordinary_route) if found.ordinary_route else "",
        "procedure": found.procedure or "",
        "missing": " ".join(sorted(found.missing)),
        "target": target_in_words(found.target) if found.target else "",
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_what_follows(row: dict[str, str]) -> None:
    found = answer(
        facts_in(row["facts"]),
        on=date.fromisoformat(row["on"]),
        practice=practice_in(row["practice"]),
        desk_practice=practice_in(row["desk_practice"]) if row["desk_practice"] else None,
        calendar=CALENDAR,
    )
    told = in_words(found)
    assert told == {name: row[name] for name in told}


def test_the_table_has_every_event_paper_and_action_and_each_row_a_source() -> None:
    assert {facts_in(row["facts"]).event for row in ROWS} == {*DesignationEvent, *OrdinaryCase}
    assert {row["action"] for row in ROWS} == set(DeskAction)
    assert {paper for row in ROWS for paper in row["bring"].split()} == set(Paper)
    assert len({row["name"] for row in ROWS}) == len(ROWS)
    assert all(row["source"] for row in ROWS)


@pytest.mark.parametrize(
    ("day", "missing"),
    [
        ({"day_answer": "NOT_YET"}, set()),
        ({"day_answer": "UNKNOWN"}, {Paper.POLICE_NUMBER}),
        ({"occurred_on": date(2026, 6, 1)}, {Paper.POLICE_NUMBER}),
        ({"occurred_on": date(2026, 4, 1)}, set()),
    ],
)
def test_nothing_is_waited_for_where_nobody_can_apply(day: dict[str, Any], missing: set[Paper]) -> None:
    facts = facts_of({"event": "LOST", "cause": "OUTSIDE", "police_number": "NO"} | day)
    found = answer(facts, on=date(2026, 6, 10), practice=NATIONAL, calendar=CALENDAR)
    assert found.missing == missing
