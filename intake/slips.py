"""A resident's slip at the desk: what it tells goes into the fields that are still empty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.places import with_code
from eligibility.events import (
    EVENTS_UNDER,
    AgeBand,
    Certificate,
    DayAnswer,
    DesignationEvent,
    Facts,
    Heading,
    OrdinaryCase,
    YesNo,
)
from eligibility.slip.code import SlipFault, SlipRefused
from eligibility.slip.content import SlipContent, read_slip
from eligibility.words import AGE_BANDS, CASES, HEADINGS
from intake.event_fields import TICKED

HERE, ELSEWHERE = "here", "elsewhere"

_BY_HAND = _("This slip cannot be read here. Ask what it says and enter it by hand.")
FAULTS: Final[Mapping[SlipFault, Promise]] = {
    SlipFault.NOT_EIGHT: _("The code has eight characters, such as 9YGY-MXB1. Compare it with the slip."),
    SlipFault.NO_SUCH_CHARACTER: _(
        "The code has only digits and letters, and never a U. Compare it with the slip."
    ),
    SlipFault.CHECK_WRONG: _("A character is wrong, or two have changed places. Compare it with the slip."),
    SlipFault.VERSION_UNKNOWN: _BY_HAND,
    SlipFault.CASE_UNKNOWN: _BY_HAND,
    SlipFault.MUNICIPALITY_UNKNOWN: _BY_HAND,
    SlipFault.CONTRADICTORY: _BY_HAND,
}
_WITHOUT_DAY: Final[Mapping[DayAnswer, Promise]] = {
    DayAnswer.NOT_YET: _("The slip says: the day that counts has not come yet."),
    DayAnswer.UNKNOWN: _("The slip says: the day that counts is not known. Look it up."),
    DayAnswer.KNOWN: _("The slip says: the day that counts was before the scheme. Ask for it."),
}
_ON: Final = ["on"]

Sent = dict[str, list[str]]


@dataclass(frozen=True)
class Reading:
    """A slip that was read into a form: what the form holds now, and what the clerk should know.

    `notes`: what the slip says and the form has no field for. `kept`: the names of fields that held something else
    already. `fault` where there was nothing to read.
    """

    data: QueryDict
    notes: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    fault: SlipFault | None = None


def read_into(typed: QueryDict, *, initial: Mapping[str, Any], municipality_code: str) -> Reading:
    """Reads the code in the box `slip`. A field counts as empty while it holds what the empty form holds."""
    try:
        content = read_slip(typed.get("slip", ""))
    except SlipRefused as refused:
        return Reading(typed, fault=refused.fault)
    data, kept = typed.copy(), []
    here = content.residence_code == municipality_code
    for field, sent in _told(content, _event_there(typed), here=here):
        there = {name: [value.strip() for value in typed.getlist(name)] for name in sent}
        if _is_empty(there, initial.get(field)):
            for name, values in sent.items():
                data.setlist(name, values)
        elif there != sent:
            kept.append(field)
    data.setlist("slip_read", typed.getlist("slip"))
    data.setlist("slip", [])
    return Reading(data, tuple(map(str, _notes(content, here=here))), tuple(kept))


def told(code: str) -> SlipContent | None:
    """What the slip says that was read before; None where none was."""
    try:
        return read_slip(code)
    except SlipRefused:
        return None


def told_facts(content: SlipContent | None, event: DesignationEvent | None) -> Facts | None:
    """The facts of a slip that the form cannot hold: none of the ten, or a day that it does not tell.

    `event` is what the form says; None where it says nothing, or the slip is of something else.
    """
    if content is None or content.day is not None or not is_about(content, event):
        return None
    if isinstance(content.event, Heading):
        return content.facts(event) if event else None
    return content.facts()


def told_age(content: SlipContent | None) -> AgeBand:
    """The age band that stands in for a birth date while none is typed."""
    band: AgeBand = content.told.get("age_band", AgeBand.UNKNOWN) if content else AgeBand.UNKNOWN
    return band


def is_about(content: SlipContent | None, event: DesignationEvent | None) -> bool:
    """Whether a form with that event, or with none yet, is about what the slip is about."""
    if content is None or event is None:
        return content is not None
    return event in EVENTS_UNDER[Heading.OTHER] if content.event is Heading.OTHER else event is content.event


def another_reason() -> str:
    """What the clerk asks, because the slip does not tell."""
    words = {"heading": HEADINGS[Heading.OTHER]}
    return gettext("The slip says: %(heading)s. Choose which one, and ask what belongs to it.") % words


def _event_there(typed: QueryDict) -> DesignationEvent | None:
    try:
        return DesignationEvent(typed.get("event", ""))
    except ValueError:
        return None


def _is_empty(there: Sent, initial: Any) -> bool:
    values = [value for values in there.values() for value in values if value]
    start = initial if isinstance(initial, list) else [initial]
    return not values or values == start


def _told(content: SlipContent, event: DesignationEvent | None, *, here: bool) -> Iterator[tuple[str, Sent]]:
    """What to send for each field that the slip tells."""
    yield "registered", {"registered": [HERE if here else ELSEWHERE]}
    yield "certificates", {"certificates": [one for one in Certificate if one in content.certificates]}
    if content.told.get("is_ward"):
        yield "is_ward", {"is_ward": _ON}
    if isinstance(content.event, DesignationEvent):
        yield "event", {"event": [content.event]}
    if not is_about(content, event):
        return
    if content.day:
        yield _boxes("birth_date" if content.is_infant else "occurred_on", content)
    if content.told.get("with_birth_notification"):
        yield "with_birth_notification", {"with_birth_notification": _ON}
    if "cause" in content.told:
        field = "lost_cause" if content.event is DesignationEvent.LOST else "damage_cause"
        yield field, {field: [content.told["cause"]]}
    if "trigger" in content.told:
        field = "foreign_trigger" if content.event is DesignationEvent.FOREIGN else "number_trigger"
        yield field, {field: [content.told["trigger"]]}
    if "first_notice" in content.told:
        yield "later_notice", {"later_notice": _ON if content.told["first_notice"] is YesNo.NO else []}
    for field in TICKED:
        if field in content.told:
            yield field, {field: _ON if content.told[field] is YesNo.YES else []}


def _boxes(field: str, content: SlipContent) -> tuple[str, Sent]:
    assert content.day is not None  # noqa: S101 - the caller has looked
    return field, {f"{field}_{part}": [str(getattr(content.day, part))] for part in ("year", "month", "day")}


def _notes(content: SlipContent, *, here: bool) -> Iterator[str | Promise]:
    if isinstance(content.event, OrdinaryCase):
        yield gettext("The slip says: %(case)s.") % {"case": CASES[content.event]}
    elif content.event is Heading.OTHER:
        yield another_reason()
    if content.day is None and not isinstance(content.event, OrdinaryCase):
        yield _WITHOUT_DAY[content.day_answer]
    if (band := told_age(content)) is not AgeBand.UNKNOWN:
        yield gettext("The slip says: %(age)s. Enter the date of birth.") % {"age": AGE_BANDS[band]}
    if not here:
        place = with_code(content.residence_code)
        yield gettext("The slip says: registered in %(place)s. Enter the postcode.") % {"place": place}
