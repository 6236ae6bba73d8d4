"""How often one address may ask. Only a keyed hash of the address is held, and a number; never the address."""

import time
from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
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
        key = f"{self._hashed(self.get_ident(request) or '')}:{int(time.time()) // SECONDS}"
        counts = caches["rates"]
        try:
            count = counts.incr(key)
        except ValueError:
            counts.add(key, 0, timeout=SECONDS)
            count = counts.incr(key)
        return count <= self.a_minute

    def wait(self) -> float:
        """Seconds to the next minute."""
        return SECONDS - time.time() % SECONDS

    def _hashed(self, address: str) -> str:
        key, name = settings.SECRET_KEY.encode()[:64], self.name.encode()
        return blake2b(address.encode(), key=key, person=name, digest_size=16).hexdigest()
