"""How often one may ask in vain: some tries at once, then a pause after each, every one twice as long as the last.

Counted for each address and for each reference, in the cache that all web processes share, under keyed hashes. A pause
of an address is short, because a whole town may stand behind one; that of a reference is not: whoever knows one could
try every birth date. It makes no difference whether the reference exists.
"""

from ipaddress import ip_address, ip_network
from typing import Final, NamedTuple

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from eligibility.rate import PerAddress

_AT_ONCE: Final = 10
"""Seconds in which only one of several requests takes the try that a pause leaves."""
_DOUBLINGS: Final = 20


class Limit(NamedTuple):
    """`free` tries without a pause, the `first` and the `longest` pause, how long misses count; all in seconds."""

    free: int
    first: int
    longest: int
    kept: int

    def pause_after(self, misses: int) -> int:
        """Seconds; 0 while tries are free."""
        over = misses - self.free
        return min(self.first * 2 ** min(over - 1, _DOUBLINGS), self.longest) if over > 0 else 0


ADDRESS: Final = Limit(free=30, first=5, longest=60, kept=60 * 60)
REFERENCE: Final = Limit(free=5, first=60, longest=4 * 60 * 60, kept=7 * 24 * 60 * 60)


class Tries:
    """The tries of one address, or for one reference. `now` is a moment in seconds."""

    def __init__(self, limit: Limit, name: str) -> None:
        self.limit = limit
        key = salted_hmac("intake.status.tries", f"{limit} {name}", algorithm="sha256").hexdigest()
        self._misses, self._until = f"tries:{key}", f"tries-until:{key}"

    def wait(self, now: float) -> float:
        """Seconds until the next try; 0 where it may be now."""
        until: float = cache.get(self._until, 0.0)
        return max(until - now, 0.0)

    def begin(self, now: float) -> bool:
        """Takes a try, which counts as a miss until it is given back. False where somebody was quicker."""
        until = cache.get(self._until, 0.0)
        if now < until or (until and not cache.add(f"{self._until}:{until}", True, timeout=_AT_ONCE)):
            return False
        cache.add(self._misses, 0, timeout=self.limit.kept)
        misses = cache.incr(self._misses)
        cache.touch(self._misses, self.limit.kept)
        if pause := self.limit.pause_after(misses):
            cache.set(self._until, now + pause, timeout=self.limit.kept)
        return True

    def give_back(self, now: float) -> None:
        """It was no miss. A pause that it began ends; those before it count on."""
        cache.decr(self._misses)
        if cache.get(self._until):
            cache.set(self._until, now, timeout=self.limit.kept)


def address_of(request: HttpRequest) -> str:
    """Of IPv6 the network: whoever has one address there has all of them."""
    address = PerAddress().get_ident(request) or ""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((address, 64), strict=False)) if known.version == 6 else address
