"""Who may apply, and until when: one function per legal question, asked in the order of `assess`.

Nothing here reads a clock, a setting or a database; the day, the practice and the calendar come as arguments.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from eligibility.calendar import Calendar
from eligibility.dated import Parameters, Row
from eligibility.events import (
    Cause,
    ContradictoryFacts,
    DayAnswer,
    DesignationEvent,
    Facts,
    OrdinaryCase,
    Paper,
    Trigger,
    YesNo,
)
from eligibility.practice import NATIONAL, OtherDesk, Practice
from eligibility.reasons import ApplicationWindow, Assessment, DeskAction, Reason, ReasonCode, Value, Verdict

LAW = Parameters(Path(__file__).with_name("parameters.toml"))

ONE_DAY = timedelta(days=1)


class Ruling(NamedTuple):
    """An answer that settles the case."""

    verdict: Verdict
    action: DeskAction
    reason: Reason


def assess(
    facts: Facts, *, on: date, practice: Practice, calendar: Calendar, desk_practice: Practice | None = None
) -> Assessment:
    """May this person apply on that day, until when, and what does the desk do?

    `practice` is the residence municipality's; `desk_practice` that of another municipality's desk, the national
    default when it is not known. Raises `NotInForce` for an application day before the launch.
    """
    seen_on = first_seen(facts, on=on)
    ruling = (
        outside_the_designations(facts, on=seen_on)
        or not_the_first_card(facts, on=seen_on)
        or not_the_first_notice(facts, on=seen_on)
        or day_not_told(facts, on=seen_on)
        or day_ahead(facts, on=seen_on)
        or before_launch(facts, on=seen_on)
    )
    if ruling is not None:
        return _settled(ruling)

    window = application_window(facts, on=seen_on, practice=practice, calendar=calendar)
    counting = how_counted(facts, window, on=seen_on, practice=practice)
    ruling = (
        too_late(facts, window, on=seen_on)
        or beyond_binding_thirty_days(facts, window, on=seen_on)
        or completed_too_late(facts, window, on=on)
        or no_open_day_left(facts, window, on=seen_on)
    )
    if ruling is not None:
        return _settled(ruling, window, counting)
    return _eligible(facts, window, counting, on=on, desk=desk_of(facts, practice, desk_practice))


def first_seen(facts: Facts, *, on: date) -> date:
    """The day that eligibility is judged on: the first visit where papers were missing then, otherwise `on`.

    A visit before the day that counts (the identity papers were missing, say) was none to judge on. Raises
    `ContradictoryFacts` when the first visit lies after `on`.
    """
    first_visit_on = facts.first_visit_on
    if first_visit_on is None:
        return on
    if first_visit_on > on:
        raise ContradictoryFacts("first_visit_on", "after_completion")
    too_early = facts.start_on is not None and first_visit_on < facts.start_on <= on
    return on if too_early else first_visit_on


# -- Is it one of the designations? --------------------------------------------------------------------------


def outside_the_designations(facts: Facts, *, on: date) -> Ruling | None:
    """Renewal, an ordinary first card and the like: the row of the case says what to do instead."""
    if not isinstance(facts.event, OrdinaryCase):
        return None
    row = LAW.row(facts.event, on=on)
    values = {"case": facts.event.value}
    code = ReasonCode(row.value["reason"])
    reason = Reason(code, "event", row.source, values, "outside_the_designations", row.cited)
    return Ruling(Verdict(row.value["verdict"]), DeskAction(row.value["action"]), reason)


def not_the_first_card(facts: Facts, *, on: date) -> Ruling | None:
    """A card received since then has settled it; some designations cover the first card of all only."""
    row = LAW.row(facts.event, on=on)
    rule = "not_the_first_card"
    if facts.card_received_since is YesNo.YES:
        source = "settled" if row.value["first_card"] == "ANY" else "municipal_first_card"
        return _ordinary(ReasonCode.CARD_RECEIVED_SINCE, "card_received_since", source, rule, row)
    if facts.had_card_before is YesNo.YES and row.value["first_card"] == "EVER":
        return _ordinary(ReasonCode.HAD_A_CARD_BEFORE, "had_card_before", row.source, rule, row)
    if facts.had_card_before is YesNo.YES and row.value["first_card"] == "EVER_OR_ASK":
        # Municipalities disagree about people whose record was deleted and entered again.
        code = ReasonCode.HAD_A_CARD_BEFORE_REENTRY
        return _consult(code, "had_card_before", "municipal_first_card", rule, row)
    return None


def not_the_first_notice(facts: Facts, *, on: date) -> Ruling | None:
    """After arriving from abroad the first moving-in notice counts; a later move inside Japan starts nothing."""
    if facts.first_notice is not YesNo.NO:
        return None
    row = LAW.row(facts.event, on=on)
    rule = "not_the_first_notice"
    return _ordinary(ReasonCode.LATER_NOTICE, "first_notice", "municipal_first_notice", rule, row)


# -- Has its day come? ---------------------------------------------------------------------------------------


def day_not_told(facts: Facts, *, on: date) -> Ruling | None:
    """The day that counts has not come yet, or the person does not know it and the desk can look it up."""
    if facts.day_answer is DayAnswer.KNOWN:
        return None
    row = LAW.row(facts.event, on=on)
    if facts.day_answer is DayAnswer.UNKNOWN:
        return _consult(ReasonCode.DAY_UNKNOWN, "day_answer", row.source, "day_not_told", row)
    code = ReasonCode(row.value["awaited"])
    return _not_yet(Reason(code, "day_answer", row.source, {}, "day_not_told", row.cited))


def day_ahead(facts: Facts, *, on: date) -> Ruling | None:
    """A start day in the future: nobody can apply before it."""
    start_on = _start_of(facts)
    if start_on <= on:
        return None
    row = LAW.row(facts.event, on=on)
    values = {"opens_on": start_on}
    return _not_yet(
        Reason(ReasonCode.DAY_AHEAD, _day_fact(facts), row.source, values, "day_ahead", row.cited)
    )


def before_launch(facts: Facts, *, on: date) -> Ruling | None:
    """What happened before the launch is outside the system; a birth before it is not."""
    row = LAW.row("launch_on", on=on)
    if facts.event is DesignationEvent.INFANT or _start_of(facts) >= row.value:
        return None
    code = ReasonCode.BEFORE_LAUNCH
    return _ordinary(code, "occurred_on", row.source, "before_launch", row, launch_on=row.value)


# -- Until when? ---------------------------------------------------------------------------------------------


def application_window(
    facts: Facts, *, on: date, practice: Practice, calendar: Calendar
) -> ApplicationWindow:
    """When this person can apply: an infant for the first year, the others for 30 days as practice counts."""
    start_on = _start_of(facts)
    if facts.event is DesignationEvent.INFANT and not practice.infant_thirty_days_binding:
        # A condition on the person and not a filing period: it never rolls.
        legal_end = closes_on = day_before_first_birthday(start_on)
    else:
        legal_end = end_of_period(start_on, on=on, practice=practice)
        closes_on = calendar.open_day_on_or_after(legal_end) if practice.roll_forward else legal_end
    return ApplicationWindow(start_on, closes_on, legal_end, calendar.open_day_on_or_before(closes_on))


def end_of_period(start_on: date, *, on: date, practice: Practice) -> date:
    """The last of the 30 days: start + 30 (Civil Code Art. 140), start + 29 where practice counts the start day."""
    days = LAW.value("application_days", on=on)
    return start_on + timedelta(days=days - 1 if practice.first_day_counted else days)


def day_before_first_birthday(birth_date: date) -> date:
    """The last day under one year of age. Born on 29 February: 28 February (Civil Code Art. 143)."""
    if (birth_date.month, birth_date.day) == (2, 29):
        return date(birth_date.year + 1, 2, 28)
    return birth_date.replace(year=birth_date.year + 1) - ONE_DAY


def how_counted(
    facts: Facts, window: ApplicationWindow, *, on: date, practice: Practice
) -> tuple[Reason, ...]:
    """The steps to the window, in order, with the 30 days of the national page beside an infant's year."""
    fact = _day_fact(facts)
    if facts.event is DesignationEvent.INFANT and not practice.infant_thirty_days_binding:
        counting = [_first_year(window), _thirty_days_of_the_page(window, on=on, practice=practice)]
    else:
        counting = [*_start_day(facts, on=on), _period(fact, window, on=on, practice=practice)]
    if window.rolled:
        values = {"legal_end": window.legal_end, "closes_on": window.closes_on}
        counting.append(_counted(ReasonCode.ROLLED_FORWARD, fact, "practice", values))
    elif window.last_open_day < window.closes_on:
        values = {"closes_on": window.closes_on, "last_open_day": window.last_open_day}
        counting.append(_counted(ReasonCode.ENDS_ON_CLOSED_DAY, fact, "calendar", values))
    if facts.first_visit_on == on:
        values = {"first_visit_on": on}
        counting.append(_counted(ReasonCode.FIRST_VISIT_COUNTS, "first_visit_on", "settled", values))
    return tuple(counting)


def _start_day(facts: Facts, *, on: date) -> tuple[Reason, ...]:
    """What the day that counts is the day of; a birth needs no explaining."""
    if facts.event is DesignationEvent.INFANT:
        return ()
    row = LAW.row(facts.event, on=on)
    known = facts.trigger is not Trigger.UNKNOWN
    values: dict[str, Value] = {"start_day": (facts.trigger if known else facts.event).value}
    source = "municipal_public_notice" if facts.trigger is Trigger.PUBLIC_NOTICE else row.source
    return (_counted(ReasonCode.START_DAY, "occurred_on", source, values, row.cited),)


def _first_year(window: ApplicationWindow) -> Reason:
    values = {"ends_on": window.legal_end, "last_open_day": window.last_open_day}
    return _counted(ReasonCode.UNTIL_FIRST_BIRTHDAY, "birth_date", "civil_code_143", values)


def _thirty_days_of_the_page(window: ApplicationWindow, *, on: date, practice: Practice) -> Reason:
    row = LAW.row("application_days", on=on)
    ends_on = end_of_period(window.opens_on, on=on, practice=practice)
    code = ReasonCode.THIRTY_DAYS_AHEAD if on <= ends_on else ReasonCode.THIRTY_DAYS_PAST
    return _counted(code, "birth_date", "national_page", {"ends_on": ends_on}, row.cited)


def _period(fact: str, window: ApplicationWindow, *, on: date, practice: Practice) -> Reason:
    row = LAW.row("application_days", on=on)
    values = {"days": row.value, "start_on": window.opens_on, "ends_on": window.legal_end}
    if practice.first_day_counted:
        return _counted(ReasonCode.COUNTED_FROM_FIRST_DAY, fact, "practice", values, row.cited)
    return _counted(ReasonCode.COUNTED_FROM_NEXT_DAY, fact, "civil_code_140", values, row.cited)


def _counted(
    code: ReasonCode, fact: str, source: str, values: Mapping[str, Value], parameter: str = ""
) -> Reason:
    return Reason(code, fact, source, values, "application_window", parameter)


# -- Is the day in it? ---------------------------------------------------------------------------------------


def too_late(facts: Facts, window: ApplicationWindow, *, on: date) -> Ruling | None:
    """After the end: the ordinary route, or the residence desk's judgement where circumstances prevented."""
    infant = facts.event is DesignationEvent.INFANT
    ended_on = day_before_first_birthday(window.opens_on) if infant else window.closes_on
    if on <= ended_on:
        return None
    row = LAW.row(facts.event if infant else "application_days", on=on)
    if facts.prevented is YesNo.YES:
        code = ReasonCode.LATE_BUT_PREVENTED
        return _consult(code, "prevented", "national_page", "too_late", row, ended_on=ended_on)
    code = ReasonCode.FIRST_BIRTHDAY_REACHED if infant else ReasonCode.LATE
    return _ordinary(code, _day_fact(facts), row.source, "too_late", row, ended_on=ended_on)


def beyond_binding_thirty_days(facts: Facts, window: ApplicationWindow, *, on: date) -> Ruling | None:
    """Still under one, but this municipality holds infants to the page's 30 days."""
    if on <= window.closes_on:
        return None
    code, rule = ReasonCode.THIRTY_DAYS_BIND_HERE, "beyond_binding_thirty_days"
    return _consult(code, _day_fact(facts), "practice", rule, ended_on=window.closes_on)


def completed_too_late(facts: Facts, window: ApplicationWindow, *, on: date) -> Ruling | None:
    """First seen in time, but the missing papers came after the end: the desk decides."""
    if facts.first_visit_on is None or on <= window.closes_on:
        return None
    code, rule = ReasonCode.COMPLETED_LATE, "completed_too_late"
    return _consult(code, "first_visit_on", "settled", rule, ended_on=window.closes_on)


def no_open_day_left(facts: Facts, window: ApplicationWindow, *, on: date) -> Ruling | None:
    """Inside the window, but every day left is closed. Whoever came on a first visit found the desk open."""
    if facts.first_visit_on == on or on <= window.last_open_day:
        return None
    code, rule = ReasonCode.NO_OPEN_DAY_LEFT, "no_open_day_left"
    return _consult(code, _day_fact(facts), "calendar", rule, ended_on=window.closes_on)


# -- What does the desk do with it? --------------------------------------------------------------------------


def desk_of(facts: Facts, practice: Practice, desk_practice: Practice | None) -> Practice:
    """The practice of the desk that accepts: it decides documents and extra days."""
    return practice if facts.at_residence_desk else desk_practice or NATIONAL


def desk_action(facts: Facts, *, desk: Practice) -> tuple[DeskAction, Reason]:
    """What the accepting desk does with an eligible person."""
    if (
        not facts.at_residence_desk
        and not facts.with_birth_notification
        and desk.other_desk is OtherDesk.CONSULT
    ):
        return DeskAction.CONSULT, _OTHER_DESK_ASKS_FIRST
    if missing_papers(facts, desk=desk):
        return DeskAction.PENDING, _PAPERS_MISSING if facts.missing else _POLICE_NUMBER_MISSING
    if facts.at_residence_desk:
        return DeskAction.ACCEPT, _OWN_DESK
    if facts.with_birth_notification:
        return DeskAction.ACCEPT, _BIRTH_NOTIFICATION
    values = {"extra_days": desk.other_desk_extra_days}
    accepts = ReasonCode.OTHER_DESK_ACCEPTS
    return DeskAction.ACCEPT, Reason(accepts, "at_residence_desk", "practice", values, "desk_action")


def missing_papers(facts: Facts, *, desk: Practice) -> frozenset[Paper]:
    """What the application waits for: what the desk named, and the police's number where it is needed."""
    if facts.police_number is YesNo.NO and police_number_needed(facts, desk=desk):
        return facts.missing | {Paper.POLICE_NUMBER}
    return facts.missing


def police_number_needed(facts: Facts, *, desk: Practice) -> bool:
    """A card lost outside the home or stolen needs the police's number; one lost at home does not."""
    return facts.cause in (Cause.OUTSIDE, Cause.STOLEN) and desk.police_number_outside_home


# -- Putting the answer together -----------------------------------------------------------------------------


def _because_desk(code: ReasonCode, fact: str, source: str) -> Reason:
    return Reason(code, fact, source, {}, "desk_action")


_OWN_DESK = _because_desk(ReasonCode.OWN_DESK, "at_residence_desk", "national_page")
_BIRTH_NOTIFICATION = _because_desk(
    ReasonCode.BIRTH_NOTIFICATION, "with_birth_notification", "municipal_birth_notification"
)
_OTHER_DESK_ASKS_FIRST = _because_desk(ReasonCode.OTHER_DESK_ASKS_FIRST, "at_residence_desk", "national_page")
_PAPERS_MISSING = _because_desk(ReasonCode.PAPERS_MISSING, "missing", "settled")
_POLICE_NUMBER_MISSING = _because_desk(
    ReasonCode.POLICE_NUMBER_MISSING, "police_number", "municipal_police_number"
)


def _settled(
    ruling: Ruling, window: ApplicationWindow | None = None, counting: tuple[Reason, ...] = ()
) -> Assessment:
    verdict, action, reason = ruling
    return Assessment(verdict, action, reason, reason, (*counting, reason), window)


def _eligible(
    facts: Facts, window: ApplicationWindow, counting: tuple[Reason, ...], *, on: date, desk: Practice
) -> Assessment:
    period = next(reason for reason in counting if reason.code is not ReasonCode.START_DAY)
    values = {"closes_on": window.closes_on}
    reason = Reason(ReasonCode.IN_TIME, _day_fact(facts), period.source, values, "too_late", period.parameter)
    action, desk_reason = desk_action(facts, desk=desk)
    days_left = max(0, (window.last_open_day - on).days)
    trace = (*counting, reason, desk_reason)
    return Assessment(Verdict.ELIGIBLE, action, reason, desk_reason, trace, window, days_left)


def _not_yet(reason: Reason) -> Ruling:
    return Ruling(Verdict.NOT_YET, DeskAction.WAIT, reason)


def _ordinary(code: ReasonCode, fact: str, source: str, rule: str, row: Row, **values: Value) -> Ruling:
    reason = Reason(code, fact, source, values, rule, row.cited)
    return Ruling(Verdict.NOT_ELIGIBLE, DeskAction.ORDINARY_ROUTE, reason)


def _consult(
    code: ReasonCode, fact: str, source: str, rule: str, row: Row | None = None, **values: Value
) -> Ruling:
    reason = Reason(code, fact, source, values, rule, row.cited if row else "")
    return Ruling(Verdict.CONSULT, DeskAction.CONSULT, reason)


def _start_of(facts: Facts) -> date:
    if facts.start_on is None:
        raise ContradictoryFacts(_day_fact(facts), "day_missing")
    return facts.start_on


def _day_fact(facts: Facts) -> str:
    return "birth_date" if facts.event is DesignationEvent.INFANT else "occurred_on"
