"""`./tokkyu test`: everything that must hold, a line each; the tests' own output comes last."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from launch import django_commands, processes, system
from launch.alone import alone_in, ends_on_signals
from launch.install import ROOT, VENV
from launch.steps import step
from launch.stores import Stores

FOLDER = ROOT / "var" / "test"
BIN = VENV / "bin"
MANAGE = (BIN / "python", ROOT / "manage.py")
# The longest first, so that the others run beside it.
CHECKS: dict[str, tuple[str | Path, ...]] = {
    "Types (mypy)": (BIN / "mypy", "--no-error-summary"),
    "Style (ruff check)": (BIN / "ruff", "check", "--quiet"),
    "Layout (ruff format)": (BIN / "ruff", "format", "--check", "--quiet"),
    "Import rules (lint-imports)": (BIN / "lint-imports",),
    "Migrations are complete": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "Messages are complete": (*MANAGE, "messages", "--check"),
}
# Side by side on every core. Each process brings a browser and a web server, about a gigabyte together.
PROCESSES = min(os.cpu_count() or 1, 4)
SIDE_BY_SIDE = (f"--numprocesses={PROCESSES}", "--dist=worksteal", "-m", "not alone")
ALONE = ("-m", "alone")
MIGRATED_ONCE = {"TOKKYU_TESTS_MIGRATED": "migrated"}


def test(arguments: Sequence[str]) -> int:
    """Run all checks and tests; with arguments, only pytest with these."""
    with alone_in(FOLDER), ends_on_signals():
        processes.end_leftovers(FOLDER)
        for name in ("postgres", "valkey", "log", "side_by_side"):
            shutil.rmtree(FOLDER / name, ignore_errors=True)
        stores = Stores(FOLDER, throwaway=True)
        try:
            stores.start()
            return _run_all(_environment(stores), arguments)
        except KeyboardInterrupt:
            return 130
        finally:
            stores.stop()
            processes.end_leftovers(FOLDER)


def _run_all(environment: Mapping[str, str], arguments: Sequence[str]) -> int:
    results = [] if arguments else _checks(environment)
    print(flush=True)
    passed = [_pytest(run, environment) for run in pytest_runs(arguments)]
    skipped = not system.can_drive_browser()
    failed = [name for name, passed in zip(CHECKS, results, strict=False) if not passed]
    if failed:
        print(f"Failed before the tests: {', '.join(failed)}")
    if skipped:
        print(
            "Browser tests are skipped here: no Chromium, or no libatomic for its driver (TOKKYU_CHROMIUM names one)."
        )
    return 1 if failed or not all(passed) or (skipped and in_ci()) else 0


def pytest_runs(arguments: Sequence[str]) -> list[Sequence[str]]:
    """The arguments of each run of pytest: those given, in one process, or all tests in two runs."""
    return [arguments] if arguments else [SIDE_BY_SIDE, ALONE]


def _pytest(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    return subprocess.run([BIN / "pytest", *arguments], cwd=ROOT, env=environment).returncode == 0


def in_ci() -> bool:
    return bool(os.environ.get("CI"))


def _environment(stores: Stores) -> dict[str, str]:
    browser = system.browser() if system.can_drive_browser() else None
    found = {"TOKKYU_CHROMIUM": browser} if browser else {}
    return django_commands.environment(stores, FOLDER, demo=True) | MIGRATED_ONCE | found


def _checks(environment: Mapping[str, str]) -> list[bool]:
    with ThreadPoolExecutor(PROCESSES) as pool:
        begun = [pool.submit(_output_of, command, environment) for command in CHECKS.values()]
        return [_told(name, check) for name, check in zip(CHECKS, begun, strict=True)]


def _output_of(
    command: Sequence[str | Path], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _told(name: str, check: Future[subprocess.CompletedProcess[str]]) -> bool:
    """One line when it passes, with the seconds waited for it; what the program said as well when it does not."""
    with step(name):
        done = check.result()
    if done.returncode:
        print(done.stdout.rstrip(), flush=True)
    return done.returncode == 0
