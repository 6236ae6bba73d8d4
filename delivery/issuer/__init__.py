"""The issuer of cards and the post as Tokkyu sees them."""

from functools import cache

from django.conf import settings
from django.utils import timezone

from delivery.issuer.embedded import EmbeddedCarrier, EmbeddedIssuer
from delivery.issuer.passwords import PasswordCounter
from delivery.issuer.protocol import Carrier, Issuer


@cache
def the_issuer() -> Issuer:
    """The one this installation talks to. There is only the embedded form: no real one can be reached from here."""
    return EmbeddedIssuer(settings.ISSUER_LEDGER, today=timezone.localdate)


@cache
def the_carrier() -> Carrier:
    """The post, in the same world as the embedded issuer."""
    return EmbeddedCarrier(settings.ISSUER_LEDGER, today=timezone.localdate)


def the_password_counter() -> PasswordCounter:
    """Where sealed password-set requests go: a program of its own (`issuer/`)."""
    return PasswordCounter(settings.ISSUER_SOCKET)
