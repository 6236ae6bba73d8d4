"""The mail server for residents, as the environment names it. What would be unsafe is refused at the start."""

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import EmailValidator

PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}
"""What `TOKKYU_SMTP_TLS` may be, and the usual port of each."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
DEMO_SITE: Final = "http://127.0.0.1:8000"


class Mail(NamedTuple):
    """`host` is empty where no server is named. `site` is the public address, without a slash at its end."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: str = ""
    sender: str = "no-reply@localhost"
    site: str = DEMO_SITE


def read(environ: Mapping[str, str]) -> Mail:
    """Raises ImproperlyConfigured where addresses of residents would travel in the clear, or links lead nowhere."""
    site = environ.get("TOKKYU_SITE", "").rstrip("/")
    host = environ.get("TOKKYU_SMTP_HOST", "")
    if not host:
        return Mail(site=site or DEMO_SITE)
    tls = environ.get("TOKKYU_SMTP_TLS") or "starttls"
    port = environ.get("TOKKYU_SMTP_PORT") or str(PORTS.get(tls, ""))
    user, password = environ.get("TOKKYU_SMTP_USER", ""), environ.get("TOKKYU_SMTP_PASSWORD", "")
    sender = environ.get("TOKKYU_MAIL_FROM", "")
    _require(tls in PORTS, "TOKKYU_SMTP_TLS is starttls, tls or none")
    _require(tls != "none" or host in LOOPBACK, "TOKKYU_SMTP_TLS=none is for a mail server on this machine")
    _require(port.isdecimal() and 0 < int(port) < 65536, "TOKKYU_SMTP_PORT is a number from 1 to 65535")
    _require(bool(user) == bool(password), "TOKKYU_SMTP_USER and TOKKYU_SMTP_PASSWORD go together")
    _require(_is_address(sender), "TOKKYU_MAIL_FROM is an e-mail address that this server may send from")
    _require(_is_public(site), "TOKKYU_SITE is the public address of the site and starts with https://")
    return Mail(host, int(port), user, password, tls, sender, site)


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise ImproperlyConfigured(f"{sentence}. README.md says what e-mail needs.")


def _is_address(address: str) -> bool:
    try:
        EmailValidator(allowlist=["localhost"])(address)
    except ValidationError:
        return False
    return address.isascii()


def _is_public(site: str) -> bool:
    """Where a link in an e-mail may lead."""
    parts = urlsplit(site)
    return bool(parts.hostname) and (parts.scheme == "https" or parts.hostname in LOOPBACK)
