"""Clerks enter applications while processes, stores and the clock fail; then what they were promised is counted."""

import argparse
import dataclasses
import sys
import tempfile
from pathlib import Path

from campaign import disk, page
from campaign.goals import FULL, LONG
from campaign.run import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="./tokkyu campaign", description=__doc__)
    parser.add_argument(
        "--long", action="store_true", help="500 faults and 30,000 applications; best as root"
    )
    parser.add_argument(
        "--without-outbox", action="store_true", help="the negative control: it must lose letters"
    )
    parser.add_argument("--seconds", type=float, help="how long at least, in place of five minutes")
    parser.add_argument("--at-most", type=float, metavar="SECONDS", help="end then, whatever was reached")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    parser.add_argument("--folder", type=Path, help="kept afterwards; a temporary one otherwise")
    options = parser.parse_args()
    form = LONG if options.long else FULL
    if form.rare:
        disk.go_on_with_own_disks()
    form = dataclasses.replace(
        form, seconds=options.seconds or form.seconds, patience=options.at_most or form.patience
    )
    outbox = not options.without_outbox
    with tempfile.TemporaryDirectory(prefix="campaign-") as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        report = run(folder, form, clients=options.clients, seed=options.seed, outbox=outbox)
    lines, notes = list(report.lines()), list(report.notes())
    print(page.as_text(lines, notes))
    if options.write:
        page.write(form.name if outbox else "campaign control", lines, notes)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
