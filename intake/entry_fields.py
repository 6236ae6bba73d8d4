"""The fields that every form of the desk is made of."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from delivery.mail.addresses import LONGEST, plain_address
from desks.fields import Kana, Text, Tick

CHOOSE: Final = ("", _("Choose"))


class EmailAddress(Text):
    """One e-mail address, full-width characters read too."""

    default_error_messages = {"email": _("Enter one e-mail address, such as hanako@example.com.")}
    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return typed and plain_address(typed)
        except ValueError:
            raise ValidationError(self.error_messages["email"], code="email") from None


def name_field(label: Any, **kwargs: Any) -> Text:
    """A name as `delivery` can carry it: 60 characters, 200 code points."""
    return Text(max_length=60, validators=[MaxLengthValidator(200)], label=label, **kwargs)


def kana_field(label: Any, **kwargs: Any) -> Kana:
    """The reading of a name, in as much room."""
    return Kana(max_length=60, validators=[MaxLengthValidator(200)], label=label, **kwargs)


def address_field(label: Any, **kwargs: Any) -> Text:
    """An address as `delivery` can carry it: 100 characters, 300 code points."""
    return Text(max_length=100, validators=[MaxLengthValidator(300)], label=label, **kwargs)


def remark_field(label: Any, **kwargs: Any) -> Text:
    """A sentence or two, never needed."""
    return Text(max_length=200, label=label, required=False, **kwargs)


def evidence_field() -> Text:
    """What was seen, where something rests on it."""
    return remark_field(_("Evidence seen"), help_text=_("No numbers of papers."))


def tick_field(label: Any, **kwargs: Any) -> Tick:
    """A box that may stay empty."""
    return Tick(label=label, required=False, **kwargs)
