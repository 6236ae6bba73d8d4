"""The administrator's page of the issuer's keys."""

import re
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from desks.access import DeskRequest, desk_view
from desks.dates import DateBoxes
from desks.fields import Text
from desks.issuer_keys import MOST_BYTES, KeyProblem, KeyRefused, add_key, end_key, fingerprint, public_point
from desks.models import IssuerKey
from desks.permissions import Permission

KEY_PROBLEMS: dict[KeyProblem, Promise] = {
    KeyProblem.PRIVATE: _(
        "STOP: this is a private key. It must never leave the issuer. Nothing of it is kept here."
        " Tell the issuer at once that it has been given away and must be replaced."
    ),
    KeyProblem.NOT_A_KEY: _("This is not a public key. Ask the issuer for it as a PEM file."),
    KeyProblem.OTHER_KIND: _(
        "This public key is of another kind. Ask the issuer for one on the curve P-256."
    ),
    KeyProblem.ID_TAKEN: _("A key has this ID already. Check which one the issuer means."),
    KeyProblem.SAME_KEY: _("This key has been entered already, under another ID."),
    KeyProblem.REVERSED: _("The last day is before the first. Check both."),
    KeyProblem.OVER: _("Enter today or a later day."),
    KeyProblem.LONG: _("A key holds for at most 366 days. Enter an earlier last day."),
}
FIELDS: dict[KeyProblem, str] = {
    KeyProblem.ID_TAKEN: "key_id",
    KeyProblem.REVERSED: "valid_until",
    KeyProblem.OVER: "valid_until",
    KeyProblem.LONG: "valid_until",
}


class KeyForm(forms.Form):
    """A key as text or as a file; after a mistake neither comes back, it may have been a private one."""

    key_id = Text(label=_("Key ID"), max_length=20, help_text=_("As the issuer calls it, such as 2026-11."))
    pasted = forms.CharField(
        label=_("Public key, pasted"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "The whole text with its first and last line (BEGIN PUBLIC KEY). Or choose the file below."
        ),
        error_messages={"max_length": _("This is not a public key. Ask the issuer for it as a PEM file.")},
    )
    file = forms.FileField(
        label=_("Public key, as a file"),
        required=False,
        allow_empty_file=True,
        max_length=None,
        error_messages={"invalid": _("Choose the file again.")},
    )
    valid_from = DateBoxes(label=_("First day"))
    valid_until = DateBoxes(label=_("Last day"))

    def __init__(self, data: Any = None, files: Any = None, *, today: date) -> None:
        super().__init__(data, files, initial={"valid_from": today})
        self.helper = FormHelper()
        self.helper.form_action = reverse("setup:keys")
        self.helper.layout = Layout(
            Fieldset(
                _("Add a key"),
                Field("key_id", css_class="w-11"),
                "pasted",
                "file",
                Div("valid_from", "valid_until", css_class="row"),
            ),
            Div(Submit("add", _("Add this key")), css_class="actions"),
        )

    def clean_key_id(self) -> str:
        key_id: str = self.cleaned_data["key_id"]
        if not re.fullmatch(r"[A-Za-z0-9._-]{1,20}", key_id):
            raise ValidationError(_("Use letters, digits, full stops and hyphens, at most 20."))
        return key_id

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        file, pasted = cleaned.pop("file", None), cleaned.pop("pasted", "")
        content = file.read(MOST_BYTES + 1) if file else pasted.encode("utf-8", "replace")
        # What was pasted is not shown again.
        self.data = {name: value for name, value in self.data.items() if name != "pasted"}
        field = "file" if file else "pasted"
        if field in self.errors:
            return cleaned
        if not content:
            self.add_error(field, _("Paste the key or choose its file."))
            return cleaned
        try:
            cleaned["point"] = public_point(content)
        except KeyRefused as refusal:
            self.add_error(field, str(KEY_PROBLEMS[refusal.problem]))
        return cleaned


@sensitive_post_parameters("pasted")
@desk_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, KeyForm(today=request.today))
    form = KeyForm(request.POST, request.FILES, today=request.today)
    if form.is_valid():
        try:
            add_key(municipality=request.membership.municipality, today=request.today, **form.cleaned_data)
        except KeyRefused as refusal:
            form.add_error(FIELDS.get(refusal.problem, "pasted"), str(KEY_PROBLEMS[refusal.problem]))
        else:
            messages.success(
                request,
                gettext("The key is added. Compare its fingerprint with the issuer by telephone now."),
            )
            return redirect("setup:keys")
    return _page(request, form)


@desk_view(Permission.ADMINISTER)
@require_POST
def end(request: DeskRequest) -> HttpResponse:
    key_id = request.POST.get("key", "")
    if end_key(municipality=request.membership.municipality, key_id=key_id, today=request.today):
        messages.success(request, gettext("The key has ended. No more passwords are sealed to it."))
    else:
        messages.info(request, gettext("Nothing was ended. Choose a key in the list."))
    return redirect("setup:keys")


def _page(request: DeskRequest, form: KeyForm) -> HttpResponse:
    rows = IssuerKey.objects.filter(municipality=request.membership.municipality)
    known = [
        {"key": row, "groups": fingerprint(bytes(row.public_key)), "over": row.valid_until < request.today}
        for row in rows.order_by("-valid_until", "-id")
    ]
    return TemplateResponse(request, "desks/issuer_keys.html", {"keys": known, "form": form, "nav": "setup"})
