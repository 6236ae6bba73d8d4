"""The registered letter: one delivery for an application, its postings, its moves and its hand-off."""

from delivery.models.delivery import (
    EXPECTED_ON,
    Delivery,
    DeliveryQuerySet,
    Group,
    Move,
    MoveRefused,
    Note,
    move_all,
)
from delivery.models.emails import Email, EmailKind, EmailTrouble
from delivery.models.hand_off import HandOff, HandOffQuerySet
from delivery.models.hand_over import Came, HandOver, OldCard
from delivery.models.imports import TrackingImport
from delivery.models.outgoing import Answer, Characters, Outgoing, OutgoingFile
from delivery.models.postings import Posting, TrackingEvent
from delivery.models.replans import Replan

__all__ = [
    "EXPECTED_ON",
    "Answer",
    "Came",
    "Characters",
    "Delivery",
    "DeliveryQuerySet",
    "Email",
    "EmailKind",
    "EmailTrouble",
    "Group",
    "HandOff",
    "HandOffQuerySet",
    "HandOver",
    "Move",
    "MoveRefused",
    "Note",
    "OldCard",
    "Outgoing",
    "OutgoingFile",
    "Posting",
    "Replan",
    "TrackingEvent",
    "TrackingImport",
    "move_all",
]
