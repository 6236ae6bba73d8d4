"""What goes wrong, one function a kind. Each returns when it has been done; the house is mended afterwards."""

import os
import random
import signal
import time
from collections.abc import Callable

import psycopg
import redis

from campaign import bad_messages, rare
from campaign.house import House
from campaign.rare import NotHere
from launch.trouble import Trouble

Fault = Callable[[House, random.Random], None]
FREEZE_SECONDS = 9.0
"""Longer than a lease: the worker wakes up and believes that its rows are still its own."""


def web_killed(house: House, chance: random.Random) -> None:
    house.send("web", signal.SIGKILL)


def web_worker_killed(house: House, chance: random.Random) -> None:
    os.kill(chance.choice(house.children("web")), signal.SIGKILL)


def worker_killed(house: House, chance: random.Random) -> None:
    house.send("worker", signal.SIGKILL)


def worker_child_killed(house: House, chance: random.Random) -> None:
    os.kill(chance.choice(house.children("worker")), signal.SIGKILL)


def worker_frozen(house: House, chance: random.Random) -> None:
    house.send("worker", signal.SIGSTOP)
    time.sleep(FREEZE_SECONDS)
    house.send("worker", signal.SIGCONT)


def relay_killed(house: House, chance: random.Random) -> None:
    house.send("relay", signal.SIGKILL)


def broker_flushed(house: House, chance: random.Random) -> None:
    with redis.Redis.from_url(house.broker.url) as client:
        client.flushall()


def broker_killed(house: House, chance: random.Random) -> None:
    if not house.broker.is_running():
        raise ProcessLookupError
    assert house.broker.process is not None
    house.broker.process.kill()
    house.broker.process.wait()
    time.sleep(chance.uniform(0.2, 1.5))


def database_restarted(house: House, chance: random.Random) -> None:
    house.database.stop()
    time.sleep(chance.uniform(0, 1))


def database_killed(house: House, chance: random.Random) -> None:
    assert house.database.process is not None
    house.database.process.kill()
    house.database.process.wait()


def connections_cut(house: House, chance: random.Random) -> None:
    with house.as_superuser() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )


KINDS: dict[str, Fault] = {
    "web killed": web_killed,
    "one web process killed": web_worker_killed,
    "worker killed": worker_killed,
    "one worker process killed": worker_child_killed,
    "worker frozen beyond its lease": worker_frozen,
    "Redis flushed": broker_flushed,
    "Redis killed": broker_killed,
    "PostgreSQL restarted": database_restarted,
    "PostgreSQL killed": database_killed,
    "database connections cut": connections_cut,
}
OF_THE_OUTBOX: dict[str, Fault] = {
    "relay killed": relay_killed,
    "poison row": bad_messages.poison_row,
    "corrupt message": bad_messages.corrupt_message,
    "message of an old version": bad_messages.old_version,
}
RARE: dict[str, Fault] = {
    "issuer's ledger locked, 15 s": rare.ledger_locked,
    "PostgreSQL away, 60 s": rare.database_away,
    "disk full": rare.disk_full,
    "web's clock a day ahead": rare.web_a_day_ahead,
    "worker's clock a day behind": rare.worker_a_day_behind,
    "Redis away, 10 min": rare.broker_away,
}


def kinds_of(house: House) -> dict[str, Fault]:
    """Those that come again and again."""
    return KINDS | (OF_THE_OUTBOX if house.outbox else {})


def cause(fault: Fault, house: House, chance: random.Random) -> bool:
    """One fault; False where it met a house that was down already. Raises NotHere where it is never possible."""
    try:
        fault(house, chance)
    except NotHere:
        raise
    except (OSError, IndexError, psycopg.Error, redis.RedisError, Trouble):
        return False
    return True
