"""Two things measured in turn, so that a busy machine slows both; the ratio counts, with its spread."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 7


@dataclass(frozen=True)
class Result:
    """What was measured against what: the ratios of the rounds, and the medians behind them."""

    name: str
    limit: str
    unit: str
    goal: float
    ours: float
    theirs: float
    ratios: tuple[float, ...]
    at_most: bool = False

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def reached(self) -> bool:
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal

    def row(self) -> str:
        spread = f"{min(self.ratios):.2f} to {max(self.ratios):.2f}"
        goal = f"at most {self.goal:g}" if self.at_most else f"{self.goal:g}"
        verdict = "reached" if self.reached else "**not reached**"
        return (
            f"| {self.name} | {self.limit} | {self.ours:,.1f} | {self.theirs:,.1f} | {self.unit} "
            f"| {self.ratio:.2f} ({spread}) | {goal} | {verdict} |"
        )


def compare(
    name: str,
    ours: Callable[[], float],
    limit: str,
    theirs: Callable[[], float],
    *,
    unit: str,
    goal: float,
    faster_is_less: bool = False,
    at_most: bool = False,
    rounds: int = ROUNDS,
) -> Result:
    """Measures both in turn, `rounds` times after one to warm up. Where less is faster, the ratio is turned round.

    `at_most`: the ratio may not be more than the goal.
    """
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    ratios = tuple(b / a if faster_is_less else a / b for a, b in pairs)
    ours_, theirs_ = (median(side) for side in zip(*pairs, strict=True))
    return Result(name, limit, unit, goal, ours_, theirs_, ratios, at_most)
