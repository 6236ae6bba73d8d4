"""Clerks at work: each enters applications over HTTP and sends a form again until it has an answer."""

import http.client
import random
import re
import threading
import time
import uuid
from contextlib import closing
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from campaign.history import Attempt, Outcome

JAPAN = ZoneInfo("Asia/Tokyo")
TIMEOUT = 10  # seconds
PAUSE = 0.2
SENT_TWICE = 0.05
"""How many of the forms that got an answer are sent again, as by a double click."""
ENTRY = "/desk/new/"
ANSWER = re.compile(r"^/desk/applications/([0-9a-f-]{36})/$")
ASKS_FOR_PASSWORD = 'type="password"'
KEEP_THE_PAPER = "紙の申請書を手元に残し"

# A card lost at home; what a clerk fills in on /desk/new/.
FORM = {
    "event": "LOST",
    "lost_cause": "AT_HOME",
    "name": "見本 太郎",
    "kana": "ミホン タロウ",
    "birth_date_year": "1985",
    "birth_date_month": "4",
    "birth_date_day": "2",
    "sex": "M",
    "registered": "here",
    "postcode": "000-0001",
    "address": "見本県みほん市見本町1-2-3",
    "certificates": ["SIGNATURE", "USER_AUTHENTICATION"],
    "deliver_to": "home",
    "language": "ja",
    "applicant_1_kind": "DRIVING_LICENCE",
    "applicant_2_kind": "HEALTH_INSURANCE",
}


def filled_in(key: str) -> dict[str, object]:
    """The form with this key, for somebody of their own: whoever was entered before is asked about."""
    day = datetime.now(JAPAN).date() - timedelta(days=3)
    occurred = {"year": day.year, "month": day.month, "day": day.day}
    form = FORM | {"key": key, "name": f"{FORM['name']} {key[:8]}"}
    return form | {f"occurred_on_{part}": value for part, value in occurred.items()}


class NoAnswer(Exception):
    """It may or may not have been accepted."""


class Page(NamedTuple):
    status: int
    leads_to: str
    text: str


class Browser:
    """One person's browser, signed in as `role` of the demo; it keeps its connection until that ends."""

    def __init__(self, port: int, role: str) -> None:
        self.role, self.tries = role, 0
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self._cookies: dict[str, str] = {}

    def post(self, path: str, fields: dict[str, object]) -> Page:
        """Raises NoAnswer where the connection ends first, and where the person was signed out."""
        if "csrf" not in self._cookies:
            self._sign_in()
        page = self._request("POST", path, fields)
        # Signed in anew: the session was not yet written down, or it is over on the server's clock.
        out = page.leads_to.startswith("/login/") or (path == ENTRY == page.leads_to)
        if page.status == 403 or out or ASKS_FOR_PASSWORD in page.text:
            self._cookies.clear()
            raise NoAnswer
        return page

    def close(self) -> None:
        self._connection.close()

    def _sign_in(self) -> None:
        self._cookies.clear()
        self._request("GET", "/ja/", {})
        self._request("POST", "/demo/sign-in/", {"role": self.role})
        if "csrf" not in self._cookies:
            raise NoAnswer

    def _request(self, method: str, path: str, fields: dict[str, object]) -> Page:
        self.tries += 1
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self._cookies.get("csrf", ""),
        }
        try:
            body = urlencode(fields, doseq=True) if fields else None
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise NoAnswer from error
        for header in response.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Page(response.status, response.headers.get("Location", ""), text)


class Clerk(threading.Thread):
    """One client. After `stopping` is set it still sends its last form until `give_up_at` (monotonic seconds).

    `told_to_keep_paper` counts the pages that said "not accepted" as they should.
    """

    def __init__(self, port: int, stopping: threading.Event, *, seed: int) -> None:
        super().__init__(daemon=True)
        self.stopping = stopping
        self.browser = Browser(port, "clerk")
        self.chance = random.Random(seed)
        self.attempts: list[Attempt] = []
        self.told_to_keep_paper = 0
        self.give_up_at = float("inf")

    def run(self) -> None:
        with closing(self.browser):
            while not self.stopping.is_set():
                self.attempts.append(self._enter(str(uuid.uuid4())))

    def _enter(self, key: str) -> Attempt:
        form = filled_in(key)
        while True:
            try:
                answer = self._submit(form)
                if answer is None:
                    return Attempt(key, Outcome.REFUSED)
                answers = {answer}
                if self.chance.random() < SENT_TWICE:
                    answers |= {again for again in [self._try_again(form)] if again}
                return Attempt(key, Outcome.ACKNOWLEDGED, frozenset(answers))
            except NoAnswer:
                if time.monotonic() > self.give_up_at:
                    return Attempt(key, Outcome.UNKNOWN)
                time.sleep(PAUSE)

    def _try_again(self, form: dict[str, object]) -> str | None:
        try:
            return self._submit(form)
        except NoAnswer:
            return None

    def _submit(self, form: dict[str, object]) -> str | None:
        """The page of the accepted application; None where it was refused. Raises NoAnswer."""
        page = self.browser.post(ENTRY, form)
        if found := ANSWER.match(page.leads_to):
            return found[1]
        if page.status >= 500:
            self.told_to_keep_paper += page.status == 503 and KEEP_THE_PAPER in page.text
            raise NoAnswer
        return None
