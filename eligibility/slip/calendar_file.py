"""The last open day as a calendar file. Its title names no reason: calendars are shared."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.utils.translation import gettext, ngettext
from icalendar import Alarm, Calendar, Event

from eligibility.presentation import Result
from eligibility.slip.paper import desks_in_words, to_bring

DAYS_BEFORE: Final = 3
#: An all-day event begins at midnight; the reminder rings at nine in the morning.
_RINGS: Final = timedelta(hours=9) - timedelta(days=DAYS_BEFORE)


def calendar_file(result: Result, *, at: datetime) -> bytes:
    """The event in the language of the page, made at `at`. Raises ValueError where there is no last open day."""
    day = result.last_open_day
    if day is None:
        raise ValueError("no last open day")
    title = gettext("Last open day for the express application")
    event = Event()
    event.add("uid", str(uuid4()))
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", "\n".join(_description(result)))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add_component(_reminder(title))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Tokkyu//Last open day//EN")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _description(result: Result) -> list[str]:
    lines = [str(result.who)] if result.who else []
    lines.append(gettext("What to bring"))
    for paper, pairs in to_bring(result):
        lines.append(f"- {paper}" + (f": {gettext(' or ').join(map(str, pairs))}" if pairs else ""))
    lines.extend(desks_in_words(result))
    lines.append(gettext("The case is decided anew at the desk, on the day you go."))
    return lines


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    left = ngettext("%(count)s day left", "%(count)s days left", DAYS_BEFORE) % {"count": DAYS_BEFORE}
    alarm.add("description", f"{title}: {left}")
    alarm.add("trigger", _RINGS)
    return alarm
