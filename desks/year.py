"""A year of a municipality's calendar, month by month: what is closed, what is open against the rule, and why."""

from calendar import SUNDAY
from calendar import Calendar as Months
from dataclasses import dataclass
from datetime import date
from enum import auto

import jpholiday
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.calendars import calendar_of
from desks.models import ClosedDay, Municipality
from eligibility.calendar import YEAR_END
from eligibility.plain import Term

_SUBSTITUTE = "振替休日"
#: By the name in the Act on National Holidays; those of special years have none here and keep their own.
_HOLIDAYS: dict[str, Promise] = {
    "元日": _("New Year's Day"),
    "成人の日": _("Coming of Age Day"),
    "建国記念の日": _("National Foundation Day"),
    "天皇誕生日": _("The Emperor's Birthday"),
    "春分の日": _("Vernal Equinox Day"),
    "昭和の日": _("Showa Day"),
    "憲法記念日": _("Constitution Memorial Day"),
    "みどりの日": _("Greenery Day"),
    "こどもの日": _("Children's Day"),
    "海の日": _("Marine Day"),
    "山の日": _("Mountain Day"),
    "敬老の日": _("Respect for the Aged Day"),
    "国民の休日": _("Citizens' Holiday"),
    "秋分の日": _("Autumnal Equinox Day"),
    "スポーツの日": _("Sports Day"),
    "文化の日": _("Culture Day"),
    "勤労感謝の日": _("Labour Thanksgiving Day"),
}


class DayKind(Term):
    """Why a day is named. OWN_CLOSED and OWN_OPEN are the municipality's and can be removed."""

    HOLIDAY = auto()
    YEAR_END = auto()
    OWN_CLOSED = auto()
    OWN_OPEN = auto()


@dataclass(frozen=True, kw_only=True)
class NamedDay:
    """A day with its name or reason; `can_go`: the municipality entered it and it is still to come."""

    day: date
    kind: DayKind
    words: str
    can_go: bool = False


@dataclass(frozen=True, kw_only=True)
class Month:
    """`weeks` from Sunday: the number of the day with whether it is closed, None outside the month."""

    first: date
    weeks: list[list[tuple[int, bool] | None]]
    named: list[NamedDay]


def year_of(municipality: Municipality, year: int, *, today: date) -> list[Month]:
    """The twelve months. National holidays come from the jpholiday package."""
    calendar = calendar_of(municipality, date(year, 1, 1))
    named = _named_days(municipality, year, today)
    return [
        Month(
            first=date(year, month, 1),
            weeks=[
                [(day.day, not calendar.is_open(day)) if day.month == month else None for day in week]
                for week in Months(SUNDAY).monthdatescalendar(year, month)
            ],
            named=[one for one in named if one.day.month == month],
        )
        for month in range(1, 13)
    ]


def _named_days(municipality: Municipality, year: int, today: date) -> list[NamedDay]:
    rows = ClosedDay.objects.filter(municipality=municipality, day__year=year)
    own = [
        NamedDay(
            day=row.day,
            kind=DayKind.OWN_OPEN if row.is_open else DayKind.OWN_CLOSED,
            words=row.reason,
            can_go=row.day >= today,
        )
        for row in rows
    ]
    holidays = [
        NamedDay(day=day, kind=DayKind.HOLIDAY, words=_holiday_in_words(name))
        for day, name in jpholiday.year_holidays(year)
    ]
    taken = {one.day for one in holidays}
    year_end = [
        NamedDay(day=day, kind=DayKind.YEAR_END, words=gettext("Year-end and New Year"))
        for day in (date(year, month, number) for month, number in YEAR_END)
        if day not in taken
    ]
    return sorted([*holidays, *year_end, *own], key=lambda one: one.day)


def _holiday_in_words(name: str) -> str:
    known = _HOLIDAYS.get(name.removesuffix(_SUBSTITUTE).strip())
    if not known:
        return name
    return gettext("%(holiday)s (substitute)") % {"holiday": known} if _SUBSTITUTE in name else str(known)
