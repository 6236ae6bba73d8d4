"""A day as three boxes: Western years, Japanese eras, full-width digits; echoed in both calendars."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from desks.fields import showable
from desks.renderer import attributes
from eligibility.parsing import DayCode, DayPart, DayProblem, DayRefused, both_calendars, parse_day

LAST_YEAR = 2199
"""Nobody means a later year, and days of grace must fit behind it."""

_WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
_LABELS = {DayPart.YEAR: _("Year"), DayPart.MONTH: _("Month"), DayPart.DAY: _("Day")}
_MISSING = {
    DayPart.YEAR: _("Enter the year."),
    DayPart.MONTH: _("Enter the month."),
    DayPart.DAY: _("Enter the day."),
}
_MESSAGES: dict[DayCode, Promise] = {
    DayCode.NOT_A_YEAR: _("Enter the year as four digits or with its era, such as 2026, 令和8 or R8."),
    DayCode.YEAR_UNCLEAR: _("Enter the year as four digits, or put the era before it: 令和8 or R8."),
    DayCode.YEAR_TOO_EARLY: _("Enter a year from 1873 on."),
    DayCode.NO_SUCH_MONTH: _("Enter the month as a number from 1 to 12."),
    DayCode.NO_SUCH_DAY: _("Month %(month)s of %(year)s has no day %(day)s. Check the day and the month."),
}
_NOT_A_NUMBER = {
    DayPart.MONTH: _("Enter the month as a number from 1 to 12."),
    DayPart.DAY: _("Enter the day as a number."),
}


def with_weekday(day: date) -> str:
    """2026年11月24日(火), Tue 24 Nov 2026."""
    return _with_weekday(day, get_language())


@lru_cache(maxsize=4096)
def _with_weekday(day: date, language: str | None) -> str:
    # A dozen days in every answer, most of them the same few; `language` is the one that is active.
    return gettext("%(weekday)s %(date)s") % {
        "weekday": _WEEKDAYS[day.weekday()],
        "date": date_format(day, "Y年n月j日" if language == "ja" else "j M Y"),
    }


def in_both_calendars(day: date) -> str:
    """2026年(令和8年)11月24日(火), Tue 24 Nov 2026 / 令和8年11月24日(火)."""
    japanese = both_calendars(day).japanese
    if get_language() != "ja":
        return f"{with_weekday(day)} / {japanese}"
    era_year, _year, rest = japanese.partition("年")
    return f"{day.year}年({era_year}年){rest}"


class Typed(NamedTuple):
    """The three boxes as typed."""

    year: str
    month: str
    day: str


class DateBoxesWidget(forms.Widget):
    """Three text boxes named `<name>_year`, `_month`, `_day`. `birthday`: browsers may fill in the person's own."""

    use_fieldset = True
    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed | None:
        typed = Typed(*(str(data.get(f"{name}_{part}") or "") for part in Typed._fields))
        return typed if any(map(str.strip, typed)) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in Typed._fields)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        merged = self.build_attrs(self.attrs, attrs)
        typed = _typed(value)
        day, wrong = _read(typed)
        if "aria-invalid" not in merged:
            wrong = set()
        elif not wrong:
            wrong = set(DayPart)
        id_ = merged.get("id", name)
        boxes = "".join(
            self._box(f"{name}_{part.lower()}", f"{id_}_{index}", part, text, wrong=part in wrong)
            for index, (part, text) in enumerate(zip(DayPart, typed, strict=True))
        )
        # Names and ids are the form's own; what was typed went through `attributes`.
        if self.is_hidden:
            return mark_safe(boxes)  # noqa: S308
        echo = in_both_calendars(day) if day else ""
        output = f'<output class="echo" for="{id_}_0 {id_}_1 {id_}_2">{echo}</output>'
        return mark_safe(f'<div class="dated">{boxes}{output}</div>')  # noqa: S308

    def _box(self, name: str, id_: str, part: DayPart, text: str, *, wrong: bool) -> str:
        box = {"type": self.input_type, "name": name, "value": showable(text)}
        if self.is_hidden:
            return f"<input{attributes(box)}>"
        more = {
            "id": id_,
            "maxlength": 16,
            "autocomplete": f"bday-{part.lower()}" if self.birthday else "off",
            "inputmode": None if part is DayPart.YEAR else "numeric",
            "required": self.is_required,
            "aria-invalid": "true" if wrong else None,
        }
        return f"<label><span>{_LABELS[part]}</span><input{attributes(box | more)}></label>"


class HiddenDateBoxes(DateBoxesWidget):
    """The same three values, carried along unseen."""

    input_type = "hidden"


class DateBoxes(forms.Field):
    """A day; the value is a date. What is wrong with a box is said by the name of the box."""

    widget = DateBoxesWidget
    hidden_widget = HiddenDateBoxes
    default_error_messages = {
        "required": _("Enter the day."),
        "LATE": _("Enter a year up to %(year)s."),
    }

    def __init__(self, *, birthday: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateBoxesWidget(birthday=birthday))
        kwargs.setdefault("help_text", _("Example: 2026 5 6. The year may also be 令和8 or R8."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Typed:
        return _typed(value)

    def to_python(self, value: Typed | date | None) -> date | None:
        if value is None or isinstance(value, date):
            return value
        try:
            found = parse_day(*value)
        except DayRefused as refused:
            raise ValidationError([_explained(problem) for problem in refused.problems]) from None
        if found.year > LAST_YEAR:
            raise ValidationError(self.error_messages["LATE"], code="LATE", params={"year": LAST_YEAR})
        return found


def _typed(value: Typed | date | None) -> Typed:
    if isinstance(value, date):
        return Typed(str(value.year), str(value.month), str(value.day))
    return value or Typed("", "", "")


def _read(typed: Typed) -> tuple[date | None, set[DayPart]]:
    """The day, or the boxes that are wrong."""
    try:
        return parse_day(*typed), set()
    except DayRefused as refused:
        return None, {problem.part for problem in refused.problems}


def _explained(problem: DayProblem) -> ValidationError:
    values = {
        name: with_weekday(value) if isinstance(value, date) else value
        for name, value in problem.values.items()
    }
    return ValidationError(str(_sentence(problem)), code=problem.code, params=values)


def _sentence(problem: DayProblem) -> Promise:
    match problem.code:
        case DayCode.MISSING:
            return _MISSING[problem.part]
        case DayCode.NOT_A_NUMBER:
            return _NOT_A_NUMBER[problem.part]
        case DayCode.OUTSIDE_ERA if "last_day" in problem.values:
            return _("%(era)s ran from %(first_day)s to %(last_day)s. Check the year.")
        case DayCode.OUTSIDE_ERA:
            return _("%(era)s began on %(first_day)s. Check the year.")
    return _MESSAGES[problem.code]
