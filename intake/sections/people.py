"""Who acts for the applicant, what shows that they may, and who brings the birth notification."""

from typing import Any, Final

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choice, Phone, Postcode
from eligibility.representation import ProofKind
from eligibility.words import PROOFS
from intake.attending import Acting, People, Proof
from intake.entry import AgentEntry, RepresentativeEntry, SeenDocument
from intake.entry_fields import CHOOSE, address_field, name_field
from intake.layout_parts import PAPERS_A_PERSON, paper_rows
from intake.models import AgentRole, Relation

_REPRESENTATIVE: Final = tuple(
    f"representative_{part}"
    for part in (
        *("relation", "name", "phone", "postcode", "address", "proof"),
        *(f"{number}_kind" for number in PAPERS_A_PERSON),
    )
)
_AGENT: Final = ("agent_role", "agent_name", "agent_relation")
_NEEDED: Final = {
    "representative": (("representative_relation", "representative_name"), _REPRESENTATIVE),
    "agent": (_AGENT, _AGENT),
}
"""By person: what is needed as soon as any of their fields is filled in."""


class ProofFields(forms.Form):
    """What shows that the representative may act: of a new application, and of one that waited for it."""

    representative_proof = Choice(
        choices=[CHOOSE, *PROOFS.items()], label=_("What shows that they may act"), required=False
    )
    representative_proof_issued_on = DateBoxes(
        label=_("Day of issue"),
        required=False,
        help_text=_("Needed where the applicant is 15 or over: within 6 months."),
    )

    def proof(self) -> Proof:
        """What was chosen so far."""
        given = self.cleaned_data
        kind = given.get("representative_proof")
        issued_on = given.get("representative_proof_issued_on")
        return Proof(ProofKind(kind), issued_on) if kind else Proof()


class PeopleFields(ProofFields):
    """The legal representative of a child or a ward, and the agent. What the answer does not ask for is refused."""

    representative_relation = Choice(choices=[CHOOSE, *Relation.choices], label=_("Relation"))
    representative_name = name_field(_("Name of the representative"))
    representative_phone = Phone(label=_("Telephone of the representative"), required=False)
    representative_postcode = Postcode(label=_("Postcode of the representative"), required=False)
    representative_address = address_field(
        _("Address of the representative"),
        required=False,
        help_text=_("Only if it is not the applicant's."),
    )
    agent_role = Choice(choices=[CHOOSE, *AgentRole.choices], label=_("Who brings the notification"))
    agent_name = name_field(_("Name of the person who brings it"))
    agent_relation = name_field(_("Relation to the child"), help_text=_("Such as grandmother."))

    @property
    def people_typed(self) -> list[str]:
        """Of whom anything is filled in: their fields stay on the page whatever the answer says."""
        return [
            person
            for person, (_needed, all_of_them) in _NEEDED.items()
            if any(self[name].value() for name in all_of_them)
        ]

    def require_people(self) -> None:
        """Demands the rest of whoever is entered in part."""
        for person, (needed, _all) in _NEEDED.items():
            for name in needed:
                self.fields[name].required = person in self.people_typed

    def people_with(self, shown: tuple[SeenDocument, ...]) -> People:
        """Who is at the desk with these papers, as far as it is typed; the rest of the form may still be wrong."""
        given = self.cleaned_data
        acting = None
        if given.get("representative_name"):
            acting = Acting(given.get("representative_relation") == Relation.PARENT, *self.proof())
        return People(acting=acting, agent=bool(given.get("agent_name")), shown=shown)

    def representative(self) -> RepresentativeEntry | None:
        """Who was entered, None where nobody was."""
        given = self.cleaned_data
        if not given["representative_name"]:
            return None
        proof = self.proof()
        return RepresentativeEntry(
            relation=Relation(given["representative_relation"]),
            name=given["representative_name"],
            postcode=given["representative_postcode"].replace("-", ""),
            address=given["representative_address"],
            phone=given["representative_phone"],
            proof=proof.kind,
            proof_issued_on=proof.issued_on,
        )

    def agent(self) -> AgentEntry | None:
        """Who brings the notification in the representative's place, None where nobody does."""
        given: dict[str, Any] = self.cleaned_data
        if not given["agent_name"]:
            return None
        return AgentEntry(
            role=AgentRole(given["agent_role"]), name=given["agent_name"], relation=given["agent_relation"]
        )


def representative_fieldset() -> Fieldset:
    """The legal representative, with the papers that they show; desk.css shows it where the answer asks for it."""
    return Fieldset(
        _("Legal representative"),
        *representative_rows(),
        *paper_rows("representative"),
        css_class="who-representative",
    )


def representative_rows() -> list[Div]:
    """Who it is, and what shows that they may act."""
    return [
        Div("representative_relation", "representative_name", "representative_phone", css_class="row"),
        Div(Field("representative_postcode", css_class="w-7"), "representative_address", css_class="row"),
        proof_row(),
    ]


def proof_row() -> Div:
    """What shows that the representative may act."""
    return Div("representative_proof", "representative_proof_issued_on", css_class="row")


def agent_fieldset() -> Fieldset:
    """Who brings the birth notification; desk.css shows it where the answer allows it."""
    return Fieldset(
        _("Somebody else brings the birth notification"),
        Div("agent_role", "agent_name", "agent_relation", css_class="row"),
        css_class="who-agent",
    )
