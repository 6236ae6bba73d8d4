"""The clerk's side of the password-set request: hand the page over, receive the sheet, see how it stands.

No password is typed here. The resident's page is intake/passwords/page.py.
"""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from desks.access import DeskRequest, desk_view
from desks.permissions import Permission
from intake.passwords.handing import CODE_SECONDS, hand_over, handed, make_code
from intake.passwords.requests import issuer_key, record_sheet, record_sheet_handed_on
from intake.pending_views import told
from intake.record import Record, record_of
from intake.refusals import ChangedMeanwhile
from intake.views import find

ASKS_AGAIN_SECONDS = 5
ASKS_AGAIN = CODE_SECONDS // ASKS_AGAIN_SECONDS
"""How often a clerk's screen asks by itself whether the resident is done: as long as the code may be used."""


@desk_view(Permission.ENTER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passwords(request: DeskRequest, uid: UUID) -> HttpResponse:
    """How it stands; a POST says in `do` what the clerk wants."""
    record = record_of(find(uid), on=request.today)
    if request.method != "POST":
        return _page(request, record)
    do = request.POST.get("do")
    if do in ("sheet", "handed_on"):
        return _note_sheet(request, record, do)
    if do not in ("code", "here") or not _may_be_typed(request, record):
        return _page(request, record)
    page = handed(record.application, request.membership, here=do == "here")
    if do == "code":
        return _page(request, record, code=make_code(page))
    hand_over(request, page, at=timezone.now())
    return redirect("set_passwords")


@desk_view(Permission.ENTER)
@never_cache
@require_safe
def password_standing(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The part that a clerk's screen asks for again, until something has happened or the code is over."""
    record = record_of(find(uid), on=request.today)
    left = request.GET.get("left", "")
    seen = request.GET.get("seen", "")
    changed = seen != str(len(record.password_standing.events))
    asks = int(left) - 1 if left.isascii() and left.isdecimal() and len(left) < 4 and not changed else 0
    return TemplateResponse(
        request, "intake/passwords_standing.html", {"record": record, "asks_again": max(asks, 0)}
    )


def _note_sheet(request: DeskRequest, record: Record, do: str) -> HttpResponse:
    by, at = request.membership.staff, timezone.now()
    try:
        if do == "handed_on":
            record_sheet_handed_on(application=record.application, by=by, at=at)
        elif record.passwords:
            record_sheet(application=record.application, asked=record.passwords, by=by, at=at)
    except ChangedMeanwhile:
        return told(request, record.application.uid)
    return redirect("desk:application", uid=record.application.uid)


def _may_be_typed(request: DeskRequest, record: Record) -> bool:
    key = issuer_key(request.membership.municipality, on=request.today)
    return bool(key and record.is_open and record.passwords)


def _page(request: DeskRequest, record: Record, *, code: str = "") -> HttpResponse:
    context = {
        "record": record,
        "typed": _may_be_typed(request, record),
        "code": f"{code[:4]} {code[4:]}" if code else "",
        "asks_again": ASKS_AGAIN if code else 0,
        "minutes": CODE_SECONDS // 60,
        "nav": "today",
    }
    return TemplateResponse(request, "intake/passwords.html", context)
