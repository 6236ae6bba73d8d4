"""The count of the days as a small calendar: the same value on every page, beside the clerk's form and on paper."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from desks.templatetags.look import day as day_in_words
from eligibility.calendar import ONE_DAY, Calendar
from eligibility.reasons import ApplicationWindow, Assessment, ReasonCode

#: A longer window (a child's first year) shows its first and its last weeks.
LONGEST_SHOWN = timedelta(days=45)
FIRST_WEEKS, LAST_WEEKS = 1, 4
WEEK = timedelta(days=7)

#: What the first day is, by the reason that counted: as a legend, and as a clause of the sentence.
FIRST_DAYS: dict[ReasonCode, tuple[Promise, Promise]] = {
    ReasonCode.COUNTED_FROM_NEXT_DAY: (
        _("First day, not counted"),
        _("The first day is %(day)s, which is not counted"),
    ),
    ReasonCode.COUNTED_FROM_FIRST_DAY: (
        _("First day, counted"),
        _("The first day is %(day)s, which is counted"),
    ),
    ReasonCode.UNTIL_FIRST_BIRTHDAY: (_("Day of birth"), _("The day of birth is %(day)s")),
}
Row = list[tuple[date, str]]
WEEKDAYS = (
    _("Mondays"),
    _("Tuesdays"),
    _("Wednesdays"),
    _("Thursdays"),
    _("Fridays"),
    _("Saturdays"),
    _("Sundays"),
)


class CountedDay(NamedTuple):
    """One cell. `kind`: the classes of the look for it, a space between them; `label`: 12/1 or the day alone."""

    day: date
    kind: str
    label: str


class Week(NamedTuple):
    """A row from Sunday, None for the days outside; or, where there are no days, how many weeks are not shown."""

    days: tuple[CountedDay | None, ...] = ()
    left_out: str = ""


class Meaning(NamedTuple):
    """A line of the legend: a cell as it looks in the calendar, and what that means."""

    kind: str
    label: str
    words: str | Promise


class DayCount(NamedTuple):
    """The calendar, its legend, and `sentence`, which says the same to whoever does not see it."""

    weeks: tuple[Week, ...]
    legend: tuple[Meaning, ...]
    sentence: str


def day_count(assessment: Assessment, calendar: Calendar) -> DayCount | None:
    """How this window was counted, in the language of the page; None without a window."""
    window = assessment.window
    if window is None:
        return None
    counted_by = next(reason.code for reason in assessment.trace if reason.code in FIRST_DAYS)
    first_counts = counted_by is not ReasonCode.COUNTED_FROM_NEXT_DAY
    rows = [
        [(day, _kind(day, window, calendar, first_counts=first_counts)) for day in week]
        for week in _weeks(window)
    ]
    shown, left_out = _shortened(rows, window)
    with_month = {window.opens_on, window.legal_end, window.last_open_day}
    if left_out:
        with_month.add(shown[FIRST_WEEKS][0][0])
    weeks = [Week(tuple(_cell(day, kind, with_month) for day, kind in row)) for row in shown]
    if left_out:
        weeks[FIRST_WEEKS:FIRST_WEEKS] = [Week(left_out=left_out)]
    cells = [cell for week in weeks for cell in week.days if cell]
    return DayCount(
        tuple(weeks),
        tuple(_legend(cells, window, counted_by)),
        _sentence(cells, window, counted_by, left_out),
    )


def _weeks(window: ApplicationWindow) -> list[list[date]]:
    """Whole weeks from Sunday, from the first day to the last."""
    sunday = window.opens_on - ONE_DAY * ((window.opens_on.weekday() + 1) % 7)
    count = (window.closes_on - sunday) // WEEK + 1
    return [[sunday + week * WEEK + day * ONE_DAY for day in range(7)] for week in range(count)]


def _kind(day: date, window: ApplicationWindow, calendar: Calendar, *, first_counts: bool) -> str:
    """Empty outside the window. The last open day is open, whatever was decided about it later."""
    if not window.opens_on <= day <= window.closes_on:
        return ""
    first, last = day == window.opens_on, day == window.last_open_day
    kinds = {
        "within": day <= window.legal_end and (first_counts or not first),
        "first": first,
        "closed": not last and not calendar.is_open(day),
        "end": day == window.legal_end,
        "rolled": day > window.legal_end,
        "last": last,
    }
    return " ".join(kind for kind, holds in kinds.items() if holds)


def _shortened(rows: list[Row], window: ApplicationWindow) -> tuple[list[Row], str]:
    """The rows that are shown, and in words how many are not."""
    if window.closes_on - window.opens_on <= LONGEST_SHOWN:
        return rows, ""
    count = len(rows) - FIRST_WEEKS - LAST_WEEKS
    words = ngettext("%(count)s week not shown", "%(count)s weeks not shown", count) % {"count": count}
    return rows[:FIRST_WEEKS] + rows[-LAST_WEEKS:], words


def _cell(day: date, kind: str, with_month: Set[date]) -> CountedDay | None:
    """Nothing outside the window. The month stands where one begins and at the days named."""
    if not kind:
        return None
    told = day.day == 1 or day in with_month
    return CountedDay(day, kind, f"{day.month}/{day.day}" if told else str(day.day))


def _legend(
    cells: Sequence[CountedDay], window: ApplicationWindow, counted_by: ReasonCode
) -> Iterable[Meaning]:
    drawn = {cell.day: cell for cell in cells}
    first, end, last = (drawn[day] for day in (window.opens_on, window.legal_end, window.last_open_day))
    yield Meaning(first.kind, first.label, FIRST_DAYS[counted_by][0])
    if closed := next((cell for cell in cells if cell.kind == "within closed"), None):
        yield Meaning(closed.kind, closed.label, _("Closed"))
    if end.day == last.day:
        yield Meaning(last.kind, last.label, _("Last day by law, and last open day"))
        return
    by_law = _("Last day by law (closed)") if "closed" in end.kind else _("Last day by law")
    yield Meaning(end.kind, end.label, by_law)
    rolled = _("Last open day, by this municipality's rule")
    yield Meaning(last.kind, last.label, rolled if window.rolled else _("The last open day"))


def _sentence(
    cells: Sequence[CountedDay], window: ApplicationWindow, counted_by: ReasonCode, left_out: str
) -> str:
    closed, open_days = _closed_and_open(cells)
    rolled = gettext("accepted until %(day)s by this municipality's rule")
    clauses = (
        str(FIRST_DAYS[counted_by][1]) % {"day": day_in_words(window.opens_on)},
        left_out,
        gettext("closed on %(days)s") % {"days": gettext(", ").join(closed)} if closed else "",
        gettext("but open on %(days)s") % {"days": gettext(", ").join(open_days)} if open_days else "",
        gettext("the last day by law is %(day)s") % {"day": day_in_words(window.legal_end)},
        rolled % {"day": day_in_words(window.closes_on)} if window.rolled else "",
        gettext("the last open day is %(day)s") % {"day": day_in_words(window.last_open_day)},
    )
    return gettext("%(clauses)s.") % {"clauses": gettext("; ").join(filter(None, clauses))}


def _closed_and_open(cells: Sequence[CountedDay]) -> tuple[list[str], list[str]]:
    """The weekdays that are mostly closed and the other closed days; then the days on which those weekdays are open."""
    closed = [cell.day for cell in cells if "closed" in cell.kind]
    open_days = [cell.day for cell in cells if "closed" not in cell.kind]
    times, open_times = (Counter(day.weekday() for day in days) for days in (closed, open_days))
    weekdays = sorted(weekday for weekday in times if times[weekday] > open_times[weekday])
    named = [str(WEEKDAYS[weekday]) for weekday in weekdays]
    others = _in_words([day for day in closed if day.weekday() not in weekdays])
    return named + others, _in_words([day for day in open_days if day.weekday() in weekdays])


def _in_words(days: Sequence[date]) -> list[str]:
    """Days in a row as "first to last"."""
    runs = groupby(enumerate(days), lambda numbered: numbered[1] - numbered[0] * ONE_DAY)
    return [_run([day for _number, day in run]) for _start, run in runs]


def _run(days: Sequence[date]) -> str:
    if len(days) == 1:
        return day_in_words(days[0])
    return gettext("%(first)s to %(last)s") % {"first": day_in_words(days[0]), "last": day_in_words(days[-1])}
