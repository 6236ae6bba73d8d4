"""The part that a new application and a completed one share: papers shown, and what is left to the desk."""

import re
from collections.abc import Iterator
from typing import Any, Final, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choice, WholeNumber
from eligibility.documents import A_PAPERS, B_PAPERS, IdentityKind
from eligibility.words import IDENTITY_KINDS
from intake.entry import FeeDecision, SeenDocument
from intake.entry_fields import CHOOSE, evidence_field, remark_field
from intake.layout import completion_layout
from intake.layout_parts import PAPERS_A_PERSON
from intake.models import Person
from intake.sections.people import ProofFields

FREE, CHARGED = "free", "charged"
_OTHERS = [
    CHOOSE,
    (_("A: public, with a photo"), [(k, IDENTITY_KINDS[k]) for k in IdentityKind if k in A_PAPERS]),
    (_("B"), [(k, IDENTITY_KINDS[k]) for k in IdentityKind if k in B_PAPERS]),
]
_CERTIFICATE = IdentityKind.PHOTO_CERTIFICATE
_KINDS: Final = {
    Person.APPLICANT: [
        *_OTHERS,
        (_("With two of B, in place of A"), [(_CERTIFICATE, IDENTITY_KINDS[_CERTIFICATE])]),
    ],
    Person.REPRESENTATIVE: _OTHERS,
}
# The last four digits of a card are part of the My Number: what is shorter is no number of a paper.
_NUMBER = re.compile(r"\d(?:[\s.・‐-―ーｰ－-]*\d){3}")


def refuse_number(issuer: str) -> None:
    """Raises ValidationError for what looks like the number of a paper, or a part of one."""
    if _NUMBER.search(issuer):
        raise forms.ValidationError(
            _("Write no number of a paper here, nor a part of one. Write only who issued it."), code="number"
        )


class FeeFields(forms.Form):
    """The fee, where practice leaves it to the desk."""

    fee_choice = Choice(
        choices=[(FREE, _("Free")), (CHARGED, _("The full fee"))],
        label=_("Fee decided by the desk"),
        widget=forms.RadioSelect,
        required=False,
    )
    fee_reason = remark_field(_("Reason for the fee"))

    def fee_decision(self) -> FeeDecision | None:
        """What the clerk decided, None while nothing is chosen."""
        given = self.cleaned_data
        if not given.get("fee_choice"):
            return None
        return FeeDecision(charged=given["fee_choice"] == CHARGED, reason=given.get("fee_reason", ""))


class PapersForm(forms.Form):
    """The identity papers that people show at the desk, in the order of the page."""

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_papers()
        # The error summary follows the page.
        self.order_fields([pointer.name for pointer in layout.get_field_names()])
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = layout

    def add_papers(self) -> None:
        """A few rows for the identity papers of each person."""
        for person in Person.values:
            for number in PAPERS_A_PERSON:
                self._add_paper(person, number)

    def _add_paper(self, person: str, number: int) -> None:
        words = {"number": number}
        self.fields |= {
            f"{person}_{number}_kind": Choice(
                choices=_KINDS[Person(person)],
                label=gettext("Identity paper %(number)s") % words,
                required=False,
            ),
            f"{person}_{number}_issuer": remark_field(
                gettext("Issuer of paper %(number)s") % words, validators=[refuse_number]
            ),
            f"{person}_{number}_until": DateBoxes(
                label=gettext("Paper %(number)s valid until") % words, required=False, help_text=""
            ),
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for paper in self._papers():
            self._need(f"{paper}_kind", bool(given.get(f"{paper}_issuer") or given.get(f"{paper}_until")))
        return given

    def _papers(self) -> Iterator[str]:
        return (f"{person}_{number}" for person in Person.values for number in PAPERS_A_PERSON)

    def _need(self, name: str, wanted: bool) -> None:
        """Demands a field that only some cases have."""
        if wanted and not self.cleaned_data.get(name) and name not in self.errors:
            required = self.fields[name].error_messages["required"]
            self.add_error(name, forms.ValidationError(required, code="required"))

    def documents(self) -> tuple[SeenDocument, ...]:
        """The identity papers whose kind was chosen."""
        given = self.cleaned_data
        return tuple(
            SeenDocument(
                person=Person(paper.rpartition("_")[0]),
                kind=IdentityKind(given[f"{paper}_kind"]),
                issuer=given.get(f"{paper}_issuer", ""),
                valid_until=given.get(f"{paper}_until"),
            )
            for paper in self._papers()
            if given.get(f"{paper}_kind")
        )


class DecisionForm(FeeFields, PapersForm):
    """The identity papers shown, and what the rules leave to the desk: of a new application, and of a completed one."""

    exception_reason = remark_field(_("Why it is accepted all the same"))

    @property
    def people_typed(self) -> list[str]:
        """Who has fields here that stay on the page whatever the answer says."""
        return []


class VersionForm(forms.Form):
    """The application as it was read: a colleague may have changed it since."""

    version = WholeNumber(minimum=1, maximum=999_999, widget=forms.HiddenInput)


def reads_version(form: forms.Form, version: int) -> None:
    """Has the page carry the newest version, whatever was sent."""
    typed = cast(QueryDict, form.data).copy()
    typed["version"] = str(version)
    form.data = typed


class CompletionForm(ProofFields, DecisionForm):
    """What is added on the day the last paper comes."""

    version = VersionForm.base_fields["version"]
    evidence = evidence_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, layout=completion_layout(), **kwargs)


class LateForm(FeeFields, VersionForm):
    """A supervisor's decision about a late application."""

    reason = remark_field(_("Reason for the decision"))
    evidence = evidence_field()

    def __init__(self, *args: Any, decides_fee: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        fee = (Div("fee_choice", "fee_reason", css_class="row"),) if decides_fee else ()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("version", "reason", *fee, "evidence")


class RefusalForm(VersionForm):
    """Why it is refused, where the rules leave it to the desk."""

    reason = remark_field(_("Why it is refused, beside the reasons above"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("version", "reason")
