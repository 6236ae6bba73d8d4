"""The reference of an application: ten characters that can be read aloud, copied by hand and checked.

Nine are random, the last is the check. The alphabet has 29 characters, a prime: with ten different weights every
wrong character and every two swapped ones are found. It has no vowel but A, no 0, 1, I, L and O.
"""

import secrets
import unicodedata
from typing import Final

ALPHABET: Final = "23456789ABCDFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10

_WEIGHTS = range(1, LENGTH + 1)
_PRIME = len(ALPHABET)
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
# Hyphens, dashes, minus and the long-vowel mark, as keyboards give them, after NFKC.
_IGNORED = str.maketrans("", "", "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc")


class NotAReference(ValueError):
    """Not the ten characters of a reference, or one of them is wrong."""


def new_reference() -> str:
    """Ten characters, the first nine random."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    # The last weight is 10; its inverse turns the sum of the others into the check.
    rest = _weighted_sum(body) * pow(-LENGTH, -1, _PRIME) % _PRIME
    return body + ALPHABET[rest]


def read_reference(typed: str) -> str:
    """The reference as typed in any width and case, with or without spaces and hyphens. Raises NotAReference."""
    plain = "".join(unicodedata.normalize("NFKC", typed).translate(_IGNORED).split()).upper()
    if len(plain) != LENGTH or not set(plain) <= _VALUE.keys() or _weighted_sum(plain) % _PRIME:
        raise NotAReference
    return plain


def _weighted_sum(characters: str) -> int:
    return sum(weight * _VALUE[character] for weight, character in zip(_WEIGHTS, characters, strict=False))
