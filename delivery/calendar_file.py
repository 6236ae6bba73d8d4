"""The days to be at home as a calendar file. It names no person, no address and no card: calendars are shared."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from icalendar import Calendar, Event

from delivery.plan import HomeDays


def days_at_home(days: HomeDays, *, reference: str, at: datetime) -> bytes:
    """One event over all the days of the letter with this reference, in the language of the moment.

    A file made later takes the place of an earlier one, also where the days have changed meanwhile.
    """
    event = Event()
    # The reference itself would be half of what the status page asks for.
    event.add("uid", salted_hmac("delivery.calendar", reference, algorithm="sha256").hexdigest()[:32])
    event.add("dtstamp", at)
    event.add("sequence", int(at.timestamp()) // 60)
    event.add("dtstart", days.first)
    event.add("dtend", days.last + timedelta(days=1))
    event.add("summary", gettext("Be at home: registered mail"))
    event.add(
        "description",
        gettext("It is expected on one of these days. You or a person living with you must be at home."),
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
