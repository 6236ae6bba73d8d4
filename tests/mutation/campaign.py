"""Tries every change of one file, two at a time."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.mutation.changes import Change, changes, terms_in
from tests.mutation.trial import ROOT, Changed, begin, ended

AT_ONCE = 2


class NotSound(RuntimeError):
    """The tests fail on the law as it is: nothing can be learnt from changing it."""


class Outcome(NamedTuple):
    """Whether the tests noticed one change."""

    path: str
    line: int
    was: str
    becomes: str
    noticed: bool

    def __str__(self) -> str:
        was, becomes = (" ".join(code.split())[:100] for code in (self.was, self.becomes))
        return f"{self.path}:{self.line}: {was}  ->  {becomes}"


def try_all(path: Path, rounds: Sequence[Sequence[Path]], *, seconds: int) -> list[Outcome]:
    """The outcome of each change of the file at `path`, by line. `rounds` of tests run until one notices.

    Raises `NotSound`.
    """
    begin(rounds, None, seconds=seconds)
    if not ended()[1]:
        raise NotSound(f"{path.name} unchanged: the tests fail")
    inside = path.is_relative_to(ROOT)
    shown = path.relative_to(ROOT) if inside else Path(path.name)
    name = ".".join(shown.with_suffix("").parts)
    running: dict[int, Change] = {}
    outcomes: list[Outcome] = []

    def collect() -> None:
        child, passed = ended()
        change = running.pop(child)
        outcomes.append(Outcome(str(shown), change.line, change.was, change.becomes, noticed=not passed))

    siblings = [file.read_text() for file in path.parent.glob("*.py")]
    for change in changes(path.read_text(), str(path), terms_in(siblings)):
        if len(running) == AT_ONCE:
            collect()
        running[begin(rounds, Changed(name, path, change.code), seconds=seconds)] = change
    while running:
        collect()
    return sorted(outcomes, key=lambda outcome: outcome.line)
