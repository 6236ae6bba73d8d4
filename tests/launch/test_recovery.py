"""What happens when processes die, whichever it is."""

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from launch import processes
from launch.install import ROOT
from launch.postgres import Postgres
from launch.supervisor import Program, Supervisor

PARENT = """
import sys, time
from pathlib import Path
from launch.stores import Stores
stores = Stores(Path(sys.argv[1]), given={}, throwaway=True)
stores.start()
print("up", flush=True)
time.sleep(60)
"""


def start_parent(folder: Path) -> subprocess.Popen[str]:
    """A process that starts our servers, as `./tokkyu run` does, and waits."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    while parent.stdout.readline().strip() != "up":
        assert parent.poll() is None
    return parent


def test_a_killed_parent_takes_its_processes_along(tmp_path: Path) -> None:
    parent = start_parent(tmp_path)
    left = processes.marked(tmp_path)
    assert left
    parent.kill()
    parent.communicate()
    assert processes.wait_gone(left, seconds=10) == []


def test_a_new_start_ends_what_was_left_and_works(tmp_path: Path) -> None:
    first = Postgres(tmp_path / "postgres", run_folder=tmp_path, log=tmp_path / "log")
    first.prepare()
    first.start(ends_with_parent=False)
    orphan = processes.start(
        ["sh", "-c", "sleep 600 & wait"], folder=tmp_path, log=tmp_path / "orphan", ends_with_parent=False
    )
    until = time.monotonic() + 5
    while len(processes.marked(tmp_path)) < 3 and time.monotonic() < until:
        time.sleep(0.05)

    assert processes.end_leftovers(tmp_path) >= 3
    assert processes.marked(tmp_path) == []
    second = Postgres(tmp_path / "postgres", run_folder=tmp_path, log=tmp_path / "log")
    second.start()
    assert second.is_running()
    second.stop()
    for process in (orphan, first.process):
        assert process is not None
        process.wait(10)


def test_a_killed_server_that_nobody_reaped_is_not_taken_for_a_living_one(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "postgres", run_folder=tmp_path, log=tmp_path / "log", throwaway=True)
    server.prepare()
    server.start()
    assert server.process is not None
    zombie = server.process
    os.kill(zombie.pid, signal.SIGKILL)
    while processes.is_alive(zombie.pid):
        time.sleep(0.01)

    assert not server.is_running()
    server.start()
    assert server.is_running()
    server.stop()
    zombie.wait(10)


def test_a_program_that_keeps_dying_is_started_again_at_growing_intervals(tmp_path: Path) -> None:
    program = Program(
        "relay", ["sh", "-c", "echo started"], os.environ, run_folder=tmp_path, working_folder=tmp_path
    )
    program.start()
    now, starts, said = 0.0, [0.0], list[str]()
    supervisor = Supervisor([program], say=said.append, clock=lambda: now)
    while now < 8:
        assert program.process is not None
        before = program.process
        before.wait(10)
        supervisor.look()
        if program.process is not before:
            starts.append(now)
        now += 0.25
    assert [later - earlier for earlier, later in itertools.pairwise(starts)] == [0.5, 1.25, 2.25]
    assert said[0].startswith("  relay ended")
    assert program.log.read_text().count("started") == len(starts)


def test_stopping_ends_children_that_do_not_listen(tmp_path: Path) -> None:
    stubborn = processes.start(
        ["sh", "-c", "trap '' TERM; sh -c 'trap \"\" TERM; sleep 600' & wait"],
        folder=tmp_path,
        log=tmp_path / "log",
    )
    time.sleep(0.3)
    processes.end(stubborn, seconds=0.2)
    assert processes.wait_gone(processes.marked(tmp_path), seconds=5) == []
