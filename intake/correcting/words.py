"""What a correction changed, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.models import Staff
from desks.templatetags.look import day
from eligibility.documents import IdentityKind
from eligibility.wording import FACTS
from eligibility.words import CAUSES, CERTIFICATES, EVENTS, IDENTITY_KINDS, PROOFS, START_DAYS
from intake.arrival import ANSWERS, ARRIVAL, QUESTIONS
from intake.models import Application, CharacterChoice, Correction, Relation, Sex
from intake.posting import HIDDEN

LABELS: Final[Mapping[str, Promise]] = {
    **FACTS,
    "name": _("Name"),
    "kana": _("Name in kana"),
    "character_choice": _("Characters outside the standard set"),
    "sex": _("Sex"),
    "language": _("Language of letters"),
    "residence_code": _("Municipality of residence"),
    "postcode": _("Postcode"),
    "address": _("Registered address"),
    "phone": _("Telephone"),
    "email": _("E-mail address"),
    "braille": _("Name in Braille on the card"),
    "to_desk": _("Collected at the desk"),
    **QUESTIONS,
    "support_measures": _("Support measures"),
    "safe_to_post": _("Is it safe to post to this address?"),
    "evidence": _("Evidence seen"),
    "certificates": _("Electronic certificates"),
    "exception_reason": _("Why it was accepted all the same"),
    "representative_relation": _("Relation"),
    "representative_name": _("Name of the representative"),
    "representative_phone": _("Telephone of the representative"),
    "representative_postcode": _("Postcode of the representative"),
    "representative_address": _("Address of the representative"),
    "representative_proof": _("What shows that they may act"),
    "representative_proof_issued_on": _("Day of issue"),
    "applicant_papers": _("Identity papers of the applicant"),
    "representative_papers": _("Identity papers of the representative"),
}
_TERMS: Final[Mapping[str, Mapping[Any, Any]]] = {
    "event": EVENTS,
    "cause": CAUSES,
    "trigger": START_DAYS,
    "character_choice": dict(CharacterChoice.choices),
    "sex": dict(Sex.choices),
    "language": {"ja": "日本語", "en": "English"},
    "representative_relation": dict(Relation.choices),
    "representative_proof": PROOFS,
    **dict.fromkeys((*ARRIVAL, "safe_to_post"), ANSWERS),
}
_YES_NO: Final = {True: _("Yes"), False: _("No"), "YES": _("Yes"), "NO": _("No"), "UNKNOWN": _("Not asked")}


class Changed(NamedTuple):
    """One field in words, before and after."""

    label: Promise
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One correction as a colleague reads it."""

    at: datetime
    by: Staff
    reason: str
    changes: list[Changed]


def changes_in_words(changes: Iterable[tuple[str, Any, Any]], *, hides_address: bool) -> list[Changed]:
    """Each changed field by its name on the form; under support measures not where the person lives."""
    hidden = gettext("Hidden (support measures)")
    return [
        Changed(LABELS[name], hidden, hidden)
        if hides_address and name.removeprefix("representative_") in HIDDEN
        else Changed(LABELS[name], _said(name, before), _said(name, after))
        for name, before, after in changes
    ]


def history(application: Application) -> list[Told]:
    """Every correction of an application, the newest first."""
    rows = Correction.objects.filter(application=application).select_related("by").order_by("-version")
    return [
        Told(
            row.at,
            row.by,
            row.reason,
            changes_in_words(
                ((name, row.before.get(name), new) for name, new in row.after.items()),
                hides_address=application.support_measures,
            ),
        )
        for row in rows
    ]


def _said(name: str, value: Any) -> str:
    if value is None or value == "":
        return gettext("Nothing")
    if name.endswith("_papers"):
        return gettext("; ").join(map(_paper, value)) or gettext("Nothing")
    if isinstance(value, list):
        return gettext(", ").join(str(CERTIFICATES[one]) for one in value) or gettext("Nothing")
    if name in _TERMS:
        return str(_TERMS[name].get(value, _YES_NO.get(value, value)))
    if name in ("birth_date", "occurred_on", "representative_proof_issued_on"):
        return day(date.fromisoformat(value))
    return str(_YES_NO.get(value, value)) if name in FACTS or isinstance(value, bool) else str(value)


def _paper(paper: Mapping[str, Any]) -> str:
    """An identity paper as it is stored in a correction: its kind, who issued it, until when it was valid."""
    until = paper["valid_until"]
    last = gettext("until %(day)s") % {"day": day(date.fromisoformat(until))} if until else ""
    parts = (str(IDENTITY_KINDS[IdentityKind(paper["kind"])]), paper["issuer"], last)
    return gettext(", ").join(filter(None, parts))
