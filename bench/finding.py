"""Every way to find an application, as whole pages: among a million applications against among ten thousand."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final
from urllib.parse import urlencode

from bench.applications import Filled, filled
from bench.ratios import Result, compare
from bench.server import web

FEW, MANY = 10_000, 1_000_000
PAGES: Final = 15
"""Asked for in a row, by one client; their median counts."""
_TOKEN: Final = "a" * 32
_PORTS: Final = {FEW: 8766, MANY: 8767}


class _Desk:
    """A clerk's browser at the largest municipality's busiest desk, on one connection that stays open."""

    def __init__(self, base: Filled, port: int) -> None:
        self.base = base
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {
            "Cookie": f"tokkyu={base.session}; csrf={_TOKEN}; language=ja",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def milliseconds(self, sent: Mapping[str, str]) -> float:
        """The median of `PAGES` pages."""
        return median(self._page(sent) for _ in range(PAGES))

    def _page(self, sent: Mapping[str, str]) -> float:
        body = urlencode({**sent, "csrfmiddlewaretoken": _TOKEN}) if sent else None
        began = perf_counter()
        self.connection.request(
            "POST" if sent else "GET", "/desk/search/" if sent else "/desk/", body, self.headers
        )
        answer = self.connection.getresponse()
        answer.read()
        took = (perf_counter() - began) * 1000
        # A reference leads to its record.
        if answer.status not in (200, 302) or answer.getheader("Location", "").startswith("/login"):
            raise RuntimeError(f"Not a page: {answer.status}")
        return took


def finding(folder: Path) -> Iterator[Result]:
    with ExitStack() as stack:
        databases = [stack.enter_context(filled(number)) for number in (FEW, MANY)]
        few, many = (
            _Desk(
                base,
                stack.enter_context(web(folder / base.name, port=_PORTS[base.number], database=base.name)),
            )
            for base in databases
        )
        for name, asked in _searches(few.base).items():
            other = _searches(many.base)[name]
            yield compare(
                f"{name}, among {MANY:,} applications",
                partial(many.milliseconds, other),
                f"among {FEW:,}",
                partial(few.milliseconds, asked),
                unit="ms a page",
                goal=2,
                at_most=True,
            )


def _searches(base: Filled) -> dict[str, Mapping[str, str]]:
    """What is sent, by what it is; nothing sent is the list of the day."""
    one = base.sample
    common, rare = {"q": "佐藤"}, {"standing": "refused", "heading": "OTHER"}
    born = dict(
        zip(("born_on_year", "born_on_month", "born_on_day"), one["birth_date"].split("-"), strict=True)
    )
    return {
        "Today's list": {},
        "Found by reference": {"q": one["reference"]},
        "Found by a common name": common,
        "Found by one kana": {"q": "や"},
        "Found by a whole name": {"q": one["name"]},
        "Found by a name that nobody has": {"q": "見当 らない"},
        "Found by date of birth": born,
        "Found by name and date of birth": common | born,
        "Found by telephone": {"q": one["phone"]},
        "Found by the last four digits of a telephone": {"q": one["phone"][-4:]},
        "Found by tracking number": {"q": one["tracking"]},
        "Found by slip": {"q": one["slip"]},
        "The newest of all desks": {
            "desk": "",
            "first_on_year": "2024",
            "first_on_month": "12",
            "first_on_day": "2",
        },
        "The newest of one desk": {"desk": one["desk"]},
        "The newest that are pending": {"standing": "pending"},
        "The newest with a rare reason": {"heading": "SPACE_FULL"},
        "A rare reason that was refused, at one desk": rare | {"desk": one["desk"]},
        "A common name, a rare reason, refused": common | rare,
        "One kana, a rare reason, refused": {"q": "や"} | rare,
        "The second page of a common name": common | {"after": one["after_name"]},
        "A page far back, of all desks": {"standing": "accepted", "after": one["after_day"]},
    }
