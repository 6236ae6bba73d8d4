"""Clerks at work: each enters applications over HTTP and sends a form again until it has an answer."""

import http.client
import random
import re
import threading
import time
import uuid
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from campaign.history import Attempt, Outcome

JAPAN = ZoneInfo("Asia/Tokyo")
TIMEOUT = 10  # seconds
PAUSE = 0.2
SENT_TWICE = 0.05
"""How many of the forms that got an answer are sent again, as by a double click."""
ANSWER = re.compile(r"^/desk/applications/([0-9a-f-]{36})/$")

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


class NoAnswer(Exception):
    """It may or may not have been accepted."""


class Clerk(threading.Thread):
    """One client. After `stopping` is set it still sends its last form until `give_up_at` (monotonic seconds)."""

    def __init__(self, port: int, stopping: threading.Event, *, seed: int) -> None:
        super().__init__(daemon=True)
        self.port, self.stopping = port, stopping
        self.chance = random.Random(seed)
        self.attempts: list[Attempt] = []
        self.tries = 0
        self.give_up_at = float("inf")
        self._cookies: dict[str, str] = {}

    def run(self) -> None:
        while not self.stopping.is_set():
            self.attempts.append(self._enter(str(uuid.uuid4())))

    def _enter(self, key: str) -> Attempt:
        day = datetime.now(JAPAN).date() - timedelta(days=3)
        occurred = {"year": day.year, "month": day.month, "day": day.day}
        # Everybody comes once: whoever was entered before is asked about.
        form = FORM | {"key": key, "name": f"{FORM['name']} {key[:8]}"}
        form |= {f"occurred_on_{part}": value for part, value in occurred.items()}
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
        if "csrf" not in self._cookies:
            self._sign_in()
        status, location, _ = self._request("POST", "/desk/new/", form)
        if found := ANSWER.match(location):
            return found[1]
        if status in (302, 403):
            # Signed out, or signed in anew: the session was not yet written down.
            self._cookies.clear()
        if status in (302, 403) or status >= 500:
            raise NoAnswer
        return None

    def _sign_in(self) -> None:
        self._cookies.clear()
        self._request("GET", "/ja/", {})
        self._request("POST", "/demo/sign-in/", {"role": "clerk"})
        if "csrf" not in self._cookies:
            raise NoAnswer

    def _request(self, method: str, path: str, fields: dict[str, object]) -> tuple[int, str, str]:
        """Status, where it leads, and the page. Raises NoAnswer where the connection ends first."""
        self.tries += 1
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self._cookies.get("csrf", ""),
        }
        try:
            connection.request(method, path, urlencode(fields, doseq=True) if fields else None, headers)
            response = connection.getresponse()
            page = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer from error
        finally:
            connection.close()
        for header in response.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return response.status, response.headers.get("Location", ""), page
