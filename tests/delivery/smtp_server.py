"""A mail server on loopback that speaks SMTP (RFC 5321) and keeps what it takes."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple


class Taken(NamedTuple):
    recipient: str
    message: EmailMessage
    raw: bytes


class MailServer(socketserver.ThreadingTCPServer):
    """`answers`: what it says to a recipient in place of yes, such as "550 no such mailbox"."""

    allow_reuse_address = True
    block_on_close = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Session)
        self.taken: list[Taken] = []
        self.answers: dict[str, str] = {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    server: MailServer
    timeout = 30  # seconds without a word, as a mail server has: whoever forgets to hang up stops no test

    def handle(self) -> None:
        recipients: list[str] = []
        self.say("220 loopback")
        while line := self.rfile.readline().decode("ascii"):
            verb = line[:4].upper()
            if verb == "MAIL":
                recipients = []
            if verb == "RCPT":
                address = re.findall("<(.*)>", line)[0]
                answer = self.server.answers.get(address, "250 yes")
                recipients += [address] if answer.startswith("250") else []
                self.say(answer)
            elif verb == "DATA":
                self.say("354 go on")
                self.take(recipients)
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 yes" if verb in ("EHLO", "MAIL", "RSET") else "502 what?")
        return None

    def take(self, recipients: list[str]) -> None:
        raw = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # hung up in the middle: nothing was taken
            raw += line.removeprefix(b".") if line.startswith(b"..") else line
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.server.taken += [Taken(recipient, message, raw) for recipient in recipients]
        self.say("250 taken")

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def a_mail_server(port: int = 0) -> Iterator[MailServer]:
    with MailServer(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
