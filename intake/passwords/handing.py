"""Handing the password page to the resident, and nothing else with it.

The page lives in a browser session of its own, bound to one application and closed after HANDED_FOR. It comes about in
two ways. Here: the clerk's own session in this browser ends, so that the way back to the desk is to sign in. Elsewhere:
a code of eight characters, told by the clerk's screen, that works once and for CODE_SECONDS; the other screen never had
a staff session. The code is kept in Valkey: where it is lost, the clerk makes another.
"""

import secrets
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.contrib.auth import logout
from django.core.cache import cache
from django.http import HttpRequest

from desks.models import Membership
from intake.models import Application
from intake.reference import ALPHABET

CODE_LENGTH: Final = 8
"""500 thousand million codes: whoever tries a thousand a second for ten minutes has one chance in 800,000."""
CODE_SECONDS: Final = 10 * 60
HANDED_FOR: Final = timedelta(minutes=30)
KEY: Final = "handed_password_page"


class Face(StrEnum):
    """What the page shows."""

    OPEN = "open"
    DONE = "done"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class Handed:
    """Which page was handed to whom: ids, never a name. `here` says that it is on the screen the clerk sat at."""

    municipality_id: int
    staff_id: int
    application: UUID
    language: str
    here: bool
    face: Face = Face.OPEN
    until: str = ""

    def open_until(self, at: datetime) -> "Handed":
        return replace(self, until=(at + HANDED_FOR).isoformat())

    def is_over(self, at: datetime) -> bool:
        return at > datetime.fromisoformat(self.until)


def handed(application: Application, by: Membership, *, here: bool) -> Handed:
    return Handed(
        municipality_id=application.municipality_id,
        staff_id=by.staff_id,
        application=application.uid,
        language=application.language,
        here=here,
    )


def make_code(it: Handed) -> str:
    """A code that opens the page once, on any screen, within CODE_SECONDS."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    cache.set(_cache_key(code), _plain(it), CODE_SECONDS)
    return code


def take_code(typed: str) -> Handed | None:
    """What the code opens, None where it is wrong, over or used. Of two who type it at once only one gets it."""
    code = "".join(unicodedata.normalize("NFKC", typed).replace("-", " ").split()).upper()
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        return None
    kept = cache.get(_cache_key(code))
    return _read(kept) if kept and cache.delete(_cache_key(code)) else None


def hand_over(request: HttpRequest, it: Handed, *, at: datetime) -> None:
    """From now on this browser shows that page and nothing else: whoever was signed in here no longer is."""
    logout(request)
    keep(request, it.open_until(at))


def keep(request: HttpRequest, it: Handed) -> None:
    request.session[KEY] = _plain(it)
    request.session.set_expiry(HANDED_FOR)


def handed_in(request: HttpRequest, *, at: datetime) -> Handed | None:
    """The page that this browser holds, None where there is none or its time is over."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    it = _read(kept)
    if it.is_over(at):
        request.session.flush()
        return None
    return it


def _cache_key(code: str) -> str:
    return f"password-page:{code}"


def _plain(it: Handed) -> dict[str, object]:
    return {**asdict(it), "application": str(it.application)}


def _read(kept: dict[str, object]) -> Handed:
    values = {**kept, "application": UUID(str(kept["application"])), "face": Face(str(kept["face"]))}
    return Handed(**values)  # type: ignore[arg-type]
