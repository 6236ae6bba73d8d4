"""The applicant."""

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choice, Phone
from intake.entry_fields import kana_field, name_field, tick_field
from intake.models import Sex


class ApplicantFields(forms.Form):
    """Who the card is for."""

    name = name_field(_("Name"), help_text=_("As in the resident register; it is kept exactly as typed."))
    kana = kana_field(_("Name in kana"), required=False)
    birth_date = DateBoxes(label=_("Date of birth"))
    sex = Choice(choices=Sex.choices, label=_("Sex"), widget=forms.RadioSelect)
    phone = Phone(label=_("Telephone"), required=False)
    is_ward = tick_field(_("Under adult guardianship"))


def applicant_fieldset() -> Fieldset:
    """Who the card is for."""
    return Fieldset(
        _("Applicant"),
        Div("name", "kana", css_class="row"),
        Div("birth_date", "sex", css_class="row"),
        Div(Field("phone"), "is_ward", css_class="row"),
    )
