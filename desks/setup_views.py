"""The administrator's page of all that is set up, and tables in and out."""

import base64
import binascii
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from desks import setup
from desks.access import DeskRequest, desk_view
from desks.imports import TABLES, Done, Effect, Table, bring_in, take_out
from desks.permissions import Permission
from desks.staff_services import Acting
from desks.tables import FILE_PROBLEMS, MOST_BYTES, FileProblem, FileRefused

SHOWN_PROBLEMS = 100


class UploadForm(forms.Form):
    """A table's file; on the second step it comes back with the page."""

    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        help_text=_(
            "UTF-8 or Shift_JIS, at most 256 KB. Nothing is changed before you have seen what would."
        ),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose the file again.")},
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "file", Div(Submit("look", _("See what would change")), css_class="actions")
        )


@desk_view(Permission.ADMINISTER)
@require_safe
def parts(request: DeskRequest) -> HttpResponse:
    municipality = request.membership.municipality
    lines = [(part, part.says(municipality, request.today)) for part in setup.parts()]
    missing = sum(said.state is setup.State.MISSING for _part, said in lines)
    context = {"lines": lines, "missing": missing, "tables": TABLES.values(), "nav": "setup"}
    return TemplateResponse(request, "desks/setup.html", context)


@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: DeskRequest, table: str) -> HttpResponse:
    chosen = TABLES[table]
    if request.method != "POST":
        return _ask(request, chosen, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    again = "content" in request.POST
    if not again and not form.is_valid():
        return _ask(request, chosen, form)
    try:
        content = (
            sent_again(request.POST["content"]) if again else form.cleaned_data["file"].read(MOST_BYTES + 1)
        )
        done = bring_in(chosen, content, _acting(request), for_good=again)
    except FileRefused as refusal:
        form = UploadForm(request.POST, request.FILES)
        form.errors["file"] = form.error_class([str(FILE_PROBLEMS[refusal.problem])])
        return _ask(request, chosen, form)
    if not again or done.problems:
        return _show(request, chosen, content, done)
    if done.issued:
        context = {"issued": done.issued, "nav": "setup"}
        return TemplateResponse(request, "desks/one_time_passwords.html", context)
    said = ngettext("%(number)s row changed something.", "%(number)s rows changed something.", done.changes)
    messages.success(request, said % {"number": done.changes})
    return redirect("setup:parts")


@desk_view(Permission.ADMINISTER)
@require_safe
def take(request: DeskRequest, table: str) -> HttpResponse:
    name = f"{table}-{request.membership.municipality.code}.csv"
    content = take_out(TABLES[table], _acting(request))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _acting(request: DeskRequest) -> Acting:
    return Acting(by=request.user, municipality=request.membership.municipality, today=request.today)


def sent_again(text: str) -> bytes:
    """What the page of a dry run sends back. Raises FileRefused."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise FileRefused(FileProblem.SHAPE) from None


def _ask(request: DeskRequest, table: Table, form: UploadForm) -> HttpResponse:
    headings = [(field.label, field.required, field.help_text) for field in table.form.base_fields.values()]
    context = {"table": table, "form": form, "headings": headings, "nav": "setup"}
    return TemplateResponse(request, "desks/import.html", context)


def _show(request: DeskRequest, table: Table, content: bytes, done: Done) -> HttpResponse:
    context = {
        "table": table,
        "form": UploadForm(),
        "problems": done.problems[:SHOWN_PROBLEMS],
        "count": len(done.problems),
        "more": max(len(done.problems) - SHOWN_PROBLEMS, 0),
        "new": done.effects[Effect.NEW],
        "changed": done.effects[Effect.CHANGED],
        "same": done.effects[Effect.SAME],
        "changes": done.changes,
        "content": base64.b64encode(content).decode(),
        "nav": "setup",
    }
    return TemplateResponse(request, "desks/import_preview.html", context)
