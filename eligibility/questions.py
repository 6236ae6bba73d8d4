"""What the self-check asks and offers, in words: options as data, in the order they are shown."""

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from eligibility.case import Case
from eligibility.events import (
    BOTH_CERTIFICATES,
    CAUSES_OF,
    EVENTS_UNDER,
    TRIGGERS_OF,
    AgeBand,
    Cause,
    Certificate,
    DayAnswer,
    DesignationEvent,
    Heading,
    OrdinaryCase,
    Trigger,
    YesNo,
)
from eligibility.forms import Option, Options
from eligibility.presentation import stop_the_card
from eligibility.wording import in_words
from eligibility.words import (
    CASES,
    CAUSES,
    DAY_HINTS,
    DAY_QUESTIONS,
    EVENTS,
    HEADINGS,
    TRIGGER_DAY_QUESTIONS,
    TRIGGERS,
)

_YES, _NO, _NOT_KNOWN = _("Yes"), _("No"), _("I do not know")


# -- Where ---------------------------------------------------------------------------------------------------


def municipalities(case: Case) -> Options:
    return {place.code: Option(str(place), "", {"place": place}) for place in case.places}


# -- What happened -------------------------------------------------------------------------------------------

_HEADING_HINTS = {
    Heading.NEWBORN: _("Until the day before the first birthday."),
    Heading.LOST_OR_DAMAGED: _("Also stolen, burnt, or no longer working."),
    Heading.FROM_OVERSEAS: _("Also foreign nationals who are new in the resident register."),
    Heading.SPACE_FULL: _("A new name or address could not be written on it."),
    Heading.OTHER: _("Above all a card that became unusable through no will of your own."),
}
_NONE_OF_THESE = Option(
    _("None of these"), _("Renewal, a first card, a move inside Japan and so on."), {"heading": None}
)


def headings(case: Case) -> Options:
    """The five of the national page, and none of them. A heading with one event settles the event as well."""
    offered: dict[str, Option] = {}
    for heading, hint in _HEADING_HINTS.items():
        events = _events_under(heading)
        event = {"event": events[0]} if len(events) == 1 else {}
        offered[heading.value] = Option(HEADINGS[heading], hint, {"heading": heading} | event)
    return offered | {"NONE": _NONE_OF_THESE}


# Beside the designations of a heading stands what looks like them and is not.
_LOOKS_ALIKE: dict[Heading, tuple[OrdinaryCase, ...]] = {
    Heading.LOST_OR_DAMAGED: (OrdinaryCase.SUSPENDED_CARD_FOUND,),
    Heading.FROM_OVERSEAS: (OrdinaryCase.OVERSEAS_CARD_VALID,),
    Heading.SPACE_FULL: (OrdinaryCase.ENTRY_WRITTEN, OrdinaryCase.NAME_CHANGE_FITS),
    Heading.OTHER: (OrdinaryCase.SOMETHING_ELSE,),
}
_UNDER_NONE = (
    OrdinaryCase.RENEWAL,
    OrdinaryCase.EXPIRED,
    OrdinaryCase.FIRST_CARD,
    OrdinaryCase.MOVED_INSIDE_JAPAN,
    OrdinaryCase.STAY_EXTENSION_MISSED,
    OrdinaryCase.RECORD_DELETED,
    OrdinaryCase.NAME_CHANGE_FITS,
    OrdinaryCase.OWN_WISH,
    OrdinaryCase.SOMETHING_ELSE,
)
# A screen may be read over somebody's shoulder.
_NEUTRAL = {DesignationEvent.PENAL: _("Could not apply during a stay in an institution")}
_EVENT_HINTS: dict[DesignationEvent | OrdinaryCase, Promise] = {
    DesignationEvent.OVERSEAS: _(
        "Japanese and foreign nationals, with the first moving-in notice after arriving."
    ),
    DesignationEvent.FOREIGN: _("Also when you became such a resident while already living in Japan."),
    OrdinaryCase.MOVED_INSIDE_JAPAN: _("The card was not brought to the new municipality within 90 days."),
    OrdinaryCase.OWN_WISH: _("A new photo, a card handed back, and so on."),
}


def _events_under(heading: Heading | None) -> tuple[DesignationEvent | OrdinaryCase, ...]:
    return (*EVENTS_UNDER[heading], *_LOOKS_ALIKE.get(heading, ())) if heading else _UNDER_NONE


def events(case: Case) -> Options:
    """What exactly, under the heading that was chosen."""
    return {
        event.value: Option(_event_in_words(event), _EVENT_HINTS.get(event, ""), {"event": event})
        for event in _events_under(case.heading)
    }


def _event_in_words(event: DesignationEvent | OrdinaryCase) -> str | Promise:
    if isinstance(event, OrdinaryCase):
        return str(capfirst(str(CASES[event])))
    return _NEUTRAL.get(event, EVENTS[event])


# -- The day that counts -------------------------------------------------------------------------------------


def triggers(case: Case) -> Options:
    """The ways in which this designation begins: each has a day of its own."""
    known = {
        trigger.value: Option(TRIGGERS[trigger], "", {"trigger": trigger})
        for trigger in TRIGGERS_OF[case.designation]
    }
    return known | {Trigger.UNKNOWN.value: Option(_NOT_KNOWN, "", {"trigger": Trigger.UNKNOWN})}


def day_question(case: Case) -> Promise:
    return TRIGGER_DAY_QUESTIONS.get(case.trigger, DAY_QUESTIONS[case.designation])


def day_lead(case: Case) -> str | Promise:
    return DAY_HINTS.get(case.designation, "") if case.trigger is Trigger.UNKNOWN else ""


def day_warning(case: Case) -> str:
    """Whoever has just lost a card stops it before anything else."""
    return stop_the_card() if case.event is DesignationEvent.LOST else ""


def day_answers(case: Case) -> Options:
    """Whoever has a child can look up when it was born; all other days may be unknown."""
    offered = {
        DayAnswer.KNOWN.value: Option(_("On this day"), "", {"day_answer": DayAnswer.KNOWN}),
        DayAnswer.NOT_YET.value: Option(_("It has not happened yet"), "", {"day_answer": DayAnswer.NOT_YET}),
    }
    if not case.is_infant:
        offered[DayAnswer.UNKNOWN.value] = Option(_NOT_KNOWN, "", {"day_answer": DayAnswer.UNKNOWN})
    return offered


# -- Another card --------------------------------------------------------------------------------------------

#: These designations cover the first card of all, the others the first card after the day.
FIRST_CARD_OF_ALL = frozenset({DesignationEvent.INFANT, DesignationEvent.NEW_ENTRY})
FIRST_CARD_SINCE = frozenset(
    {
        DesignationEvent.OVERSEAS,
        DesignationEvent.LOST,
        DesignationEvent.FOREIGN,
        DesignationEvent.NUMBER_CHANGE,
        DesignationEvent.DAMAGE,
        DesignationEvent.ADMIN_ERROR,
        DesignationEvent.SPACE_FULL,
        DesignationEvent.PENAL,
    }
)
_HAD_BEFORE = {
    "NO": Option(_NO, "", {"had_card_before": YesNo.NO}),
    "YES": Option(_YES, "", {"had_card_before": YesNo.YES}),
}
_RECEIVED_SINCE = {
    "NO": Option(_NO, "", {"card_received_since": YesNo.NO}),
    "YES": Option(_YES, "", {"card_received_since": YesNo.YES}),
}
_BEFORE_MOVING_IN = {
    "NO": Option(_NO, "", {"had_card_before": YesNo.NO}),
    "KEPT": Option(
        _("Yes, and I still have it"), "", {"had_card_before": YesNo.YES, "old_card_shown": YesNo.YES}
    ),
    "GONE": Option(
        _("Yes, but I no longer have it"), "", {"had_card_before": YesNo.YES, "old_card_shown": YesNo.NO}
    ),
    "SINCE": Option(_("I have received a card since I moved in"), "", {"card_received_since": YesNo.YES}),
}


def earlier_card_question(case: Case) -> Promise:
    if case.event is DesignationEvent.OVERSEAS:
        return _("Did you have a card before you moved in?")
    if case.event in FIRST_CARD_OF_ALL:
        return _("Was a card ever issued before?")
    return _("Have you received another card since that day?")


def earlier_cards(case: Case) -> Options:
    if case.event is DesignationEvent.OVERSEAS:
        return _BEFORE_MOVING_IN
    return _HAD_BEFORE if case.event in FIRST_CARD_OF_ALL else _RECEIVED_SINCE


def why_late(case: Case) -> str:
    return in_words(case.answer.assessment.decided_by)


def prevented(case: Case) -> Options:
    hint = _("For example illness or a disaster. The desk asks you about it.")
    return {
        "YES": Option(_YES, hint, {"prevented": YesNo.YES}),
        "NO": Option(_NO, "", {"prevented": YesNo.NO}),
    }


# -- How it happened -----------------------------------------------------------------------------------------


def cause_question(case: Case) -> Promise:
    if case.event is DesignationEvent.LOST:
        return _("How did you lose the card?")
    return _("How did the card get damaged?")


def causes(case: Case) -> Options:
    return {cause.value: Option(CAUSES[cause], "", {"cause": cause}) for cause in CAUSES_OF[case.designation]}


def proof_question(case: Case) -> Promise:
    if case.cause is Cause.DISASTER:
        return _("Do you have a disaster certificate?")
    return _("Do you have the number of the police report?")


def proofs(case: Case) -> Options:
    disaster = case.cause is Cause.DISASTER
    fact = "disaster_certificate" if disaster else "police_number"
    hint = _("Your municipality issues it.") if disaster else _("You get it at any police box or station.")
    return {
        "YES": Option(_YES, "", {fact: YesNo.YES}),
        "NO": Option(_("No, not yet"), hint, {fact: YesNo.NO}),
    }


# -- Who, where, with what -----------------------------------------------------------------------------------


_OF_AGE = {"age_band": AgeBand.FIFTEEN_AND_OVER}


def ages(case: Case) -> Options:
    comes_too = _("The legal representative comes too.")
    return {
        "OF_AGE": Option(_("15 or over"), "", _OF_AGE),
        "UNDER_FIFTEEN": Option(_("Under 15"), comes_too, {"under_fifteen": True}),
        "WARD": Option(_("An adult under guardianship"), comes_too, _OF_AGE | {"is_ward": True}),
    }


def desks(case: Case) -> Options:
    """A birth notification opens any desk, and then the baby need not come."""
    own = _("A desk of %(place)s") % {"place": case.place}
    other = _("A desk of another municipality")
    offered = {"OWN": Option(own)}
    if case.is_infant:
        birth = {"with_birth_notification": True}
        hint = _("Together with the birth notification; the baby need not come.")
        offered["OWN_WITH_BIRTH"] = Option(own, hint, birth)
        offered["OTHER_WITH_BIRTH"] = Option(other, hint, birth | {"at_residence_desk": False})
    hint = _("Phone it first: it may take more days.")
    return offered | {"OTHER": Option(other, hint, {"at_residence_desk": False})}


_NO_INSURANCE = _("Without the other one the card cannot be used as health insurance card.")


def certificates(case: Case) -> Options:
    """Both, one, or neither, with what is lost. Under 15 and under guardianship there is none for signatures."""
    neither = Option(
        _("No"),
        _("The card cannot be used as health insurance card then, nor online or in shops."),
        {"certificates": frozenset()},
    )
    if case.age_band in (AgeBand.UNDER_ONE, AgeBand.UNDER_FIFTEEN) or case.given.get("is_ward"):
        hint = _("The one for signatures is not issued under 15 and under guardianship.")
        gives = {"certificates": frozenset({Certificate.USER_AUTHENTICATION})}
        return {"USER": Option(_("Yes, the one for user authentication"), hint, gives), "NEITHER": neither}
    return {
        "BOTH": Option(_("Yes, both"), "", {"certificates": BOTH_CERTIFICATES}),
        "USER": Option(
            _("Only the one for user authentication"),
            _("Without the other one you cannot sign tax returns and other applications online."),
            {"certificates": frozenset({Certificate.USER_AUTHENTICATION})},
        ),
        "SIGNATURE": Option(
            _("Only the one for digital signatures"),
            _NO_INSURANCE,
            {"certificates": frozenset({Certificate.SIGNATURE})},
        ),
        "NEITHER": neither,
    }
