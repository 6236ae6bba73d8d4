"""The sections of a form that is being filled in, and what each still lacks."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from intake.forms import EntryForm
from intake.panel import Panel

_KEYS: Final = "1234567890"
_PERSON: Final = "who-"
"""Begins the class of a section that belongs to somebody beside the applicant (desk.css)."""


class Section(NamedTuple):
    """`key` reaches it, whatever else is shown; the first ten have one.

    `anchor`: the first field that lacks something, otherwise the first of all.
    """

    title: Any
    key: str
    anchor: str
    lacks: tuple[Any, ...]


def sections_of(form: EntryForm, panel: Panel | None) -> list[Section]:
    """The sections that are shown, in their order; a form that nobody has typed into lacks nothing yet."""
    people = {*form.people_typed, *(panel.people_asked if panel else ())}
    titled = [part for part in form.helper.layout.fields if _title(part)]
    return [
        _section(form, part, key)
        for part, key in zip_longest(titled, _KEYS, fillvalue="")
        if part and (_person(part) is None or _person(part) in people)
    ]


def _section(form: EntryForm, part: Any, key: str) -> Section:
    names = [pointer.name for pointer in part.get_field_names()]
    lacking = list(_lacking(form, names)) if form.is_bound else []
    first = form[(lacking or names)[0]]
    labels = tuple(form.fields[name].label for name in lacking)
    # A group of choices has no label of its own: its first choice has the focus.
    return Section(_title(part), key, first.id_for_label or f"{first.auto_id}_0", labels)


def _lacking(form: EntryForm, names: list[str]) -> Iterator[str]:
    for name in names:
        empty = form.fields[name].required and not form.cleaned_data.get(name)
        if empty or name in form.errors:
            yield name


def _title(part: Any) -> Any:
    return getattr(part, "legend", "") or getattr(part, "summary", "")


def _person(part: Any) -> str | None:
    classes = getattr(part, "css_class", None) or ""
    return classes.removeprefix(_PERSON) if classes.startswith(_PERSON) else None
