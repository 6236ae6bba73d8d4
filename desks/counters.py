"""Which counter: the browser at that place, by a random cookie that says nothing of anybody."""

from secrets import token_urlsafe
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

# Browsers keep a cookie no longer.
_SECONDS: Final = 400 * 24 * 60 * 60


def counter_of(request: HttpRequest) -> str:
    """A keyed hash of the cookie: whoever reads it in a row cannot pose as the counter. Empty before there is one."""
    cookie = request.COOKIES.get(settings.COUNTER_COOKIE_NAME, "")
    return salted_hmac("desks.counters", cookie, algorithm="sha256").hexdigest() if cookie else ""


def remember_counter(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, with a cookie for a browser that has none."""
    if settings.COUNTER_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.COUNTER_COOKIE_NAME,
            token_urlsafe(),
            max_age=_SECONDS,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response
