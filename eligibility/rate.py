"""How often one address may ask. The cache holds a keyed hash of the address and a number, never the address."""

import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from ninja.throttling import BaseThrottle
from redis.exceptions import RedisError

SECONDS = 60

log = logging.getLogger(__name__)


class PerAddress(BaseThrottle):
    """`settings.API_REQUESTS_A_MINUTE` in each minute of the clock."""

    def allow_request(self, request: HttpRequest) -> bool:
        address = self.get_ident(request) or ""
        key = f"rate:{salted_hmac('rate', address).hexdigest()}:{int(time.time()) // SECONDS}"
        try:
            return _counted(key) <= settings.API_REQUESTS_A_MINUTE
        except RedisError:
            # Answers need no cache: a limit that cannot be counted turns nobody away.
            log.warning("The cache is away: requests are not counted")
            return True

    def wait(self) -> float:
        """Seconds to the next minute."""
        return SECONDS - time.time() % SECONDS


def _counted(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:
        cache.add(key, 0, timeout=SECONDS)
        return cache.incr(key)
