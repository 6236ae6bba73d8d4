"""One campaign from the first application to the verdict."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from campaign.clients import Clerk
from campaign.faults import KINDS, cause
from campaign.history import Verdict, check
from campaign.house import House

PAUSE = (1.0, 3.0)  # seconds between two faults
PATIENCE = 3
LAST_ANSWER_SECONDS = 30.0
DRAIN_SECONDS = 180.0


@dataclass(frozen=True)
class Report:
    """`drained` is None where hand-offs were still waiting after three minutes."""

    seconds: float
    faults: Counter[str]
    verdict: Verdict
    tries: int
    drained: float | None
    publishes: int

    def __str__(self) -> str:
        verdict = self.verdict
        lines = [
            f"Faults in {self.seconds:.0f} s: {self.faults.total()}, of {len(self.faults)} kinds",
            *(f"  {number:>4}  {kind}" for kind, number in self.faults.most_common()),
            f"Applications acknowledged: {verdict.acknowledged}, unknown: {verdict.unknown},"
            f" refused: {verdict.refused}, requests: {self.tries}",
            f"Lost: {len(verdict.lost)}, doubled: {len(verdict.doubled)}, unasked: {len(verdict.unasked)}",
            "Still waiting after three minutes"
            if self.drained is None
            else f"Drained in {self.drained:.1f} s",
            f"Most publishes of one row: {self.publishes}",
        ]
        return "\n".join(lines)


def run(folder: Path, *, seconds: float, at_least: int = 0, clients: int = 3, seed: int = 0) -> Report:
    """Starts a house in `folder`, breaks it for so many seconds and holds what remains against what was promised.

    On a busy machine it goes on, three times as long at most, until `at_least` so many forms had an answer.
    """
    chance = random.Random(seed)
    house = House(folder)
    try:
        house.start()
        stopping = threading.Event()
        clerks = [Clerk(house.port, stopping, seed=chance.randrange(10**6)) for _ in range(clients)]
        for clerk in clerks:
            clerk.start()
        began = time.monotonic()

        def enough() -> bool:
            lasted, answered = time.monotonic() - began, sum(len(clerk.attempts) for clerk in clerks)
            return lasted > seconds and (answered >= at_least or lasted > PATIENCE * seconds)

        faults = break_things(house, chance, enough)
        stopping.set()
        house.wait_for_web()
        return take_stock(house, clerks, faults, began)
    finally:
        house.stop()


def take_stock(house: House, clerks: Sequence[Clerk], faults: Counter[str], began: float) -> Report:
    """Waits for the last answers and for the last hand-off, then compares."""
    ended = time.monotonic()
    for clerk in clerks:
        clerk.give_up_at = ended + LAST_ANSWER_SECONDS
    for clerk in clerks:
        clerk.join()
    drained = drain(house, ended)
    attempts = [attempt for clerk in clerks for attempt in clerk.attempts]
    return Report(
        seconds=ended - began,
        faults=faults,
        verdict=check(attempts, house.stored(), house.booked()),
        tries=sum(clerk.tries for clerk in clerks),
        drained=drained,
        publishes=house.hand_offs()[1],
    )


def break_things(house: House, chance: random.Random, enough: Callable[[], bool]) -> Counter[str]:
    """Every kind in turn, each round in another order, until it is enough.

    Half of them meet a house at work, the others one that has not yet recovered.
    """
    done = Counter[str]()
    waiting: list[str] = []
    while not enough():
        time.sleep(chance.uniform(*PAUSE))
        waiting = waiting or chance.sample(sorted(KINDS), len(KINDS))
        kind = waiting.pop()
        if cause(kind, house, chance):
            done[kind] += 1
        house.mend()
        if chance.random() < 0.5:
            house.wait_for_web()
    return done


def drain(house: House, since: float) -> float | None:
    """Seconds from `since` until no hand-off waits. The house is mended on, as its supervisor would."""
    while house.hand_offs()[0]:
        house.mend()
        if time.monotonic() > since + DRAIN_SECONDS:
            return None
        time.sleep(0.2)
    return time.monotonic() - since
