"""The doors and the supervisor's pages in a real Chromium: the keyboard reaches everything, axe finds nothing."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from intake.demo import prepare
from tests.looking import looked_at
from tests.processes import Site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
FILE = {"name": "x.csv", "mimeType": "text/csv"}
LOST_IN_THE_FOG = "Item number,Status,Date\n31112345670,Lost in the fog,6/9\n"


@pytest.fixture
def demo(committed: None, settings: object, tmp_path: Path) -> None:
    settings.VAR, settings.ISSUER_LEDGER = tmp_path, tmp_path / "issuer.sqlite"
    prepare(timezone.now())


@pytest.fixture
def at_the_doors(browser: Browser, demo: None, site: Site) -> Iterator[Open]:
    """Opens the doors in one language; whatever the console says fails."""
    contexts, said = [], []

    def opened(language: str, **options: object) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 720}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site.url}/{language}/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def tab_to(page: Page, words: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    pytest.fail(f"the keyboard does not reach {words!r}")


def test_by_keyboard_from_the_doors_to_the_days_of_a_letter(at_the_doors: Open) -> None:
    page = at_the_doors("en")
    tab_to(page, "Sign in as a clerk")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/$"))
    page = at_the_doors("en")
    tab_to(page, "Sign in as a supervisor")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Overdue deliveries")
    tab_to(page, "Waiting for the resident 5")
    page.keyboard.press("Enter")
    page.wait_for_url("**group=waiting**")
    link = page.locator("tbody tr", has_text="1 day left").locator("th a")
    tab_to(page, link.inner_text())
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("1 day left")
    page.get_by_label("Delivered").check()
    page.get_by_role("button", name="Record this news").press("Enter")
    expect(page.locator("main")).to_contain_text("Recorded.")


def test_axe_finds_nothing(at_the_doors: Open) -> None:
    for language in ("ja", "en"):
        look_at_every_page(at_the_doors(language))


def look_at_every_page(page: Page) -> None:
    """Nothing is recorded on the way but the last, a file that nobody understands."""
    looked_at(page, "doors")
    page.locator("button[value=supervisor]").click()
    page.wait_for_url("**/deliveries/")
    address = page.url
    for group in ("no_news", "late", "waiting"):
        page.goto(f"{address}?group={group}")
        looked_at(page, group)
    page.goto(f"{address}?days=14&state=x")
    looked_at(page, "nothing, and a choice that is none")
    page.goto(f"{address}?group=late")
    page.locator("tbody th a").first.click()
    expect(page.locator("ol.line")).to_be_visible()
    looked_at(page, "letter")
    page.locator("button[name=record]").click()
    expect(page.locator("#summary")).to_be_focused()
    looked_at(page, "letter that needs another look")
    page.goto(address)
    page.locator("#hand-offs ~ .scroll a").first.click()
    expect(page.locator("ol.line")).to_be_visible()
    looked_at(page, "dead letter")
    page.goto(page.url.partition("/deliveries/")[0] + reverse("post:files"))
    looked_at(page, "files of the post")
    for rows, shown in (("Status\n", ".wrong .error"), (LOST_IN_THE_FOG, "td:has-text('Lost in the fog')")):
        page.locator("input[type=file]").set_input_files({**FILE, "buffer": rows.encode()})
        page.locator("main form[enctype] button").click()
        expect(page.locator(shown)).to_be_visible()
        looked_at(page, shown)


def test_everything_works_without_javascript(at_the_doors: Open) -> None:
    page = at_the_doors("en", java_script_enabled=False)
    page.locator("button[value=supervisor]").click()
    page.locator("select[name=days]").select_option("3")
    page.get_by_role("button", name="Show").click()
    page.locator("#hand-offs ~ .scroll button").click()
    expect(page.locator("main")).to_contain_text("It is on its way to the issuer again.")
    page.get_by_label("Note").fill("Called the issuer.")
    page.get_by_role("button", name="Leave the note").click()
    expect(page.locator("ol.line")).to_contain_text("Called the issuer.")


def test_a_file_of_the_post_by_keyboard_without_javascript(at_the_doors: Open) -> None:
    page = at_the_doors("en", java_script_enabled=False)
    page.locator("button[value=supervisor]").click()
    letter = page.locator("tbody th a").first.get_attribute("href")
    tab_to(page, "Read in statuses of the post")
    page.keyboard.press("Enter")
    for rows in ("Item number,Status\n", LOST_IN_THE_FOG):
        page.get_by_label("CSV file").set_input_files({**FILE, "buffer": rows.encode()})
        page.get_by_role("button", name="Read the file in").press("Enter")
        page.wait_for_load_state()
        if "Date" not in rows:
            expect(page.locator(".wrong .error")).to_have_text("The first row lacks these headings: Date.")
    expect(page.locator("tbody")).to_contain_text("Lost in the fog")
    expect(page.locator("tbody")).to_contain_text("This word is not known.")
    page.get_by_role("button", name="I have looked at all of them").press("Enter")
    expect(page.locator("main")).to_contain_text("Marked as looked at.")
    page.goto(page.url.partition("/deliveries/")[0] + str(letter))
    page.get_by_text("Enter the tracking number alone").press("Enter")
    page.locator("#number_tracking_number").fill("311-12-34567-0")
    page.get_by_role("button", name="Keep this number").press("Enter")
    expect(page.locator("ol.line")).to_contain_text("Tracking number entered: 31112345670.")
    page.get_by_label("Delivered").check()
    page.get_by_role("button", name="Record this news").press("Enter")
    page.get_by_text("“Delivered” was wrong").press("Enter")
    page.locator("#wrong_reason").fill("It was the neighbour's letter.")
    page.get_by_role("button", name="Take back: Delivered").press("Enter")
    expect(page.locator("ol.line s")).to_have_text("Delivered")
