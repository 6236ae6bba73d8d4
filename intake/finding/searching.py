"""What somebody typed to find an application, recognised by its shape; and the copies of a row that are searched."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Lookup, TextChoices
from django.utils.translation import gettext_lazy as _

from delivery.tracking import plain_number
from desks.kana import in_katakana
from eligibility.parsing import DayRefused, parse_day
from eligibility.slip.code import SlipRefused
from eligibility.slip.content import SlipContent, read_slip
from intake.reference import NotAReference, read_reference

LEAST_DIGITS: Final = 4
"""Of a telephone number: its last four are what people say."""

# They choose between pictures of the same character: 葛󠄀 is found by 葛.
_VARIATIONS = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
_BETWEEN_DIGITS = re.compile(r"[\s()+./\-\u2010-\u2015\u2212\u30fc]")
_LONGEST_PHONE: Final = 15
_LEAST_OF_A_LETTER: Final = 9
"""Digits in the number of a registered letter: a name of eleven letters has none."""


def searchable(text: str) -> str:
    """A copy for search only: one width, one case, katakana, no spaces. The name itself is kept as typed."""
    plain = in_katakana(text).casefold()
    return "".join(plain.translate(_VARIATIONS).split())


def backwards(phone: str) -> str:
    """The digits of a telephone number from the last to the first: its last digits are found as a beginning."""
    return _digits(phone)[::-1]


def searched_copies(*, name: str, kana: str, phone: str) -> dict[str, str]:
    """The columns that are searched in place of what was typed. Whoever changes one of the three sets them anew."""
    return {
        "name_normalised": searchable(name),
        "kana_normalised": searchable(kana),
        "phone_backwards": backwards(phone),
    }


class Prefix(Lookup):
    """`column ^@ 'start'`: LIKE is not leakproof, so row-level security keeps it from the index; this may use it."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, of_column = self.process_lhs(compiler, connection)
        start, of_start = self.process_rhs(compiler, connection)
        return f"{column} ^@ {start}", (*of_column, *of_start)


class Kind(TextChoices):
    """What a text can be read as."""

    REFERENCE = "reference", _("reference")
    SLIP = "slip", _("code of a slip")
    BIRTH_DATE = "birth_date", _("date of birth")
    PHONE = "phone", _("telephone number")
    TRACKING = "tracking", _("tracking number")
    NAME = "name", _("name or kana")


@dataclass(frozen=True)
class Reading:
    """A text read as `kind`. `value` is what is looked for: a date, what a slip tells, otherwise a plain text.

    A telephone number is its digits from the last to the first, without the 0 or +81 that one form of it has.
    """

    kind: Kind
    value: str | date | SlipContent


def readings(typed: str) -> list[Reading]:
    """All that the text can be, the most certain first. None for a text that can be nothing: two digits, a hyphen."""
    return list(_readings(typed))


def _readings(typed: str) -> Iterator[Reading]:
    with suppress(NotAReference):
        yield Reading(Kind.REFERENCE, read_reference(typed))
    with suppress(SlipRefused):
        yield Reading(Kind.SLIP, read_slip(typed))
    if day := _day(typed):
        yield Reading(Kind.BIRTH_DATE, day)
    numbers = [number for number in (_phone(typed), _tracking(typed)) if number]
    # Telephone numbers begin with 0; few letters' numbers do.
    yield from numbers if _digits(typed).startswith("0") else reversed(numbers)
    start = searchable(typed)
    rest = _BETWEEN_DIGITS.sub("", start)
    if rest and not rest.isdecimal():
        yield Reading(Kind.NAME, start)


def _day(typed: str) -> date | None:
    with suppress(DayRefused):
        return parse_day(typed)
    return None


def _phone(typed: str) -> Reading | None:
    digits = _digits(typed)
    if not LEAST_DIGITS <= len(digits) <= _LONGEST_PHONE:
        return None
    international = unicodedata.normalize("NFKC", typed).strip().startswith("+81")
    ending = digits.removeprefix("81") if international else digits
    return Reading(Kind.PHONE, ending.removeprefix("0")[::-1] if len(digits) > 9 else digits[::-1])


def _tracking(typed: str) -> Reading | None:
    try:
        number = plain_number(typed)
    except ValueError:
        return None
    many = sum(map(str.isdigit, number)) >= _LEAST_OF_A_LETTER
    return Reading(Kind.TRACKING, number) if many else None


def _digits(typed: str) -> str:
    """The digits of a text that is nothing but digits and what stands between them; else nothing."""
    plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", typed))
    return plain if re.fullmatch("[0-9]+", plain) else ""
