"""The door of every staff page: who is there, may they, in which municipality; and one audit row."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from desks import audit
from desks.audit import DeskRequest as DeskRequest
from desks.models import Membership, Outcome
from desks.permissions import Permission
from desks.scope import municipality_scope

View = Callable[..., HttpResponse]


def desk_view(permission: Permission, *, comes_back_to: str = "") -> Callable[[View], View]:
    """A staff page: signed in, allowed, in the municipality's scope, rendered inside it, and audited.

    An object of another municipality does not exist here: look it up in the scope and answer 404. `comes_back_to`
    names the page that shows a form again, as typed, which was sent here by nobody who is signed in (desks/held.py).
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def door(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.today = timezone.localdate()
            membership = Membership.objects.current(request.user, request.today)
            if membership is None:
                raise PermissionDenied
            request.membership = membership
            request.subject = kwargs.get("uid")
            if membership.staff.must_change_password and permission is not Permission.SIGN_IN:
                return redirect("password")
            if not membership.may(permission):
                with municipality_scope(membership.municipality_id):
                    audit.record(request, Outcome.DENIED)
                raise PermissionDenied
            try:
                with municipality_scope(membership.municipality_id):
                    response = view(request, *args, **kwargs)
                    if hasattr(response, "render"):
                        response = response.render()
                    audit.record(request, Outcome.DONE)
                    return response
            except Http404:
                with municipality_scope(membership.municipality_id):
                    audit.record(request, Outcome.MISSING)
                raise

        door.permission = permission  # type: ignore[attr-defined]
        door.comes_back_to = comes_back_to  # type: ignore[attr-defined]
        return door

    return wrap
