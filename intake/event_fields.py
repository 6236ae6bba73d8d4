"""What happened, as fields: shared by the application form and the question for another day."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from desks.fields import Choice
from eligibility.events import (
    CAUSES_OF,
    EVENTS_UNDER,
    TRIGGERS_OF,
    Cause,
    DesignationEvent,
    Facts,
    OrdinaryCase,
    Trigger,
)
from eligibility.words import CAUSES, EVENTS, HEADINGS, START_DAYS
from intake.entry_fields import CHOOSE

DESIGNATIONS: Final = [
    CHOOSE,
    *((HEADINGS[heading], [(e, EVENTS[e]) for e in events]) for heading, events in EVENTS_UNDER.items()),
]
TICKED: Final = (
    "police_number",
    "disaster_certificate",
    "had_card_before",
    "old_card_shown",
    "card_received_since",
    "prevented",
)
"""Facts of the law that the form has as boxes to tick, under the same names."""
_CAUSE_FIELDS: Final[Mapping[DesignationEvent | OrdinaryCase, str]] = {
    DesignationEvent.LOST: "lost_cause",
    DesignationEvent.DAMAGE: "damage_cause",
}
_TRIGGER_FIELDS: Final[Mapping[DesignationEvent | OrdinaryCase, str]] = {
    DesignationEvent.FOREIGN: "foreign_trigger",
    DesignationEvent.NUMBER_CHANGE: "number_trigger",
}


def cause_field(event: DesignationEvent, label: Any) -> Choice:
    """The causes of that event; each has a field of its own, and only one is shown."""
    return Choice(choices=[CHOOSE, *((cause, CAUSES[cause]) for cause in CAUSES_OF[event])], label=label)


def trigger_field(event: DesignationEvent) -> Choice:
    """What the day can be the day of."""
    choices = [CHOOSE, *((trigger, START_DAYS[trigger]) for trigger in TRIGGERS_OF[event])]
    return Choice(choices=choices, label=_("What counts is the day"), required=False)


def cause_of(event: DesignationEvent | OrdinaryCase, given: Mapping[str, Any]) -> Cause:
    """What was chosen for that event: the field of another one is hidden and counts for nothing."""
    return Cause(given.get(_CAUSE_FIELDS.get(event, "")) or Cause.UNKNOWN)


def trigger_of(event: DesignationEvent | OrdinaryCase, given: Mapping[str, Any]) -> Trigger:
    """Likewise."""
    return Trigger(given.get(_TRIGGER_FIELDS.get(event, "")) or Trigger.UNKNOWN)


def chosen_fields(facts: Facts) -> dict[str, str]:
    """What was chosen in these fields where the facts are known already."""
    return {
        fields[facts.event]: answer
        for fields, answer in ((_CAUSE_FIELDS, facts.cause), (_TRIGGER_FIELDS, facts.trigger))
        if facts.event in fields and answer not in (Cause.UNKNOWN, Trigger.UNKNOWN)
    }
