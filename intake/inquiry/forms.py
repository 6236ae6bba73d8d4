"""What is noted of an inquiry letter: the day it was sent; the day it came back, and what did."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choice
from intake.entry_fields import remark_field
from intake.models import CameBack


class _DayForm(forms.Form):
    """A day from `first` to `last`, both included; `day` names its field."""

    day: str

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {self.day: last}, **kwargs})
        self.first, self.last = first, last
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        noted = given.get(self.day)
        if noted and noted > self.last:
            self.add_error(self.day, _("This day is still to come."))
        if noted and noted < self.first:
            self.add_error(self.day, _("The letter was not printed or sent by then. Check the day."))
        return given


class SentForm(_DayForm):
    """The day the letter was posted."""

    day = "sent_on"
    sent_on = DateBoxes(label=_("Day of posting"))


class ReturnedForm(_DayForm):
    """What came back."""

    day = "returned_on"
    returned_on = DateBoxes(label=_("Day it came back"))
    came_back = Choice(choices=CameBack.choices, label=_("What came back"), widget=forms.RadioSelect)
    remark = remark_field(_("What was noticed"), help_text=_("No numbers of papers."))
