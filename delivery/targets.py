"""By when the card should arrive, or why no day can be named. A target is never a promise."""

from collections.abc import Set
from datetime import date, timedelta
from enum import auto
from pathlib import Path
from typing import NamedTuple

from eligibility.calendar import Calendar
from eligibility.dated import Parameters
from eligibility.events import Facts
from eligibility.plain import Term
from eligibility.practice import Practice

LAW = Parameters(Path(__file__).with_name("parameters.toml"))


class LongerReason(Term):
    """Why a card takes longer than one week."""

    OTHER_DESK = auto()
    KEPT_CHARACTER = auto()
    FACE_AUTHENTICATION = auto()
    INQUIRY_LETTER = auto()
    YEAR_END = auto()
    MAINTENANCE = auto()
    BACKLOG = auto()


class Target(NamedTuple):
    """`target_date`, or None and the reasons in `longer`, the order that of `LongerReason`.

    `received_on` is the day counted from. With no delivery by `chase_on` and no target, a supervisor asks.
    `may_take_longer` is said beside a target after a birth notification, `backlog_since` with the issuer's backlog.
    """

    received_on: date
    target_date: date | None
    longer: tuple[LongerReason, ...]
    chase_on: date
    may_take_longer: bool = False
    backlog_since: date | None = None


def longer_reasons(facts: Facts) -> Set[LongerReason]:
    """What in the facts makes it longer. A birth notification brought to another desk does not: it only may."""
    found = set()
    if not facts.at_residence_desk and not facts.with_birth_notification:
        found.add(LongerReason.OTHER_DESK)
    if facts.kept_character:
        found.add(LongerReason.KEPT_CHARACTER)
    if facts.face_authentication:
        found.add(LongerReason.FACE_AUTHENTICATION)
    if facts.inquiry_letter:
        found.add(LongerReason.INQUIRY_LETTER)
    return found


def delivery_target(
    accepted_on: date,
    *,
    practice: Practice,
    calendar: Calendar,
    longer: Set[LongerReason] = frozenset(),
    may_take_longer: bool = False,
) -> Target:
    """The target of an application completed on `accepted_on`; a closed day counts as the next open one.

    Mail is delivered on every day of the week, so a target may be any day. `practice` is the accepting desk's.
    """
    received_on = calendar.open_day_on_or_after(accepted_on)
    target_date = received_on + timedelta(days=practice.target_days)
    longer = longer | longer_then(received_on, target_date, calendar)
    extra_days = practice.other_desk_extra_days if LongerReason.OTHER_DESK in longer else 0
    chase_on = received_on + timedelta(days=practice.chase_after_days + extra_days)
    if longer:
        reasons = tuple(reason for reason in LongerReason if reason in longer)
        since = calendar.backlog_since if LongerReason.BACKLOG in longer else None
        return Target(received_on, None, reasons, chase_on, backlog_since=since)
    return Target(received_on, target_date, (), chase_on, may_take_longer)


def longer_then(received_on: date, target_date: date, calendar: Calendar) -> Set[LongerReason]:
    """What on these days makes it longer, whatever the card."""
    found = set()
    if touches_year_end(received_on, target_date):
        found.add(LongerReason.YEAR_END)
    # Nearly always there is none, and this is asked for each target.
    if calendar.maintenance_days and is_kept_from_making(received_on, target_date, calendar):
        found.add(LongerReason.MAINTENANCE)
    if calendar.has_backlog(received_on):
        found.add(LongerReason.BACKLOG)
    return found


def is_kept_from_making(received_on: date, target_date: date, calendar: Calendar) -> bool:
    """Whether the issuer's maintenance leaves too few days to make the card, posted the usual way.

    A target is named wherever the letter goes: by the usual number of days in the post, never by the far ones.
    """
    last = latest_posting(received_on, target_date, LAW.value("transit_days", on=received_on))
    working = [day for day in days_after(received_on, last) if calendar.is_working_day(day)]
    left = sum(day not in calendar.maintenance_days for day in working)
    needed: int = LAW.value("making_days", on=received_on)
    return left < min(len(working), needed)


def latest_posting(received_on: date, target_date: date, transit_days: int) -> date:
    """By when the card must be posted to arrive on the target day; never before it was asked for."""
    return max(target_date - timedelta(days=transit_days), received_on)


def days_after(first: date, last: date) -> list[date]:
    """The days after `first` up to `last`, that one included."""
    return [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]


def touches_year_end(first: date, last: date) -> bool:
    """Whether a day from `first` to `last` (both included, under a year apart) is one of the year-end closure."""
    row = LAW.value("year_end", on=first)
    begins = date(first.year, *row["first"])
    ends = date(first.year, *row["last"])
    return last >= begins or first <= ends


def held_until(first_attempt_on: date) -> date:
    """The last day on which the post still has a letter that nobody was at home for; it goes back the day after."""
    days: int = LAW.value("hold_days", on=first_attempt_on)
    return first_attempt_on + timedelta(days=days)
