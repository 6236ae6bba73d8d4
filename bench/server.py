"""One web worker with the bench's settings; the other core is left to the clients."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from launch.install import ROOT, VENV
from launch.run import WEB_THREADS, wait_for_answer
from launch.supervisor import Program

PORT = 8765


@contextmanager
def web(folder: Path, *, port: int = PORT, database: str = "") -> Iterator[int]:
    """The port on which the web process answers, until the block ends; on another database where one is named."""
    command = [
        VENV / "bin" / "granian",
        "--interface=wsgi",
        "--workers=1",
        f"--port={port}",
        "config.wsgi:application",
    ]
    ours = {"DJANGO_SETTINGS_MODULE": "bench.settings", "TOKKYU_DEMO": "1"}
    if database:
        ours["DATABASE_URL"] = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))
    environment = {**os.environ, **ours, "GRANIAN_BLOCKING_THREADS": str(WEB_THREADS)}
    program = Program("web", command, environment, run_folder=folder, working_folder=ROOT)
    program.start()
    try:
        wait_for_answer(port, [program])
        yield port
    finally:
        program.stop()
