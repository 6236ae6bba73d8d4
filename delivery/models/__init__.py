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
from delivery.models.hand_off import HandOff, HandOffQuerySet
from delivery.models.postings import Posting, TrackingEvent
from delivery.models.replans import Replan

__all__ = [
    "EXPECTED_ON",
    "Delivery",
    "DeliveryQuerySet",
    "Group",
    "HandOff",
    "HandOffQuerySet",
    "Move",
    "MoveRefused",
    "Note",
    "Posting",
    "Replan",
    "TrackingEvent",
    "move_all",
]
