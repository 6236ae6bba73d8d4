"""Where the applicant is registered."""

from typing import Any, Final

from crispy_forms.layout import Field, Fieldset
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.fields import Choice, Postcode
from desks.models import Municipality
from desks.places import Place, at_postcode
from eligibility.slip.content import SlipContent
from intake.entry_fields import address_field
from intake.slips import ELSEWHERE, HERE

BELONGS_ELSEWHERE: Final = "belongs_elsewhere"


class PlaceFields(forms.Form):
    """The registered address. `residence_code`: six digits, empty where no municipality can be told."""

    municipality: Municipality
    residence_code: str
    told: SlipContent | None

    registered = Choice(
        choices=[(HERE, ""), (ELSEWHERE, "")],
        label=_("Registered"),
        widget=forms.RadioSelect,
        initial=HERE,
    )
    postcode = Postcode(label=_("Postcode"))
    address = address_field(
        _("Registered address"), help_text=_("The postcode fills this in while it is empty.")
    )

    def _place(self, given: dict[str, Any]) -> None:
        """Finds where the person is registered; the postcode and the answer must not contradict each other."""
        places = at_postcode(given["postcode"].replace("-", "")) if given.get("postcode") else ()
        others = [place for place in places if place.code != self.municipality.code]
        if given.get("registered") == ELSEWHERE:
            self.residence_code = others[0].code if others else self._told_elsewhere()
            if places and not others:
                self._doubt_postcode(places[0])
        elif others and len(others) == len(places):
            self._doubt_postcode(others[0])

    def _told_elsewhere(self) -> str:
        """The municipality that a slip named, until a postcode does."""
        code = self.told.residence_code if self.told else ""
        return "" if code == self.municipality.code else code

    def _doubt_postcode(self, place: Place) -> None:
        message = gettext(
            "This postcode belongs to %(place)s. Check it, or change where the person is registered."
        )
        self.add_error("postcode", forms.ValidationError(message % {"place": place}, code=BELONGS_ELSEWHERE))


def place_fieldset() -> Fieldset:
    """The registered address."""
    return Fieldset(_("Registered address"), "registered", Field("postcode", css_class="w-7"), "address")
