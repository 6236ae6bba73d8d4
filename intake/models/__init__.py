"""The help desk's record."""

from intake.models.application import (
    STANDING,
    WAITING,
    Application,
    ApplicationQuerySet,
    Correction,
    Sex,
    Standing,
)
from intake.models.drafts import Draft
from intake.models.passwords import KEPT_DAYS, Method, PasswordSetRequest
from intake.models.people import IdentityDocument, Person, Relation, Representative

__all__ = [
    "KEPT_DAYS",
    "STANDING",
    "WAITING",
    "Application",
    "ApplicationQuerySet",
    "Correction",
    "Draft",
    "IdentityDocument",
    "Method",
    "PasswordSetRequest",
    "Person",
    "Relation",
    "Representative",
    "Sex",
    "Standing",
]
