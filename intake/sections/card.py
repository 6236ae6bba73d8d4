"""What the card carries and where it goes."""

from datetime import date
from typing import Any, Final

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.fields import Choice, Choices
from eligibility.events import Certificate, YesNo
from eligibility.words import CERTIFICATES
from intake.arrival import ANSWERS, ARRIVAL, QUESTIONS, advice
from intake.card_choices import FACE_CARD, LOST_WITHOUT, not_together
from intake.entry_fields import tick_field
from intake.layout_parts import Said

HOME, DESK = "home", "desk"
_LANGUAGES = [("ja", "日本語"), ("en", "English")]

SAID: Final = (Said("intake/card_notes.html"), Said("intake/arrival_advice.html"))
"""What does not go together, and what to do so that the letter arrives: at the fields, while somebody types."""


def _question(name: str) -> Choice:
    """A short question about the letter; not asked unless somebody answers."""
    label: Any = QUESTIONS[name]
    return Choice(choices=list(ANSWERS.items()), label=label, initial=YesNo.UNKNOWN, required=False)


class CardFields(forms.Form):
    """The choices of the card and of its delivery. Nothing here is refused: what does not go together is said."""

    today: date

    certificates = Choices(
        choices=[(certificate, CERTIFICATES[certificate]) for certificate in Certificate],
        label=_("Electronic certificates"),
        required=False,
        initial=list(Certificate),
        help_text=LOST_WITHOUT,
    )
    face_authentication = tick_field(
        _("Face-authentication card, without passwords (takes longer)"), help_text=FACE_CARD
    )
    braille = tick_field(_("Name in Braille on the card"))
    deliver_to = Choice(
        choices=[(HOME, _("Registered address")), (DESK, _("Collected at the desk"))],
        label=_("Delivery"),
        widget=forms.RadioSelect,
        initial=HOME,
        help_text=_(
            "Home: by registered mail that is not forwarded, to somebody who lives there, in person."
        ),
    )
    forwarding_order = _question("forwarding_order")
    moving_soon = _question("moving_soon")
    name_on_letter_box = _question("name_on_letter_box")
    somebody_at_home = _question("somebody_at_home")
    language = Choice(choices=_LANGUAGES, label=_("Language of letters"), initial="ja")

    @property
    def card_notes(self) -> list[Promise]:
        """Which of the choices do not go together, and what becomes of them."""
        given = self.cleaned_data if self.is_bound else {}
        return not_together(
            born=given.get("birth_date"),
            is_ward=bool(given.get("is_ward")),
            face_authentication=bool(given.get("face_authentication")),
            chosen=frozenset(map(Certificate, given.get("certificates", ()))),
            on=self.today,
        )

    @property
    def arrival_advice(self) -> list[Promise]:
        """What to do so that the letter arrives; nothing for a card that is collected."""
        given = self.cleaned_data if self.is_bound else {}
        return [] if given.get("deliver_to") == DESK else advice(given)

    def arrival(self) -> dict[str, YesNo]:
        """What was asked about the letter, by the names of an application."""
        return {name: YesNo(self.cleaned_data[name] or YesNo.UNKNOWN) for name in ARRIVAL}


def card_fieldset() -> Fieldset:
    """The choices of the card and of its delivery."""
    return Fieldset(
        _("Card and delivery"),
        "certificates",
        Div("face_authentication", "braille", css_class="row"),
        SAID[0],
        Div("deliver_to", "language", css_class="row"),
        Div(*ARRIVAL, css_class="row arrival"),
        SAID[1],
    )
