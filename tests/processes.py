"""The real processes, started as `./tokkyu run` starts them, on the tests' database."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connections

from launch.run import programs_of, wait_for_answer
from launch.supervisor import Program


@dataclass(frozen=True)
class Site:
    """Where the web process answers."""

    url: str


def environment_of_tests() -> dict[str, str]:
    """The environment for a process that shall see the tests' database."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL")
    return {**os.environ, **{name: database_url(os.environ[name]) for name in names}}


def database_url(url: str) -> str:
    """The same login, in the tests' database."""
    name = connections["default"].settings_dict["NAME"]
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """The web process until the block ends."""
    port = free_port()
    with running(folder, "web", port=port) as programs:
        wait_for_answer(port, programs)
        yield Site(f"http://127.0.0.1:{port}")


@contextmanager
def running(folder: Path, *names: str, port: int = 0) -> Iterator[list[Program]]:
    """Those of web, relay, worker and beat that are named, until the block ends."""
    programs = [
        program
        for program in programs_of(environment_of_tests(), port, folder=folder)
        if program.name in names
    ]
    for program in programs:
        program.start()
    try:
        yield programs
    finally:
        for program in programs:
            program.ask_to_stop()
        for program in programs:
            program.stop()
