"""Which papers of which day."""

from datetime import date
from typing import Any, Final
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choices
from intake.papers import MAKERS, PACK

DAY_SHEETS: Final = (
    "application",
    "passwords",
    "receipt",
    "checklist",
    "pending",
    "refusal",
    "inquiry",
    "envelope",
)
SHEET_TITLES: Final = {
    PACK: _("The pack of each person"),
    **{name: MAKERS[name][0] for name in DAY_SHEETS},
}
_AGAIN: Final = _("Open this page again.")


class DayPapersForm(forms.Form):
    """A day of the clerk's own desk, and the kinds of sheets. `key` makes one job of a double click."""

    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _AGAIN, "invalid": _AGAIN}, initial=uuid4
    )
    day = DateBoxes(label=_("Day"), help_text=_("Who came on this day, or completed an application on it."))
    sheets = Choices(
        choices=list(SHEET_TITLES.items()),
        label=_("Sheets"),
        initial=[PACK],
        help_text=_("The pack is what is signed, taken home and posted. Envelopes need other paper."),
        error_messages={"required": _("Choose at least one kind of sheet.")},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"day": today})
        self.today = today
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.form_action = reverse("papers:list")
        self.helper.layout = Layout("key", "day", "sheets")

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise ValidationError(_("This day is still to come."))
        return day
