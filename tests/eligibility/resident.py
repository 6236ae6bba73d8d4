"""A resident at the self-check: sees a page, fills in what it shows, presses a button of it."""

from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

Answer = str | date | dict[str, str]


@dataclass
class Shown(HTMLParser):
    """What a browser would send from a page, and what a person reads on it."""

    sent: dict[str, str] = field(default_factory=dict)
    radios: dict[str, list[str]] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "button" and name:
            self.buttons[value] = given.get("formaction", "")
        if tag != "input":
            return
        if given["type"] == "radio":
            self.radios.setdefault(name, []).append(value)
            if "checked" in given:
                self.sent[name] = value
        else:
            self.sent[name] = value
            if given["type"] != "hidden":
                self.boxes.append(name)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class Resident:
    """Walks the check in one language; `page` is what is on the screen."""

    def __init__(self, language: str = "ja") -> None:
        self.client = Client()
        self.address = f"/{language}/check/"
        self._show(self.client.get(self.address))

    def _show(self, response: HttpResponse) -> None:
        assert response.status_code == 200
        self.response = response
        self.html = response.content.decode()
        self.page = Shown()
        self.page.feed(self.html)
        self.text = " ".join(" ".join(self.page.words).split())

    @property
    def at(self) -> str:
        """The name of the page."""
        return self.page.sent["at"]

    def type(self, answer: Answer) -> dict[str, str]:
        """What is sent when the page's question is answered so; a string chooses a radio or fills the one box."""
        if isinstance(answer, date):
            answer = {"year": str(answer.year), "month": str(answer.month), "day": str(answer.day)}
        if isinstance(answer, dict):
            return {box: answer[box.rpartition("_")[2]] for box in self.page.boxes}
        for name, values in self.page.radios.items():
            assert answer in values, f"{self.at} does not offer {answer} but {values}"
            return {name: answer}
        return {self.page.boxes[0]: answer}

    def answer(self, *answers: Answer) -> "Resident":
        """Answers the question on the screen and each that follows, pressing Continue."""
        for answer in answers:
            self.send(self.type(answer))
        return self

    def press(self, button: str, **typed: str) -> "Resident":
        """Presses a button by its value."""
        self.address = self.page.buttons[button] or self.address
        return self.send(typed | {"go": button})

    def send(self, changed: dict[str, str]) -> "Resident":
        """Sends what the page holds, changed as a browser or anybody else may."""
        self._show(self.client.post(self.address, self.page.sent | changed))
        return self
