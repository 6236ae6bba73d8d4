"""All tests, on every core: nobody shares a broker or a folder, and nothing is left running."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from launch import checks, processes

CONFTEST = "from tests.in_parallel import pytest_unconfigure, pytest_xdist_setupnodes"
TEST = """
from pathlib import Path
import redis
from django.conf import settings

def test_has_its_own(worker_id):
    assert redis.Redis.from_url(settings.REDIS_URL).ping()
    own = settings.REDIS_URL, settings.VAR, settings.STATIC_ROOT.resolve()
    (Path(__file__).parent / worker_id).write_text(" ".join(map(str, own)))
"""


def test_each_process_has_a_broker_and_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_own.py").write_text(TEST)
    environment = os.environ | {
        "PYTHONPATH": str(settings.BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "TOKKYU_VAR": str(tmp_path),
        processes.MARK: str(tmp_path),
    }
    command = [sys.executable, "-m", "pytest", "--tx=2*popen", "--dist=each", "-p", "no:cacheprovider", "."]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    seen = [(tmp_path / worker).read_text().split() for worker in ("gw0", "gw1")]
    brokers, folders, static = zip(*seen, strict=True)
    assert len({*brokers, settings.REDIS_URL}) == len({*folders, str(settings.VAR)}) == 3
    assert set(static) == {str(tmp_path / "static")}
    assert processes.marked(tmp_path) == []


def test_every_test_is_in_one_of_the_two_runs_and_what_is_named_runs_as_it_was_typed() -> None:
    side_by_side, alone = checks.pytest_runs([])
    assert side_by_side[-2:] == ("-m", f"not {alone[-1]}")
    assert checks.pytest_runs(["tests/law", "-k", "late"]) == [["tests/law", "-k", "late"]]
