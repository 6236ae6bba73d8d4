"""The practice as a form: one question a setting, and the day from which the answers hold."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes, with_weekday
from desks.fields import Choice, Choices, WholeNumber
from eligibility.practice import PAIRS, Practice
from eligibility.practices.words import (
    CHOICES,
    PAPERS,
    PRACTICE_MEANINGS,
    PRACTICE_QUESTIONS,
    SECTIONS,
    value_in_words,
)

AHEAD = timedelta(days=730)
"""How far ahead a practice can be settled: the holidays of the years after that are not known yet."""
MOST_DAYS = 99
_LARGEST_ID = 2**63 - 1
# Under these the meaning would only repeat the question.
_SAID_BY_THE_QUESTION = frozenset(
    {
        "own_fault_damage",
        "damage_of_unknown_cause",
        "defect",
        "disaster",
        "theft_with_police_number",
        "returnee_without_old_card",
        "number_change",
        "representative_papers",
        "birth_notification_check",
        "police_number_outside_home",
    }
)


class PracticeForm(forms.Form):
    """Every setting, asked in the sections of `words`. `practice` is what was chosen."""

    started_from = forms.IntegerField(min_value=0, max_value=_LARGEST_ID, widget=forms.HiddenInput)
    in_force_from = DateBoxes(label=_("From which day does it hold?"))
    practice: Practice

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        start: Practice | None = None,
        in_force_from: date | None = None,
        started_from: int = 0,
    ) -> None:
        given = {"started_from": started_from, "in_force_from": in_force_from or today}
        super().__init__(data, initial=given | (_as_typed(start) if start else {}))
        self.today = today
        for name in PRACTICE_QUESTIONS:
            self.fields[name] = _field(name)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "started_from",
            *(
                Fieldset(
                    section.title,
                    *(Field(name, css_class="w-4") if _is_number(name) else name for name in section.fields),
                )
                for section in SECTIONS
            ),
            Fieldset(_("From when"), "in_force_from"),
            Div(Submit("preview", _("See what changes")), css_class="actions"),
        )

    def clean_in_force_from(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        if day < self.today:
            raise ValidationError(
                _("This day is past. What held then stays as it was: enter today or a later day."),
                code="past",
            )
        last = self.today + AHEAD
        if day > last:
            raise ValidationError(
                _("Enter a day up to %(day)s."), code="far", params={"day": with_weekday(last)}
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if all(name in cleaned for name in PRACTICE_QUESTIONS):
            if cleaned["chase_after_days"] <= cleaned["target_days"]:
                self.add_error("chase_after_days", _("Enter more days than to the target day."))
            else:
                settings: dict[str, Any] = {name: _read(name, cleaned[name]) for name in PRACTICE_QUESTIONS}
                self.practice = Practice(**settings)
        return cleaned


def _is_number(name: str) -> bool:
    return name not in CHOICES and name not in PAPERS


def _field(name: str) -> forms.Field:
    hint = "" if name in _SAID_BY_THE_QUESTION else PRACTICE_MEANINGS[name]
    words: dict[str, Any] = {"label": PRACTICE_QUESTIONS[name], "help_text": hint}
    if name in CHOICES:
        choices = [(str(value), said) for value, said in CHOICES[name].items()]
        return Choice(choices=choices, widget=forms.RadioSelect, **words)
    if name in PAPERS:
        return Choices(
            choices=[(pair.value, value_in_words(name, frozenset({pair}))) for pair in PAIRS], **words
        )
    least = 0 if name == "other_desk_extra_days" else 1
    return WholeNumber(minimum=least, maximum=MOST_DAYS, **words)


def _read(name: str, typed: Any) -> object:
    """The value of `Practice` behind a valid answer."""
    if name in CHOICES:
        return next(value for value in CHOICES[name] if str(value) == typed)
    if name in PAPERS:
        return frozenset(pair for pair in PAIRS if pair.value in typed)
    return typed


def _as_typed(practice: Practice) -> dict[str, object]:
    """The settings as the form's first answers."""
    values = {name: getattr(practice, name) for name in PRACTICE_QUESTIONS}
    return {
        name: str(value) if name in CHOICES else sorted(value) if name in PAPERS else value
        for name, value in values.items()
    }
