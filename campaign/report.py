"""What a campaign came to, line by line with its goals."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from campaign.goals import Form, Line, at_least, at_most, none
from campaign.history import Verdict


@dataclass(frozen=True, kw_only=True)
class DeadLetters:
    """Poisoned rows: how many there were, became dead letters, and were booked after one audited retry."""

    poisoned: int
    dead: int
    booked: int
    audited: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """`drained` is None where hand-offs were still waiting after three minutes; `delays` are in seconds.

    Without `outbox` it is the negative control, and letters must be lost.
    """

    form: Form
    outbox: bool
    seed: int
    clients: int
    seconds: float
    faults: Counter[str]
    verdict: Verdict
    tries: int
    told_to_keep_paper: int
    untold: int
    drained: float | None
    publishes: int
    delays: Sequence[float]
    dead_letters: DeadLetters
    skipped: Sequence[str] = field(default=())

    def lines(self) -> Iterator[Line]:
        form, verdict = self.form, self.verdict
        yield at_least("Faults", self.faults.total(), form.faults)
        yield at_least("Kinds of fault", len(self.faults), form.kinds)
        yield at_least("Applications acknowledged", verdict.acknowledged, form.acknowledged)
        yield Line("Answer never came (unknown)", f"{verdict.unknown:,}")
        yield Line("Refused", f"{verdict.refused:,}")
        yield Line("Requests", f"{self.tries:,}")
        yield Line("Pages that said: not accepted, keep the paper form", f"{self.told_to_keep_paper:,}")
        if not self.outbox:
            lost = len(verdict.lost)
            yield Line("Control: lost, as it must", f"{lost:,}", "more than 0", lost > 0)
            yield none("Doubled", len(verdict.doubled))
            return
        yield none("Database away or disk full, and nobody was told", self.untold)
        yield none("Lost", len(verdict.lost))
        yield none("Doubled", len(verdict.doubled))
        yield none("Refused, and booked all the same", len(verdict.unasked))
        yield at_most("Drained in", self.drained, form.drained, " s")
        yield at_most("Publishes of one row", self.publishes, form.publishes)
        if self.delays:
            yield at_most("Others beside a bad row or message waited", max(self.delays), form.delay, " s")
        if poisoned := self.dead_letters.poisoned:
            yield at_least("Poison rows that became dead letters", self.dead_letters.dead, poisoned)
            yield at_least("... booked after a supervisor's retry", self.dead_letters.booked, poisoned)
            yield at_least("... with the retry in the audit", self.dead_letters.audited, poisoned)

    def notes(self) -> Iterator[str]:
        """What else somebody must know who wants to do it again."""
        kinds = "; ".join(f"{kind} {number}" for kind, number in self.faults.most_common())
        yield f"{self.seconds:,.0f} s, {self.clients} clients, seed {self.seed}. Faults: {kinds}."
        yield from (f"Left out: {sentence}." for sentence in self.skipped)
