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
from intake.addresses import address_at
from intake.entry_fields import address_field
from intake.layout_parts import Asked
from intake.slips import ELSEWHERE, HERE

BELONGS_ELSEWHERE: Final = "belongs_elsewhere"
RESIDENCE: Final = Asked("residence")


class _OfThePostcode(Choice):
    """What belonged to a postcode typed before counts as not chosen."""

    def clean(self, value: Any) -> str:
        chosen: str = super().clean(value if value and self.valid_value(value) else "")
        return chosen


class PlaceFields(forms.Form):
    """The registered address. `residence_code`: six digits, empty where no municipality can be told.

    `places`: the municipalities that the postcode may mean.
    """

    municipality: Municipality
    residence_code: str
    places: tuple[Place, ...]
    told: SlipContent | None

    registered = Choice(
        choices=[(HERE, ""), (ELSEWHERE, "")],
        label=_("Registered"),
        widget=forms.RadioSelect,
        initial=HERE,
    )
    postcode = Postcode(label=_("Postcode"))
    residence = _OfThePostcode(
        label=_("Several municipalities share this postcode. In which one?"),
        widget=forms.RadioSelect,
        required=False,
    )
    address = address_field(
        _("Registered address"), help_text=_("The postcode fills this in while it is empty.")
    )

    def asks_residence(self) -> bool:
        """Whether the postcode leaves open which other municipality it is."""
        return len(self._others) > 1 and self["registered"].value() == ELSEWHERE

    def proposed_address(self) -> str:
        """The beginning of the address by its postcode, while none is typed and the municipality is known."""
        given = self.cleaned_data
        there = [place for place in self.places if place.code == self.residence_code]
        if given.get("address") or not there:
            return ""
        return address_at(given["postcode"].replace("-", ""), there[0])

    def _read_postcode(self) -> None:
        """Before the answers are read: which municipalities can be chosen."""
        try:
            postcode = self.fields["postcode"].clean(self["postcode"].value() or "")
        except forms.ValidationError:
            postcode = ""
        self.places = at_postcode(postcode.replace("-", "")) if postcode else ()
        residence = self.fields["residence"]
        assert isinstance(residence, Choice)  # noqa: S101 - tells the type checker
        residence.choices = [(place.code, str(place)) for place in self._others]
        residence.required = self.asks_residence()

    @property
    def _others(self) -> list[Place]:
        return [place for place in self.places if place.code != self.municipality.code]

    def _place(self, given: dict[str, Any]) -> None:
        """Finds where the person is registered; the postcode and the answer must not contradict each other."""
        others = self._others
        if given.get("registered") != ELSEWHERE:
            if others and len(others) == len(self.places):
                self._doubt_postcode(others[0])
            return
        only = others[0].code if len(others) == 1 else ""
        self.residence_code = only or given.get("residence") or self._told_elsewhere()
        if self.places and not others:
            self._doubt_postcode(self.places[0])

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
    return Fieldset(
        _("Address"),
        "registered",
        Field("postcode", css_class="w-7"),
        RESIDENCE,
        "address",
    )
