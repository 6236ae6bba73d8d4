"""How often one address may ask. Only a keyed hash of the address is held, and a number; never the address."""

import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from ninja.throttling import BaseThrottle

SECONDS = 60


class PerAddress(BaseThrottle):
    """`a_minute` requests in each minute of the clock, counted by each web process for itself.

    Counting in Redis costs more than the answer: three hundred microseconds a request.
    """

    name = "rate"

    @property
    def a_minute(self) -> int:
        return settings.API_REQUESTS_A_MINUTE

    def allow_request(self, request: HttpRequest) -> bool:
        address = self.get_ident(request) or ""
        key = f"{salted_hmac(self.name, address).hexdigest()[:32]}:{int(time.time()) // SECONDS}"
        counts = caches["rates"]
        counts.add(key, 0, timeout=SECONDS)
        return counts.incr(key) <= self.a_minute

    def wait(self) -> float:
        """Seconds to the next minute."""
        return SECONDS - time.time() % SECONDS
