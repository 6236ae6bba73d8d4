"""The resident's page over HTTP, against a bare view of the same process."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone

from bench.load import Request, requests_per_second
from bench.ratios import Result, compare
from tests.eligibility.resident import Resident

SECONDS = 3.0
BARE = "a bare Django view, same process and middleware"


def self_check(port: int) -> Iterator[Result]:
    """The first page; the answer to a question; and the last answer, which brings the result."""
    resident = Resident()
    place = resident.page.sent | resident.type("札幌市")
    lost = ("LOST_OR_DAMAGED", "LOST", timezone.localdate() - timedelta(days=3), "NO", "AT_HOME")
    resident.answer("札幌市中央区", *lost, "OF_AGE", "OWN")
    last = resident.page.sent | resident.type("BOTH")
    for name, goal, data in (
        ("Self-check, first page (GET)", 0.35, None),
        ("Self-check, an answer (POST)", 0.25, place),
        ("Self-check, the answer that brings the result (POST)", 0.25, last),
    ):
        fields = tuple(data.items()) if data else None
        ours = partial(requests_per_second, port, Request("/ja/check/", fields), SECONDS)
        bare = partial(requests_per_second, port, Request("/bare/", fields), SECONDS)
        yield compare(name, ours, BARE, bare, unit="requests/s", goal=goal)
