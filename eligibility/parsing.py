"""Days as people type them: three boxes or one text, Western years or Japanese eras, full-width digits too."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import auto
from typing import NamedTuple

from eligibility.plain import Term


class Era(NamedTuple):
    """An era from its first to its last day (None: it still runs); `year_one` is the Western year of its 元年."""

    name: str
    letter: str
    year_one: int
    first_day: date
    last_day: date | None


#: The day on which one era followed another belongs to both, except in 1989 and 2019, when the next began at midnight.
#: Japan counts days as the West does since 1 January 1873; earlier days of Meiji would need another calendar.
ERAS = (
    Era("令和", "R", 2019, date(2019, 5, 1), None),
    Era("平成", "H", 1989, date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", 1926, date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", 1912, date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "M", 1868, date(1873, 1, 1), date(1912, 7, 30)),
)
_FIRST_DAY = ERAS[-1].first_day

_ERA_OF = {key: era for era in ERAS for key in (era.name, era.letter)}
_ERA = "|".join(_ERA_OF)
_YEAR = re.compile(rf"({_ERA})?\.?([0-9]{{1,4}}|元)年?")
_WHOLE = re.compile(rf"((?:{_ERA})?\.?(?:[0-9]{{1,4}}|元))[年./-]([0-9]{{1,2}})[月./-]([0-9]{{1,2}})日?")
_RUN = re.compile(rf"([0-9]{{4}}|(?:{_ERA})[0-9]{{2}})([0-9]{{2}})([0-9]{{2}})")
_DASHES = str.maketrans("‐‑‒–—―−ー。・", "--------..")


class DayPart(Term):
    """One of the three boxes."""

    YEAR = auto()
    MONTH = auto()
    DAY = auto()


class DayCode(Term):
    """What is wrong with a box."""

    MISSING = auto()
    NOT_A_YEAR = auto()
    YEAR_UNCLEAR = auto()
    YEAR_TOO_EARLY = auto()
    NOT_A_NUMBER = auto()
    NO_SUCH_MONTH = auto()
    NO_SUCH_DAY = auto()
    OUTSIDE_ERA = auto()


class DayProblem(NamedTuple):
    """What is wrong with which box; `values` fill the sentence of the code."""

    part: DayPart
    code: DayCode
    values: Mapping[str, date | int | str] = {}


class DayRefused(ValueError):
    """Not a day; every problem at once, in the order of the boxes. Never repeats what was typed."""

    def __init__(self, *problems: DayProblem) -> None:
        super().__init__(", ".join(f"{problem.part} {problem.code}" for problem in problems))
        self.problems = problems


class BothCalendars(NamedTuple):
    """One day said twice: 令和8年5月6日(水), and 6 May 2026 (Wed)."""

    japanese: str
    western: str


def parse_day(year: str, month: str = "", day: str = "") -> date:
    """The day in three boxes; a whole day in the first box alone is read too, 20260506 and R080506 as well.

    Raises `DayRefused`.
    """
    texts = [_plain(text) for text in (year, month, day)]
    whole = _WHOLE.fullmatch(texts[0]) or _RUN.fullmatch(texts[0])
    if whole and not texts[1] and not texts[2]:
        texts = list(whole.groups())
    problems: list[DayProblem] = []
    era, year_number = _read_year(texts[0], problems)
    month_number = _read_number(texts[1], DayPart.MONTH, problems)
    day_number = _read_number(texts[2], DayPart.DAY, problems)
    if month_number is not None and not 1 <= month_number <= 12:
        problems.append(DayProblem(DayPart.MONTH, DayCode.NO_SUCH_MONTH))
    if problems or year_number is None or month_number is None or day_number is None:
        raise DayRefused(*sorted(problems, key=lambda problem: list(DayPart).index(problem.part)))
    found = _day_of(year_number, month_number, day_number)
    _refuse_outside(era, found)
    return found


def both_calendars(day: date) -> BothCalendars:
    """The day in both calendars, to be shown beside what was typed. Before 1873 in the Western one only."""
    western = f"{day.day} {_MONTHS[day.month - 1]} {day.year} ({_WEEKDAYS[day.weekday()]})"
    era = next((era for era in ERAS if era.first_day <= day), None)
    if era is None:
        return BothCalendars(western, western)
    year = day.year - era.year_one + 1
    shown = "元" if year == 1 else str(year)
    return BothCalendars(
        f"{era.name}{shown}年{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})", western
    )


_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _plain(text: str) -> str:
    """Half width, upper case, without spaces: ㋿８年 and Ｒ 8 read as 令和8年 and R8."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).upper().translate(_DASHES))


def _read_year(text: str, problems: list[DayProblem]) -> tuple[Era | None, int | None]:
    """The era, if one was typed, and the Western year."""
    match = _YEAR.fullmatch(text)
    era = _ERA_OF.get(match[1]) if match else None
    if not text:
        code = DayCode.MISSING
    elif match is None or (era is None and match[2] == "元"):
        code = DayCode.NOT_A_YEAR
    elif era is not None:
        year = 1 if match[2] == "元" else int(match[2])
        if year >= 1:
            return era, era.year_one + year - 1
        code = DayCode.NOT_A_YEAR
    elif len(match[2]) < 4:
        code = DayCode.YEAR_UNCLEAR
    elif int(match[2]) < _FIRST_DAY.year:
        code = DayCode.YEAR_TOO_EARLY
    else:
        return None, int(match[2])
    problems.append(DayProblem(DayPart.YEAR, code))
    return None, None


def _read_number(text: str, part: DayPart, problems: list[DayProblem]) -> int | None:
    number = text.removesuffix("月" if part is DayPart.MONTH else "日")
    if re.fullmatch("[0-9]{1,2}", number):
        return int(number)
    problems.append(DayProblem(part, DayCode.NOT_A_NUMBER if text else DayCode.MISSING))
    return None


def _day_of(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        problem = DayProblem(DayPart.DAY, DayCode.NO_SUCH_DAY, {"year": year, "month": month, "day": day})
        raise DayRefused(problem) from None


def _refuse_outside(era: Era | None, found: date) -> None:
    if era is not None and (found < era.first_day or (era.last_day is not None and found > era.last_day)):
        values: dict[str, date | int | str] = {"era": era.name, "first_day": era.first_day}
        if era.last_day is not None:
            values["last_day"] = era.last_day
        raise DayRefused(DayProblem(DayPart.YEAR, DayCode.OUTSIDE_ERA, values))
