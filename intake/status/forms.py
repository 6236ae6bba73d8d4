"""What a resident types: the reference from their paper, and the birth date."""

from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Text
from intake.reference import NotAReference, read_reference


class StatusForm(forms.Form):
    """Both fields travel on as hidden ones: nothing is remembered between two pages."""

    use_required_attribute = False

    reference = Text(
        max_length=30,
        label=_("Reference"),
        help_text=_(
            "Ten characters, such as 7KX2M9QCPA. They stand at the top of every paper from the desk."
        ),
        error_messages={"required": _("Enter the reference from your paper.")},
        widget=forms.TextInput(
            attrs={
                "class": "w-11",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    birth_date = DateBoxes(
        label=_("Date of birth"),
        help_text=_(
            "Of the person whom the card is for. Example: 1985 4 2. The year may also be 昭和60 or S60."
        ),
        error_messages={"required": _("Enter the date of birth.")},
    )

    @classmethod
    def as_typed(cls, data: Mapping[str, Any]) -> Self:
        """The form with what was sent, unjudged."""
        form = cls()
        typed = {
            name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()
        }
        form.initial = {name: value for name, value in typed.items() if value}
        return form

    def clean_reference(self) -> str:
        try:
            return read_reference(self.cleaned_data["reference"])
        except NotAReference:
            raise ValidationError(
                _("One character is wrong, is missing, or is too many. Compare all ten with your paper."),
                code="reference",
            ) from None
