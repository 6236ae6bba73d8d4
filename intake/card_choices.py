"""What a card can do with one choice and cannot with another, in sentences: said, and never in anybody's way."""

from collections.abc import Set
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eligibility.age import age_in_years, certificates_available
from eligibility.events import Certificate
from intake.models import Application

LOST_WITHOUT: Final = _(
    "Without the user certificate the card cannot serve as a health insurance card. "
    "Without the signature certificate nothing can be signed with it online. One alone costs as much as both."
)
FACE_CARD: Final = _(
    "For health insurance and identification only: no Mynaportal, no certificates from convenience stores. "
    "It can be changed to a card with passwords later, and back."
)
TOO_YOUNG: Final = _("No signature certificate is issued under 15.")
A_WARD: Final = _("No signature certificate is issued under guardianship.")
BY_FACE: Final = _("A face-authentication card has no signature certificate.")
ONLY_IDENTIFIES: Final = _(
    "A face-authentication card without the user certificate serves for identification only."
)


def no_signature(*, born: date | None, is_ward: bool, face_authentication: bool, on: date) -> list[Promise]:
    """Why the card cannot carry the signature certificate; empty where it can. `born` None: not known yet."""
    age = None if born is None or born > on else age_in_years(born, on=on)
    of_age = certificates_available(age, on=on, is_ward=False, face_authentication=False)
    said = (
        (Certificate.SIGNATURE not in of_age, TOO_YOUNG),
        (is_ward, A_WARD),
        (face_authentication, BY_FACE),
    )
    return [words for holds, words in said if holds]


def not_together(
    *, born: date | None, is_ward: bool, face_authentication: bool, chosen: Set[Certificate], on: date
) -> list[Promise]:
    """What becomes of choices that exclude each other. `on`: the day of the application."""
    said: list[Promise] = []
    if Certificate.SIGNATURE in chosen:
        said += no_signature(born=born, is_ward=is_ward, face_authentication=face_authentication, on=on)
    if face_authentication and Certificate.USER_AUTHENTICATION not in chosen:
        said.append(ONLY_IDENTIFIES)
    return said


def why_no_signature(application: Application) -> list[Promise]:
    """The same of an application as it is stored: what was wished for and cannot be issued is not kept there."""
    facts = application.law_facts
    return no_signature(
        born=application.birth_date,
        is_ward=facts.is_ward,
        face_authentication=facts.face_authentication,
        on=application.first_visit_on,
    )
