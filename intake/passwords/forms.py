"""The boxes for the passwords, and what is said about them. The form is never given what was typed."""

from typing import Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.fields import Tick
from eligibility.documents import Password
from eligibility.words import PASSWORDS
from intake.passwords.sealing import AGAIN, USE_ANYWAY, Fault, Refused

FAULTS: Final[dict[Fault, Promise]] = {
    Fault.EMPTY: _("Fill this in."),
    Fault.SHAPE: _("Four digits from 0 to 9, in half width."),
    Fault.NOT_THE_SAME: _("The two were not the same. Type both again."),
    Fault.EASY: _("This is easily guessed. Type another one, or tick the box below and type it again."),
    Fault.BIRTHDAY: _(
        "This is the date of birth. Type another one, or tick the box below and type it again."
    ),
    Fault.PHONE: _(
        "This is part of a telephone number. Type another one, or tick the box below and type it again."
    ),
}
SIGNATURE_SHAPE: Final = _(
    "6 to 16 capital letters A to Z and digits 0 to 9, in half width, with at least one of each."
)
DOUBTS: Final = frozenset({Fault.EASY, Fault.BIRTHDAY, Fault.PHONE})
USES: Final[dict[Password, Promise]] = {
    Password.SIGNATURE: _("For signing on the internet. After five wrong tries it is locked."),
    Password.USER_AUTHENTICATION: _(
        "For showing who you are, as at a machine in a shop. After three wrong tries it is locked."
    ),
    Password.RESIDENT_REGISTER: _("For procedures at the town hall. After three wrong tries it is locked."),
    Password.CARD_FACE_INPUT: _(
        "For filling in your name and address from the card. After three wrong tries it is locked."
    ),
}


class PasswordForm(forms.Form):
    """Draws the boxes, one group a password. `seal_passwords` alone reads what is typed into them."""

    def __init__(self, *, asked: tuple[Password, ...], refused: Refused | None = None) -> None:
        # Never bound: what is drawn after a mistake is empty.
        super().__init__()
        faults = refused.faults if refused else {}
        rows = [self._group(password) for password in asked]
        if DOUBTS & set(faults.values()):
            self.fields[USE_ANYWAY] = Tick(
                label=_("Use it all the same: I have read that it is easily guessed"), required=False
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
        # The summary stands at the top of the page: without a script nothing leads the eye to it.
        self.helper.form_show_errors = False
        self.helper.layout = Layout(*rows)

    def _group(self, password: Password) -> Div:
        name = password.lower()
        again = gettext("%(password)s, again") % {"password": PASSWORDS[password]}
        hint = gettext("%(shape)s %(use)s") % {"shape": _shape(password), "use": USES[password]}
        self.fields[name] = _box(str(PASSWORDS[password]), hint, password)
        self.fields[name + AGAIN] = _box(again, "", password)
        return Div(name, name + AGAIN, css_class="password stack")


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
        "class": "w-20" if signature else "w-7",
    }
    attrs |= {"autocapitalize": "characters"} if signature else {"inputmode": "numeric"}
    return forms.CharField(label=label, help_text=hint, widget=forms.PasswordInput(attrs=attrs))
