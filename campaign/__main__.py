"""`python -m campaign --seconds 300`: faults by kind, acknowledged, lost, doubled, drain time."""

import argparse
import sys
import tempfile
from pathlib import Path

from campaign.run import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="campaign", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="kept afterwards; a temporary one otherwise")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="campaign-") as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        report = run(folder, seconds=options.seconds, clients=options.clients, seed=options.seed)
    print(report)
    return 0 if report.verdict.holds and report.drained is not None else 1


if __name__ == "__main__":
    sys.exit(main())
