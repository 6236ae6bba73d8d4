"""Keeps processes alive under one parent: starts again what dies, later each time it dies at once."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from typing import Protocol

from launch import processes
from launch.trouble import Trouble, from_output

FIRST_PAUSE = 0.5  # seconds
LONGEST_PAUSE = 30.0
STABLE_AFTER = 60.0  # seconds; who lived this long starts again at once
LOOK_EVERY = 0.2
STOP_SECONDS = 15.0


class Supervised(Protocol):
    """Something with a process that can be started again."""

    name: str
    process: Popen[bytes] | None
    log_start: int  # byte of the log at which this process began

    @property
    def log(self) -> Path: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass
class Program:
    """One of the application's processes."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    run_folder: Path
    working_folder: Path
    process: Popen[bytes] | None = None
    log_start: int = 0

    @property
    def log(self) -> Path:
        return self.run_folder / "log" / f"{self.name}.log"

    def start(self) -> None:
        self.log_start = processes.begin_log(self.log)
        self.process = processes.start(
            self.command,
            folder=self.run_folder,
            log=self.log,
            environment=self.environment,
            working_folder=self.working_folder,
        )

    def ask_to_stop(self) -> None:
        """Ask without waiting, so that several can end at the same time."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        if self.process is not None:
            processes.end(self.process, seconds=STOP_SECONDS)


@dataclass
class _Watch:
    subject: Supervised
    started: float
    pause: float = FIRST_PAUSE
    due: float | None = None


@dataclass
class Supervisor:
    """Watches `subjects`, which are running; `say` gets one sentence each time one of them dies."""

    subjects: Sequence[Supervised]
    say: Callable[[str], None] = print
    clock: Callable[[], float] = time.monotonic
    _watches: list[_Watch] = field(init=False)

    def __post_init__(self) -> None:
        self._watches = [_Watch(subject, started=self.clock()) for subject in self.subjects]

    def watch(self) -> None:
        """Watch for ever; ended by an exception such as KeyboardInterrupt."""
        while True:
            self.look()
            time.sleep(LOOK_EVERY)

    def look(self) -> None:
        """Look once: note who has died, start again who is due."""
        now = self.clock()
        for watch in self._watches:
            if watch.due is not None:
                if now >= watch.due:
                    self._start(watch)
            elif watch.subject.process is None or watch.subject.process.poll() is not None:
                self._note_death(watch, now)

    def _note_death(self, watch: _Watch, now: float) -> None:
        if now - watch.started > STABLE_AFTER:
            watch.pause = FIRST_PAUSE
        watch.due = now + watch.pause
        self.say(
            f"  {watch.subject.name} ended; it starts again in {watch.pause:.1f} s (log: {watch.subject.log})"
        )
        if known := from_output(processes.tail(watch.subject.log, watch.subject.log_start)):
            self.say(str(known))
        watch.pause = min(watch.pause * 2, LONGEST_PAUSE)

    def _start(self, watch: _Watch) -> None:
        watch.due, watch.started = None, self.clock()
        try:
            watch.subject.stop()
            watch.subject.start()
        except Trouble as trouble:
            self.say(str(trouble))
