"""The days to be at home as a calendar file. It names no person, no address and no card: calendars are shared."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid5

from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event

from delivery.models import Delivery
from delivery.planning import home_days_of
from delivery.states import State

AHEAD: Final = frozenset(
    {State.REQUESTED, State.SCHEDULED, State.POSTED, State.IN_TRANSIT, State.OUT, State.REPOSTED}
)
"""As long as somebody has to be at home."""


def delivery_days(delivery: Delivery, *, at: datetime) -> bytes | None:
    """One event over all the days, in the language of the moment; None where no day is named, or all are over.

    A file made later takes the place of an earlier one, also after the days have changed.
    """
    days = home_days_of(delivery)
    if days is None or delivery.state not in AHEAD or days.last < timezone.localdate(at):
        return None
    event = Event()
    event.add("uid", str(uuid5(delivery.uid, "days at home")))
    event.add("dtstamp", at)
    event.add("sequence", (at - _midnight(delivery)) // timedelta(minutes=1))
    event.add("dtstart", days.first)
    event.add("dtend", days.last + timedelta(days=1))
    event.add("summary", gettext("Be at home: registered mail"))
    event.add(
        "description", gettext("Somebody who lives there must take it in person, on one of these days.")
    )
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Tokkyu//Days at home//EN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _midnight(delivery: Delivery) -> datetime:
    """The start of the day of acceptance: since then the minutes only grow."""
    return timezone.make_aware(datetime.combine(delivery.accepted_on, datetime.min.time()))
