"""What the desk's forms are laid out with."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from crispy_forms.layout import Div, Field, LayoutObject
from django.template.loader import render_to_string

from eligibility.events import DesignationEvent as E

PAPERS_A_PERSON: Final = (1, 2, 3)
"""Two of B and a photo certificate are three."""


class Folded(LayoutObject):  # type: ignore[misc]
    """Fields behind a summary that opens by itself when one of them is filled in or wrong."""

    template = "intake/folded.html"

    def __init__(self, summary: Any, *fields: Any) -> None:
        self.summary = summary
        self.fields = list(fields)

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        names = [pointer.name for pointer in self.get_field_names()]
        wanted = any(form[name].errors or _typed(form, name) for name in names)
        drawn = self.get_rendered_fields(form, context, **kwargs)
        return render_to_string(self.template, {"summary": self.summary, "fields": drawn, "open": wanted})


class Asked(LayoutObject):  # type: ignore[misc]
    """A question that only some answers raise. The panel sends its place anew while somebody types.

    The form says by `asks_<name>()` whether it is raised; `template` draws it.
    """

    def __init__(self, field: str, template: str = "intake/asked.html") -> None:
        self.name = field
        self.fields = [field]
        self.template = template

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        return self.drawn(form)

    def drawn(self, form: Any, *, again: bool = False) -> str:
        """`again`: in place of what stands on the page already."""
        asks = getattr(form, f"asks_{self.name}")()
        words = {"form": form, "field": form[self.name], "asks": asks, "again": again}
        return str(render_to_string(self.template, words))


class Said(LayoutObject):  # type: ignore[misc]
    """What is to be said of the choices beside it, in a template of its own. The panel sends it anew too."""

    fields: ClassVar[list[str]] = []

    def __init__(self, template: str) -> None:
        self.template = template

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        return self.drawn(form)

    def drawn(self, form: Any, *, again: bool = False) -> str:
        """`again`: in place of what stands on the page already."""
        return str(render_to_string(self.template, {"form": form, "again": again}))


class Scanned(LayoutObject):  # type: ignore[misc]
    """The box for a slip's code, with the button that Enter presses: the first of the form, and it only reads."""

    template = "intake/scan.html"

    def __init__(self, field: str) -> None:
        self.fields = [field]

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        if not form.is_bound:
            # A scanner types where the cursor is; after an answer reading starts elsewhere.
            form.fields[self.fields[0]].widget.attrs["autofocus"] = True
        return render_to_string(self.template, {"fields": self.get_rendered_fields(form, context, **kwargs)})


def _typed(form: Any, name: str) -> Any:
    return form[name].data if form.is_bound else form[name].initial


def only(name: str, *events: E) -> Field:
    """Shown for these designations; without style sheets, always."""
    return Field(name, wrapper_class=" ".join(["only", *(f"only-{event}" for event in events)]))


def paper_rows(person: str, numbers: Iterable[int] = PAPERS_A_PERSON) -> list[Div]:
    """The identity papers of one person; desk.css shows a third row once two are chosen."""
    return [
        Div(
            f"{person}_{number}_kind",
            f"{person}_{number}_issuer",
            f"{person}_{number}_until",
            css_class="papers more" if number > 2 else "papers",
        )
        for number in numbers
    ]
