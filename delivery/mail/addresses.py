"""Addresses of residents: which are kept, and how a mail server is told them."""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST: Final = 254
"""Of an address that fits into SMTP's path (RFC 5321, 4.5.3.1.3)."""
# RFC 5322's atoms. Old addresses of Japanese mobile carriers have dots where the standard has none.
_NAME = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")


def plain_address(typed: str) -> str:
    """The address as it is kept: one, in ASCII before the @, full-width characters read too.

    Raises ValueError where no mail can get there.
    """
    address = unicodedata.normalize("NFKC", typed)
    name, _at, domain = address.rpartition("@")
    try:
        domain.encode("idna")
        # With one dot between atoms, as the standard has it; no number in brackets is anybody's domain.
        validate_email(f"{'.'.join(filter(None, name.split('.')))}@{domain}")
    except (ValidationError, UnicodeError):
        raise ValueError("not an e-mail address") from None
    if not _NAME.fullmatch(name) or domain.startswith("[") or len(address) > LONGEST:
        raise ValueError("not an e-mail address")
    return address


def quoted(address: str) -> str:
    """As a header takes it, where the dots are not the standard's too. Raises ValueError for what is none."""
    name, _at, domain = plain_address(address).rpartition("@")
    return address if all(name.split(".")) else f'"{name}"@{domain}'
