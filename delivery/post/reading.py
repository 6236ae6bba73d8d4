"""A file of the post's statuses, read: columns by their headings; each line is understood, or left with the reason."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from delivery.post.words import Said, meaning
from delivery.tracking import plain_number
from desks.tables import cells_of, plain, shown
from eligibility.parsing import parse_day

MOST_BYTES: Final = 1024 * 1024
MOST_ROWS: Final = 5000


class Column(Enum):
    """What a column tells; the value is its usual heading."""

    NUMBER = "お問い合わせ番号"
    WORD = "状態"
    DAY = "年月日"
    DETAILS = "詳細"


#: Headings as the post's pages and people write them. All other columns are left alone.
HEADINGS: Final[Mapping[Column, tuple[str, ...]]] = {
    Column.NUMBER: (
        *(
            "お問い合わせ番号",
            "お問合せ番号",
            "お問合わせ番号",
            "問い合わせ番号",
            "問合せ番号",
            "追跡番号",
            "引受番号",
        ),
        *("書留番号", "Tracking number", "Tracking No.", "Item number", "Inquiry number"),
    ),
    Column.WORD: (
        *("状態", "最新状態", "配送履歴", "配送状況", "配達状況", "配達状態", "ステータス"),
        *("Status", "Latest status", "State", "Shipping track record"),
    ),
    Column.DAY: (
        *("年月日", "最新年月日", "日付", "日時", "状態発生日", "状態発生日時", "発生日", "発生日時"),
        *("Date", "Day", "Date and time", "State occurrence date", "State occurrence date and time"),
    ),
    Column.DETAILS: ("詳細", "備考", "理由", "Details", "Remarks", "Reason"),
}
_COLUMNS = {plain(heading): column for column, headings in HEADINGS.items() for heading in headings}
_NEEDED = (Column.NUMBER, Column.WORD, Column.DAY)


class Why(TextChoices):
    """Why a line of the file was not taken as news."""

    NUMBER = "number", _("This is not a tracking number.")
    WORD = "word", _("This word is not known.")
    DAY = "day", _("This day cannot be read.")
    TO_COME = "to_come", _("This day is still to come.")
    UNKNOWN = "unknown", _("No letter of this municipality had this number on that day.")
    SEVERAL = "several", _("Several letters have this number. Correct it where it is wrong.")
    NO_LETTER = "no_letter", _("The issuer has no letter for this application.")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as written, shortened; `place` counts as a spreadsheet does, 1 being the headings'."""

    place: int
    number: str
    word: str
    day: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a line tells: what became, on that day, of the letter with this number."""

    line: Line
    number: str
    on: date
    said: Said


@dataclass(frozen=True, slots=True)
class Left:
    """A line that was not taken, and why not."""

    line: Line
    why: Why


class HeadingsRefused(ValueError):
    """Columns that are needed are `missing`, or stand there `twice`."""

    def __init__(self, *, missing: Sequence[Column], twice: Sequence[Column]) -> None:
        super().__init__("headings")
        self.missing, self.twice = missing, twice


def read(content: bytes, *, today: date) -> tuple[list[Told], list[Left]]:
    """What the lines of a file tell, and those that tell nothing. Raises FileRefused or HeadingsRefused.

    `today`: a day without a year is the latest such day up to it; a day after it is left.
    """
    head, *rows = cells_of(content, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    columns = _columns(head)
    told, left = list[Told](), list[Left]()
    for place, cells in rows:
        item = _understood(place, dict(zip(columns, cells, strict=False)), today)
        if isinstance(item, Told):
            told.append(item)
        else:
            left.append(item)
    return told, left


def _columns(head: Sequence[str]) -> list[Column | None]:
    columns = [_COLUMNS.get(plain(heading)) for heading in head]
    missing = [column for column in _NEEDED if column not in columns]
    twice = [column for column in Column if columns.count(column) > 1]
    if missing or twice:
        raise HeadingsRefused(missing=missing, twice=twice)
    return columns


def _understood(place: int, cells: Mapping[Column | None, str], today: date) -> Told | Left:
    line = Line(place, *(shown(cells.get(column, "")) for column in _NEEDED))
    try:
        # Spreadsheets are kept from rounding a number by ="12345678901".
        tracking_number = plain_number(line.number.strip("='\""))
    except ValueError:
        return Left(line, Why.NUMBER)
    said = meaning(line.word, shown(cells.get(Column.DETAILS, "")))
    if said is None:
        return Left(line, Why.WORD)
    try:
        on = day_of(line.day, today=today)
    except ValueError:
        return Left(line, Why.DAY)
    return Told(line, tracking_number, on, said) if on <= today else Left(line, Why.TO_COME)


_TIME = re.compile(r"[\sT]*[0-9]{1,2}(?:[:時][0-9]{1,2}.*|時)$")
_WEEKDAY = re.compile(r"\([^()]*\)")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_NO_YEAR = re.compile(r"([0-9]{1,2})[月./-]([0-9]{1,2})日?")


def day_of(text: str, *, today: date) -> date:
    """The day as the post writes it, with or without a time or a year. ValueError when it is none.

    2026/06/08 09:12, 2026年6月8日(月), 令和8年6月8日; 06/08/2026 09:12 as the English page has it, the month first;
    6/8 or 6月8日 is the latest such day that is not after `today`.
    """
    normal = unicodedata.normalize("NFKC", text).strip()
    bare = re.sub(r"\s", "", _WEEKDAY.sub("", _TIME.sub("", normal)))
    if found := _MONTH_FIRST.fullmatch(bare):
        month, day, year = map(int, found.groups())
        return date(year, month, day)
    if found := _NO_YEAR.fullmatch(bare):
        return _latest(int(found[1]), int(found[2]), today)
    return parse_day(bare)


def _latest(month: int, day: int, today: date) -> date:
    # A leap day may lie eight years back: 1896 and 1904.
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError("no such day")
