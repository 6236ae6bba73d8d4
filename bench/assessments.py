"""The law with its trace against the bare decision, in this process; and the JSON contract against a bare view."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from bench.bare_law import Bare, decide
from bench.load import Request, requests_per_second
from bench.ratios import Result, compare
from bench.self_check import BARE, SECONDS
from eligibility.answer import answer
from eligibility.events import DesignationEvent, Facts
from eligibility.practice import Practice
from tests.eligibility.cases import CALENDAR, PRACTICES, circumstances, edges, facts_from, facts_of

Question = tuple[Facts, dict[str, Any]]
#: Each example of the law, asked so often in a round.
TIMES = 20


def with_its_trace() -> Result:
    """Every example of the law's tables; both sides must agree on each before either is measured."""
    questions = list(_questions())
    for facts, circumstance in questions:
        assert _decided(facts, circumstance) == decide(facts, **circumstance), facts
    return compare(
        f"answer() with its trace, papers and target, {len(questions)} examples of the law",
        partial(_per_second, answer, questions),
        "bare comparisons: verdict, last day, fee, target",
        partial(_per_second, decide, questions),
        unit="answers/s",
        goal=0.1,
    )


def over_http(port: int) -> Iterator[Result]:
    """A lost card as a program asks for it: the whole answer, and the decision with its trace alone."""
    facts = {"event": "LOST", "occurred_on": "2026-06-01", "cause": "OUTSIDE", "police_number": "YES"}
    short = {"sentences": False, "nearest_changes": False}
    for extent, more in (("the whole answer", {}), ("without words and nearest changes", short)):
        body = json.dumps({"on": "2026-06-10", "practice": "suzaka", "facts": facts, **more})
        ours = partial(requests_per_second, port, Request("/api/v1/assessments", body=body), SECONDS)
        bare = partial(requests_per_second, port, Request("/bare/", body=body), SECONDS)
        yield compare(f"JSON assessment, {extent} (POST)", ours, BARE, bare, unit="requests/s", goal=0.5)


def _questions() -> Iterator[Question]:
    for row in edges():
        facts = facts_from(DesignationEvent(row["event"]), date.fromisoformat(row["start_on"]))
        yield facts, _circumstance(date.fromisoformat(row["on"]), PRACTICES[row["practice"]])
    for case in circumstances():
        yield facts_of(case["facts"]), _circumstance(case["on"], Practice(**case.get("practice", {})))


def _circumstance(on: date, practice: Practice) -> dict[str, Any]:
    return {"on": on, "practice": practice, "calendar": CALENDAR}


def _decided(facts: Facts, circumstance: dict[str, Any]) -> Bare:
    """The law's answer as far as the bare decision goes."""
    found = answer(facts, **circumstance)
    window = found.assessment.window
    fee = found.desk_fee or (found.ordinary_route and found.ordinary_route.fee)
    return Bare(
        found.assessment.verdict,
        window and window.last_open_day,
        fee.amount if fee else None,
        found.target.target_date if found.target else None,
    )


def _per_second(decide: Callable[..., object], questions: list[Question]) -> float:
    began = time.perf_counter()
    for _ in range(TIMES):
        for facts, circumstance in questions:
            decide(facts, **circumstance)
    return TIMES * len(questions) / (time.perf_counter() - began)
