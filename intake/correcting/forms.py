"""The form of an application that is corrected: the entry form, filled with what is stored."""

from dataclasses import fields, replace
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from desks.fields import Text
from desks.models import Municipality
from eligibility.events import Facts, YesNo
from intake.arrival import ARRIVAL
from intake.decision_forms import VersionForm
from intake.entry import ApplicationEntry
from intake.entry_fields import remark_field
from intake.event_fields import TICKED, chosen_fields
from intake.forms import EntryForm
from intake.judging import POSTING
from intake.layout import correction_layout
from intake.models import Application
from intake.obstacle_words import OBSTACLES
from intake.posting import danger
from intake.sections.card import DESK, HOME
from intake.slips import ELSEWHERE, HERE

AS_STORED = (
    "evidence",
    "name",
    "kana",
    "character_choice",
    "birth_date",
    "sex",
    "phone",
    "email",
    "address",
    "braille",
    "support_measures",
    "safe_to_post",
    *ARRIVAL,
)


ADDRESS = ("postcode", "address")
STAYS_HIDDEN = _("Hidden (support measures). Left empty it stays as it is.")


class CorrectionForm(EntryForm):
    """`application` as it is stored, to be corrected. What the form does not show stays as it was.

    `version` is the one that was read, `shown` names the changes whose consequences the clerk has seen.
    """

    version = VersionForm.base_fields["version"]
    shown = Text(max_length=64, required=False, widget=forms.HiddenInput)
    reason = remark_field(_("Reason for the correction"))

    def __init__(self, data: Any = None, *, application: Application, municipality: Municipality) -> None:
        self.application = application
        self.stored = stored_values(application, municipality)
        super().__init__(
            data,
            layout=correction_layout(),
            initial={**self.stored, **self._hidden(), "version": application.version},
            municipality=municipality,
            # It is judged on the day of the first visit: what was still to come then could not count.
            today=application.first_visit_on,
        )
        self.fields["reason"].required = True
        self.shown_fields = {pointer.name for pointer in self.helper.layout.get_field_names()}
        for name in (self.fields.keys() - self.shown_fields) | self._hidden().keys():
            self.fields[name].required = False
        for name in self._hidden():
            self.fields[name].help_text = STAYS_HIDDEN

    def _hidden(self) -> dict[str, str]:
        """Under support measures the form holds no address: what is left empty stays as it is stored."""
        return dict.fromkeys(ADDRESS, "") if self.application.support_measures else {}

    def must_choose_characters(self) -> bool:
        """Not for a name of before the question, which nobody can answer now."""
        asked_then = bool(self.stored["character_choice"]) or self["name"].value() != self.stored["name"]
        return asked_then and super().must_choose_characters()

    def clean(self) -> dict[str, Any]:
        empty = [
            name for name in self._hidden() if not self.cleaned_data.get(name) and name not in self.errors
        ]
        self.cleaned_data |= {
            name: value
            for name, value in self.stored.items()
            if name not in self.shown_fields or name in empty
        }
        given = super().clean()
        if harm := danger(self.posting()):
            self.add_error(*map(str, OBSTACLES[POSTING[harm]]))
        return given

    def read_facts(self, given: dict[str, Any]) -> Facts | None:
        """The stored facts with what was changed on the form: what nobody asked about stays unknown."""
        before, now = super().read_facts(self.stored), super().read_facts(given)
        if before is None or now is None:
            return None
        changed = {
            field.name: getattr(now, field.name)
            for field in fields(Facts)
            if getattr(now, field.name) != getattr(before, field.name)
        }
        at_home = self.residence_code == self.municipality.code
        return replace(
            self.application.law_facts,
            **{"first_visit_on": None, **changed, "at_residence_desk": at_home},
        )

    def entry(self) -> ApplicationEntry:
        entry = super().entry()
        same_place = not {"registered", "postcode", "residence"} & set(self.changed_data)
        code = self.application.residence_code if same_place else entry.residence_code
        facts = replace(entry.facts, first_visit_on=self.application.law_facts.first_visit_on)
        return replace(entry, residence_code=code, facts=facts)

    def shows(self, *, version: int, digest: str) -> None:
        """Has the page carry this version and these changes, whatever was sent."""
        typed = cast(QueryDict, self.data).copy()
        typed["version"], typed["shown"] = str(version), digest
        self.data = typed


def stored_values(application: Application, municipality: Municipality) -> dict[str, Any]:
    """What the form would give for the application as it is stored."""
    facts = application.law_facts
    here = application.residence_code == municipality.code
    return {
        **{name: getattr(application, name) for name in AS_STORED},
        **dict.fromkeys(("lost_cause", "damage_cause", "foreign_trigger", "number_trigger"), ""),
        **chosen_fields(facts),
        **{name: getattr(facts, name) is YesNo.YES for name in TICKED},
        "later_notice": facts.first_notice is YesNo.NO,
        "event": facts.event,
        "occurred_on": facts.occurred_on,
        "with_birth_notification": facts.with_birth_notification,
        "is_ward": facts.is_ward,
        "registered": HERE if here else ELSEWHERE,
        "residence": "" if here else application.residence_code,
        "postcode": f"{application.postcode[:3]}-{application.postcode[3:]}",
        "certificates": sorted(facts.certificates),
        "face_authentication": facts.face_authentication,
        "inquiry_letter": facts.inquiry_letter,
        "missing": sorted(facts.missing),
        "deliver_to": DESK if application.to_desk else HOME,
        "language": application.language,
        "slip_read": "",
    }
