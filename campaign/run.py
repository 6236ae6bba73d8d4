"""One campaign from the first application to the verdict."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

from campaign import disk
from campaign.bad_messages import make_dead_letters, retried
from campaign.clients import Clerk
from campaign.faults import RARE, Fault, cause, kinds_of
from campaign.goals import Form
from campaign.history import Attempt, check
from campaign.house import House
from campaign.rare import NotHere
from campaign.report import DeadLetters, Report

PAUSE = (1.0, 3.0)  # seconds between two faults
LAST_ANSWER_SECONDS = 30.0
DRAIN_SECONDS = 180.0
RETRY_SECONDS = 60.0
ROUNDS_BETWEEN_RARE = 4

Halfway = Callable[[House, Sequence[Attempt]], None]
"""Called once, in the middle, with what clients know so far."""


def run(
    folder: Path,
    form: Form,
    *,
    clients: int = 3,
    seed: int = 0,
    outbox: bool = True,
    halfway: Halfway = lambda house, attempts: None,
) -> Report:
    """Starts a house in `folder`, breaks it while clerks work, and compares what remains with what was promised."""
    chance = random.Random(seed)
    house = House(folder, outbox=outbox, small_disk=form.rare and disk.can_be_small())
    try:
        house.start()
        stopping = threading.Event()
        house.clerks = [Clerk(house.port, stopping, seed=chance.randrange(10**6)) for _ in range(clients)]
        for clerk in house.clerks:
            clerk.start()
        campaign = Campaign(house, form, chance, halfway)
        campaign.break_things()
        stopping.set()
        house.away_until.clear()
        house.wait_for_web()
        return campaign.take_stock(seed)
    finally:
        house.stop()


class Campaign:
    """The part of a run in which things break, and the reckoning."""

    def __init__(self, house: House, form: Form, chance: random.Random, halfway: Halfway) -> None:
        self.house, self.form, self.chance, self.halfway = house, form, chance, halfway
        self.began = time.monotonic()
        self.faults = Counter[str]()
        self.skipped: list[str] = []
        self.is_past_half = False

    def break_things(self) -> None:
        """Half of the faults meet a house at work, the others one that has not yet recovered."""
        faults = self._in_turn()
        while not self._is_enough():
            time.sleep(self.chance.uniform(*PAUSE))
            if self._runs_ahead():
                continue
            self._break_one(*next(faults))
            self.house.mend()
            if self.chance.random() < 0.5:
                self.house.wait_for_web()
            if not self.is_past_half and self._lasted() > self.form.seconds / 2:
                self.is_past_half = True
                self.house.wait_for_web()
                self.halfway(self.house, self._attempts())

    def _break_one(self, kind: str, fault: Fault) -> None:
        try:
            self.faults += Counter({kind: cause(fault, self.house, self.chance)})
        except NotHere as why_not:
            self.skipped.append(str(why_not))

    def _in_turn(self) -> Iterator[tuple[str, Fault]]:
        """Every kind in each round, in another order; a rare one, where they are wanted, after some rounds."""
        usual = kinds_of(self.house)
        rare = list(RARE.items()) if self.form.rare else []
        for number in count(1):
            yield from self.chance.sample(sorted(usual.items()), len(usual))
            if rare and number % ROUNDS_BETWEEN_RARE == 0:
                yield rare.pop(0)

    def _is_enough(self) -> bool:
        if self._lasted() > self.form.patience:
            return True
        reached = self.faults.total() >= self.form.faults and self._answered() >= self.form.acknowledged
        return reached and self._lasted() > self.form.seconds

    def _runs_ahead(self) -> bool:
        """Whether there were more faults than applications so far are good for: neither shall wait for the other."""
        wanted = self.form.faults * self._answered() / self.form.acknowledged
        return self.form.seconds < self._lasted() and self.faults.total() > max(wanted, self.form.kinds)

    def _lasted(self) -> float:
        return time.monotonic() - self.began

    def _answered(self) -> int:
        return sum(len(clerk.attempts) for clerk in self.house.clerks)

    def _attempts(self) -> list[Attempt]:
        return [attempt for clerk in self.house.clerks for attempt in list(clerk.attempts)]

    def take_stock(self, seed: int) -> Report:
        """Waits for the last answers and for the last hand-off, then compares."""
        house, ended = self.house, time.monotonic()
        for clerk in house.clerks:
            clerk.give_up_at = ended + LAST_ANSWER_SECONDS
        for clerk in house.clerks:
            clerk.join()
        drained = drain(house, ended) if house.outbox else settle(house)
        dead_letters = try_again(house)
        return Report(
            form=self.form,
            outbox=house.outbox,
            seed=seed,
            clients=len(house.clerks),
            seconds=ended - self.began,
            faults=self.faults,
            verdict=check(self._attempts(), house.stored(), house.booked()),
            tries=sum(clerk.browser.tries for clerk in house.clerks),
            told_to_keep_paper=house.told_to_keep_paper(),
            untold=house.untold,
            drained=drained,
            publishes=house.most_publishes(),
            delays=house.delays,
            dead_letters=dead_letters,
            skipped=self.skipped,
        )


def drain(house: House, since: float) -> float | None:
    """Seconds from `since` until no hand-off waits. The house is mended on, as its supervisor would."""
    while house.waiting():
        house.mend()
        if time.monotonic() > since + DRAIN_SECONDS:
            return None
        time.sleep(0.2)
    return time.monotonic() - since


def settle(house: House) -> None:
    """Without an outbox nothing drains: waits until nothing has moved for some seconds."""
    before, still = -1, 0
    while still < 10:
        waiting = len(house.waiting())
        before, still = waiting, still + 1 if waiting == before else 0
        house.mend()
        time.sleep(0.5)


def try_again(house: House) -> DeadLetters:
    """The way of a poisoned row to its end: dead letter, mended, one press of a supervisor's button, booked."""
    if not house.poisoned:
        return DeadLetters(poisoned=0, dead=0, booked=0, audited=0)
    dead = make_dead_letters(house, RETRY_SECONDS)
    booked, audited = retried(house, RETRY_SECONDS)
    return DeadLetters(poisoned=len(house.poisoned), dead=dead, booked=booked, audited=audited)
