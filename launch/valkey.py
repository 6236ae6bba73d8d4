"""A real Valkey of our own on a unix socket; only a doorbell and a cache, yet kept on disk."""

import signal
import socket
import subprocess
import time
from pathlib import Path

from launch import binaries, processes
from launch.sockets import short_folder
from launch.trouble import Trouble, from_output

SOCKET = "valkey.sock"
START_SECONDS = 30
STOP_SECONDS = 10


class Valkey:
    """One Valkey server kept in `folder`; `run_folder` is the mark its process carries."""

    name = "valkey"
    label = "Valkey"

    def __init__(self, folder: Path, *, run_folder: Path, log: Path, throwaway: bool = False) -> None:
        self.folder, self.run_folder, self.log, self.throwaway = folder, run_folder, log, throwaway
        self.socket = short_folder(folder, SOCKET) / SOCKET
        self.process: subprocess.Popen[bytes] | None = None
        self.log_start = 0

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def prepare(self) -> None:
        """Make the folder for the data where there is none."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def start(self, *, ends_with_parent: bool = True) -> None:
        """Start the server and wait until it answers. Raises Trouble when it does not."""
        self.log_start = processes.begin_log(self.log)
        self.process = processes.start(
            self._command(),
            folder=self.run_folder,
            log=self.log,
            ends_with_parent=ends_with_parent,
        )
        until = time.monotonic() + START_SECONDS
        while not self.is_running():
            if self.process.poll() is not None or time.monotonic() > until:
                text = processes.tail(self.log, self.log_start)
                raise from_output(text) or Trouble("Valkey did not start.", "Valkey が起動しません。")
            time.sleep(0.02)

    def is_running(self) -> bool:
        """Whether a server answers on the socket and has loaded its data."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(2)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            processes.end(self.process, seconds=STOP_SECONDS, end_signal=signal.SIGTERM)

    def _command(self) -> list[str | Path]:
        # Without set-proc-title the server keeps its environment readable, and with it the mark.
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "no" if self.throwaway else "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "set-proc-title": "no",
        }
        return [binaries.valkey(), *(part for key, value in options.items() for part in (f"--{key}", value))]
