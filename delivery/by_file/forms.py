"""What is chosen about handing over by file."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delivery.models import Characters
from desks.fields import Choice


class FileForm(forms.Form):
    """How the next file is written."""

    characters = Choice(
        label=_("Characters"),
        choices=Characters.choices,
        initial=Characters.UTF_8,
        widget=forms.RadioSelect,
        help_text=_("Ask the issuer which of the two they read. Names are never changed to make them fit."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_action = reverse("by_file:make")
        self.helper.layout = Layout(
            "characters", Div(Submit("make", _("Make the file")), css_class="actions")
        )


class WayForm(forms.Form):
    """How a municipality's letters go to the issuer."""

    way = Choice(
        label=_("How do requests go to the issuer?"),
        choices=[
            ("connection", _("By connection: by themselves, within seconds")),
            ("file", _("By file: a supervisor makes a file and takes it to the issuer")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, by_file: bool) -> None:
        super().__init__(data, initial={"way": "file" if by_file else "connection"})
        self.helper = FormHelper()
        self.helper.layout = Layout("way", Div(Submit("save", _("Save")), css_class="actions"))
