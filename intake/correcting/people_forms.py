"""The form on which the representative and the identity papers are corrected, filled with what is stored."""

from collections.abc import Iterator
from typing import Any, Final

from crispy_forms.layout import Fieldset, Layout
from django.utils.translation import gettext_lazy as _

from intake.correcting.forms import STAYS_HIDDEN
from intake.decision_forms import DecisionForm, VersionForm
from intake.entry import RepresentativeEntry, SeenDocument
from intake.entry_fields import remark_field
from intake.layout_parts import PAPERS_A_PERSON, paper_rows
from intake.models import Person
from intake.sections.people import PeopleFields, representative_rows

_ADDRESS: Final = ("representative_postcode", "representative_address")


class PeopleCorrectionForm(PeopleFields, DecisionForm):
    """`representative` and `documents` as they are stored; somebody who is represented stays so.

    A paper is taken out by emptying its kind. `hides_address`: the form holds no address, and left empty it stays.
    """

    version = VersionForm.base_fields["version"]
    reason = remark_field(_("Reason for the correction"))

    def __init__(
        self,
        data: Any = None,
        *,
        version: int,
        representative: RepresentativeEntry | None,
        documents: tuple[SeenDocument, ...],
        represented: bool,
        hides_address: bool,
    ) -> None:
        self.people_here = [Person.APPLICANT, *([Person.REPRESENTATIVE] if represented else [])]
        most = max(sum(paper.person is person for paper in documents) for person in Person)
        self.numbers = range(1, max(most, *PAPERS_A_PERSON) + 1)
        stored = {"version": version, **_of_representative(representative), **_of_documents(documents)}
        self.hidden = {name: stored.get(name, "") for name in _ADDRESS} if hides_address else {}
        initial = stored | dict.fromkeys(self.hidden, "")
        super().__init__(data, layout=self._layout(represented), initial=initial)
        for name in self.hidden:
            self.fields[name].help_text = STAYS_HIDDEN
        for name in self.fields:
            self.fields[name].required = name in ("version", "reason") or (
                represented and name in ("representative_relation", "representative_name")
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name, stored in self.hidden.items():
            if name not in self.errors:
                given[name] = given.get(name) or stored
        return given

    def add_papers(self) -> None:
        for person in self.people_here:
            for number in self.numbers:
                self._add_paper(person, number)

    def _layout(self, represented: bool) -> Layout:
        representative = (
            Fieldset(_("Legal representative"), *representative_rows()),
            Fieldset(
                _("Identity papers of the representative"), *paper_rows(Person.REPRESENTATIVE, self.numbers)
            ),
        )
        return Layout(
            "version",
            *(representative if represented else ()),
            Fieldset(_("Identity papers of the applicant"), *paper_rows(Person.APPLICANT, self.numbers)),
            Fieldset(_("Why it is corrected"), "reason"),
        )

    def _papers(self) -> Iterator[str]:
        return (f"{person}_{number}" for person in self.people_here for number in self.numbers)


def _of_representative(who: RepresentativeEntry | None) -> dict[str, Any]:
    if who is None:
        return {}
    return {
        "representative_relation": who.relation,
        "representative_name": who.name,
        "representative_phone": who.phone,
        "representative_postcode": f"{who.postcode[:3]}-{who.postcode[3:]}" if who.postcode else "",
        "representative_address": who.address,
        "representative_proof": who.proof or "",
        "representative_proof_issued_on": who.proof_issued_on,
    }


def _of_documents(documents: tuple[SeenDocument, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for person in Person:
        own = (paper for paper in documents if paper.person is person)
        for number, paper in enumerate(own, start=1):
            values |= {
                f"{person}_{number}_kind": paper.kind,
                f"{person}_{number}_issuer": paper.issuer,
                f"{person}_{number}_until": paper.valid_until,
            }
    return values
