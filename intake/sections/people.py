"""Who acts for the applicant."""

from typing import Final

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.translation import gettext_lazy as _

from desks.fields import Choice, Phone, Postcode
from intake.entry import RepresentativeEntry
from intake.entry_fields import CHOOSE, address_field, name_field, remark_field
from intake.layout_parts import Folded, paper_rows
from intake.models import Relation

REPRESENTATIVE: Final = tuple(
    f"representative_{part}" for part in ("relation", "name", "phone", "postcode", "address", "papers")
)


class RepresentativeFields(forms.Form):
    """The legal representative of a child or a ward."""

    representative_relation = Choice(choices=[CHOOSE, *Relation.choices], label=_("Relation"))
    representative_name = name_field(_("Name of the representative"))
    representative_phone = Phone(label=_("Telephone of the representative"), required=False)
    representative_postcode = Postcode(label=_("Postcode of the representative"), required=False)
    representative_address = address_field(
        _("Address of the representative"),
        required=False,
        help_text=_("Only if it is not the applicant's."),
    )
    representative_papers = remark_field(_("What shows that they may act"))

    def representative(self) -> RepresentativeEntry | None:
        """Who was entered, None where nobody was."""
        given = self.cleaned_data
        if not given["representative_name"]:
            return None
        return RepresentativeEntry(
            relation=Relation(given["representative_relation"]),
            name=given["representative_name"],
            postcode=given["representative_postcode"].replace("-", ""),
            address=given["representative_address"],
            phone=given["representative_phone"],
            papers=given["representative_papers"],
        )


def representative_fieldset() -> Folded:
    """The legal representative, with the papers that they show."""
    return Folded(
        _("Legal representative: under 15 or under guardianship"),
        Div("representative_relation", "representative_name", "representative_phone", css_class="row"),
        Div(Field("representative_postcode", css_class="w-7"), "representative_address", css_class="row"),
        "representative_papers",
        *paper_rows("representative"),
    )
