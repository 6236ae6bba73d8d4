"""What an administrator types about days and hours."""

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.calendar_services import MOST_DAYS, DayProblem, DayRefused
from desks.dates import DateBoxes, with_weekday
from desks.fields import Choice, Text, ascii_digits
from desks.models import HelpDesk

_CLOCK = re.compile(r"([0-9]{1,2})\s*(?:[:：時.]\s*)?([0-9]{2})\s*分?")
DAY_PROBLEMS: dict[DayProblem, Promise] = {
    DayProblem.PAST: _("%(day)s is past and stays as it was. Enter today or a later day."),
    DayProblem.LONG_AGO: _("%(day)s is more than a year ago. Check the year."),
    DayProblem.FAR: _(
        "The holidays of that year are not known yet. Enter a day of this year or the two after it."
    ),
    DayProblem.REVERSED: _("The last day is before the first. Check both."),
    DayProblem.MANY: _("Enter at most %(most)s days at a time."),
    DayProblem.OPPOSITE: _("%(day)s has been entered the other way. Remove it first."),
    DayProblem.AS_IT_IS: _("The desks are like that on these days already: nothing would change."),
    DayProblem.NEVER_OPEN: _("The desks would not be open for two months. Leave some days open."),
}


class DaysForm(forms.Form):
    """One day or several in a row, closed or open against the rule."""

    kind = Choice(
        label=_("What happens on these days?"),
        choices=[("closed", _("The desks are closed")), ("open", _("The desks are open"))],
        widget=forms.RadioSelect,
    )
    first = DateBoxes(label=_("First day"))
    last = DateBoxes(label=_("Last day"), required=False, help_text=_("Only for several days in a row."))
    reason = Text(label=_("Why?"), max_length=60, help_text=_("As the desks call it, such as 市制記念日."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_action = reverse("calendar:add")
        self.helper.layout = Layout(
            Fieldset(
                _("Add closed or open days"),
                "kind",
                Div("first", "last", css_class="row"),
                Field("reason", css_class="w-20"),
            ),
            Div(Submit("add", _("Add these days")), css_class="actions"),
        )

    def refuse(self, refusal: DayRefused) -> None:
        """Says at the field what the calendar did not take."""
        on_last = refusal.problem in (DayProblem.REVERSED, DayProblem.MANY, DayProblem.FAR)
        field = "last" if on_last and self.cleaned_data["last"] else "first"
        self.add_error(field, day_problem_in_words(refusal))


def day_problem_in_words(refusal: DayRefused) -> str:
    values = {"day": with_weekday(refusal.day), "most": MOST_DAYS}
    return str(DAY_PROBLEMS[refusal.problem]) % values


class ClockTime(Text):
    """A time of day as 8:30, 0830 or 8時30分, full width too; the value is a time."""

    default_error_messages = {"clock": _("Enter a time from 0:00 to 23:59, such as 8:30.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, **kwargs)

    def clean(self, value: Any) -> time:
        typed = super().clean(value)
        found = _CLOCK.fullmatch(ascii_digits(typed))
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValidationError(self.error_messages["clock"], code="clock")
        return time(int(found[1]), int(found[2]))


class HoursForm(forms.Form):
    """Opening and closing time of every desk."""

    def __init__(self, data: Any = None, *, desks: Iterable[HelpDesk]) -> None:
        self.desks = list(desks)
        super().__init__(data)
        for desk in self.desks:
            for when, words in (("opens_at", _("Opens at")), ("closes_at", _("Closes at"))):
                at: time = getattr(desk, when)
                self.fields[f"{when}_{desk.pk}"] = ClockTime(label=words, initial=f"{at.hour}:{at.minute:02}")
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *(
                Fieldset(
                    str(desk),
                    Div(
                        Field(f"opens_at_{desk.pk}", css_class="w-4"),
                        Field(f"closes_at_{desk.pk}", css_class="w-4"),
                        css_class="row",
                    ),
                )
                for desk in self.desks
            ),
            Div(Submit("save", _("Save the opening hours")), css_class="actions"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        for desk in self.desks:
            opens_at, closes_at = (cleaned.get(f"{when}_{desk.pk}") for when in ("opens_at", "closes_at"))
            if opens_at and closes_at and closes_at <= opens_at:
                self.add_error(f"closes_at_{desk.pk}", _("A desk closes after it opens. Check both."))
        return cleaned

    def hours(self) -> dict[HelpDesk, tuple[time, time]]:
        """What a valid form says of each desk."""
        typed = self.cleaned_data
        return {desk: (typed[f"opens_at_{desk.pk}"], typed[f"closes_at_{desk.pk}"]) for desk in self.desks}
