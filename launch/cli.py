"""The commands behind `./tokkyu`."""

import argparse
import contextlib
import io
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch import checks, django_commands, install, processes, system
from launch.alone import alone_in, ends_on_signals
from launch.install import ROOT, VENV
from launch.run import VAR, run
from launch.stores import Stores
from launch.trouble import Trouble, from_os_error

LOCK = ("pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header", "--no-annotate")
OLDEST_PYTHON = "--python-version=3.11"


def manage(arguments: Sequence[str]) -> int:
    """Run a Django command on the data of `./tokkyu run`, whether it is running or not."""
    with stores_up(VAR) as stores:
        return django_commands.manage(django_commands.environment(stores, VAR, demo=True), arguments)


def demo(arguments: Sequence[str]) -> int:
    """Make or move the demo data; `--reset` makes it new."""
    return manage(["demo", *arguments])


def messages(arguments: Sequence[str]) -> int:
    """Compile the translations; `--check` names what is missing."""
    return manage(["messages", *arguments])


def bench(arguments: Sequence[str]) -> int:
    """Measure, on a PostgreSQL and Valkey of its own, and write docs/benchmarks.md."""
    folder = VAR / "bench"
    with stores_up(folder) as stores:
        environment = django_commands.environment(stores, folder, demo=False)
        return subprocess.run(
            [VENV / "bin" / "python", "-m", "bench", *arguments], cwd=ROOT, env=environment
        ).returncode


def campaign(arguments: Sequence[str]) -> int:
    """Break a whole house while clerks enter applications, and count what is lost or doubled (`--long`, `--races`)."""
    return subprocess.run([VENV / "bin" / "python", "-m", "campaign", *arguments], cwd=ROOT).returncode


def mutate(arguments: Sequence[str]) -> int:
    """Change the law in every small way and count what its tests notice (tens of minutes; `--only FILE`)."""
    return subprocess.run([VENV / "bin" / "python", "-m", "tests.mutation", *arguments], cwd=ROOT).returncode


def lock(arguments: Sequence[str]) -> int:
    """Write both requirements files anew from pyproject.toml, with hashes and without an address."""
    uv: list[str | Path] = [VENV / "bin" / "uv", *LOCK, OLDEST_PYTHON, *arguments, "pyproject.toml"]
    for options in (["-o", "requirements.lock"], ["--group=dev", "-o", "requirements-dev.lock"]):
        done = subprocess.run([*uv, *options], cwd=ROOT)
        if done.returncode:
            return done.returncode
    return 0


def env(arguments: Sequence[str]) -> int:
    """Print the environment of a throw-away PostgreSQL and Valkey: eval "$(./tokkyu env --dir DIR)"."""
    parser = argparse.ArgumentParser(prog="./tokkyu env", description=env.__doc__)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--stop", action="store_true", help="end them")
    options = parser.parse_args(arguments)
    folder = options.dir.resolve()
    if options.stop:
        processes.end_leftovers(folder)
        return 0
    stores = Stores(folder, given={}, throwaway=True)
    with contextlib.redirect_stdout(sys.stderr):
        stores.start(ends_with_parent=False)
    for name, value in stores.environment.items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


@contextlib.contextmanager
def stores_up(folder: Path) -> Iterator[Stores]:
    """The stores of `folder`, running; those that did not run before are stopped again at the end."""
    stores = Stores(folder)
    with ends_on_signals(), contextlib.ExitStack() as held:
        if not all(server.is_running() for server in stores.servers):
            held.enter_context(alone_in(folder))
        try:
            stores.start()
            yield stores
        finally:
            stores.stop()


@dataclass(frozen=True)
class Command:
    """One command: what it does, and which Python packages it needs."""

    action: Callable[[Sequence[str]], int]
    for_tests: bool = False


COMMANDS = {
    "run": Command(run),
    "test": Command(checks.test, for_tests=True),
    "demo": Command(demo),
    "bench": Command(bench, for_tests=True),
    "campaign": Command(campaign),
    "mutate": Command(mutate, for_tests=True),
    "manage": Command(manage),
    "messages": Command(messages),
    "lock": Command(lock, for_tests=True),
    "env": Command(env, for_tests=True),
}


def usage() -> str:
    lines = [f"  ./tokkyu {name:<10} {command.action.__doc__}" for name, command in COMMANDS.items()]
    return "\n".join(["Tokkyu: the express-issuance desk for the My Number Card", "", *lines])


def set_up(name: str, arguments: Sequence[str]) -> None:
    """Bring what the command needs, and go on in the virtual environment's Python."""
    groups = [
        system.FOR_PAPER if name in ("run", "test") else {},
        system.FOR_BROWSER if name == "test" else {},
    ]
    if not install.has_venv() and system.lacking(system.FOR_PYTHON):
        system.require(system.FOR_PYTHON, *groups)
    install.python_packages(for_tests=COMMANDS[name].for_tests)
    install.hand_over_to_venv(arguments)
    system.require(*groups)


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code. Trouble is printed as a sentence in English and in Japanese."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    command = COMMANDS.get(name)
    if command is None:
        print(usage(), file=sys.stdout if name in ("", "help", "-h", "--help") else sys.stderr)
        return 0 if name in ("", "help", "-h", "--help") else 2
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # who reads through a pipe sees each line at once
    try:
        with contextlib.redirect_stdout(sys.stderr) if name == "env" else contextlib.nullcontext():
            set_up(name, arguments)
        return command.action(rest)
    except KeyboardInterrupt:
        return 130
    except Trouble as trouble:
        return _say(trouble)
    except OSError as error:
        known = from_os_error(error)
        if known is None:
            raise
        return _say(known)


def _say(trouble: Trouble) -> int:
    print(f"\n{trouble}", file=sys.stderr)
    return 1
