"""What a municipality has set up and what is missing: a line for each part, in words.

Parts that stand on other apps' rows (receipts) are added by those apps, in their AppConfig.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import auto

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from desks.dates import with_weekday
from desks.models import ClosedDay, HelpDesk, IssuerKey, Municipality, Practice
from desks.people import administrators, people_of
from desks.permissions import Permission
from eligibility.plain import Term

SOON = timedelta(days=14)
"""A key that ends within these days is worth a word."""


class State(Term):
    """DEFAULT: nothing is entered, and the words say what holds then."""

    SET = auto()
    DEFAULT = auto()
    MISSING = auto()


@dataclass(frozen=True)
class Said:
    state: State
    words: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing to set up: its title, the name of its page's address, and what stands there on a day."""

    title: Promise
    page: str
    says: Callable[[Municipality, date], Said]


def parts() -> list[Part]:
    return [*_PARTS, *_added]


def add_part(part: Part) -> None:
    """For the apps above this one, when they are ready."""
    if part not in _added:
        _added.append(part)


def _desks(municipality: Municipality, on: date) -> Said:
    desks = list(HelpDesk.objects.filter(municipality=municipality).open_on(on))
    if not desks:
        return Said(State.MISSING, gettext("There is no open desk. Add one."))
    said = ngettext("%(number)s desk is open: %(names)s", "%(number)s desks are open: %(names)s", len(desks))
    return Said(State.SET, said % {"number": len(desks), "names": _listed(map(str, desks))})


def _hours(municipality: Municipality, on: date) -> Said:
    desks = HelpDesk.objects.filter(municipality=municipality).open_on(on)
    hours = [f"{desk} {_clock(desk.opens_at)}–{_clock(desk.closes_at)}" for desk in desks]
    return (
        Said(State.SET, _listed(hours)) if hours else Said(State.MISSING, gettext("There is no open desk."))
    )


def _closed_days(municipality: Municipality, on: date) -> Said:
    count = ClosedDay.objects.filter(municipality=municipality, day__gte=on).count()
    if not count:
        return Said(
            State.DEFAULT, gettext("Nothing is entered: weekends, national holidays and the year's end hold.")
        )
    said = ngettext("%(number)s day of your own is ahead.", "%(number)s days of your own are ahead.", count)
    return Said(State.SET, said % {"number": count})


def _staff(municipality: Municipality, on: date) -> Said:
    people = people_of(municipality, on=on)
    working = [one for one in people if one.works]
    if not any(one.counts and one.counts.may(Permission.ENTER) for one in working):
        return Said(State.MISSING, gettext("Nobody can take applications today. Add a clerk."))
    said = ngettext("%(number)s person works here today.", "%(number)s people work here today.", len(working))
    words = said % {"number": len(working)}
    if len(administrators(people)) > 1:
        return Said(State.SET, words)
    alone = gettext("There is only one administrator: name a second one, for when you are away.")
    return Said(State.DEFAULT, f"{words} {alone}")


def _practice(municipality: Municipality, on: date) -> Said:
    try:
        row = Practice.objects.in_force(municipality.pk, on)
    except Practice.DoesNotExist:
        return Said(State.DEFAULT, gettext("Nothing is settled: the national default holds."))
    return Said(State.SET, gettext("In force since %(day)s.") % {"day": with_weekday(row.in_force_from)})


def _return_address(municipality: Municipality, on: date) -> Said:
    if municipality.return_address:
        return Said(State.SET, f"{municipality.return_address} {municipality.return_to}".strip())
    return Said(State.DEFAULT, gettext("Nothing is entered: letters come back to the desk that sent them."))


def _issuer_key(municipality: Municipality, on: date) -> Said:
    keys = IssuerKey.objects.filter(municipality=municipality, valid_from__lte=on, valid_until__gte=on)
    last = max((key.valid_until for key in keys), default=None)
    if last is None:
        return Said(
            State.DEFAULT,
            gettext("There is no key in force: passwords are written on paper and handed on sealed."),
        )
    words = gettext("A key is in force until %(day)s.") % {"day": with_weekday(last)}
    if last <= on + SOON:
        soon = gettext("Ask the issuer for the next one.")
        return Said(State.DEFAULT, f"{words} {soon}")
    return Said(State.SET, words)


def _issuer_days(municipality: Municipality, on: date) -> Said:
    since, until = municipality.backlog_since, municipality.backlog_until
    words = []
    if since and (until or on) >= on:
        words.append(gettext("Longer than a week since %(day)s.") % {"day": with_weekday(since)})
    if ahead := [day for day in municipality.maintenance_days if day >= on]:
        said = ngettext(
            "%(number)s day of maintenance is ahead.", "%(number)s days of maintenance are ahead.", len(ahead)
        )
        words.append(said % {"number": len(ahead)})
    if words:
        return Said(State.SET, " ".join(words))
    return Said(State.DEFAULT, gettext("Nothing is announced: cards are made on every working day."))


def _notes(municipality: Municipality, on: date) -> Said:
    desks = list(HelpDesk.objects.filter(municipality=municipality).open_on(on))
    with_note = [str(desk) for desk in desks if desk.note or desk.note_en]
    if not with_note:
        return Said(State.DEFAULT, gettext("No desk has a note. Residents read the address and the hours."))
    return Said(State.SET, gettext("With a note: %(names)s") % {"names": _listed(with_note)})


def _listed(words: Iterable[str]) -> str:
    return gettext(", ").join(words)


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


_added: list[Part] = []
_PARTS = (
    Part(title=_("Desks"), page="desks:list", says=_desks),
    Part(title=_("Opening hours"), page="calendar:hours", says=_hours),
    Part(title=_("Closed days"), page="calendar:year", says=_closed_days),
    Part(title=_("People and roles"), page="staff:list", says=_staff),
    Part(title=_("Practice"), page="practice:current", says=_practice),
    Part(title=_("Return address"), page="setup:return_address", says=_return_address),
    Part(title=_("Issuer's key"), page="setup:keys", says=_issuer_key),
    Part(title=_("The issuer's days"), page="setup:issuer_days", says=_issuer_days),
    Part(title=_("Notes for residents"), page="desks:list", says=_notes),
)
