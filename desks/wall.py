"""Where a request stops that nobody is signed in for, or whose security token is out of date."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.csrf import csrf_failure as plain_csrf_failure

from desks import held


class LoginWall(LoginRequiredMiddleware):
    """Closed by default. What was typed comes back after the sign-in (desks/held.py)."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        to_the_sign_in = super().process_view(request, view_func, view_args, view_kwargs)
        return to_the_sign_in and (_stopped(request) or to_the_sign_in)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stood open while its person signed in anew: nothing is sent, and it is shown once more as typed."""
    return _stopped(request) or plain_csrf_failure(request, reason)


def _stopped(request: HttpRequest) -> HttpResponse | None:
    # A sign-in page that stood open too long has it sealed already.
    sealed = request.POST.get(held.HELD) or held.seal(request)
    if "HX-Request" in request.headers:
        # A part of a page is no place for a sign-in: the page itself asks for it.
        if not sealed:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "desks/stopped.html", {"page": held.shown_at(request)})
    if sealed and not request.user.is_authenticated:
        return render(request, "desks/login.html", {held.HELD: sealed, "next": held.shown_at(request)})
    back = held.keep(request, sealed)
    return redirect(back) if back else None
