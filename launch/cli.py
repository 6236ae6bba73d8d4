"""The commands behind `./tokkyu`."""

import argparse
import shlex
import sys
from pathlib import Path

from launch import processes
from launch.stores import Stores
from launch.trouble import Trouble, from_os_error


def env(arguments: list[str]) -> int:
    """A throw-away PostgreSQL and Valkey in a folder, for development: `eval "$(./tokkyu env --dir DIR)"`."""
    parser = argparse.ArgumentParser(prog="./tokkyu env", description=env.__doc__)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--stop", action="store_true", help="end them")
    options = parser.parse_args(arguments)
    folder = options.dir.resolve()
    if options.stop:
        processes.end_leftovers(folder)
        return 0
    stores = Stores(folder, given={}, throwaway=True)
    stores.start(ends_with_parent=False)
    for name, value in stores.environment.items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


COMMANDS = {"env": env}


def main(arguments: list[str]) -> int:
    """Run one command; return its exit code. Trouble is printed as a sentence."""
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:
        known = from_os_error(error)
        if known is None:
            raise
        print(known, file=sys.stderr)
        return 1
