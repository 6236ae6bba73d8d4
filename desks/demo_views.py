"""Sign-in with one click, in the demo only (config/urls_public.py)."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from desks.models import Membership
from desks.permissions import Role

FIRST_PAGE = {Role.CLERK: "desk:today", Role.SUPERVISOR: "review:overdue"}


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    role = request.POST.get("role", "")
    if role not in FIRST_PAGE:
        raise Http404
    membership = Membership.objects.filter(role=role, municipality__is_demo=True).earliest("id")
    login(request, membership.staff)
    return redirect(FIRST_PAGE[Role(role)])
