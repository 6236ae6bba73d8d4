"""Web, relay, worker and stores of a campaign: real, of its own, in a folder of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from campaign import disk
from campaign.clients import Clerk
from campaign.history import Stored
from launch import django_commands, processes
from launch.install import PYTHON, ROOT
from launch.postgres import Postgres
from launch.run import HOST, answers, programs_of
from launch.stores import Stores
from launch.supervisor import Program
from launch.valkey import Valkey

START_SECONDS = 300
NAMES = ("web", "relay", "worker")
CONTROL = {"DJANGO_SETTINGS_MODULE": "campaign.control.settings"}
WAITING = "done_at IS NULL AND dead_at IS NULL AND delivery_id <> ALL(%s)"


class House:
    """`database` and `broker` are servers; `programs` the application's processes by name.

    `poisoned` are deliveries that cannot be handed off, with what would make them whole; `delays` says how long others
    waited beside something bad, in seconds; `untold` counts the times when nobody was told that nothing was accepted.
    Without `outbox` the web publishes and there is no relay.
    """

    def __init__(
        self, folder: Path, *, outbox: bool = True, small_disk: bool = False, ledger: Path | None = None
    ) -> None:
        self.folder, self.outbox, self.small_disk = folder, outbox, small_disk
        self.ledger = ledger or folder / "issuer.sqlite"
        if small_disk:
            disk.make_small(folder / "postgres")
        # Not throw-away: what is acknowledged must outlive a crash, so it must be on disk.
        self.stores = Stores(folder, given={})
        self.database, self.broker = self.stores.servers
        assert isinstance(self.database, Postgres)
        assert isinstance(self.broker, Valkey)
        self.port = free_port()
        self.programs: dict[str, Program] = {}
        self.poisoned: dict[int, list[str]] = {}
        self.delays: list[float] = []
        self.away_until: dict[str, float] = {}
        self.untold = 0
        self.clerks: list[Clerk] = []

    def start(self, *names: str) -> None:
        """Starts the stores and these programs, all three where none is named."""
        self.stores.start()
        django_commands.prepare(self.environment, self.folder)
        self.start_programs(*(names or NAMES if self.outbox else ("web", "worker")))
        self.wait_for_web()

    @property
    def environment(self) -> dict[str, str]:
        usual = django_commands.environment(self.stores, self.folder, demo=True)
        return usual | {"TOKKYU_ISSUER_LEDGER": str(self.ledger)} | ({} if self.outbox else CONTROL)

    def manage(self, *arguments: str) -> str:
        """What a Django command of this house prints. Raises CalledProcessError."""
        command = [PYTHON, ROOT / "manage.py", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout

    def start_programs(self, *names: str) -> None:
        made = programs_of(self.environment, self.port, folder=self.folder)
        self.programs = {program.name: program for program in made if program.name in names}
        for program in self.programs.values():
            program.start()

    def stop(self) -> None:
        for program in self.programs.values():
            program.stop()
        self.stores.stop()
        processes.end_leftovers(self.folder)
        if self.small_disk:
            disk.take_away(self.database.folder)

    def mend(self) -> None:
        """Start again what is down, but not what shall be away for a while."""
        for server in self.stores.servers:
            if not server.is_running() and time.monotonic() > self.away_until.get(server.name, 0):
                server.start()
        for program in self.programs.values():
            if program.process is None or program.process.poll() is not None:
                program.stop()
                program.start()

    def wait_for_web(self) -> None:
        """Raises TimeoutError after five minutes: a busy machine takes one to start."""
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

    @contextmanager
    def with_environment(self, name: str, more: Mapping[str, str]) -> Iterator[None]:
        """One program with something else in its environment, until the block ends."""
        program = self.programs[name]
        usual = program.environment
        try:
            program.environment = {**usual, **more}
            program.stop()
            program.start()
            yield
        finally:
            program.environment = usual
            program.stop()
            program.start()

    def as_superuser(self) -> psycopg.Connection:
        """Sees every row, for counting what is there; writes only to break something."""
        return psycopg.connect(self.database.url("postgres"), autocommit=True)

    def stored(self) -> list[Stored]:
        """Every application in the database."""
        with self.as_superuser() as connection:
            rows = connection.execute("SELECT idempotency_key, uid, reference FROM intake_application")
            return [Stored(str(key), str(uid), reference) for key, uid, reference in rows]

    def waiting(self, *, seconds: float = 0) -> list[int]:
        """Deliveries that wait for their hand-off, or have for so long; those that were poisoned are not counted."""
        # A web whose clock is ahead writes rows of tomorrow: they wait too.
        so_long = "(%s = 0 OR created_at <= clock_timestamp() - %s * interval '1 second')"
        query = f"SELECT delivery_id FROM delivery_handoff WHERE {WAITING} AND {so_long}"
        with self.as_superuser() as connection:
            return [row[0] for row in connection.execute(query, [list(self.poisoned), seconds, seconds])]

    def most_publishes(self) -> int:
        """How often the most published of the others was published."""
        with self.as_superuser() as connection:
            query = "SELECT max(publishes) FROM delivery_handoff WHERE delivery_id <> ALL(%s)"
            row = connection.execute(query, [list(self.poisoned)]).fetchone()
        return (row and row[0]) or 0

    def told_to_keep_paper(self) -> int:
        """How many pages told a clerk that nothing was accepted."""
        return sum(clerk.told_to_keep_paper for clerk in self.clerks)

    def booked(self) -> Sequence[str]:
        """The references in the issuer's ledger, one for each line."""
        with closing(sqlite3.connect(self.ledger)) as ledger:
            return [row[0] for row in ledger.execute("SELECT reference FROM booking WHERE NOT cancelled")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
