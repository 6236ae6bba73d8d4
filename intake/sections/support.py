"""Support measures, and the question that they raise."""

from crispy_forms.layout import Field, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from desks.fields import Choice
from eligibility.events import YesNo
from intake.entry_fields import tick_field
from intake.posting import Chosen
from intake.sections.card import DESK


class SupportFields(forms.Form):
    """For a person who must not be found, such as after violence in the family."""

    support_measures = tick_field(
        _("Support measures"),
        help_text=_(
            "Lists, papers and status show neither address nor desk. Each look at the address is logged."
        ),
    )
    safe_to_post = Choice(
        choices=[
            (YesNo.YES, _("Yes, it is safe")),
            (YesNo.NO, _("No: it is collected at the desk")),
        ],
        label=_("Is it safe to post to this address?"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "Ask where nobody else hears it. If it is not safe, choose collection at the desk above."
        ),
    )

    def posting(self) -> Chosen:
        """What was chosen so far."""
        given = self.cleaned_data
        return Chosen(bool(given.get("support_measures")), given.get("deliver_to") == DESK, self.safety())

    def safety(self) -> YesNo:
        """The person's answer; UNKNOWN where nobody asked."""
        given = self.cleaned_data
        return (
            YesNo(given.get("safe_to_post") or YesNo.UNKNOWN)
            if given.get("support_measures")
            else YesNo.UNKNOWN
        )


def support_fieldset() -> Fieldset:
    """The flag; the question stands with it (desk.css)."""
    return Fieldset(
        _("Support measures"), "support_measures", Field("safe_to_post", wrapper_class="if-support")
    )
