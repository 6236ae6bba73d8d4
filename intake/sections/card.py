"""What the card carries and where it goes."""

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from desks.fields import Choice, Choices
from eligibility.events import Certificate
from eligibility.words import CERTIFICATES
from intake.entry_fields import tick_field

HOME, DESK = "home", "desk"
_LANGUAGES = [("ja", "日本語"), ("en", "English")]


class CardFields(forms.Form):
    """The choices of the card and of its delivery."""

    certificates = Choices(
        choices=[(certificate, CERTIFICATES[certificate]) for certificate in Certificate],
        label=_("Electronic certificates"),
        required=False,
        initial=list(Certificate),
        help_text=_("Without the user certificate the card cannot serve as a health insurance card."),
    )
    face_authentication = tick_field(_("Face-authentication card, without passwords (takes longer)"))
    braille = tick_field(_("Name in Braille on the card"))
    kept_character = tick_field(_("A non-standard character is kept (takes longer)"))
    deliver_to = Choice(
        choices=[(HOME, _("Registered address")), (DESK, _("Collected at the desk"))],
        label=_("Delivery"),
        widget=forms.RadioSelect,
        initial=HOME,
    )
    support_measures = tick_field(
        _("Support measures"), help_text=_("Ask whether it is safe to post to this address.")
    )
    language = Choice(choices=_LANGUAGES, label=_("Language of letters"), initial="ja")


def card_fieldset() -> Fieldset:
    """The choices of the card and of its delivery."""
    return Fieldset(
        _("Card and delivery"),
        "certificates",
        Div("face_authentication", "braille", "kept_character", css_class="row"),
        Div("deliver_to", "language", css_class="row"),
        "support_measures",
    )
