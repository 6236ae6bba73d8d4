"""Tries one change: the law's tests, in a process of their own, with the changed file in place of the real one."""

import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).parents[2]
#: The law's tests alone: no Django, no database, no plugin but Hypothesis, and a change may not take all the memory.
OPTIONS = ("-c", os.devnull, f"--rootdir={ROOT}", "-q", "-x", "--no-header", "--noconftest")
HYPOTHESIS = ("-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "--hypothesis-profile=mutation")
MEMORY = 1 << 30

# One example that fails is enough; no time for the smallest one.
settings.register_profile(
    "mutation",
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports `name` from `code` instead of from its file."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def begin(rounds: Sequence[Sequence[Path]], changed: Changed | None, *, seconds: int) -> int:
    """Start the tests, round by round, with the change (None: the law as it is); the process's id.

    It ends at the first test that fails, or after `seconds`.

    The parent may not have imported anything of the law or its tests: each child reads them anew.
    """
    child = os.fork()
    if child:
        return child
    quiet(seconds)
    sys.dont_write_bytecode = True
    if changed:
        sys.meta_path.insert(0, changed)
    try:
        passed = all(pytest.main([*OPTIONS, *HYPOTHESIS, *map(str, tests)]) == 0 for tests in rounds)
    except BaseException:
        passed = False
    os._exit(0 if passed else 1)


def quiet(seconds: int) -> None:
    """What a child does first: no output, no more memory than it needs, an end after `seconds` (0: none)."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def ended() -> tuple[int, bool]:
    """Wait for one of the processes: its id, and whether all its tests passed."""
    child, status = os.wait()
    return child, status == 0
