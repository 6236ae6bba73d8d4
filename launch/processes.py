"""Processes that do not outlive their run: each in a session of its own, marked, and found again.

Every process carries the mark `TOKKYU_RUN_FOLDER=<folder>` in its environment. After a `kill -9` of the
parent the mark finds what is left, grandchildren too, without pid files that could name somebody else's.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

MARK = "TOKKYU_RUN_FOLDER"
PROC = Path("/proc")
LOG_LIMIT = 10_000_000  # bytes; a larger log becomes <name>.1 at the next start
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def start(
    command: Sequence[str | Path],
    *,
    folder: Path,
    log: Path,
    environment: Mapping[str, str] = os.environ,
    working_folder: Path | None = None,
    ends_with_parent: bool = True,
    end_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `command`, marked with `folder`, its output appended to `log`.

    With `ends_with_parent` the kernel sends `end_signal` to it when this process dies, however it dies.
    """
    parent = os.getpid()

    def before_exec() -> None:
        if ends_with_parent and _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, end_signal)
            if os.getppid() != parent:
                os._exit(1)

    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=working_folder,
            env={**environment, MARK: str(folder)},
            start_new_session=True,
            preexec_fn=before_exec,
        )


def begin_log(log: Path) -> int:
    """Move a log that has grown too large aside; return the byte at which what comes next begins."""
    if not log.exists():
        return 0
    size = log.stat().st_size
    if size <= LOG_LIMIT:
        return size
    log.replace(log.with_name(log.name + ".1"))
    return 0


def tail(log: Path, since: int = 0) -> str:
    """What a log holds from byte `since` on, the last 4,000 bytes of it at most; empty when there is no log."""
    try:
        return log.read_bytes()[since:][-4000:].decode(errors="replace")
    except OSError:
        return ""


def marked(folder: Path) -> list[int]:
    """Pids of the living processes started for `folder`; zombies and this process are not among them."""
    wanted = f"{MARK}={folder}".encode()
    found = []
    for entry in PROC.glob("[0-9]*"):
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return [pid for pid in found if pid != os.getpid()]


def is_alive(pid: int) -> bool:
    """Whether `pid` runs; a process that has ended and is not yet reaped (a zombie) does not."""
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def command_line(pid: int) -> str:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def send(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def wait_gone(pids: Sequence[int], seconds: float) -> list[int]:
    """Wait until `pids` have ended; return those that have not after `seconds`."""
    until = time.monotonic() + seconds
    while (left := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < until:
        time.sleep(0.02)
    return left


def end(
    process: subprocess.Popen[bytes], *, seconds: float, end_signal: signal.Signals = signal.SIGTERM
) -> None:
    """End a process kindly, and its whole session by force when it takes longer than `seconds`."""
    if process.poll() is None:
        process.send_signal(end_signal)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end_leftovers(folder: Path) -> int:
    """End what an earlier run of `folder` left behind; return how many processes that were.

    PostgreSQL is asked to shut down first of all; everything else is built to survive `kill -9`.
    """
    left = marked(folder)
    databases = [pid for pid in left if "postgres" in command_line(pid).partition(" ")[0]]
    send(databases, signal.SIGINT)
    send([pid for pid in left if pid not in databases], signal.SIGKILL)
    send(wait_gone(left, seconds=20), signal.SIGKILL)
    wait_gone(left, seconds=5)
    return len(left)
