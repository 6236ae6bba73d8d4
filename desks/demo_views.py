"""Sign-in with one click, in the demo only (config/urls_public.py)."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from desks.demo import MIHON
from desks.models import Membership
from desks.permissions import Role
from desks.views import FIRST_PAGE


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in the first person of that role in that town; the staff pages keep the language of the doors."""
    role, town = request.POST.get("role", ""), request.POST.get("town", MIHON.code)
    people = Membership.objects.filter(role=role, municipality__is_demo=True, municipality__code=town)
    membership = people.order_by("id").first()
    if role not in FIRST_PAGE or membership is None:
        raise Http404
    login(request, membership.staff)
    response = redirect(FIRST_PAGE[Role(role)])
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.HTTPS)
    return response
