"""Sealing the password-set request: only the issuer can open it.

One function reads the fields, judges and seals them, and drops them from the request. What comes out is a ciphertext
or codes: no password reaches a form, a template, a row, a log or an error report.
"""

import json
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import auto
from io import BytesIO
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.decorators.debug import sensitive_variables

from desks.models import IssuerKey
from eligibility.documents import Password
from eligibility.parsing import ERAS
from eligibility.plain import Term

SUITE: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
"""HPKE, RFC 9180. The plaintext is JSON of password names and values, padded with spaces to PADDED bytes."""
PADDED: Final = 256
PURPOSE: Final = "tokkyu password-set request 1"
AGAIN: Final = "_again"
USE_ANYWAY: Final = "use_anyway"

_SIGNATURE = re.compile(r"\A(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*[0-9])[A-Z0-9]{6,16}\Z")
_FOUR_DIGITS = re.compile(r"\A[0-9]{4}\Z")
_EASY = frozenset(
    {"0123", "1234", "2345", "3456", "4567", "5678", "6789", "9876", "4321", "3210", "1212", "1122"}
)
_EASY_PARTS = ("1234", "ABC123", "PASSW")


class Fault(Term):
    """Why a password cannot be set as typed. The last three only ask whether it is meant."""

    EMPTY = auto()
    SHAPE = auto()
    NOT_THE_SAME = auto()
    EASY = auto()
    BIRTHDAY = auto()
    PHONE = auto()


@dataclass(frozen=True)
class Known:
    """What others may know of the people behind the card, and so try first. Telephone numbers as they were typed."""

    birth_date: date
    phones: tuple[str, ...] = ()


class SealingFailed(RuntimeError):
    """The passwords could not be sealed. Says nothing of how: what it was doing it with must not be told."""


@dataclass(frozen=True)
class Sealed:
    """What only the holder of the issuer's private key can open."""

    key_id: str
    ciphertext: bytes


@dataclass(frozen=True)
class Refused:
    """What is wrong, by password. Nothing was sealed, and nothing typed is left."""

    faults: Mapping[Password, Fault]


def seal_passwords(
    request: HttpRequest,
    *,
    asked: Collection[Password],
    key: IssuerKey,
    municipality_code: str,
    application: UUID,
    known: Known,
) -> Sealed | Refused:
    """Reads the asked passwords from the request, seals them to `key` and empties the request. Raises SealingFailed."""
    try:
        # An exception from inside would carry its frames, and their variables, to whoever reports it.
        with suppress(Exception):
            return _judge_and_seal(
                request.POST, asked, key, associated(key.key_id, municipality_code, application), known
            )
    finally:
        _empty(request)
    raise SealingFailed


def associated(key_id: str, municipality_code: str, application: UUID) -> bytes:
    """The `info` of the sealing: a ciphertext of one application opens for no other."""
    return "\n".join((PURPOSE, key_id, municipality_code, str(application))).encode()


@sensitive_variables()
def _judge_and_seal(
    typed: QueryDict, asked: Collection[Password], key: IssuerKey, info: bytes, known: Known
) -> Sealed | Refused:
    wanted = {password: typed.get(password.lower(), "") for password in asked}
    faults = {}
    for password, value in wanted.items():
        again = typed.get(password.lower() + AGAIN, "")
        fault = _fault(password, value, again) or (None if typed.get(USE_ANYWAY) else _doubt(value, known))
        if fault:
            faults[password] = fault
    if faults:
        return Refused(faults)
    public_key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(key.public_key))
    plaintext = json.dumps(wanted, separators=(",", ":")).encode().ljust(PADDED)
    return Sealed(key.key_id, SUITE.encrypt(plaintext, public_key, info=info))


@sensitive_variables()
def _fault(password: Password, value: str, again: str) -> Fault | None:
    if not value:
        return Fault.EMPTY
    if not (_SIGNATURE if password is Password.SIGNATURE else _FOUR_DIGITS).match(value):
        return Fault.SHAPE
    return None if value == again else Fault.NOT_THE_SAME


@sensitive_variables()
def _doubt(value: str, known: Known) -> Fault | None:
    """Birthdays, telephone numbers and what is tried first: advice, no rule forbids them."""
    four = len(value) == 4
    if four and (len(set(value)) == 1 or value in _EASY):
        return Fault.EASY
    if not four and (len(set(value)) < 4 or any(part in value for part in _EASY_PARTS)):
        return Fault.EASY
    if value in _short_days(known.birth_date) if four else f"{known.birth_date:%Y%m%d}" in value:
        return Fault.BIRTHDAY
    return Fault.PHONE if any(digits in value for digits in _phone_parts(known.phones)) else None


def _short_days(day: date) -> set[str]:
    """A birthday in four digits: in either order, with the year of the West or of the era."""
    month, on, west = f"{day:%m}", f"{day:%d}", f"{day:%y}"
    era = {
        f"{day.year - era.year_one + 1:02}{month}"
        for era in ERAS
        if era.first_day <= day <= (era.last_day or day)
    }
    return {f"{day:%Y}", month + on, on + month, west + month, month + west, *era}


def _phone_parts(phones: Collection[str]) -> set[str]:
    """The last four digits and the four before."""
    digits = [re.sub("[^0-9]", "", phone) for phone in phones]
    return {part for number in digits for part in (number[-4:], number[-8:-4]) if len(part) == 4}


def _empty(request: HttpRequest) -> None:
    """Drops the body in every place where Django and the server keep it."""
    for name in ("_body", "_stream"):
        if hasattr(request, name):
            delattr(request, name)
    request.environ["wsgi.input"] = BytesIO()  # type: ignore[attr-defined]
    request._post = request.POST = QueryDict()  # type: ignore[attr-defined]
    request._files = MultiValueDict()  # type: ignore[attr-defined]
