"""The issuer of cards as Tokkyu sees it."""

from functools import cache

from django.conf import settings
from django.utils import timezone

from delivery.issuer.embedded import EmbeddedIssuer
from delivery.issuer.protocol import Issuer


@cache
def the_issuer() -> Issuer:
    """The one this installation talks to. There is only the embedded form: no real one can be reached from here."""
    return EmbeddedIssuer(settings.ISSUER_LEDGER, today=timezone.localdate)
