"""What was promised to clients, held against what the issuer booked. Knows neither Tokkyu's code nor its tables.

Acknowledged: exactly one booking. Unknown (the answer never came): none or one. Refused: none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto


class Outcome(StrEnum):
    """What a client knows about its application."""

    ACKNOWLEDGED = auto()
    UNKNOWN = auto()
    REFUSED = auto()


@dataclass(frozen=True)
class Attempt:
    """One application of one client, all its tries included. `answers`: the pages it was sent to."""

    key: str
    outcome: Outcome
    answers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stored:
    """One application in the database: the form's key, the page that shows it, the name the issuer knows it by."""

    key: str
    answer: str
    reference: str


@dataclass(frozen=True)
class Verdict:
    """`lost`, `doubled` and `unasked` name the keys or references at fault; all empty is what must hold."""

    acknowledged: int
    unknown: int
    refused: int
    lost: Sequence[str]
    doubled: Sequence[str]
    unasked: Sequence[str]

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.unasked)


def check(attempts: Iterable[Attempt], stored: Iterable[Stored], booked: Iterable[str]) -> Verdict:
    """`booked` holds the issuer's references, one for each line of its ledger."""
    attempts = list(attempts)
    bookings = Counter(booked)
    rows = defaultdict(list)
    for row in stored:
        rows[row.key].append(row)
    lost, doubled, unasked = [], [], []
    for attempt in attempts:
        references = [row.reference for row in rows[attempt.key]]
        if attempt.outcome is Outcome.ACKNOWLEDGED:
            shown = {row.answer for row in rows[attempt.key]}
            if not attempt.answers <= shown or not any(bookings[reference] for reference in references):
                lost.append(attempt.key)
        if attempt.outcome is Outcome.REFUSED:
            unasked += [reference for reference in references if bookings[reference]]
        if len(attempt.answers) > 1 or sum(bookings[reference] for reference in references) > 1:
            doubled.append(attempt.key)
    number = Counter(attempt.outcome for attempt in attempts)
    return Verdict(
        number[Outcome.ACKNOWLEDGED],
        number[Outcome.UNKNOWN],
        number[Outcome.REFUSED],
        lost,
        doubled,
        unasked,
    )
