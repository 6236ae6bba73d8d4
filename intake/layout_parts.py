"""What the desk's forms are laid out with."""

from typing import Any

from crispy_forms.layout import Div, Field, LayoutObject
from django.template.loader import render_to_string

from eligibility.events import DesignationEvent as E


class Folded(LayoutObject):  # type: ignore[misc]
    """Fields behind a summary that opens by itself when one of them is filled in or wrong."""

    template = "intake/folded.html"

    def __init__(self, summary: Any, *fields: Any) -> None:
        self.summary = summary
        self.fields = list(fields)

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        names = [pointer.name for pointer in self.get_field_names()]
        wanted = any(form[name].errors or (form.is_bound and form[name].data) for name in names)
        drawn = self.get_rendered_fields(form, context, **kwargs)
        return render_to_string(self.template, {"summary": self.summary, "fields": drawn, "open": wanted})


class Scanned(LayoutObject):  # type: ignore[misc]
    """The box for a slip's code, with the button that Enter presses: the first of the form, and it only reads."""

    template = "intake/scan.html"

    def __init__(self, field: str) -> None:
        self.fields = [field]

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        return render_to_string(self.template, {"fields": self.get_rendered_fields(form, context, **kwargs)})


def only(name: str, *events: E) -> Field:
    """Shown for these designations; without style sheets, always."""
    return Field(name, wrapper_class=" ".join(["only", *(f"only-{event}" for event in events)]))


def paper_rows(person: str) -> list[Div]:
    """The identity papers of one person."""
    return [
        Div(
            f"{person}_{number}_kind",
            f"{person}_{number}_issuer",
            f"{person}_{number}_until",
            css_class="papers",
        )
        for number in (1, 2)
    ]
