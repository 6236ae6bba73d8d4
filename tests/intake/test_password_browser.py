"""The password page in a real Chromium: by keyboard, without JavaScript, at 400 %, and no way back into the desk."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from eligibility.events import DesignationEvent
from intake.models import PasswordEvent, Step
from tests.intake.entries import entry, submitted
from tests.intake.handing import FOUR_DIGITS, PAGE, desk_page
from tests.intake.test_browser import Open, at_the_login, ready, tab_to, type_into
from tests.looking import complaints, looked_at
from tests.places import Place
from tests.processes import Site

__all__ = ["at_the_login", "ready"]  # fixtures
pytestmark = pytest.mark.browser
TYPED = {"signature": "CAT5DOG", **dict.fromkeys(FOUR_DIGITS, "9047")}
AT_400_PERCENT = {"width": 320, "height": 256}


def looked_at_large(page: Page, name: str) -> None:
    """As somebody sees it who enlarges a screen of 1280 four times: one column, nothing sideways, no violation."""
    page.set_viewport_size(AT_400_PERCENT)
    assert page.evaluate("document.documentElement.scrollWidth") <= AT_400_PERCENT["width"], name
    assert complaints(page) == "", name


def type_all(page: Page, **more: str) -> None:
    for name, value in {**TYPED, **more}.items():
        type_into(page, **{name: value, f"{name}_again": value})


@pytest.mark.parametrize("language", ["ja", "en"])
def test_on_another_screen_while_the_clerk_looks_on(
    at_the_login: Open, ready: Place, site: Site, browser: Browser, language: str
) -> None:
    today = timezone.localdate()
    with ready.scope():
        row = submitted(ready, entry(DesignationEvent.LOST, on=today, language=language), on=today)
    clerk = at_the_login(site, desk_page(row), language)
    tab_to(clerk, "[name=do][value=code]")
    clerk.keyboard.press("Enter")
    code = clerk.locator(".code").inner_text()
    looked_at(clerk, "code")
    plain = browser.new_context(viewport=AT_400_PERCENT, java_script_enabled=False)
    measured = browser.new_context(viewport=AT_400_PERCENT)
    try:
        page = measured.new_page()
        page.goto(f"{site.url}{PAGE}")
        type_into(page, code="WRONG")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        looked_at_large(page, "code refused")
        type_into(page, code=code)
        page.keyboard.press("Enter")
        expect(page.locator("#id_signature")).to_be_visible()
        looked_at_large(page, "to set")
        type_all(page, resident_register="0000")
        page.keyboard.press("Enter")
        expect(page.locator("#summary")).to_be_in_viewport()
        expect(page.locator("#id_signature")).to_have_value("")
        looked_at_large(page, "asked whether it is meant")
        # The same session where no script runs.
        plain.add_cookies(measured.cookies())
        page = plain.new_page()
        page.goto(f"{site.url}{PAGE}")
        type_all(page)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("設定しました" if language == "ja" else "are set")
        page = measured.new_page()
        measured.add_cookies(plain.cookies())
        page.goto(f"{site.url}{PAGE}")
        looked_at_large(page, "done")
    finally:
        plain.close()
        measured.close()
    expect(clerk.locator("#standing .tone-good")).to_be_visible(timeout=15_000)
    with ready.scope():
        assert PasswordEvent.objects.get().step == Step.SEALED


def test_back_from_the_handed_over_screen_leads_to_the_login(
    at_the_login: Open, ready: Place, site: Site
) -> None:
    today = timezone.localdate()
    with ready.scope():
        row = submitted(ready, entry(on=today), on=today)
    page = at_the_login(site, f"/desk/applications/{row.uid}/")
    page.goto(f"{site.url}{desk_page(row)}")
    page.locator("[name=do][value=here]").click()
    page.wait_for_url(f"{site.url}{PAGE}")
    for _ in range(2):
        page.go_back()
        expect(page.locator("#id_username")).to_be_visible()
        assert row.reference not in page.content()
    page.goto(f"{site.url}{PAGE}")
    page.locator("[name=leave]").click()
    page.get_by_role("link").last.click()
    expect(page.locator("#id_password")).to_be_visible()
    assert page.url.endswith(f"/login/?next=/desk/applications/{row.uid}/")
