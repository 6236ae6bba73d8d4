"""Whether a sealed request can be opened and holds what it should. What it holds is never told and never kept.

The seal is HPKE (RFC 9180: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM). Its `info` binds purpose, key,
municipality and application; its content is JSON of password names and values, padded with spaces to 256 bytes.
"""

import json
import re
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PURPOSE: Final = "tokkyu password-set request 1"
PADDED: Final = 256
_FOUR_DIGITS = re.compile(r"[0-9]{4}", re.ASCII)
SHAPES: Final = {
    "SIGNATURE": re.compile(r"(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*[0-9])[A-Z0-9]{6,16}"),
    "USER_AUTHENTICATION": _FOUR_DIGITS,
    "RESIDENT_REGISTER": _FOUR_DIGITS,
    "CARD_FACE_INPUT": _FOUR_DIGITS,
}


def opens(
    key: ec.EllipticCurvePrivateKey, sealed: bytes, *, key_id: str, municipality: str, application: str
) -> bool:
    """Whether it opens for this application of this municipality and is complete. Says nothing of why not."""
    info = "\n".join((PURPOSE, key_id, municipality, application)).encode()
    try:
        return _is_complete(SUITE.decrypt(sealed, key, info=info))
    except Exception:
        # An exception from here would carry what was opened to whoever prints it.
        return False


def _is_complete(content: bytes) -> bool:
    passwords = json.loads(content)
    return (
        len(content) == PADDED
        and bool(passwords)
        and passwords.keys() <= SHAPES.keys()
        and all(SHAPES[name].fullmatch(value) for name, value in passwords.items())
    )
