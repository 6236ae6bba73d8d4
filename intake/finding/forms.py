"""What a clerk types and chooses to find an application."""

from typing import Any, Final
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choice, Text
from desks.models import HelpDesk, Municipality
from eligibility.events import Heading
from eligibility.words import HEADINGS
from intake.finding.searching import LEAST_DIGITS, Kind, Reading, readings
from intake.finding.services import Filters
from intake.layout_parts import Folded
from intake.models import Standing

_NARROWING: Final = "desk", "standing", "heading", "first_on", "last_on"
_NOT_KNOWN = _("Choose one of these.")


class FindForm(forms.Form):
    """One box for all that somebody says of an application, and what narrows it down."""

    q = Text(
        max_length=60,
        label=_("Reference, slip, name, telephone or tracking number"),
        required=False,
        help_text=_(
            "The beginning of a name or its kana is enough, and the last four digits of a telephone."
        ),
    )
    born_on = DateBoxes(label=_("Date of birth"), required=False, help_text="")
    desk = forms.ModelChoiceField(
        label=_("Desk"),
        queryset=HelpDesk.objects.none(),
        required=False,
        empty_label=_("All desks"),
        error_messages={"invalid_choice": _NOT_KNOWN},
    )
    standing = Choice(label=_("State"), choices=[("", _("All")), *Standing.choices], required=False)
    heading = Choice(label=_("Reason"), choices=[("", _("All")), *HEADINGS.items()], required=False)
    first_on = DateBoxes(label=_("First visit from"), required=False, help_text="")
    last_on = DateBoxes(label=_("First visit until"), required=False, help_text="")
    after = forms.UUIDField(required=False, error_messages={"invalid": _("Search again.")})

    def __init__(self, data: Any = None, *, municipality: Municipality, own_desk: HelpDesk) -> None:
        super().__init__(data)
        self.own_desk = own_desk
        desks = HelpDesk.objects.filter(municipality=municipality).order_by("id")
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]
        self.readings: list[Reading] = []
        self.helper = FormHelper()
        self.helper.form_id = "find"
        self.helper.form_action = reverse("desk:search")
        self.helper.layout = Layout(
            Div("q", "born_on", css_class="row"),
            Folded(
                _("Narrow it down"),
                Div("desk", "standing", "heading", css_class="row"),
                Div("first_on", "last_on", css_class="row"),
            ),
            Div(Submit("search", gettext("Search")), css_class="actions"),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        typed = given["q"]
        self.readings = readings(typed)
        if typed and not self.readings:
            self._ask_for_more()
        elif not typed and not any(given[name] for name in ("born_on", *_NARROWING)):
            self.add_error("q", gettext("Type something, or choose what narrows it down."))
        if given["first_on"] and given["last_on"] and given["last_on"] < given["first_on"]:
            self.add_error("last_on", gettext("This day is before the first one."))
        return given

    def _ask_for_more(self) -> None:
        words = gettext("Type at least %(number)s digits of a number, or a letter of a name.")
        self.add_error("q", words % {"number": LEAST_DIGITS})

    @property
    def kinds(self) -> list[str]:
        """All that the text was searched as."""
        return [str(reading.kind.label) for reading in self.readings]

    @property
    def is_of_a_slip(self) -> bool:
        return any(reading.kind is Kind.SLIP for reading in self.readings)

    @property
    def filters(self) -> Filters:
        """What a valid form narrows the search to."""
        given = self.cleaned_data
        desk: HelpDesk | None = given["desk"]
        return Filters(
            desks=[desk] if desk else list(self.fields["desk"].queryset),  # type: ignore[attr-defined]
            one_desk=desk is not None,
            hides_supported=desk is not None and desk != self.own_desk,
            standing=Standing(given["standing"]) if given["standing"] else None,
            heading=Heading(given["heading"]) if given["heading"] else None,
            **{name: given[name] for name in ("born_on", "first_on", "last_on")},
        )

    @property
    def page_after(self) -> UUID | None:
        """The last row of the page before."""
        after: UUID | None = self.cleaned_data["after"]
        return after
