"""What an administrator types about a desk and the return address."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from desks.calendar_forms import ClockTime
from desks.dates import DateBoxes
from desks.fields import Phone, Postcode, Text
from desks.helpdesk_services import DeskProblem, DeskRefused
from desks.models import HelpDesk, Municipality
from desks.tables import TableForm

NOTE_LENGTH = 120
DESK_PROBLEMS: dict[DeskProblem, Promise] = {
    DeskProblem.NAME_TAKEN: _("Another desk has this name. Choose a name that tells them apart."),
    DeskProblem.PAST: _("Enter today or a later day."),
    DeskProblem.LAST: _("This is the only desk that stays open. Add another one first."),
}


class SevenDigits(Postcode):
    """A postcode as it is stored: seven digits without a hyphen."""

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).replace("-", "")


class DeskRow(TableForm):
    """A desk, as a row of a table and as the questions of a page."""

    key = ("name",)

    name = Text(label=_("Name in Japanese"), max_length=30)
    name_en = Text(label=_("Name in English"), max_length=60)
    postcode = SevenDigits(label=_("Postcode"))
    address = Text(label=_("Address"), max_length=60)
    phone = Phone(label=_("Telephone"))
    opens_at = ClockTime(label=_("Opens at"))
    closes_at = ClockTime(label=_("Closes at"))
    note = Text(
        label=_("Note for residents, in Japanese"),
        max_length=NOTE_LENGTH,
        required=False,
        help_text=_(
            "Such as the floor or the counter. Residents read it beside the address and on their checklist."
        ),
    )
    note_en = Text(label=_("Note for residents, in English"), max_length=NOTE_LENGTH, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("A desk closes after it opens. Check both."))
        return cleaned


class DeskForm(DeskRow):
    """The questions about one desk."""

    def __init__(self, data: Any = None, *, desk: HelpDesk | None = None) -> None:
        super().__init__(
            data, initial=desk_values(desk) if desk else {"opens_at": "8:30", "closes_at": "17:15"}
        )
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field("name", css_class="w-20"),
            Field("name_en", css_class="w-20"),
            "postcode",
            "address",
            "phone",
            Div(Field("opens_at", css_class="w-4"), Field("closes_at", css_class="w-4"), css_class="row"),
            "note",
            "note_en",
            Div(Submit("save", _("Save the desk") if desk else _("Add the desk")), css_class="actions"),
        )


class CloseForm(forms.Form):
    """From which day on a desk is closed."""

    closed_from = DateBoxes(label=_("Closed from"))

    def __init__(self, data: Any = None, *, desk: HelpDesk) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_action = reverse("desks:close", args=[desk.uid])
        self.helper.layout = Layout(
            Fieldset(_("Close this desk"), "closed_from"),
            Div(Submit("close", _("Close the desk from that day on"), css_class="btn"), css_class="actions"),
        )


class ReturnForm(forms.Form):
    """The whole return address, or nothing of it."""

    return_to = Text(
        label=_("Section"),
        max_length=30,
        required=False,
        help_text=_("Printed after the name of the municipality."),
    )
    return_postcode = SevenDigits(label=_("Postcode"), required=False)
    return_address = Text(label=_("Address"), max_length=60, required=False)
    return_phone = Phone(label=_("Telephone"), required=False)

    def __init__(self, data: Any = None, *, municipality: Municipality) -> None:
        super().__init__(data, initial={name: getattr(municipality, name) for name in self.base_fields})
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field("return_to", css_class="w-20"),
            "return_postcode",
            "return_address",
            "return_phone",
            Div(Submit("save", _("Save the return address")), css_class="actions"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if any(cleaned.get(name) for name in self.fields):
            for name in ("return_postcode", "return_address"):
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, ValidationError(_("A letter needs this to come back. Fill it in.")))
        return cleaned


def desk_values(desk: HelpDesk) -> dict[str, Any]:
    """What a form or a table shows of a desk."""
    values = {name: getattr(desk, name) for name in DeskRow.base_fields}
    hours = {name: f"{values[name].hour}:{values[name].minute:02}" for name in ("opens_at", "closes_at")}
    return values | hours | {"postcode": f"{desk.postcode[:3]}-{desk.postcode[3:]}"}


def desk_problem_in_words(refusal: DeskRefused) -> str:
    if refusal.problem is DeskProblem.PEOPLE:
        said = ngettext(
            "%(number)s person works here on that day or later. Give them another desk or end their role first.",
            "%(number)s people work here on that day or later. Give them another desk or end their roles first.",
            refusal.people,
        )
        return said % {"number": refusal.people}
    return str(DESK_PROBLEMS[refusal.problem])
