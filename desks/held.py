"""What was typed into a form that reached no view, because its person was signed out or its token was out of date.

It is neither stored nor sent later by itself. It is sealed, so that only this server can read it, travels through the
sign-in in a hidden field, waits in the session, and is shown once in the form it was typed into. No address, log or
row has anything of it. The draft of a form (intake/drafts/) alone would lose the last words, and everything where
there is no JavaScript.

A form takes part by its view's `desk_view(..., comes_back_to=...)` and by a hidden field with its opening: a mark of
the person to whom it was shown. Whoever signs in as somebody else sees nothing of it, and another site cannot make
one up.
"""

import json
from base64 import urlsafe_b64encode
from hmac import compare_digest
from secrets import token_hex
from typing import Final, NamedTuple, cast

from cryptography.fernet import Fernet, InvalidToken
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from desks.models import Staff

HELD: Final = "held"
"""The field of the sign-in page, and the name in the session."""
OPENING: Final = "opening"
SIZE: Final = 64 * 1024
"""Characters. A form as people fill it in has a few thousand."""
SECONDS: Final = 24 * 60 * 60
NOT_TYPED: Final = frozenset({"csrfmiddlewaretoken", OPENING, "check", "read", "keep", "anew"})


def new_opening(staff: Staff) -> str:
    """A random mark of one form shown to this person."""
    number = token_hex(16)
    return f"{number}.{_signed(staff, number)}"


def opened_for(opening: str, staff: Staff) -> bool:
    """Whether the form with this mark was shown to this person."""
    number, _dot, signed = opening.partition(".")
    return compare_digest(_bytes(signed), _bytes(_signed(staff, number)))


def opening_of(request: HttpRequest) -> str:
    """The mark of the form that was sent; of a form that is shown anew, a new one."""
    opening: str | None = getattr(request, "_opening", None)
    if opening is None:
        sent, staff = request.POST.get(OPENING, ""), cast(Staff, request.user)
        opening = sent if opened_for(sent, staff) else new_opening(staff)
        request._opening = opening  # type: ignore[attr-defined]
    return opening


def pack(sent: QueryDict) -> str:
    """What was typed as ASCII text, unchanged down to characters that no column can hold; files stay behind."""
    typed = [[name, values] for name, values in sent.lists() if name not in NOT_TYPED]
    return json.dumps(typed, separators=(",", ":"))


def unpack(text: str) -> QueryDict:
    """What `pack` was given."""
    sent = QueryDict(mutable=True)
    for name, values in json.loads(text):
        sent.setlist(name, values)
    return sent


def shown_at(request: HttpRequest) -> str:
    """The address at which the form that was sent is shown; empty where it takes no part."""
    match = request.resolver_match
    page = getattr(match.func, "comes_back_to", "") if match and request.POST.get(OPENING) else ""
    return reverse(page, kwargs=match.kwargs) if match and page else ""


def seal(request: HttpRequest) -> str:
    """What was typed, readable for nobody but this server; empty where there is nothing to hold."""
    path = shown_at(request)
    typed = pack(request.POST) if path else ""
    if not typed or len(typed) > SIZE:
        return ""
    return _fernet().encrypt(json.dumps([path, request.POST[OPENING], typed]).encode()).decode()


def keep(request: HttpRequest, sealed: str) -> str:
    """Keeps it for the person who is signed in, and says at which address it is shown; empty if it is not theirs."""
    held = _opened(sealed, request)
    if held is None:
        return ""
    request.session[HELD] = sealed
    return held.path


def take(request: HttpRequest) -> QueryDict | None:
    """What is held for the form at this address, once; the page says why it is there."""
    held = _opened(request.session.get(HELD, ""), request) if request.method == "GET" else None
    if held is None or held.path != request.path:
        return None
    del request.session[HELD]
    # The same window goes on with the same form.
    request._opening = held.opening  # type: ignore[attr-defined]
    messages.warning(
        request,
        _(
            "You were signed out in between, and nothing was carried out. All that you typed is here: look it through."
        ),
    )
    return unpack(held.typed)


class _Held(NamedTuple):
    path: str
    opening: str
    typed: str


def _opened(sealed: str, request: HttpRequest) -> _Held | None:
    if not sealed:
        return None
    try:
        held = _Held(*json.loads(_fernet().decrypt(_bytes(sealed), ttl=SECONDS)))
    except InvalidToken:
        return None
    return held if opened_for(held.opening, cast(Staff, request.user)) else None


def _signed(staff: Staff, number: str) -> str:
    return salted_hmac("desks.held.opening", f"{staff.pk} {number!r}", algorithm="sha256").hexdigest()


def _bytes(sent: str) -> bytes:
    return sent.encode("ascii", "replace")


def _fernet() -> Fernet:
    key = salted_hmac("desks.held.seal", "", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
