"""The issuer's counter for sealed password-set requests, as Tokkyu asks it. What travels can be opened there only.

The counter is a program of its own behind a unix socket (`issuer/`, whose server says what goes over the line). It has
nothing to do with the embedded issuer, which plays the booking and posting of letters: a letter goes on its way when it
is booked, whether its passwords are there or not, and each of the two has a ledger of its own.
"""

import json
import socket
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from delivery.issuer.protocol import IssuerAway

SECONDS: Final = 5
"""How long an answer may take. Whoever gets none asks again: the issuer knows a request by its key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SealedRequest:
    """One sealed request. `key` names it: sending twice is received once."""

    key: UUID
    municipality: str
    application: UUID
    key_id: str
    sealed_at: datetime
    ciphertext: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Received:
    """The issuer has it since then, and it opened."""

    at: datetime


class NotReceived(StrEnum):
    """Why the issuer has not taken it. With the last it may later."""

    KEY_DESTROYED = "key_destroyed"
    DOES_NOT_OPEN = "does_not_open"
    KEY_UNKNOWN = "key_unknown"


class PasswordCounter:
    """Asks the counter on its socket. Every question may be repeated."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def receive(self, sealed: SealedRequest) -> Received | NotReceived:
        """Hands one request over. Raises IssuerAway where nothing, or nothing readable, came back."""
        answer = self._ask(
            ask="receive",
            request=str(sealed.key),
            municipality=sealed.municipality,
            application=str(sealed.application),
            key=sealed.key_id,
            sealed_at=sealed.sealed_at.isoformat(),
            sealed=sealed.ciphertext.hex(),
        )
        try:
            if answer["answer"] == "received":
                return Received(datetime.fromisoformat(answer["at"]))
            return NotReceived(answer["answer"])
        except (KeyError, ValueError, TypeError) as error:
            raise IssuerAway from error

    def destroyed(self) -> frozenset[tuple[str, str]]:
        """Municipality and ID of the keys that are destroyed for ever. Raises IssuerAway."""
        answer = self._ask(ask="destroyed")
        try:
            return frozenset((municipality, key_id) for municipality, key_id in answer["keys"])
        except (KeyError, ValueError, TypeError) as error:
            raise IssuerAway from error

    def _ask(self, **message: str) -> dict[str, Any]:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(SECONDS)
                line.connect(str(self.path))
                line.sendall(json.dumps(message).encode() + b"\n")
                answer = json.loads(line.makefile("rb").readline())
        except (OSError, ValueError) as error:
            raise IssuerAway from error
        return answer if isinstance(answer, dict) else {}
