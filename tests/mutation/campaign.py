"""Tries every change of one file, two at a time: first quickly, then what was not noticed on a fresh import."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.mutation.changes import changes, terms_in
from tests.mutation.quickly import noticed_quickly
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
    """The outcome of each change of the file at `path`, by line.

    The tests of `rounds` run in order until one notices; the last round, which takes long, only on a fresh import.
    Raises `NotSound`.
    """
    begin(rounds, None, seconds=seconds)
    if not ended()[1]:
        raise NotSound(f"{path.name} unchanged: the tests fail")
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(path.name)
    name = ".".join(shown.with_suffix("").parts)
    terms = terms_in([file.read_text() for file in path.parent.glob("*.py")])
    tried = dict(enumerate(changes(path.read_text(), str(path), terms)))
    noticed = noticed_quickly(
        name,
        {number: change.code for number, change in tried.items()},
        [test for tests in (rounds[:-1] or rounds) for test in tests],
        seconds=seconds,
        at_once=AT_ONCE,
    )
    left = {number: Changed(name, path, tried[number].code) for number in tried.keys() - noticed}
    noticed |= _noticed(left, rounds, seconds=seconds)
    found = [Outcome(str(shown), *change[:3], noticed=number in noticed) for number, change in tried.items()]
    return sorted(found, key=lambda outcome: outcome.line)


def _noticed(left: dict[int, Changed], rounds: Sequence[Sequence[Path]], *, seconds: int) -> set[int]:
    running: dict[int, int] = {}
    noticed: set[int] = set()

    def collect() -> None:
        child, passed = ended()
        number = running.pop(child)
        if not passed:
            noticed.add(number)

    for number, changed in left.items():
        if len(running) == AT_ONCE:
            collect()
        running[begin(rounds, changed, seconds=seconds)] = number
    while running:
        collect()
    return noticed
