"""What the program needs here: system packages, the virtual environment, pinned Python packages."""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from launch.steps import step
from launch.trouble import Trouble, from_installer

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
Command = list[str | Path]
STAMP = VENV / "installed"  # hash of the lock that is installed and of the Python it is for
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def browser() -> str | None:
    """Path of the Chromium for browser tests: TOKKYU_CHROMIUM, else the first one that is installed."""
    return os.environ.get("TOKKYU_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def can_drive_browser() -> bool:
    """Whether browser tests can run: a Chromium, and the library that Playwright's driver loads."""
    return browser() is not None and _loads("libatomic.so.1")


VENV_PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
# Debian package -> whether what it brings is here.
NEEDED_TO_START: dict[str, Callable[[], bool]] = {
    VENV_PACKAGE: lambda: (
        _works(VENV / "bin" / "python") or importlib.util.find_spec("ensurepip") is not None
    ),
}
NEEDED_FOR_PAPER: dict[str, Callable[[], bool]] = {
    "libpango-1.0-0": lambda: _loads("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": lambda: _loads("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": lambda: _loads("libharfbuzz-subset.so.0"),
}
NEEDED_FOR_BROWSER: dict[str, Callable[[], bool]] = {
    "chromium": lambda: browser() is not None,
    "libatomic1": lambda: _loads("libatomic.so.1"),
}


def system_packages(*, paper: bool, browser: bool) -> None:
    """Install what is lacking as root; as an ordinary user say how, and go on where that is possible."""
    wanted = NEEDED_TO_START | (NEEDED_FOR_PAPER if paper else {}) | (NEEDED_FOR_BROWSER if browser else {})
    lacking = [package for package, is_here in wanted.items() if not is_here()]
    if not lacking:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step(f"System packages ({len(lacking)})"):
            _apt_install(lacking)
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(lacking)}"
    if VENV_PACKAGE in lacking:
        raise Trouble(f"As root, once: {line}", f"root で一度だけ実行してください: {line}")
    print(f"  Only root can install what is missing: {line}")
    print("  Going on without it: papers cannot be printed, browser tests are skipped.")
    print("  不足しているものは root だけがインストールできます。書類の印刷などを除いて続行します。")


def _apt_install(packages: Sequence[str]) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True)
    if done.returncode:
        raise from_installer(done.stdout + done.stderr) or Trouble(
            f"apt-get could not install {' '.join(packages)}: {_last_line(done.stderr)}",
            f"apt-get で {' '.join(packages)} をインストールできませんでした。",
        )


def python_packages(*, for_tests: bool) -> None:
    """Make the virtual environment and bring it to the lock, by hash; a second time does nothing."""
    python = VENV / "bin" / "python"
    if not _works(python):
        with step("Virtual environment"):
            _run([sys.executable, "-m", "venv", "--clear", VENV])
    # What tests need is a superset: once installed, `run` leaves it there.
    dev = for_tests or (VENV / "bin" / "pytest").exists()
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == digest:
        return
    with step("Python packages"):
        _install_lock(python, lock)
    STAMP.write_text(digest)


def _install_lock(python: Path, lock: Path) -> None:
    """With uv, ten times faster; with pip where uv fails, because uv does not read pip's settings."""
    pip: Command = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
    ]
    uv = VENV / "bin" / "uv"
    try:
        if not _works(uv):
            _run([*pip, ROOT / "launch" / "installer.lock"])
        _run([uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", lock])
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
    python = VENV / "bin" / "python"
    if Path(sys.prefix) != VENV:
        os.chdir(ROOT)
        os.execv(python, [str(python), "-m", "launch", *arguments])
