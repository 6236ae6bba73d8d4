"""The self-check in a real Chromium: by keyboard alone, without JavaScript, and as axe sees it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from eligibility.steps import STEPS
from tests.looking import looked_at
from tests.processes import Site

pytestmark = pytest.mark.browser

REST = ("OF_AGE", "OWN", "BOTH")
ON_A_PHONE = (320, 390)  # px; 320 is also a window of 1280 at 400 %


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def walks() -> dict[str, tuple[str | date, ...]]:
    return {
        "lost": ("105-0011", "LOST_OR_DAMAGED", "LOST", ago(3), "NO", "OUTSIDE", "NO", *REST),
        "newborn": ("府中", "132063", "NEWBORN", ago(10), "NO", "OWN_WITH_BIRTH", "USER"),
        "late": ("105-0011", "SPACE_FULL", "SPACE_FULL", ago(60), "YES"),
        "child, other desk": (
            *("105-0011", "FROM_OVERSEAS", "OVERSEAS", ago(3), "GONE"),
            *("UNDER_FIFTEEN", ago(3000), "OTHER", "NEITHER"),
        ),
        "new resident": ("105-0011", "FROM_OVERSEAS", "FOREIGN", "ADDRESS_FIXED", "NOT_YET", *REST),
        "not covered": ("105-0011", "NONE", "RENEWAL"),
    }


def fill(page: Page, answer: str | date) -> None:
    """Types or chooses what the question on the screen asks."""
    if isinstance(answer, date):
        for part in ("year", "month", "day"):
            page.locator(f".dated input[name$=_{part}]").fill(str(getattr(answer, part)))
    elif page.locator("input[type=radio]").count():
        page.locator(f"input[type=radio][value='{answer}']").check()
    else:
        page.locator("main input[type=text]").fill(answer)


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main .btn-primary").click()


def at(page: Page) -> str:
    return page.locator("input[name=at]").input_value()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_on_any_page(site: Site, browser: Browser, language: str) -> None:
    page = browser.new_page()
    seen = set()
    for name, answers in walks().items():
        page.goto(f"{site.url}/{language}/check/")
        for answer in answers:
            if at(page) not in seen:
                seen.add(at(page))
                looked_at(page, at(page), ON_A_PHONE)
                go_on(page)
                assert page.evaluate("document.activeElement.id") == "summary"
                looked_at(page, f"{at(page)} with an error", ON_A_PHONE)
            fill(page, answer)
            go_on(page)
        assert at(page) == "result", name
        for details in page.locator("details").all():
            details.evaluate("element => element.open = true")
        looked_at(page, name, ON_A_PHONE)
    for path in ("guide", "accessibility"):
        page.goto(f"{site.url}/{language}/{path}/")
        looked_at(page, path, ON_A_PHONE)
    page.close()
    assert seen == {step.name for step in STEPS}


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator("*:focus").evaluate("(element, selector) => element.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def test_by_keyboard_alone_without_javascript(site: Site, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site.url}/en/check/")
    for answer in walks()["lost"]:
        if isinstance(answer, date):
            for part in ("year", "month", "day"):
                tab_to(page, f"input[name$=_{part}]")
                page.keyboard.type(str(getattr(answer, part)))
        elif page.locator("input[type=radio]").count():
            tab_to(page, "input[type=radio]")
            page.keyboard.press("Space")
            while page.locator("input[type=radio]:checked").input_value() != answer:
                page.keyboard.press("ArrowDown")
        else:
            tab_to(page, "main input[type=text]")
            page.keyboard.type(answer)
        # Enter in a box goes on as the button does, and never switches the language.
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert at(page) == "result"
    assert page.url == f"{site.url}/en/check/"
    page.close()


def test_the_address_and_the_browser_keep_nothing(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/ja/check/")
    for answer in walks()["newborn"]:
        fill(page, answer)
        go_on(page)
    with page.expect_navigation():
        page.locator("button[value=stay]").click()
    assert (page.url, at(page)) == (f"{site.url}/en/check/", "result")
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    context.close()
