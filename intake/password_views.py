"""The page on which the passwords are set. Nothing typed on it comes back, not even after a mistake."""

from contextlib import suppress
from typing import Final
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from desks.access import DeskRequest, desk_view
from desks.fields import Tick
from desks.models import IssuerKey
from desks.permissions import Permission
from eligibility.documents import Password
from eligibility.words import PASSWORDS
from intake.models import Application
from intake.password_requests import issuer_key, record_passwords
from intake.passwords import AGAIN, USE_ANYWAY, Fault, Refused, Sealed, SealingFailed, seal_passwords
from intake.record import record_of
from intake.refusals import ChangedMeanwhile
from intake.views import find

FAULTS: Final[dict[Fault, Promise]] = {
    Fault.EMPTY: _("Fill this in."),
    Fault.SHAPE: _("Four digits from 0 to 9, in half width."),
    Fault.NOT_THE_SAME: _("The two were not the same. Type both again."),
    Fault.EASY: _("This is easily guessed. Type another one, or tick the box below and type it again."),
    Fault.BIRTHDAY: _(
        "This is the date of birth. Type another one, or tick the box below and type it again."
    ),
}
SIGNATURE_SHAPE: Final = _(
    "6 to 16 capital letters A to Z and digits 0 to 9, in half width, with at least one of each."
)
DOUBTS: Final = frozenset({Fault.EASY, Fault.BIRTHDAY})


class PasswordForm(forms.Form):
    """Draws the boxes. It is never given what was typed: `seal_passwords` alone reads that."""

    def __init__(self, *, asked: tuple[Password, ...], refused: Refused | None = None) -> None:
        # Never bound: what is drawn after a mistake is empty.
        super().__init__()
        rows = []
        for password in asked:
            name = password.lower()
            again = gettext("%(password)s, again") % {"password": PASSWORDS[password]}
            self.fields[name] = _box(str(PASSWORDS[password]), str(_shape(password)), password)
            self.fields[name + AGAIN] = _box(again, "", password)
            rows.append(Div(name, name + AGAIN, css_class="row"))
        faults = refused.faults if refused else {}
        if DOUBTS & set(faults.values()):
            self.fields[USE_ANYWAY] = Tick(
                label=_("Use it all the same: we have been told that it is easily guessed"), required=False
            )
            rows.append(USE_ANYWAY)
        self._errors = ErrorDict(
            {
                password.lower(): self.error_class([_message(password, fault)])
                for password, fault in faults.items()
            }
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*rows)


def _shape(password: Password) -> Promise:
    return SIGNATURE_SHAPE if password is Password.SIGNATURE else FAULTS[Fault.SHAPE]


def _message(password: Password, fault: Fault) -> str:
    return str(_shape(password) if fault is Fault.SHAPE else FAULTS[fault])


def _box(label: str, hint: str, password: Password) -> forms.CharField:
    signature = password is Password.SIGNATURE
    attrs = {
        "autocomplete": "off",
        "spellcheck": "false",
        "maxlength": 16 if signature else 4,
        "class": "w-20" if signature else "w-4",
    }
    if not signature:
        attrs["inputmode"] = "numeric"
    widget = forms.PasswordInput(attrs=attrs)
    return forms.CharField(label=label, help_text=hint, widget=widget)


@desk_view(Permission.ENTER)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def passwords(request: DeskRequest, uid: UUID) -> HttpResponse:
    """With an issuer key the passwords are typed here; without one the paper sheet is received."""
    application = find(uid)
    key = issuer_key(request.membership.municipality, on=request.today)
    asked = record_of(application, on=request.today).passwords
    if request.method != "POST":
        return _page(request, application, key, PasswordForm(asked=asked))
    sealed = None
    if key is not None:
        try:
            outcome = _seal(request, application, key, asked)
        except SealingFailed:
            return _page(request, application, key, PasswordForm(asked=asked), failed=True)
        if isinstance(outcome, Refused):
            return _page(request, application, key, PasswordForm(asked=asked, refused=outcome))
        sealed = outcome
    with suppress(ChangedMeanwhile):  # The record says how it stands now.
        record_passwords(
            application=application,
            sealed=sealed,
            membership=request.membership,
            at=timezone.now(),
            on=request.today,
        )
    return redirect("desk:application", uid=uid)


def _seal(
    request: DeskRequest, application: Application, key: IssuerKey, asked: tuple[Password, ...]
) -> Sealed | Refused:
    return seal_passwords(
        request,
        asked=asked,
        key=key,
        municipality_code=request.membership.municipality.code,
        application=application.uid,
        birth_date=application.birth_date,
    )


def _page(
    request: DeskRequest,
    application: Application,
    key: IssuerKey | None,
    form: PasswordForm,
    *,
    failed: bool = False,
) -> HttpResponse:
    context = {
        "record": record_of(application, on=request.today),
        "key": key,
        "form": form,
        "failed": failed,
        "nav": "today",
    }
    return TemplateResponse(request, "intake/passwords.html", context)
