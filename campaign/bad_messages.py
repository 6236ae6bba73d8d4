"""A row that cannot be handed off, and messages that make no sense: others must not wait for them.

The relay stands still until some letters wait, something bad is put among them, and it goes on: what is measured is
how long the others take from then.
"""

import base64
import json
import random
import signal
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import redis

from campaign.clients import Browser, NoAnswer
from campaign.house import House

CALM_SECONDS = 20
CALM_IS = 1.0
"""Seconds that nobody has waited in a house at work. In one that has not recovered all wait, bad messages or none."""
GATHER_SECONDS = 5
OTHERS = 3
DONE_SECONDS = 30
LAST_TRY = 11
"""One less than the attempts after which a row is a dead letter."""
UNREADABLE = ["A_REASON_FROM_TOMORROW"]
QUEUE = "delivery"


class NotCalm(OSError):
    """Somebody is down, or nothing comes in: what others wait for could not be told."""


def poison_row(house: House, chance: random.Random) -> None:
    """One letter's row becomes one that nobody can plan, as after an update that went wrong."""
    with beside_others(house) as others, house.as_superuser() as connection:
        victim = chance.choice(others)
        query = (
            "SELECT longer_reasons FROM delivery_delivery JOIN delivery_handoff ON delivery_id = delivery_delivery.id"
            " WHERE delivery_delivery.id = %s AND publishes = 0"
        )
        row = connection.execute(query, [victim]).fetchone()
        if row is None:
            raise NotCalm
        house.poisoned[victim] = row[0]
        write_reasons(house, victim, UNREADABLE)
        others.remove(victim)


def corrupt_message(house: House, chance: random.Random) -> None:
    """A body that is none, one of another type, one that we do not read, and texts that are no messages at all."""
    with beside_others(house) as others:
        good = message("delivery.tasks.hand_off", {"ids": others})
        bad = {"body": "!"}, {"body": "MQ=="}, {"content-type": "application/x-python-serialize"}
        publish(house, *(json.dumps(good | part) for part in bad), "{", "[]", '{"properties": {}}')


def old_version(house: House, chance: random.Random) -> None:
    """A task that is no more, and one that was called otherwise."""
    with beside_others(house) as others:
        gone = message("delivery.tasks.of_an_old_version", {"ids": others})
        other_names = message("delivery.tasks.hand_off", {"rows": others})
        publish(house, json.dumps(gone), json.dumps(other_names))


@contextmanager
def beside_others(house: House) -> Iterator[list[int]]:
    """Letters that wait while the block does harm beside them; then how long they waited is noted."""
    wait_until_calm(house)
    house.send("relay", signal.SIGSTOP)
    try:
        others = gather(house)
        yield others
    finally:
        house.send("relay", signal.SIGCONT)
    began = time.monotonic()
    while set(others) & set(house.waiting()) and time.monotonic() < began + DONE_SECONDS:
        house.mend()
        time.sleep(0.1)
    house.delays.append(time.monotonic() - began)


def wait_until_calm(house: House) -> None:
    house.wait_for_web()
    until = time.monotonic() + CALM_SECONDS
    while house.waiting(seconds=CALM_IS):
        if time.monotonic() > until:
            raise NotCalm
        house.mend()
        time.sleep(0.1)


def gather(house: House) -> list[int]:
    until = time.monotonic() + GATHER_SECONDS
    while len(waiting := house.waiting()) < OTHERS:
        if time.monotonic() > until:
            raise NotCalm
        time.sleep(0.1)
    return waiting


def message(task: str, arguments: dict[str, object]) -> dict[str, object]:
    """As Celery writes one for this broker."""
    name = str(uuid.uuid4())
    body = base64.b64encode(json.dumps([[], arguments, {}]).encode()).decode()
    return {
        "body": body,
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": {"lang": "py", "task": task, "id": name, "root_id": name, "retries": 0},
        "properties": {
            "correlation_id": name,
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": QUEUE},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": name,
        },
    }


def publish(house: House, *messages: str) -> None:
    with redis.Redis.from_url(house.broker.url) as client:
        client.lpush(QUEUE, *messages)


def write_reasons(house: House, delivery: int, reasons: list[str]) -> None:
    with house.as_superuser() as connection:
        query = "UPDATE delivery_delivery SET longer_reasons = %s WHERE id = %s"
        connection.execute(query, [reasons, delivery])


# -- What becomes of poisoned rows -----------------------------------------------------------------------------


def make_dead_letters(house: House, seconds: float) -> int:
    """Has the poisoned rows fail for the last time, as after half an hour of tries; how many are dead letters then."""
    ids = list(house.poisoned)
    until = time.monotonic() + seconds
    with house.as_superuser() as connection:
        last = "UPDATE delivery_handoff SET attempts = %s, next_try_at = now() WHERE delivery_id = ANY(%s)"
        connection.execute(f"{last} AND done_at IS NULL AND dead_at IS NULL", [LAST_TRY, ids])
        while (dead := _count(connection, ids, "dead_at IS NOT NULL")) < len(ids):
            if time.monotonic() > until:
                break
            time.sleep(0.1)
    return dead


def retried(house: House, seconds: float) -> tuple[int, int]:
    """Makes the rows whole; a supervisor presses the button twice for each. How many are done, and how many audited."""
    ids = list(house.poisoned)
    until = time.monotonic() + seconds
    with house.as_superuser() as connection, closing(Browser(house.port, "supervisor")) as supervisor:
        for delivery, reasons in house.poisoned.items():
            write_reasons(house, delivery, reasons)
        rows = connection.execute("SELECT uid FROM delivery_delivery WHERE id = ANY(%s)", [ids]).fetchall()
        for (uid,) in rows * 2:
            press(supervisor, f"/deliveries/{uid}/retry/", until)
        while _count(connection, ids, "done_at IS NOT NULL") < len(ids) and time.monotonic() < until:
            time.sleep(0.1)
        audited = connection.execute(
            "SELECT count(DISTINCT subject) FROM desks_auditentry WHERE action = 'review:retry' AND outcome = 'done'"
            " AND subject = ANY(%s)",
            [[uid for (uid,) in rows]],
        ).fetchone()
        return _count(connection, ids, "done_at IS NOT NULL"), audited[0] if audited else 0


def press(supervisor: Browser, path: str, until: float) -> None:
    while time.monotonic() < until:
        try:
            supervisor.post(path, {})
            return
        except NoAnswer:
            time.sleep(0.2)


def _count(connection: psycopg.Connection, ids: list[int], what: str) -> int:
    query = f"SELECT 1 FROM delivery_handoff WHERE delivery_id = ANY(%s) AND {what}"
    return connection.execute(query, [ids]).rowcount
