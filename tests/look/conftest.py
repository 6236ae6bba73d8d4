"""Shows a page in a real Chromium without a server: the page from memory, static files as collectstatic left them."""

import mimetypes
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from config.headers import POLICY

ADDRESS = "http://tokkyu.test/"
Show = Callable[..., Page]


@pytest.fixture
def show(browser: Browser) -> Iterator[Show]:
    """`show(html, width=..., dark=...)` opens it under the product's own policy; anything the console says fails."""
    pages: list[Page] = []
    said: list[str] = []

    def open_page(html: str, *, width: int = 1280, height: int = 720, **options: str) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, **options)
        pages.append(page)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route("**/*", lambda route: _answer(route, html))
        page.goto(ADDRESS)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert said == []


def _answer(route: Route, html: str) -> None:
    path = route.request.url.removeprefix(ADDRESS)
    if not path.startswith("static/"):
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
        return
    file = settings.STATIC_ROOT / path.removeprefix("static/")
    route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0] or "text/plain")
