"""The front door, the sign-in and the health page."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.templatetags.static import static
from django.utils import timezone

from desks import held
from desks.models import Membership, Staff
from desks.permissions import Role

FIRST_PAGE = {
    Role.CLERK: "desk:today",
    Role.SUPERVISOR: "review:overdue",
    Role.ADMINISTRATOR: "setup:parts",
}


class SignIn(LoginView):
    """Leads to the page that was asked for, otherwise to the first page of the person's role.

    What was typed into a form in vain comes along, and is shown there to its own person.
    """

    template_name = "desks/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {held.HELD: self.request.POST.get(held.HELD, "")}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        back = held.keep(self.request, self.request.POST.get(held.HELD, ""))
        return redirect(back) if back else response

    def get_default_redirect_url(self) -> str:
        membership = Membership.objects.current(cast(Staff, self.request.user), timezone.localdate())
        return resolve_url(FIRST_PAGE[Role(membership.role)] if membership else settings.LOGIN_REDIRECT_URL)


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it beside a sheet of paper, which cannot name one itself."""
    return redirect(static("icons/tokkyu.svg"))


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    return redirect("home")


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The demo's doors; elsewhere the resident's page."""
    return render(request, "desks/doors.html") if settings.DEMO else redirect("check:start")
