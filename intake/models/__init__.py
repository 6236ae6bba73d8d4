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
from intake.models.inquiry import CameBack, InquiryLetter
from intake.models.late import LateDecision, LateRequest
from intake.models.passwords import KEPT_DAYS, PasswordEvent, PasswordSetRequest, Step
from intake.models.people import IdentityDocument, Person, Relation, Representative
from intake.models.photos import Photo, PhotoKind
from intake.models.print_jobs import LEASE, MOST_TRIES, PrintJob, PrintPart, Trouble
from intake.models.status import StatusKey

__all__ = [
    "KEPT_DAYS",
    "LEASE",
    "MOST_TRIES",
    "STANDING",
    "WAITING",
    "Agent",
    "AgentRole",
    "Application",
    "ApplicationQuerySet",
    "CameBack",
    "CharacterChoice",
    "Correction",
    "Draft",
    "IdentityDocument",
    "InquiryLetter",
    "LateDecision",
    "LateRequest",
    "PasswordEvent",
    "PasswordSetRequest",
    "Person",
    "Photo",
    "PhotoKind",
    "PrintJob",
    "PrintPart",
    "Relation",
    "Representative",
    "Sex",
    "Standing",
    "StatusKey",
    "Step",
    "Trouble",
]
