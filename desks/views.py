"""The front door and the health page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    return redirect("home")


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The demo's three doors; elsewhere the resident's page."""
    return render(request, "desks/doors.html") if settings.DEMO else redirect("check:start")
