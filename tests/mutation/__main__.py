"""Change the law in every small way, one at a time, and count how many changes its tests notice."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.campaign import Outcome, try_all
from tests.mutation.trial import ROOT

#: Each file of the law, with the tests that know it best: they come first.
LAW = {
    "eligibility/events.py": "facts",
    "eligibility/dated.py": "values",
    "eligibility/calendar.py": "values",
    "eligibility/practice.py": "values",
    "eligibility/rules.py": "cases",
    "eligibility/documents.py": "documents",
    "eligibility/consequences.py": "consequences",
    "eligibility/answer.py": "consequences",
    "eligibility/reasons.py": "cases",
    "eligibility/nearest.py": "nearest",
    "eligibility/parsing.py": "parsing",
    "eligibility/plain.py": "values",
    "eligibility/slip/code.py": "slip_code",
    "fees/rules.py": "fees",
    "delivery/targets.py": "plan",
    "delivery/plan.py": "plan",
}
TESTS = {
    path.stem.removeprefix("test_"): path
    for path in (
        *(ROOT / "tests" / "law").glob("test_*.py"),
        ROOT / "tests" / "eligibility" / "test_slip_code.py",
    )
}
#: The sweep takes long and is about the window alone; its edges stand in the table as well.
LAST = "properties"
LEFT_OUT = {"sweep", "holidays"}
#: A change that makes the tests endless counts as noticed.
SECONDS = 120
ENOUGH = 0.9


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./tokkyu mutate", description=__doc__)
    parser.add_argument("--only", metavar="FILE", action="append", choices=LAW, help="may be repeated")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    outcomes: list[Outcome] = []
    for name in options.only or LAW:
        found = try_all(ROOT / name, rounds(LAW[name]), seconds=SECONDS)
        print(
            line(name, found),
            *(f"    {outcome}" for outcome in found if not outcome.noticed),
            sep="\n",
            flush=True,
        )
        outcomes += found
    print(f"{line('all', outcomes)} in {(time.monotonic() - began) / 60:.0f} minutes")
    return 0 if noticed(outcomes) >= ENOUGH * len(outcomes) else 1


def rounds(best: str) -> list[list[Path]]:
    """The tests in three rounds: those that know the file best, all others, what takes long."""
    others = [TESTS[name] for name in sorted(TESTS.keys() - LEFT_OUT - {best, LAST})]
    return [[TESTS[best]], others, *([] if best == LAST else [[TESTS[LAST]]])]


def noticed(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.noticed for outcome in outcomes)


def line(name: str, outcomes: Sequence[Outcome]) -> str:
    share = noticed(outcomes) / max(1, len(outcomes))
    return f"{name}: {noticed(outcomes)} of {len(outcomes)} changes noticed ({share:.1%})"


if __name__ == "__main__":
    sys.exit(main())
