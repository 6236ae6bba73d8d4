"""The door of every staff page: who is there, may they, in which municipality; and one audit row."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from desks import audit
from desks.models import Membership, Outcome, Staff
from desks.permissions import Permission
from desks.scope import municipality_scope

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request past the door: `membership` says who, where and as what; `today` is the day in Japan."""

    user: Staff
    membership: Membership
    today: date


def desk_view(permission: Permission) -> Callable[[View], View]:
    """A staff page: signed in, allowed, in the municipality's scope, rendered inside it, and audited.

    An object of another municipality does not exist here: look it up in the scope and answer 404.
    The address's `uid`, where it has one, is what the audit row names.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def door(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.today = timezone.localdate()
            membership = Membership.objects.current(request.user, request.today)
            if membership is None:
                raise PermissionDenied
            request.membership = membership
            subject = kwargs.get("uid")
            if not membership.may(permission):
                with municipality_scope(membership.municipality_id):
                    audit.record(request, membership, Outcome.DENIED, subject)
                raise PermissionDenied
            try:
                with municipality_scope(membership.municipality_id):
                    response = view(request, *args, **kwargs)
                    if hasattr(response, "render"):
                        response = response.render()
                    audit.record(request, membership, Outcome.DONE, subject)
                    return response
            except Http404:
                with municipality_scope(membership.municipality_id):
                    audit.record(request, membership, Outcome.MISSING, subject)
                raise

        door.permission = permission  # type: ignore[attr-defined]
        return door

    return wrap
