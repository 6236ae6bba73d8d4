"""The virtual environment and the pinned Python packages in it."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from launch.steps import step
from launch.trouble import Trouble, from_installer

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# Not sys.executable, which may be in the environment that is being made anew.
BASE_PYTHON = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"  # hash of the lock that is installed and of the Python it is for
INSTALLER = ROOT / "launch" / "installer.lock"
PIP_OPTIONS = ("--quiet", "--disable-pip-version-check", "--retries=2", "--require-hashes")
Command = list[str | Path]


def has_venv() -> bool:
    """Whether the virtual environment works and was made here: its programs name their folder."""
    settings = VENV / "pyvenv.cfg"
    return _works(PYTHON) and settings.exists() and str(VENV) in settings.read_text()


def python_packages(*, for_tests: bool) -> None:
    """Make the virtual environment and bring it to the lock, by hash; a second time does nothing.

    Raises Trouble where it is a link: what would be emptied and filled anew may be somebody else's.
    """
    if VENV.is_symlink():
        raise Trouble(
            f"{VENV} is a link to {VENV.readlink()}. Remove the link and start again: a folder of our own is made.",
            f"{VENV} は {VENV.readlink()} へのリンクです。リンクを削除して、もう一度起動してください。"
            "専用のフォルダーを自動で作成します。",
        )
    if not has_venv():
        with step("Virtual environment"):
            _run([BASE_PYTHON, "-m", "venv", "--clear", VENV])
    # What tests need is a superset: once installed, `run` leaves it there.
    dev = for_tests or (VENV / "bin" / "pytest").exists()
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == digest:
        return
    with step("Python packages"):
        _install_lock(lock)
    STAMP.write_text(digest)


def _install_lock(lock: Path) -> None:
    """With uv, ten times faster; with pip where uv fails, because uv does not read pip's settings."""
    pip: Command = [PYTHON, "-m", "pip", "install", *PIP_OPTIONS, "--requirement"]
    uv = VENV / "bin" / "uv"
    try:
        if not _works(uv):
            _run([*pip, INSTALLER])
        _run([uv, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", lock])
    except Trouble:
        _run([*pip, lock])


def _works(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True).returncode == 0
    except OSError:
        return False


def _run(command: Command) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        output = done.stdout + done.stderr
        raise from_installer(output) or Trouble(
            f"{Path(command[0]).name} failed: {_last_line(output)}",
            f"{Path(command[0]).name} が失敗しました。",
        )


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]


def hand_over_to_venv(arguments: Sequence[str]) -> None:
    """Go on in the virtual environment's Python, in place of this one, when this is another."""
    if Path(sys.prefix) != VENV:
        os.execv(PYTHON, [str(PYTHON), "-m", "launch", *arguments])
