"""Django's commands, run from outside with the environment they need."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from launch import processes
from launch.install import PYTHON, ROOT
from launch.stores import Stores
from launch.trouble import Trouble, from_output

COMPILED = ROOT / "var" / "pycache"
KEEPS_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Some machines forbid it: then each of our processes compiles everything anew, three seconds of each start."""


def environment(stores: Stores, folder: Path, *, demo: bool) -> dict[str, str]:
    """The environment for Django on `stores`: secrets and addresses of all three database roles included."""
    ours = {"TOKKYU_VAR": str(folder), "PYTHONUNBUFFERED": "1", processes.MARK: str(folder)}
    defaults = {"PYTHONPYCACHEPREFIX": str(COMPILED)} | ({"TOKKYU_DEMO": "1"} if demo else {})
    return {**defaults, **os.environ, **KEEPS_COMPILED, **ours, **stores.environment}


def manage(environment: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Run a Django command with its output on the screen; return its exit code."""
    return subprocess.run([PYTHON, ROOT / "manage.py", *arguments], env=environment).returncode


def prepare(environment: Mapping[str, str], folder: Path) -> None:
    """Migrations, roles, messages, static files and demo data, a printed line for each. Raises Trouble."""
    log = folder / "log" / "prepare.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as errors:
        done = subprocess.run([PYTHON, ROOT / "manage.py", "prepare"], env=environment, stderr=errors)
    if done.returncode:
        text = processes.tail(log)
        last = (text.strip().splitlines() or [""])[-1]
        raise from_output(text) or Trouble(
            f"The set-up stopped: {last} (all of it: {log})",
            f"準備の途中で止まりました。詳しくは {log} をご覧ください。",
        )
