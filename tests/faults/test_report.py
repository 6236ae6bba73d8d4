"""A report tells which goal was missed, and a control that loses nothing has failed."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bench.page import sections
from campaign import page
from campaign.goals import FULL
from campaign.history import Verdict
from campaign.report import DeadLetters, Report

VERDICT = Verdict(acknowledged=2000, unknown=3, refused=0, lost=[], doubled=[], unasked=[])
GOOD = Report(
    form=FULL,
    outbox=True,
    seed=0,
    clients=4,
    seconds=300,
    faults=Counter({f"kind {number}": 4 for number in range(10)}),
    verdict=VERDICT,
    tries=2500,
    told_to_keep_paper=7,
    untold=0,
    drained=12.0,
    publishes=5,
    delays=[0.2, 4.9],
    dead_letters=DeadLetters(poisoned=2, dead=2, booked=2, audited=2),
)


def missed(report: Report) -> list[str]:
    return [line.what for line in report.lines() if line.held is False]


def test_a_good_campaign_holds() -> None:
    assert missed(GOOD) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"faults": Counter({f"kind {n}": 3 for n in range(13)})}, "Faults"),
        ({"faults": Counter({f"kind {n}": 10 for n in range(9)})}, "Kinds of fault"),
        ({"verdict": replace(VERDICT, acknowledged=1999)}, "Applications acknowledged"),
        ({"verdict": replace(VERDICT, lost=["key"])}, "Lost"),
        ({"verdict": replace(VERDICT, doubled=["key"])}, "Doubled"),
        ({"verdict": replace(VERDICT, unasked=["REF"])}, "Refused, and booked all the same"),
        ({"untold": 1}, "Database away or disk full, and nobody was told"),
        ({"drained": 60.1}, "Drained in"),
        ({"drained": None}, "Drained in"),
        ({"publishes": 6}, "Publishes of one row"),
        ({"delays": [5.1]}, "Others beside a bad row or message waited"),
        ({"dead_letters": DeadLetters(poisoned=2, dead=2, booked=1, audited=2)}, "... booked after a super"),
    ],
)
def test_each_goal_is_missed_by_name(change: dict[str, object], what: str) -> None:
    (line,) = missed(replace(GOOD, **change))
    assert line.startswith(what)


def test_a_control_must_lose_something() -> None:
    control = replace(GOOD, outbox=False)
    assert missed(control) == ["Control: lost, as it must"]
    assert missed(replace(control, verdict=replace(VERDICT, lost=["key"]))) == []


def test_figures_take_the_place_of_the_older_ones_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = tmp_path / "benchmarks.md"
    figures.write_text(
        "# Figures\n\nMade.\n\n## form (yesterday)\n\nsmall\n\n## campaign (yesterday)\n\nof before\n"
    )
    monkeypatch.setattr(page, "PAGE", figures)
    page.write("campaign", list(replace(GOOD, drained=None).lines()), list(GOOD.notes()))
    page.write("campaign long", list(GOOD.lines()), [])
    found = sections(figures)
    assert list(found) == ["form", "campaign", "campaign long"]
    assert figures.read_text().startswith("# Figures\n\nMade.\n\n## form (yesterday)\n\nsmall\n")
    assert "| Drained in | never | at most 60 s | **not reached** |" in found["campaign"]
    assert "of before" not in found["campaign"]
