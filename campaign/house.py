"""Web, relay, worker and stores of a campaign: real, of its own, in a folder of its own."""

import os
import signal
import socket
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

from campaign.history import Stored
from launch import django_commands, processes
from launch.postgres import Postgres
from launch.run import HOST, answers, programs_of
from launch.stores import Stores
from launch.supervisor import Program
from launch.valkey import Valkey

START_SECONDS = 60
NAMES = ("web", "relay", "worker")


class House:
    """`database` and `broker` are servers; `programs` the application's processes by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Not throw-away: what is acknowledged must outlive a crash, so it must be on disk.
        self.stores = Stores(folder, given={})
        self.database, self.broker = self.stores.servers
        assert isinstance(self.database, Postgres)
        assert isinstance(self.broker, Valkey)
        self.port = free_port()
        self.programs: dict[str, Program] = {}

    def start(self) -> None:
        self.stores.start()
        environment = django_commands.environment(self.stores, self.folder, demo=True)
        django_commands.prepare(environment, self.folder)
        made = programs_of(environment, self.port, folder=self.folder)
        self.programs = {program.name: program for program in made if program.name in NAMES}
        for program in self.programs.values():
            program.start()
        self.wait_for_web()

    def stop(self) -> None:
        for program in self.programs.values():
            program.stop()
        self.stores.stop()
        processes.end_leftovers(self.folder)

    def mend(self) -> None:
        """Start again what is down."""
        for server in self.stores.servers:
            if not server.is_running():
                server.start()
        for program in self.programs.values():
            if program.process is None or program.process.poll() is not None:
                program.stop()
                program.start()

    def wait_for_web(self) -> None:
        """Raises TimeoutError after a minute."""
        until = time.monotonic() + START_SECONDS
        while not answers(self.port):
            self.mend()
            if time.monotonic() > until:
                raise TimeoutError(f"No web process answers; its log: {self.programs['web'].log}")
            time.sleep(0.1)

    def send(self, name: str, number: signal.Signals) -> None:
        """A signal to all processes of one program; after a SIGKILL it has ended."""
        process = self.programs[name].process
        assert process is not None
        os.killpg(process.pid, number)
        if number is signal.SIGKILL:
            process.wait()

    def children(self, name: str) -> list[int]:
        """Pids of the processes that one program has started."""
        process = self.programs[name].process
        assert process is not None
        tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def as_superuser(self) -> psycopg.Connection:
        """Sees every row: for counting what is there, never for writing."""
        return psycopg.connect(self.database.url("postgres"), autocommit=True)

    def stored(self) -> list[Stored]:
        """Every application in the database."""
        with self.as_superuser() as connection:
            rows = connection.execute("SELECT idempotency_key, uid, reference FROM intake_application")
            return [Stored(str(key), str(uid), reference) for key, uid, reference in rows]

    def hand_offs(self) -> tuple[int, int]:
        """How many hand-offs wait, and how often the most published one was published."""
        with self.as_superuser() as connection:
            row = connection.execute(
                "SELECT count(*) FILTER (WHERE done_at IS NULL AND dead_at IS NULL), max(publishes)"
                " FROM delivery_handoff"
            ).fetchone()
        assert row is not None
        return row[0], row[1] or 0

    def booked(self) -> Sequence[str]:
        """The references in the issuer's ledger, one for each line."""
        with sqlite3.connect(self.folder / "issuer.sqlite") as ledger:
            return [row[0] for row in ledger.execute("SELECT reference FROM booking WHERE NOT cancelled")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
