"""The help desk's record."""

from intake.models.agent import Agent, AgentRole
from intake.models.application import (
    STANDING,
    WAITING,
    Application,
    ApplicationQuerySet,
    CharacterChoice,
    Correction,
    Sex,
    Standing,
)
from intake.models.drafts import Draft
from intake.models.passwords import KEPT_DAYS, PasswordEvent, PasswordSetRequest, Step
from intake.models.people import IdentityDocument, Person, Relation, Representative
from intake.models.photos import Photo, PhotoKind
from intake.models.print_jobs import LEASE, MOST_TRIES, PrintJob, PrintPart, Trouble

__all__ = [
    "KEPT_DAYS",
    "STANDING",
    "WAITING",
    "Agent",
    "AgentRole",
    "Application",
    "ApplicationQuerySet",
    "CharacterChoice",
    "Correction",
    "Draft",
    "IdentityDocument",
    "PasswordEvent",
    "PasswordSetRequest",
    "Person",
    "Photo",
    "PhotoKind",
    "Relation",
    "Representative",
    "Sex",
    "Standing",
    "Step",
    "LEASE",
    "MOST_TRIES",
    "PrintJob",
    "PrintPart",
    "Trouble",
]
