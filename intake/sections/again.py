"""Whether the person was entered before: the application ID, and why it is entered all the same."""

import unicodedata
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from desks.fields import Text
from intake.entry_fields import remark_field, tick_field
from intake.layout_parts import Folded
from intake.likeness import APPLICATION_ID_DIGITS


class ApplicationID(Text):
    """The digits of an application ID, of any width and however they are grouped; empty for none."""

    default_error_messages = {
        "digits": _("An application ID has 23 digits. Compare it with the form, or leave it empty."),
    }

    def clean(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().clean(value))
        digits = "".join(character for character in text if character not in " -\t")
        if digits and not (digits.isascii() and digits.isdecimal() and len(digits) == APPLICATION_ID_DIGITS):
            raise forms.ValidationError(self.error_messages["digits"], code="digits")
        return digits


class AgainFields(forms.Form):
    """The panel says whether there is an earlier application; with one, both the tick and the reason are needed."""

    application_id = ApplicationID(
        max_length=40,
        label=_("Application ID"),
        required=False,
        help_text=_(
            "The 23 digits on the form that was sent to the applicant, if there is one. "
            "They are not kept with the application."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    another = tick_field(_("An earlier application is open or recent: enter this one all the same"))
    another_reason = remark_field(_("Why another application is entered"))

    def reason_for_another(self) -> str:
        """Empty until both are given."""
        given = self.cleaned_data
        return given.get("another_reason", "") if given.get("another") else ""


def again_fields() -> Folded:
    """What tells an earlier application, and what it takes to enter another."""
    return Folded(
        _("Application ID, earlier application"),
        "application_id",
        Div("another", "another_reason", css_class="row"),
    )
