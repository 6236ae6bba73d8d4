"""Addresses of the database and of Redis, as the environment writes them."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def database(url: str, threads: int = 0) -> dict[str, Any]:
    """Django's settings for `postgres://user:password@host:port/name` or, on a socket, `postgres://user@/name?host=/folder`.

    `threads` of a web process share a pool of as many connections; 0 is for a process without threads: it keeps one.
    Raises ValueError for any other scheme: another database would drop row-level security without a word.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("A database address starts with postgres://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 0 if threads else None,
        "CONN_HEALTH_CHECKS": True,
        # Django's sessions run in UTC otherwise: 08:00 in Japan would still be yesterday.
        "TIME_ZONE": "Asia/Tokyo",
        "OPTIONS": {"application_name": "tokkyu", **query, **(pool(threads) if threads else {})},
    }


def pool(size: int) -> dict[str, object]:
    """Whoever finds no connection within five seconds is told that nothing was accepted."""
    return {"pool": {"min_size": 1, "max_size": size, "timeout": 5}}


def redis(url: str, number: int) -> str:
    """The same Redis, database `number`, as redis-py writes it."""
    base = url.split("?")[0]
    return (
        f"{base}?db={number}"
        if base.startswith("unix:")
        else f"{base.rstrip('/').removesuffix('/0')}/{number}"
    )


def broker(url: str) -> str:
    """The same Redis, database 0, as Celery writes it."""
    base = url.split("?")[0]
    return (
        f"redis+socket://{base.removeprefix('unix://')}?virtual_host=0"
        if base.startswith("unix:")
        else redis(url, 0)
    )
