"""How large a campaign is, and what it must reach."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Form:
    """A campaign goes on for `seconds`, then until `faults` and `acknowledged` are reached, `patience` seconds at most.

    Neither faults nor applications run far ahead of the others. `rare` adds the kinds that take minutes or need root.
    `drained` in seconds, `publishes` of one row, `delay` of others beside a bad row or message in seconds, at most.
    """

    name: str
    seconds: float
    patience: float
    faults: int
    kinds: int
    acknowledged: int
    rare: bool = False
    drained: float = 60
    publishes: int = 5
    delay: float = 5


SHORT = Form(name="short", seconds=60, patience=400, faults=10, kinds=5, acknowledged=400)
FULL = Form(name="campaign", seconds=300, patience=900, faults=40, kinds=10, acknowledged=2000)
LONG = Form(
    name="campaign long", seconds=0, patience=3 * 3600, faults=500, kinds=10, acknowledged=30_000, rare=True
)
# Enough to lose letters; how much else it reaches says nothing.
CONTROL = Form(name="campaign control", seconds=120, patience=900, faults=10, kinds=5, acknowledged=400)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report; `held` is None where there is nothing to hold."""

    what: str
    counted: str
    goal: str = ""
    held: bool | None = None

    @property
    def word(self) -> str:
        return "" if self.held is None else "reached" if self.held else "not reached"


def at_least(what: str, number: int, goal: int) -> Line:
    return Line(what, f"{number:,}", f"at least {goal:,}", number >= goal)


def at_most(what: str, number: float | None, goal: float, unit: str = "") -> Line:
    """`number` is None where it never came to an end."""
    counted = "never" if number is None else f"{number:,.1f}{unit}" if unit else f"{number:,.0f}"
    return Line(what, counted, f"at most {goal:g}{unit}", number is not None and number <= goal)


def none(what: str, number: int) -> Line:
    return Line(what, f"{number:,}", "0", number == 0)
