"""The pages of the self-check: what was typed or chosen, in the right shape. What follows from it is the law's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes, in_both_calendars
from desks.fields import Choice, Text
from desks.places import find
from eligibility.age import age_band
from eligibility.case import Case
from eligibility.events import AgeBand, DayAnswer, doubtful_days
from eligibility.wording import DAY_DOUBTS

MOST_PLACES = 20

_NOWHERE = _("No municipality fits. Check the postcode, or type the name of the city, ward, town or village.")
_ANYWHERE = _("%(count)s municipalities fit. Type more of the name, or the postcode.")
_DAY_AND_NO_DAY = _("There is a day in the boxes as well. Choose “On this day”, or empty the boxes.")
_OF_AGE = _("This day makes 15 or over. Check the year, or go back and choose “15 or over”.")


@dataclass(frozen=True)
class Option:
    """A radio button: its label, a line under it, and what the case learns when it is chosen."""

    label: str | Promise
    hint: str | Promise = ""
    gives: Mapping[str, Any] = field(default_factory=dict)

    def drawn(self) -> str:
        """The label with its hint."""
        return format_html("{}<small>{}</small>", self.label, self.hint) if self.hint else str(self.label)


Options = Mapping[str, Option]


class Question(forms.Form):
    """One page. `case` holds the answers before it; `options` is what can be chosen; `take` tells a valid answer."""

    template = "eligibility/parts/box.html"
    #: Words under the question, and what comes before it.
    lead: str | Promise = ""
    warning: str | Promise = ""
    use_required_attribute = False

    def __init__(self, case: Case, question: str | Promise, options: Options, **kwargs: Any) -> None:
        self.case, self.question, self.options = case, question, options
        super().__init__(**kwargs)

    def take(self) -> None:
        raise NotImplementedError

    def in_words(self) -> str:
        """The answer as the summary repeats it."""
        raise NotImplementedError

    def typed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What was sent for this page, unjudged."""
        return {
            name: field.widget.value_from_datadict(data, {}, self.add_prefix(name))
            for name, field in self.fields.items()
        }


class Where(Question):
    """A postcode, a name, or an address that begins with one."""

    text = Text(
        max_length=100,
        help_text=_("Postcode, or name of the city, ward, town or village. For example 100-0001."),
        widget=forms.TextInput(attrs={"class": "w-20"}),
        error_messages={"required": _("Enter a postcode or the name of your municipality.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = str(self.question)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        self.places = find(text)
        if not self.places:
            raise ValidationError(_NOWHERE, code="nowhere")
        if len(self.places) > MOST_PLACES:
            raise ValidationError(_ANYWHERE, code="anywhere", params={"count": len(self.places)})
        return text

    def take(self) -> None:
        self.case.take(places=self.places)

    def in_words(self) -> str:
        return str(self.places[0]) if len(self.places) == 1 else str(self.cleaned_data["text"])


class OneOf(Choice):
    """Radio buttons that are drawn only where they are shown: all earlier answers are judged again at every step."""

    widget = forms.RadioSelect
    options: Options = {}

    def offer(self, options: Options) -> None:
        self.options = options
        self.choices = lambda: [(value, option.drawn()) for value, option in options.items()]

    def valid_value(self, value: Any) -> bool:
        return value in self.options


class Choose(Question):
    """One of the options."""

    template = "eligibility/parts/choose.html"
    answer = OneOf()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = str(self.question)
        self.fields["answer"].offer(self.options)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Option:
        return self.options[self.cleaned_data["answer"]]

    def take(self) -> None:
        self.case.take(**self.chosen.gives)

    def in_words(self) -> str:
        return str(self.chosen.label)


class Day(Choose):
    """The day that the law counts from: known, not yet, or not known."""

    template = "eligibility/parts/day.html"
    day = DateBoxes(label=_("The day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].initial = DayAnswer.KNOWN

    def clean(self) -> None:
        answered, day = self.cleaned_data.get("answer"), self.cleaned_data.get("day")
        if answered == DayAnswer.KNOWN:
            if day is None and "day" not in self.errors:
                self.add_error("day", self.fields["day"].error_messages["required"])
            elif day is not None:
                self._refuse_doubtful(day)
        elif answered and self.typed(self.data)["day"]:
            self.errors.pop("day", None)
            self.add_error("answer", _DAY_AND_NO_DAY)

    def _refuse_doubtful(self, day: date) -> None:
        doubts = doubtful_days(self.case.facts(**{self._fact: day}), on=self.case.on)
        for doubt in doubts.values():
            self.add_error("day", str(DAY_DOUBTS[doubt]))

    @property
    def _fact(self) -> str:
        return "birth_date" if self.case.is_infant else "occurred_on"

    def take(self) -> None:
        super().take()
        if day := self.cleaned_data["day"]:
            self.case.take(**{self._fact: day})

    def in_words(self) -> str:
        day = self.cleaned_data["day"]
        return in_both_calendars(day) if day else super().in_words()


class BirthDate(Question):
    """Asked under 15 only, where it changes who comes and what the card carries."""

    day = DateBoxes()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = str(self.question)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        facts = self.case.facts(birth_date=day)
        for doubt in doubtful_days(facts, on=self.case.on).values():
            raise ValidationError(str(DAY_DOUBTS[doubt]), code=doubt)
        if age_band(facts, on=self.case.on) is AgeBand.FIFTEEN_AND_OVER:
            raise ValidationError(_OF_AGE, code="of_age")
        return day

    def take(self) -> None:
        self.case.take(birth_date=self.cleaned_data["day"])

    def in_words(self) -> str:
        return in_both_calendars(self.cleaned_data["day"])
