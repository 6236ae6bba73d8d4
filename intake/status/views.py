"""The resident's status page. What is typed travels by POST and is kept nowhere: no session, no address, no cache."""

from contextlib import suppress
from http import HTTPStatus
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from delivery.calendar_file import days_at_home
from intake.status.forms import StatusForm
from intake.status.services import CannotCount, NotFound, TooOften, look_up
from intake.status.tries import address_of
from intake.status.words import CANNOT_COUNT, NOT_FOUND, Shown, try_again

STAY: Final = "stay"
"""Shows the page again as it is: the language switch asks for it where nothing is to be looked up."""
FORM: Final = "form"
NOTHING: Final = "nothing"


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form, or how the application stands."""
    if request.method != "POST":
        return _ask(request, StatusForm(), stay=FORM)
    if stay := request.POST.get(STAY):
        form, said = StatusForm.as_typed(request.POST), NOT_FOUND if stay == NOTHING else ""
        return _ask(request, form, said, stay=stay)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    try:
        found = look_up(**form.cleaned_data, address=address_of(request), at=timezone.now())
    except NotFound:
        return _ask(request, form, NOT_FOUND, stay=NOTHING)
    except TooOften as often:
        response = _ask(request, form, try_again(often.seconds), status=HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(often.seconds)
        return response
    except CannotCount:
        return _ask(request, form, CANNOT_COUNT, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return render(request, "intake/status/answer.html", {"form": form, "shown": Shown(found)})


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_POST
def calendar(request: HttpRequest) -> HttpResponse:
    """The days at home as a calendar file; where there are none, the page says how it stands."""
    form, at = StatusForm(request.POST), timezone.now()
    if form.is_valid():
        with suppress(NotFound, TooOften, CannotCount):
            found = look_up(**form.cleaned_data, address=address_of(request), at=at)
            if found.home:
                content = days_at_home(found.home, reference=found.reference, at=at)
                headers = {"Content-Disposition": 'attachment; filename="days-at-home.ics"'}
                return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    # The browser posts the same answers there.
    return redirect("status:page", preserve_request=True)


def _ask(
    request: HttpRequest,
    form: StatusForm,
    said: Promise | str = "",
    *,
    stay: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The form with what was typed; `stay` is what the language switch sends along."""
    context = {"form": form, "said": said, "stay": stay}
    return render(request, "intake/status/ask.html", context, status=status)
