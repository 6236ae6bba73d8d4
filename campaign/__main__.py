"""Clerks enter applications while processes, stores and the clock fail; then what they were promised is counted."""

import argparse
import dataclasses
import sys
import tempfile
from pathlib import Path

from campaign import disk, page
from campaign.goals import CONTROL, FULL, LONG, Line
from campaign.races import CLERKS, EDITS, RACERS, races
from campaign.run import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="./tokkyu campaign", description=__doc__)
    parser.add_argument(
        "--long", action="store_true", help="500 faults and 30,000 applications; best as root"
    )
    parser.add_argument(
        "--without-outbox", action="store_true", help="the negative control: it must lose letters"
    )
    parser.add_argument(
        "--races", action="store_true", help="double clicks and two clerks on one record instead"
    )
    parser.add_argument("--seconds", type=float, help="how long at least")
    parser.add_argument("--at-most", type=float, metavar="SECONDS", help="end then, whatever was reached")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    parser.add_argument("--folder", type=Path, help="kept afterwards; a temporary one otherwise")
    options = parser.parse_args()
    if options.long:
        disk.go_on_with_own_disks()
    with tempfile.TemporaryDirectory(prefix="campaign-") as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        name, lines, notes = raced(folder) if options.races else broken(folder, options)
    print(page.as_text(lines, notes))
    if options.write:
        page.write(name, lines, notes)
    return 1 if any(line.held is False for line in lines) else 0


Told = tuple[str, list[Line], list[str]]
"""The section's name, its lines, and what else is to be said."""


def raced(folder: Path) -> Told:
    note = f"{RACERS} racers on each key over HTTP; {CLERKS} clerks on one record, {EDITS:,} edits each."
    return "campaign races", list(races(folder)), [note]


def broken(folder: Path, options: argparse.Namespace) -> Told:
    outbox = not options.without_outbox
    form = LONG if options.long else FULL if outbox else CONTROL
    form = dataclasses.replace(
        form, seconds=options.seconds or form.seconds, patience=options.at_most or form.patience
    )
    report = run(folder, form, clients=options.clients, seed=options.seed, outbox=outbox)
    return form.name, list(report.lines()), list(report.notes())


if __name__ == "__main__":
    sys.exit(main())
