"""Eight clients on kept-alive connections, cheap enough not to be what is measured."""

import selectors
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlencode

CLIENTS = 8
HEADERS = "Host: 127.0.0.1\r\nAccept-Language: ja\r\nConnection: keep-alive\r\n"


@dataclass(frozen=True)
class Request:
    path: str
    data: tuple[tuple[str, str], ...] | None = None
    """Form fields of a POST."""
    body: str | None = None
    """JSON of a POST; with neither it is a GET."""

    def encode(self) -> bytes:
        if self.body is not None:
            return self._post("application/json", self.body)
        if self.data is not None:
            return self._post("application/x-www-form-urlencoded", urlencode(self.data))
        return f"GET {self.path} HTTP/1.1\r\n{HEADERS}\r\n".encode()

    def _post(self, kind: str, body: str) -> bytes:
        length = len(body.encode())
        head = f"POST {self.path} HTTP/1.1\r\n{HEADERS}Content-Type: {kind}\r\nContent-Length: {length}\r\n"
        return f"{head}\r\n{body}".encode()


class _Client:
    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.request = request
        self.buffer = b""
        self.send()

    def send(self) -> None:
        self.buffer = b""
        self.socket.sendall(self.request)

    def answered(self) -> bool:
        """Reads what has come; whether the answer is whole. Raises on anything but a 200."""
        self.buffer += self.socket.recv(1 << 20)
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"Not a page: {head.splitlines()[0]!r}")
        return len(body) >= int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])


def requests_per_second(port: int, request: Request, seconds: float) -> float:
    """How many answers of 200 eight clients get in a second, each asking again as soon as it is answered."""
    clients = [_Client(port, request.encode()) for _ in range(CLIENTS)]
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client.socket, selectors.EVENT_READ, client)
        answers, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            for key, _ in selector.select(timeout=5):
                if key.data.answered():
                    answers += 1
                    key.data.send()
        took = time.perf_counter() - began
    for client in clients:
        client.socket.close()
    return answers / took
