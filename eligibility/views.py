"""The resident's pages, open to everybody: self-check, guide, statement on accessibility. They keep nothing."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.guide import Guide
from eligibility.presentation import result_of
from eligibility.slip.page import slip_on_page
from eligibility.steps import BACK, STAY, carried, page_of, walk
from paper.render import available


# The answers change nothing here and travel in the page itself: there is nothing that a forged request could do,
# and without a token the check sets no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """One question, or the result."""
    if request.method == "POST":
        return _page(request)
    # Nothing has been answered: the first question is the same for everybody.
    fragments = caches["template_fragments"]
    return HttpResponse(fragments.get_or_set(f"check-{get_language()}", lambda: _page(request).content))


def _page(request: HttpRequest) -> HttpResponse:
    walked = walk(request.POST, on=timezone.localdate())
    page = page_of(walked, request.POST)
    context = {"page": page, "carried": carried(request.POST, page), "BACK": BACK, "STAY": STAY}
    if page.asked:
        return render(request, "eligibility/question.html", context | {"form": page.asked.form})
    case = walked.case
    shown = {
        "result": result_of(case),
        "case": case,
        "answered": walked.answered,
        "slip": slip_on_page(case),
        "paper_available": available(),
    }
    return render(request, "eligibility/result.html", context | shown)


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "eligibility/guide.html", {"guide": Guide(timezone.localdate())})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "eligibility/accessibility.html")
