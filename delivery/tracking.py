"""Tracking numbers of registered mail. Nothing here asks the post: a number may be unknown, and may be mistyped."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s\-‐‑–—−ー]")
_ACCEPTED = re.compile(r"[0-9A-Z]{11,13}")
_LABEL = re.compile(r"[0-9]{11}")


def plain_number(typed: str) -> str:
    """The number as it is kept: ASCII capitals and digits without hyphens, full-width ones too.

    ValueError when it is not 11 to 13 letters and digits, which is what the post's own search accepts.
    """
    number = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if not _ACCEPTED.fullmatch(number):
        raise ValueError("not a tracking number")
    return number


def check_digit_fits(number: str) -> bool:
    """Whether a domestic label's eleventh digit is the first ten modulo 7. Other kinds of number carry none: True.

    Demo numbers end in 7 to 9, so that none of them can be a real letter's.
    """
    return not _LABEL.fullmatch(number) or int(number[:10]) % 7 == int(number[10])
