"""The issuer's counter: a unix socket, one question a connection, a line of JSON each way.

{"ask": "receive", "request": uuid, "municipality": six digits, "application": uuid, "key": id, "sealed_at": ISO 8601,
"sealed": hexadecimal} -> {"answer": "received", "at": ISO 8601}, the same however often it is sent. Of the others
"key_destroyed" and "does_not_open" are for ever, "key_unknown" may change, "not_understood" is a defect.
{"ask": "destroyed"} -> {"answer": "destroyed", "keys": [[municipality, id], ...]}
"""

import json
import socket
import socketserver
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from issuer.keys import KeyDestroyed, KeyName, KeyStore, KeyUnknown
from issuer.opening import opens
from issuer.receipts import Receipt, Receipts

MOST_BYTES: Final = 16 * 1024
SECONDS: Final = 10
Message = dict[str, Any]


class Counter:
    """What the issuer answers. Nothing of a request's content is kept, printed or logged."""

    def __init__(self, keys: KeyStore, receipts: Receipts) -> None:
        self.keys, self.receipts = keys, receipts

    def answer(self, line: bytes) -> Message:
        try:
            message = json.loads(line)
            if message["ask"] == "destroyed":
                names = [[name.municipality, name.key_id] for name in self.keys.destroyed()]
                return {"answer": "destroyed", "keys": names}
            return self._receive(message)
        except (ValueError, KeyError, TypeError, AttributeError):
            return {"answer": "not_understood"}

    def _receive(self, message: Message) -> Message:
        request, application = str(UUID(message["request"])), str(UUID(message["application"]))
        name = KeyName(message["municipality"], message["key"])
        sealed_at = datetime.fromisoformat(message["sealed_at"]).isoformat()
        known = self.receipts.of(request)
        if known is None:
            try:
                key = self.keys.private(name)
            except KeyUnknown:
                return {"answer": "key_unknown"}
            except KeyDestroyed:
                return {"answer": "key_destroyed"}
            sealed = bytes.fromhex(message["sealed"])
            if not opens(
                key, sealed, key_id=name.key_id, municipality=name.municipality, application=application
            ):
                return {"answer": "does_not_open"}
            now = datetime.now(UTC).isoformat(timespec="seconds")
            known = self.receipts.keep(
                Receipt(request, name.municipality, application, name.key_id, sealed_at, now)
            )
        if (known.municipality, known.application) != (name.municipality, application):
            return {"answer": "not_understood"}
        return {"answer": "received", "at": known.received_at}


class _Question(socketserver.StreamRequestHandler):
    timeout = SECONDS

    def handle(self) -> None:
        assert isinstance(self.server, Server)  # noqa: S101
        line = self.rfile.readline(MOST_BYTES)
        self.wfile.write(json.dumps(self.server.counter.answer(line)).encode() + b"\n")


class Server(socketserver.ThreadingUnixStreamServer):
    """Answers on `path`, which only this user can reach. Raises OSError where another one answers there."""

    daemon_threads = True

    def __init__(self, path: Path, counter: Counter) -> None:
        self.counter = counter
        _clear(path)
        super().__init__(str(path), _Question)
        path.chmod(0o600)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody hung up, or the disk is full: they ask again. A traceback could quote what they sent."""
        print("A question was left without an answer.", flush=True)


def _clear(path: Path) -> None:
    """Removes the socket of a server that has ended."""
    with suppress(FileNotFoundError), socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
