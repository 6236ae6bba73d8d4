"""Money in a real Chromium: from the record to a new decision by keyboard, the count, and axe on every page."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from intake.demo import prepare
from tests.looking import looked_at
from tests.processes import Site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture
def demo(committed: None, settings: object, tmp_path: Path) -> None:
    settings.VAR, settings.ISSUER_LEDGER = tmp_path, tmp_path / "issuer.sqlite"
    prepare(timezone.now())


@pytest.fixture
def signed_in(browser: Browser, demo: None, site: Site) -> Iterator[Open]:
    """Somebody of the demo at the cash of the day; whatever the console says fails."""
    contexts, said = [], []

    def opened(role: str, language: str, **options: object) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 720}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site.url}/{language}/")
        page.locator(f"button[value={role}]").first.click()
        page.goto(f"{site.url}/fees/cash/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def a_charged_case(page: Page) -> None:
    """From the list of issues to the fee of the first charged case."""
    page.goto(
        re.sub("/cash/.*", "/issues/?first_year=2024&first_month=12&first_day=2&kind=charged", page.url)
    )
    page.locator("table[data-rows] tbody th a").first.press("Enter")
    page.wait_for_url("**/charges/**")


def test_axe_finds_nothing(signed_in: Open) -> None:
    for language in ("ja", "en"):
        look_at_every_page(signed_in("supervisor", language))


def look_at_every_page(page: Page) -> None:
    """Nothing is recorded on the way."""
    looked_at(page, "cash of the day")
    page.locator("#id_total").fill("7")
    page.locator("button[name=count]").press("Enter")
    expect(page.locator("#summary")).to_be_focused()
    looked_at(page, "count that needs another look")
    page.locator("a[href*='/cash/desks/']").click()
    looked_at(page, "all desks")
    a_charged_case(page)
    looked_at(page, "fee of a case")
    page.locator("button[name=replace]").press("Enter")
    expect(page.locator("#summary")).to_be_focused()
    looked_at(page, "decision that needs another look")
    page.goto(re.sub("/charges/.*", "/issues/", page.url))
    looked_at(page, "charged and free issues")


def change_is_told_without_leaving(page: Page) -> None:
    address = page.url
    page.get_by_label("Cash given, in yen").fill("５０００")
    page.keyboard.press("Enter")
    expect(page.locator("#change [role=status]")).to_contain_text("Given 5,000 yen")
    assert page.url == address


@pytest.mark.parametrize("javascript", [True, False])
def test_change_is_told_a_charge_replaced_and_the_day_closed(signed_in: Open, javascript: bool) -> None:
    page = signed_in("supervisor", "en", java_script_enabled=javascript)
    a_charged_case(page)
    if javascript:
        change_is_told_without_leaving(page)
    page.get_by_label("Free", exact=True).check()
    page.get_by_label("Basis").select_option("THEFT")
    page.get_by_label("Why is it decided anew?").fill("The police number was shown later.")
    page.get_by_label("Evidence seen").fill("Copy of the police report")
    page.locator("button[name=replace]").press("Enter")
    expect(page.locator("main")).to_contain_text("Recorded. Give back")
    expect(page.locator("main")).to_contain_text("The police number was shown later.")
    expect(page.locator("ol.line")).to_contain_text(re.compile("Void|Refunded"))
    page.get_by_role("button", name="Open the application and its papers").press("Enter")
    expect(page.locator("h1")).to_contain_text("Application")

    page = signed_in("clerk", "en", java_script_enabled=javascript)
    expected = re.search(r"[\d,]+", page.locator(".figure b").inner_text())[0]
    page.get_by_label("Counted in all, in yen").fill(expected)
    page.locator("button[name=count]").press("Enter")
    expect(page.locator("main")).to_contain_text("The day is closed.")
    expect(page.locator("button[name=count]")).to_have_count(0)
