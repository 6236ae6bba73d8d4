"""What a resident takes along from the result: sheet and calendar file, made from what is posted and kept nowhere."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from eligibility.case import Case
from eligibility.presentation import result_of
from eligibility.rate import PerAddress
from eligibility.slip.calendar_file import calendar_file
from eligibility.slip.paper import slip_pdf
from eligibility.steps import BACK, STAY, Page, carried, walk
from paper.render import PaperUnavailable

Taken = Callable[[HttpRequest, Case], HttpResponse]

TOO_OFTEN = _("Several sheets were asked for at once. Wait a minute, then try again.")
NO_PAPER = _("This machine cannot print. Keep the code, or print the page of the result.")


class SheetsPerAddress(PerAddress):
    """A sheet takes a second or two of a processor: enough for a family, too few to keep everybody waiting."""

    name = "sheet"
    a_minute = 6


def _from_the_result(make: Taken) -> Callable[[HttpRequest], HttpResponse]:
    """What was posted is judged again; what is not a whole walk goes back to the question that is open."""

    # As at the check: nothing is changed here, so a forged request could do nothing, and no cookie is set.
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @login_not_required
    @wraps(make)
    def view(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return redirect("check:start")
        walked = walk(request.POST, on=timezone.localdate())
        if walked.missing or "go" in request.POST:
            return _to_the_check()
        return make(request, walked.case)

    return view


@_from_the_result
def slip(request: HttpRequest, case: Case) -> HttpResponse:
    throttle = SheetsPerAddress()
    if not throttle.allow_request(request):
        response = _refused(request, TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(int(throttle.wait()) + 1)
        return response
    try:
        pdf = slip_pdf(case, language=get_language() or "ja")
    except PaperUnavailable:
        return _refused(request, NO_PAPER, HTTPStatus.SERVICE_UNAVAILABLE)
    return _file(pdf, "application/pdf", "slip.pdf")


@_from_the_result
def calendar(request: HttpRequest, case: Case) -> HttpResponse:
    result = result_of(case)
    if result.last_open_day is None:
        return _to_the_check()
    content = calendar_file(result, at=timezone.now())
    return _file(content, "text/calendar; charset=utf-8", "last-open-day.ics")


def _to_the_check() -> HttpResponse:
    """The browser posts the same answers there."""
    return redirect("check:start", preserve_request=True)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _refused(request: HttpRequest, words: Promise, status: HTTPStatus) -> HttpResponse:
    """The sentence, with the answers still there and the way back to the result."""
    page = Page(None)
    context = {
        "page": page,
        "carried": carried(request.POST, page),
        "BACK": BACK,
        "STAY": STAY,
        "words": words,
    }
    return render(request, "eligibility/not_taken.html", context, status=status)
