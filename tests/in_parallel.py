"""`pytest -n 2`: what each of the processes that run tests side by side has for itself.

A database each process makes anyway. Broker, cache and folder for files would be shared without this: the
worker of one would take the tasks of another.
"""

import os
import random
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import execnet
import pytest
from django.conf import settings

from launch import processes
from launch.valkey import Valkey

_running = ExitStack()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: Sequence[execnet.XSpec]) -> None:
    """Before the processes start, and so before any of them reads the settings."""
    # Where tests are made from a set, all must see them in the same order.
    os.environ.setdefault("PYTHONHASHSEED", str(random.randrange(2**32)))
    for spec in specs:
        folder = settings.VAR / "side_by_side" / spec.id
        run_folder = Path(os.environ.get(processes.MARK, folder))
        valkey = Valkey(folder / "valkey", run_folder=run_folder, log=folder / "valkey.log", throwaway=True)
        shutil.rmtree(folder, ignore_errors=True)
        valkey.prepare()
        (folder / "static").symlink_to(settings.STATIC_ROOT)
        valkey.start()
        _running.callback(valkey.stop)
        spec.env |= {"TOKKYU_VAR": str(folder), "REDIS_URL": valkey.url}


def pytest_unconfigure() -> None:
    _running.close()
