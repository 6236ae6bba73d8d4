"""What a report looks like: as text, and as a section of docs/benchmarks.md."""

import datetime
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.page import write_section
from campaign.goals import Line

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
COLUMNS = "| what | counted | goal | |\n|---|---:|---|---|\n"


def as_text(lines: Iterable[Line], notes: Iterable[str]) -> str:
    rows = [f"{it.what:<54}{it.counted:>10}  {it.goal:<18}{it.word}".rstrip() for it in lines]
    return "\n".join([*rows, *notes])


def write(name: str, lines: Iterable[Line], notes: Sequence[str]) -> None:
    """Puts the section `name` in the place of the one there was."""
    day = datetime.datetime.now(datetime.UTC).astimezone().date()
    made = f"{day}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}, Python {platform.python_version()}"
    rows = "\n".join(f"| {it.what} | {it.counted} | {it.goal} | {_stressed(it)} |" for it in lines)
    write_section(PAGE, name, "\n\n".join([f"## {name} ({made})", COLUMNS + rows, *notes]) + "\n")


def _stressed(line: Line) -> str:
    return f"**{line.word}**" if line.held is False else line.word
