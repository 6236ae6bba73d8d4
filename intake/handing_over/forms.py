"""What is typed when a card is collected, or posted again."""

from datetime import date
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from delivery.models import OldCard
from delivery.tracking import plain_number
from desks.dates import DateBoxes
from desks.fields import Choice, Text, Tick
from intake.decision_forms import PapersForm
from intake.entry_fields import CHOOSE, name_field, remark_field
from intake.handing_over.judging import Receiver, Visit
from intake.handing_over.words import Authority
from intake.layout_parts import paper_rows
from intake.models import Relation
from intake.reference import NotAReference, read_reference
from intake.sections.people import ProofFields, proof_row

_RECEIVER: Final = (
    "receiver_name",
    "receiver_relation",
    "representative_proof",
    "representative_proof_issued_on",
)


class CollectForm(forms.Form):
    """The reference of a card, scanned from its label or typed."""

    reference = Text(
        max_length=30,
        label=_("Reference"),
        help_text=_("Scan the label, or type the ten characters."),
        error_messages={"required": _("Scan the label, or type the reference.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].widget.attrs |= {"class": "w-11", "autocomplete": "off", "autofocus": True}
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_reference(self) -> str:
        try:
            return read_reference(self.cleaned_data["reference"])
        except NotAReference:
            raise ValidationError(
                _("This is no reference, or one character is wrong. Look at the label again."),
                code="reference",
            ) from None


class HandOverForm(ProofFields, PapersForm):
    """The applicant, with the legal representative where one must come too, and what both show."""

    present = Tick(label=_("The applicant is here, and the face is the one on the card"))
    receiver_name = name_field(_("Name of the representative"))
    receiver_relation = Choice(choices=[CHOOSE, *Relation.choices], label=_("Relation"))
    old_card = Choice(choices=OldCard.choices, label=_("The old card"), widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any = None,
        *,
        represented: bool,
        has_photo: bool,
        asks_for_old_card: bool,
        known: Receiver | None,
    ) -> None:
        initial = {"receiver_name": known.name, "receiver_relation": known.relation} if known else {}
        layout = _layout(represented=represented, asks_for_old_card=asks_for_old_card)
        super().__init__(data, initial=initial, layout=layout)
        self.represented = represented
        self.fields["representative_proof"].help_text = _("Only if somebody else acted at the application.")
        if not has_photo:
            self.fields["present"].label = _("The child is here. The card has no photo.")
        unasked = [*(() if represented else _RECEIVER), *(() if asks_for_old_card else ("old_card",))]
        for name in unasked:
            del self.fields[name]

    @property
    def visit(self) -> Visit:
        """Who stands at the desk, as it was typed."""
        given = self.cleaned_data
        receiver = None
        if self.represented:
            receiver = Receiver(
                name=given["receiver_name"], relation=given["receiver_relation"], proof=self.proof()
            )
        return Visit(shown=self.documents(), receiver=receiver)

    @property
    def old_card_now(self) -> str:
        return str(self.cleaned_data.get("old_card", ""))


def _layout(*, represented: bool, asks_for_old_card: bool) -> Layout:
    parts: list[Any] = [Fieldset(_("The applicant"), "present", *paper_rows("applicant"))]
    if represented:
        parts.append(
            Fieldset(
                _("Legal representative"),
                Div("receiver_name", "receiver_relation", css_class="row"),
                proof_row(),
                *paper_rows("representative"),
            )
        )
    return Layout(*parts, *(("old_card",) if asks_for_old_card else ()))


class SomebodyElseForm(PapersForm):
    """Who came in the applicant's place, and why a supervisor lets them have the card."""

    receiver_name = name_field(_("Name of the person who came"))
    receiver_relation = name_field(_("Relation to the applicant"), help_text=_("Such as grandmother."))
    authority = Choice(choices=[CHOOSE, *Authority.choices], label=_("What shows that they may take it"))
    reason = remark_field(_("Reason for the decision"))

    def __init__(self, data: Any = None) -> None:
        layout = Layout(
            Fieldset(
                _("The person who came"),
                Div("receiver_name", "receiver_relation", css_class="row"),
                *paper_rows("representative"),
            ),
            Fieldset(_("The decision"), "authority", "reason"),
        )
        super().__init__(data, layout=layout)
        self.fields["reason"].required = True

    @property
    def visit(self) -> Visit:
        """Who stands at the desk, as it was typed."""
        given = self.cleaned_data
        who = Receiver(name=given["receiver_name"], relation=given["receiver_relation"])
        return Visit(shown=self.documents(), receiver=who)


class PostAgainForm(forms.Form):
    """When the desk has posted a card once more, and its new number."""

    posted_on = DateBoxes(label=_("Day of posting"))
    tracking_number = Text(
        label=_("Tracking number"),
        max_length=20,
        required=False,
        help_text=_("On the receipt of the post office. Without it nobody can follow the letter."),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"posted_on": today})
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("posted_on", Field("tracking_number", css_class="w-11"))

    def clean_tracking_number(self) -> str:
        typed = self.cleaned_data["tracking_number"]
        try:
            return plain_number(typed) if typed else ""
        except ValueError:
            raise ValidationError(
                _("Enter the number as on the receipt: 11 to 13 letters and digits."), code="number"
            ) from None
