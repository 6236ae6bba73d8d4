"""The issuer of cards and the post as Tokkyu sees them."""

from functools import cache

from django.conf import settings
from django.utils import timezone

from delivery.issuer.by_file import ByFile, EachItsOwn
from delivery.issuer.embedded import EmbeddedCarrier, EmbeddedIssuer
from delivery.issuer.passwords import PasswordCounter
from delivery.issuer.protocol import Carrier, Issuer


@cache
def the_issuer() -> Issuer:
    """The one that each letter goes to. By connection there is the embedded form only: no real one can be reached."""
    connection = EmbeddedIssuer(settings.ISSUER_LEDGER, today=timezone.localdate)
    return EachItsOwn(connection, ByFile())


@cache
def the_carrier() -> Carrier:
    """The post, in the same world as the embedded issuer."""
    return EmbeddedCarrier(settings.ISSUER_LEDGER, today=timezone.localdate)


def the_password_counter() -> PasswordCounter:
    """Where sealed password-set requests go: a program of its own (`issuer/`)."""
    return PasswordCounter(settings.ISSUER_SOCKET)
