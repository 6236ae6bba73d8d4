"""The applicant."""

from typing import Final

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choice, Phone
from intake.characters import outside_standard
from intake.entry_fields import EmailAddress, kana_field, name_field, tick_field
from intake.layout_parts import Asked
from intake.models import CharacterChoice, Sex

CHARACTERS: Final = Asked("character_choice", "intake/asked_characters.html")


class ApplicantFields(forms.Form):
    """Who the card is for."""

    name = name_field(_("Name"), help_text=_("As in the resident register; it is kept exactly as typed."))
    character_choice = Choice(
        choices=CharacterChoice.choices,
        label=_("May the card show standard characters instead?"),
        widget=forms.RadioSelect,
        required=False,
    )
    kana = kana_field(_("Name in kana"), required=False)
    birth_date = DateBoxes(label=_("Date of birth"))
    sex = Choice(choices=Sex.choices, label=_("Sex"), widget=forms.RadioSelect)
    phone = Phone(label=_("Telephone"), required=False)
    email = EmailAddress(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "For short messages: accepted, posted, nobody at home, sent back, at the desk. They have neither name nor "
            "address. Leave it empty if others read this mailbox."
        ),
    )
    is_ward = tick_field(_("Under adult guardianship"))

    def email_address(self) -> str:
        """Where news of the letter goes; nowhere under support measures, whatever was typed."""
        return "" if self.cleaned_data.get("support_measures") else str(self.cleaned_data["email"])

    def asks_character_choice(self) -> bool:
        """Whether the name has a character that the card may not have."""
        return bool(outside_standard(self["name"].value() or ""))

    def must_choose_characters(self) -> bool:
        """Whether nothing goes on without that answer."""
        return self.asks_character_choice()

    def clean_character_choice(self) -> str:
        """An answer about a name typed before counts no more."""
        return self.cleaned_data["character_choice"] if self.asks_character_choice() else ""


def applicant_fieldset() -> Fieldset:
    """Who the card is for."""
    return Fieldset(
        _("Applicant"),
        Div("name", "kana", css_class="row"),
        CHARACTERS,
        Div("birth_date", "sex", css_class="row"),
        Div(Field("phone"), "is_ward", css_class="row"),
        *([Field("email", wrapper_class="unless-support")] if settings.SENDS_EMAIL else []),
    )
