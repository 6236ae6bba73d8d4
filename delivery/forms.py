"""What is typed about deliveries: the supervisor's filters, news of a letter, its number, a correction, a note."""

from collections.abc import Callable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.models import Delivery, Group, Move
from delivery.post.words import words_of
from delivery.review import Filters
from delivery.states import NEWS, OPEN, Problem, Source, State
from delivery.tracking import plain_number
from desks.dates import DateBoxes
from desks.fields import Choice, Text, WholeNumber
from desks.models import HelpDesk

_CHOOSE = _("Choose one of these.")


class ListFilter(forms.Form):
    """The address of a list of letters: a desk, and where the page before ended. Nothing in it tells of a person."""

    desk = forms.ModelChoiceField(
        label=_("Desk"),
        queryset=HelpDesk.objects.none(),
        required=False,
        empty_label=_("All desks"),
        error_messages={"invalid_choice": _CHOOSE},
    )
    after = forms.UUIDField(required=False, widget=forms.HiddenInput, error_messages={"invalid": _CHOOSE})

    def __init__(self, data: Any, *, municipality_id: int) -> None:
        super().__init__(data)
        desks = HelpDesk.objects.filter(municipality_id=municipality_id).order_by("id")
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]


class OverdueFilter(ListFilter):
    """The address of the overdue page."""

    state = Choice(
        label=_("State"),
        choices=[("", _("All states")), *((state.value, state.label) for state in State if state in OPEN)],
        required=False,
    )
    days = Choice(
        label=_("Days over"),
        choices=[
            ("", _("1 or more")),
            ("3", _("3 or more")),
            ("7", _("7 or more")),
            ("14", _("14 or more")),
        ],
        required=False,
    )
    group = Choice(choices=Group.choices, required=False, widget=forms.HiddenInput)

    def filters(self) -> Filters:
        """What was chosen; a choice that needs another look counts as not made."""
        self.full_clean()
        read: dict[str, Callable[[str], Any]] = {"state": State, "group": Group, "days": int}
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return Filters(
            **{name: read[name](value) if name in read else value for name, value in chosen.items()}
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether rows are left out that the page would show otherwise."""
        chosen = self.cleaned_data
        return bool(chosen.get("desk") or chosen.get("state") or chosen.get("days"))


class TrackingNumber(Text):
    """A tracking number as on the receipt; the value is plain (`delivery.tracking.plain_number`)."""

    default_error_messages = {
        "number": _("Enter the number as on the receipt: 11 to 13 letters and digits."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return plain_number(typed) if typed else ""
        except ValueError:
            raise ValidationError(self.error_messages["number"], code="number") from None


def _states() -> list[tuple[str, str]]:
    """What can be told of a letter, with the post's words for it."""
    return [
        (state.value, format_html('{}<small lang="ja">{}</small>', state.label, "、".join(words_of(state))))
        for state in NEWS
    ]


class NewsForm(forms.Form):
    """What happened to the letter, on which day, and who said so. `known` is the number that we have of it."""

    state = Choice(label=_("What happened to the letter"), choices=_states, widget=forms.RadioSelect)
    problem = Choice(
        label=_("What went wrong"), choices=[("", _("Nothing")), *Problem.choices], required=False
    )
    on = DateBoxes(label=_("On which day"))
    source = Choice(
        label=_("Who told us"),
        choices=[(source.value, source.label) for source in Source if source is not Source.TOKKYU],
    )
    tracking_number = TrackingNumber(
        label=_("Tracking number"),
        required=False,
        help_text=_("Only if you know it. Eleven digits, with or without hyphens."),
    )

    def __init__(self, data: Any = None, *, today: date, delivery: Delivery, known: str = "") -> None:
        initial = {"on": today, "source": Source.CLERK}
        super().__init__(data, initial=initial, auto_id="news_%s")
        self.known = known
        self.helper = FormHelper()
        self.helper.form_action = reverse("review:news", args=[delivery.uid])
        self.helper.layout = Layout(
            Fieldset(
                _("Record news"),
                "state",
                "problem",
                "on",
                "source",
                Field("tracking_number", css_class="w-11"),
            ),
            Div(Submit("record", _("Record this news")), css_class="actions"),
        )

    def clean_state(self) -> State:
        return State(self.cleaned_data["state"])

    def clean_source(self) -> Source:
        return Source(self.cleaned_data["source"])

    def clean_tracking_number(self) -> str:
        number: str = self.cleaned_data["tracking_number"]
        if number and self.known and number != self.known:
            raise ValidationError(
                _("This letter has the number %(number)s. Correct it below, with a reason, if it is wrong."),
                code="other_number",
                params={"number": self.known},
            )
        return number


class Reason(Text):
    """Why something is corrected: some words, not a sign."""

    LEAST = 5
    default_error_messages = {"short": _("Say in a few words why: at least 5 characters.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Why?"), max_length=200, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and len(value) < self.LEAST:
            raise ValidationError(self.error_messages["short"], code="short")


class NumberForm(forms.Form):
    """The number of a letter, entered alone or in place of a wrong one; `instead_of` is what the page showed."""

    instead_of = forms.CharField(required=False, max_length=13, widget=forms.HiddenInput)
    tracking_number = TrackingNumber(
        label=_("Tracking number"), help_text=_("Eleven digits, with or without hyphens.")
    )
    reason = Reason(help_text=_("Such as: two digits were exchanged."))

    def __init__(self, data: Any = None, *, delivery: Delivery, known: str) -> None:
        super().__init__(data, initial={"instead_of": known}, auto_id="number_%s")
        if not known:
            del self.fields["reason"]
        self.helper = FormHelper()
        self.helper.form_action = reverse("review:number", args=[delivery.uid])
        self.helper.layout = Layout(
            "instead_of",
            Field("tracking_number", css_class="w-11"),
            *(["reason"] if known else []),
            Div(_second_button("keep", _("Keep this number")), css_class="actions"),
        )


class CorrectionForm(forms.Form):
    """Takes back the last move, which the page showed as `move`, with a reason."""

    move = WholeNumber(maximum=2**63 - 1, widget=forms.HiddenInput)
    reason = Reason(help_text=_("Such as: it was another letter."))

    def __init__(self, data: Any = None, *, delivery: Delivery, move: Move, reason: str = "") -> None:
        super().__init__(data, initial={"move": move.pk, "reason": reason}, auto_id="wrong_%s")
        words = gettext("Take back: %(state)s") % {"state": State(move.after).label}
        self.helper = FormHelper()
        self.helper.form_action = reverse("review:correct", args=[delivery.uid])
        self.helper.layout = Layout(
            "move", "reason", Div(_second_button("take_back", words), css_class="actions")
        )


class NoteForm(forms.Form):
    text = Text(
        label=_("Note"),
        max_length=500,
        lines=True,
        help_text=_("What a colleague should know. Do not write a My Number or a password here."),
    )

    def __init__(self, data: Any = None, *, delivery: Delivery) -> None:
        super().__init__(data, auto_id="note_%s")
        self.helper = FormHelper()
        self.helper.form_action = reverse("review:note", args=[delivery.uid])
        self.helper.layout = Layout(
            Fieldset(_("Leave a note"), "text"),
            Div(_second_button("leave", _("Leave the note")), css_class="actions"),
        )


def _second_button(name: str, words: Promise | str) -> Submit:
    """A button beside the page's one primary action."""
    button = Submit(name, words)
    button.field_classes = "btn"
    return button
