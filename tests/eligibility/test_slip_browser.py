"""From the result page to what is taken along, in a real Chromium: the sheet and the calendar file."""

import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page

from paper.render import available
from tests.eligibility.test_check_browser import at, fill, go_on, walks
from tests.paper.reading import faces, pages, squeezed, text
from tests.processes import Site

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not available(), reason="no Pango")]


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize(
    ("language", "sheet", "calendar", "title"),
    [
        ("ja", "窓口に持っていく控え", "カレンダーに登録", "特急申請ができる最後の開庁日"),
        ("en", "Download the sheet", "Put the last day", "Last open day for the express application"),
    ],
)
@pytest.mark.parametrize("script", [True, False])
def test_both_are_downloaded_and_the_page_stays(
    site: Site, browser: Browser, language: str, sheet: str, calendar: str, title: str, script: bool
) -> None:
    context = browser.new_context(accept_downloads=True, java_script_enabled=script)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.url}/{language}/check/")
    for answer in walks()["lost"]:
        fill(page, answer)
        go_on(page)
    day = page.locator(".figure b").first.inner_text()

    name, pdf = downloaded(page, sheet)
    assert name == "slip.pdf"
    assert len(pages(pdf)) == 1
    assert faces(pdf) == {"Noto-Sans-CJK-JP", "Noto-Sans-CJK-JP-Bold"}
    said = text(pdf)
    for words in (
        day,
        page.locator(".slip b").inner_text(),
        "特急発行の対象です",
        "You can use express issuance",
    ):
        assert squeezed(words) in said

    name, ics = downloaded(page, calendar)
    assert name == "last-open-day.ics"
    (event,) = Calendar.from_ical(ics).walk("VEVENT")
    assert event["SUMMARY"] == title
    parts = event.decoded("DTSTART")
    numbers = {int(number) for number in re.findall(r"\d+", day)}
    assert {parts.day, parts.year} <= numbers

    assert at(page) == "result"
    assert page.url == f"{site.url}/{language}/check/"
    assert not [url for url in asked if "?" in url]
    assert context.cookies() == []
    context.close()
