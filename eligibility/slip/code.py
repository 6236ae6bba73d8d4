"""The slip's code: 35 bits as seven characters and an eighth that checks them, shown as XXXX-XXXX.

Version 2 bits, case 7, day 12, residence municipality 11, another municipality's desk 1, certificates 2. What the
numbers stand for is said elsewhere (cases.tsv, desks/municipality_numbers.tsv); nobody's name is among them.

The check is over GF(32) with x^5 + x^2 + 1: the sum of all eight characters, each times its weight, is 0. The weights
are different powers of x, so one wrong character and any two that changed places are always found.
"""

import unicodedata
from datetime import date, timedelta
from enum import auto
from typing import Final, NamedTuple

from eligibility.plain import Term

VERSION: Final = 1
"""Not 0: eight zeros are no code."""
LENGTH: Final = 8
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O and U."""

WEIGHTS: Final = (1, 2, 4, 8, 16, 5, 10, 20)
_POLYNOMIAL: Final = 0b100101
_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
# Hyphens, dashes, minus and the long-vowel mark, as keyboards give them, after NFKC.
_IGNORED = str.maketrans("", "", "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc")
_LONGEST: Final = 64

DAY_ZERO: Final = date(2023, 12, 1)
NO_DAY, EARLIER, DAY_NOT_KNOWN = 0, 1, 4095
"""In place of days since DAY_ZERO: none yet; before the launch (an infant: too long before it); unknown."""


class SlipFault(Term):
    """Why a text is not the code of a slip, or facts have none."""

    NOT_EIGHT = auto()
    NO_SUCH_CHARACTER = auto()
    CHECK_WRONG = auto()
    VERSION_UNKNOWN = auto()
    CASE_UNKNOWN = auto()
    MUNICIPALITY_UNKNOWN = auto()
    CONTRADICTORY = auto()
    DAY_OUTSIDE = auto()


class SlipRefused(ValueError):
    """Not a code, or no code for it. Never repeats what was typed."""

    def __init__(self, fault: SlipFault) -> None:
        super().__init__(fault)
        self.fault = fault


class Packed(NamedTuple):
    """What a code carries, as numbers. `certificates`: 1 for signatures, 2 for user authentication, 3 for both."""

    case: int
    day: int
    municipality: int
    other_desk: bool
    certificates: int


# In the order of the fields.
_BITS: Final = (7, 12, 11, 1, 2)
_BODY_BITS: Final = sum(_BITS)


def pack(packed: Packed) -> str:
    """The code as shown. Raises ValueError for a number that its bits cannot hold."""
    number = VERSION
    for value, bits in zip(packed, _BITS, strict=True):
        if not 0 <= value < 1 << bits:
            raise ValueError("a number is larger than its bits")
        number = number << bits | int(value)
    symbols = [number >> 5 * (LENGTH - 2 - place) & 31 for place in range(LENGTH - 1)]
    # Only a check that makes the sum 0 fits, and there is exactly one.
    check = next(last for last in range(32) if weighted_sum([*symbols, last]) == 0)
    return grouped("".join(ALPHABET[symbol] for symbol in (*symbols, check)))


def unpack(text: str) -> Packed:
    """The numbers of a code as typed or scanned: any width and case, with or without hyphens and spaces."""
    number = 0
    for symbol in _symbols(text)[:-1]:
        number = number << 5 | symbol
    if number >> _BODY_BITS != VERSION:
        raise SlipRefused(SlipFault.VERSION_UNKNOWN)
    values = []
    for bits in reversed(_BITS):
        values.append(number & (1 << bits) - 1)
        number >>= bits
    certificates, other_desk, municipality, day, case = values
    return Packed(case, day, municipality, bool(other_desk), certificates)


def _symbols(text: str) -> list[int]:
    plain = "".join(unicodedata.normalize("NFKC", text[:_LONGEST]).translate(_IGNORED).split()).upper()
    if len(plain) != LENGTH or len(text) > _LONGEST:
        raise SlipRefused(SlipFault.NOT_EIGHT)
    if not _VALUE.keys() >= set(plain):
        raise SlipRefused(SlipFault.NO_SUCH_CHARACTER)
    symbols = [_VALUE[character] for character in plain]
    if weighted_sum(symbols):
        raise SlipRefused(SlipFault.CHECK_WRONG)
    return symbols


def grouped(code: str) -> str:
    """Eight characters as shown: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"


def weighted_sum(symbols: list[int]) -> int:
    """The sum over GF(32) of eight symbols, each times the weight of its place; 0 for a code."""
    total = 0
    for symbol, weight in zip(symbols, WEIGHTS, strict=True):
        total ^= _times(symbol, weight)
    return total


def _times(one: int, other: int) -> int:
    """The product of two elements of GF(32)."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = (one << 1) ^ (_POLYNOMIAL if one & 16 else 0)
        other >>= 1
    return product


def day_number(day: date) -> int:
    """Days since DAY_ZERO. Raises SlipRefused where they have no number of their own (from 16 February 2035)."""
    days = (day - DAY_ZERO).days
    if not EARLIER < days < DAY_NOT_KNOWN:
        raise SlipRefused(SlipFault.DAY_OUTSIDE)
    return days


def numbered_day(number: int) -> date:
    """The day of a number that stands for one."""
    return DAY_ZERO + timedelta(days=number)
