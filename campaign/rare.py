"""What takes minutes or needs root: only the long form has it."""

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from campaign import disk
from campaign.house import House

LOCKED_SECONDS = 15
AWAY_SECONDS = 60
BROKER_AWAY_SECONDS = 600
FULL_SECONDS = 20
TRY_SECONDS = 90
OFF_SECONDS = 45
DAY = 24 * 60 * 60
CLOCK = Path(__file__).resolve().parent / "clock"


class NotHere(Exception):
    """This machine cannot do it; the sentence says why."""


def ledger_locked(house: House, chance: random.Random) -> None:
    """The issuer does not answer."""
    with closing(sqlite3.connect(house.ledger, timeout=10, isolation_level=None)) as ledger:
        ledger.execute("BEGIN IMMEDIATE")
        time.sleep(LOCKED_SECONDS)
        ledger.execute("ROLLBACK")


def database_away(house: House, chance: random.Random) -> None:
    house.database.stop()
    until = time.monotonic() + AWAY_SECONDS
    expect_not_accepted(house)
    time.sleep(max(0, until - time.monotonic()))


def broker_away(house: House, chance: random.Random) -> None:
    """It stays away while other things go wrong."""
    house.broker.stop()
    house.away_until[house.broker.name] = time.monotonic() + BROKER_AWAY_SECONDS


def disk_full(house: House, chance: random.Random) -> None:
    if not house.small_disk:
        raise NotHere("disk full: needs root and `unshare`, to give the database a small disk of its own")
    folder = house.database.folder
    disk.fill(folder)
    try:
        expect_not_accepted(house, while_waiting=lambda: disk.fill(folder))
        time.sleep(FULL_SECONDS)
    finally:
        disk.free(folder)


def web_a_day_ahead(house: House, chance: random.Random) -> None:
    _off_by(house, "web", DAY)


def worker_a_day_behind(house: House, chance: random.Random) -> None:
    _off_by(house, "worker", -DAY)


def _off_by(house: House, name: str, seconds: int) -> None:
    with house.with_environment(name, {"PYTHONPATH": str(CLOCK), "CAMPAIGN_CLOCK_OFF_BY": str(seconds)}):
        house.wait_for_web()
        time.sleep(OFF_SECONDS)


def expect_not_accepted(house: House, while_waiting: Callable[[], None] = lambda: None) -> None:
    """Waits for a page that tells a clerk to keep the paper form, with 503; notes where none came."""
    before, until = house.told_to_keep_paper(), time.monotonic() + TRY_SECONDS
    while house.told_to_keep_paper() == before:
        if time.monotonic() > until:
            house.untold += 1
            return
        while_waiting()
        time.sleep(0.2)
