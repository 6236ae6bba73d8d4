"""The issuer's public keys, to which residents' passwords are sealed, as an administrator adds and ends them.

A usable key is a point on P-256, the curve of the sealing (HPKE with DHKEM(P-256), RFC 9180). It may come as PEM or
DER (SubjectPublicKeyInfo, RFC 5480), or as the point itself (SEC 1) in base64 or hexadecimal. A private key is refused
and nothing of it is kept.
"""

import base64
import hashlib
import re
from binascii import unhexlify
from contextlib import suppress
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
    load_pem_public_key,
)
from django.views.decorators.debug import sensitive_variables

from desks.helpdesk_services import lock
from desks.models import IssuerKey, Municipality

MOST_BYTES: Final = 16 * 1024
MOST_DAYS: Final = 366
"""A short life: destroying the private key is what destroys old requests."""
_PRIVATE_BYTES: Final = 32


class KeyProblem(Enum):
    """Why a key is not taken."""

    PRIVATE = auto()
    NOT_A_KEY = auto()
    OTHER_KIND = auto()
    ID_TAKEN = auto()
    SAME_KEY = auto()
    REVERSED = auto()
    OVER = auto()
    LONG = auto()


class KeyRefused(ValueError):
    """`problem` says why; nothing of what was given is in it."""

    def __init__(self, problem: KeyProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@sensitive_variables()
def public_point(content: bytes) -> bytes:
    """The uncompressed point (65 bytes) of a public key in any of the forms above. Raises KeyRefused."""
    text = content[:MOST_BYTES].strip()
    if len(content) > MOST_BYTES or not text:
        raise KeyRefused(KeyProblem.NOT_A_KEY)
    # As it is too: the last byte of DER may be one that ends a line of text.
    forms = [form for form in (content, text, _from_base64(text), _from_hex(text)) if form]
    if b"PRIVATE" in text.upper() or re.search(rb'"d"\s*:', text) or any(map(_is_private, forms)):
        raise KeyRefused(KeyProblem.PRIVATE)
    key = next((found for found in map(_loaded, forms) if found is not None), None)
    if key is None:
        raise KeyRefused(KeyProblem.NOT_A_KEY)
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyRefused(KeyProblem.OTHER_KIND)
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def fingerprint(point: bytes) -> list[str]:
    """SHA-256 of the key as DER, in groups of four: what `openssl pkey -pubin -outform DER | sha256sum` prints."""
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(point))
    digest = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    return re.findall("....", digest)


def add_key(
    *, municipality: Municipality, key_id: str, point: bytes, valid_from: date, valid_until: date, today: date
) -> IssuerKey:
    """A key for requests from the first to the last day. Raises KeyRefused."""
    if valid_until < valid_from:
        raise KeyRefused(KeyProblem.REVERSED)
    if valid_until < today:
        raise KeyRefused(KeyProblem.OVER)
    if (valid_until - valid_from).days >= MOST_DAYS:
        raise KeyRefused(KeyProblem.LONG)
    lock(municipality)
    own = IssuerKey.objects.filter(municipality=municipality)
    if own.filter(key_id=key_id).exists():
        raise KeyRefused(KeyProblem.ID_TAKEN)
    if own.filter(public_key=point).exists():
        raise KeyRefused(KeyProblem.SAME_KEY)
    return IssuerKey.objects.create(
        municipality=municipality,
        key_id=key_id,
        public_key=point,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def end_key(*, municipality: Municipality, key_id: str, today: date) -> bool:
    """No request is sealed to it from now on; False where it is over already. What is sealed to it can be opened."""
    rows = IssuerKey.objects.filter(municipality=municipality, key_id=key_id, valid_until__gte=today)
    return bool(rows.update(valid_until=today - timedelta(days=1)))


def _loaded(content: bytes) -> object | None:
    for load in (load_pem_public_key, load_der_public_key, _load_point):
        with suppress(ValueError, UnsupportedAlgorithm):
            return load(content)
    return None


def _load_point(content: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), content)


def _is_private(content: bytes) -> bool:
    if len(content) == _PRIVATE_BYTES:
        return True
    try:
        load_der_private_key(content, password=None)
    except TypeError:
        # It is one, and it has a password.
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _from_base64(text: bytes) -> bytes | None:
    compact = b"".join(text.split()).replace(b"-", b"+").replace(b"_", b"/")
    with suppress(ValueError):
        return base64.b64decode(compact + b"=" * (-len(compact) % 4), validate=True)
    return None


def _from_hex(text: bytes) -> bytes | None:
    with suppress(ValueError):
        return unhexlify(re.sub(rb"[\s:]", b"", text))
    return None
