"""What is chosen and typed about letters at the desk."""

from datetime import date
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from delivery.forms import ListFilter
from delivery.models import Delivery
from delivery.shelf.labels import LABELS_A_SHEET
from delivery.shelf.lists import Filters
from desks.dates import DateBoxes
from desks.fields import Text, WholeNumber
from desks.models import Membership
from desks.permissions import Permission

PUT: Final = "put"
"""The button that puts letters on a shelf; the other one prints labels."""


def shelf_field(**kwargs: Any) -> Text:
    return Text(max_length=20, validators=[MaxLengthValidator(20)], label=_("Shelf"), **kwargs)


class LettersFilter(ListFilter):
    """A clerk's list is their own desk's."""

    shelf = shelf_field(required=False)

    def __init__(self, data: Any, *, membership: Membership) -> None:
        super().__init__(data, municipality_id=membership.municipality_id)
        self.membership = membership
        self.all_desks = membership.may(Permission.REVIEW)
        self.full_clean()

    @property
    def filters(self) -> Filters:
        """What was chosen; a choice that needs another look counts as not made."""
        own, given = self.membership.desk, self.cleaned_data
        return Filters(
            own_desk=own,
            desk=given.get("desk") if self.all_desks else own,
            shelf=given.get("shelf", ""),
            after=given.get("after"),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.cleaned_data.get("shelf") or (self.all_desks and self.cleaned_data.get("desk")))


class TickedForm(forms.Form):
    """Letters ticked in a list."""

    letters: "forms.ModelMultipleChoiceField[Delivery]" = forms.ModelMultipleChoiceField(
        label=_("Letter"),
        queryset=None,
        to_field_name="uid",
        error_messages={
            "required": _("Tick at least one letter."),
            "invalid_choice": _("One of these letters is not there any more. Look at the list again."),
            "invalid_pk_value": _("One of these letters is not there any more. Look at the list again."),
        },
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        rows = Delivery.objects.select_related("desk").order_by("keep_until", "id")
        self.fields["letters"].queryset = rows  # type: ignore[attr-defined]

    @property
    def ticked(self) -> list[str]:
        """As they were sent, so that they stay ticked."""
        return [str(uid) for uid in self["letters"].value() or ()]


class PutForm(forms.Form):
    """Since when one letter is here, and on which shelf."""

    shelf = shelf_field(help_text=_("As it is written on it, such as A-1."))
    on = DateBoxes(label=_("Since which day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields)


class ShelfForm(TickedForm):
    """Several letters on a shelf, or their labels: of each button its own fields are needed."""

    shelf = shelf_field(help_text=_("As it is written on it, such as A-1."))
    on = DateBoxes(label=_("Since which day"))
    position = WholeNumber(
        minimum=1,
        maximum=LABELS_A_SHEET,
        label=_("First free label on the sheet"),
        help_text=_("1 to 24, row by row. The sheet has 3 x 8 labels of 70 x 37 mm."),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today, "position": 1})
        if self.is_bound:
            self.fields["shelf"].required = self.fields["on"].required = self.puts
            self.fields["position"].required = not self.puts
        self.fields["shelf"].widget.attrs["class"] = "w-11"
        self.fields["position"].widget.attrs["class"] = "w-4"

    @property
    def puts(self) -> bool:
        return PUT in self.data


class DisposalDayForm(forms.Form):
    """Of which day the record of disposal is."""

    on = DateBoxes(label=_("Disposed of on"), help_text="")
