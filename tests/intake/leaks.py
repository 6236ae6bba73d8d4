"""Looks for a canary wherever a value could be left: pages, logs, exceptions, every table, every key of Valkey."""

import base64
import logging
import re
import traceback
import urllib.parse
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings
from django.db import connection

from config import environment


def disguises(canary: str) -> set[bytes]:
    """The canary as it stands and as the usual encodings would carry it."""
    plain = canary.encode()
    coded = [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return {
        plain,
        *coded,
        plain.hex().encode(),
        zlib.compress(plain),
        canary.encode("utf-16-le"),
        urllib.parse.quote(canary).encode(),
    }


def holds(text: str | bytes, canary: str) -> bool:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return any(disguise in data for disguise in disguises(canary))


def variables(error: BaseException | None) -> Iterator[str]:
    """Every local variable that an error report could print, with the exceptions behind the exception."""
    while error is not None:
        for frame, _line in traceback.walk_tb(error.__traceback__):
            # A test's own frames hold what the test typed.
            if "/tests/" not in frame.f_code.co_filename:
                yield from map(repr, frame.f_locals.values())
        yield repr(error)
        error = error.__cause__ or error.__context__


def tables() -> Iterator[str]:
    """Every row of every table that the application may read, as text; call it inside a scope."""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [name])
            if cursor.fetchone()[0]:
                cursor.execute(f"SELECT t::text FROM {name} t")
                yield from (row[0] for row in cursor.fetchall())


def in_valkey() -> Iterator[bytes]:
    """Every key and value of cache and broker, Celery's messages among them, with what their base64 hides."""
    for number in (0, 1):
        with redis.Redis.from_url(environment.redis(settings.REDIS_URL, number)) as store:
            for key in store.scan_iter():
                yield key
                yield from _inside(store, key)


def _inside(store: redis.Redis, key: bytes) -> Iterator[bytes]:
    match store.type(key):
        case b"string":
            found = [store.get(key) or b""]
        case b"list":
            found = store.lrange(key, 0, -1)
        case b"hash":
            found = [part for pair in store.hgetall(key).items() for part in pair]
        case b"set":
            found = list(store.smembers(key))
        case _:
            found = store.zrange(key, 0, -1)
    for value in found:
        yield value
        yield from _celery_bodies(value)


def _celery_bodies(value: bytes) -> Iterator[bytes]:
    for body in re.findall(rb'"body": "([A-Za-z0-9+/=]+)"', value):
        yield base64.b64decode(body)


@contextmanager
def all_logs() -> Iterator[list[str]]:
    """What any logger writes, down to DEBUG."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(f"{record.getMessage()} {record.__dict__}")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
