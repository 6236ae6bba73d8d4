"""What only the operating system can bring: Debian packages for Python, paper and browser tests."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from launch.steps import step
from launch.trouble import Trouble, from_installer

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
VENV_PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
OPTIONS = ("-y", "--no-install-recommends")
Packages = dict[str, Callable[[], bool]]  # Debian package -> whether what it brings is here


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


FOR_PYTHON: Packages = {VENV_PACKAGE: lambda: importlib.util.find_spec("ensurepip") is not None}
FOR_PAPER: Packages = {
    "libpango-1.0-0": lambda: _loads("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": lambda: _loads("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": lambda: _loads("libharfbuzz-subset.so.0"),
}
FOR_BROWSER: Packages = {
    "chromium": lambda: browser() is not None,
    "libatomic1": lambda: _loads("libatomic.so.1"),
}


def lacking(group: Packages) -> list[str]:
    return [package for package, is_here in group.items() if not is_here()]


def require(*groups: Packages) -> None:
    """Install what is lacking as root; as an ordinary user say how, in one line.

    Goes on without it where that is possible. Raises Trouble where it is not: when Python itself lacks something.
    """
    missing = [lacking(group) for group in groups]
    said = ""
    if any(missing) and os.geteuid() == 0 and shutil.which("apt-get"):
        with step("System packages"):
            _apt_get("update")
            results = [_apt_get("install", *packages) if packages else "" for packages in missing]
        missing = [packages if result else [] for packages, result in zip(missing, results, strict=True)]
        said = "".join(results)
    if not any(missing):
        return
    packages = [package for group in missing for package in group]
    trouble = from_installer(said) or Trouble(
        f"Missing, and only root can install it: apt-get install {' '.join([*OPTIONS, *packages])}",
        "不足しているものがあります。上の apt-get の行を root で実行してください。",
    )
    if VENV_PACKAGE in packages:
        raise trouble
    print(f"{trouble}\nGoing on without it: papers cannot be printed, or browser tests are skipped.\n")


def _apt_get(action: str, *packages: str) -> str:
    """What apt said when it failed; nothing when it worked."""
    command = ["apt-get", action, *(OPTIONS if packages else ()), *packages]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.stdout if done.returncode else ""
