"""A shared postcode, and what follows a record, by keys in a real Chromium."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.intake.entries import entry, submitted
from tests.intake.test_browser import Open, at_the_login, looked_at, ready
from tests.places import Place
from tests.processes import Site

__all__ = ["at_the_login", "ready"]  # fixtures
pytestmark = pytest.mark.browser
ALT = 1
SLOW = 20_000
"""Milliseconds for what asks the server: a busy machine is no reason to fail."""


def press_alt(page: Page, key: str) -> None:
    """An access key as the browser takes it: what is typed together with Alt."""
    session = page.context.new_cdp_session(page)
    for kind in ("rawKeyDown", "char", "keyUp"):
        typed = {"text": key, "unmodifiedText": key} if kind == "char" else {}
        session.send("Input.dispatchKeyEvent", {"type": kind, "modifiers": ALT, "key": key, **typed})


def test_one_choice_of_a_shared_postcode_keeps_the_focus(at_the_login: Open, site: Site) -> None:
    page = at_the_login(site, "/desk/new/", "en")
    page.locator("[name=registered][value=elsewhere]").check()
    page.locator("#id_postcode").fill("985-0000")
    question = page.locator("#asked-residence")
    expect(question.locator("input")).to_have_count(3, timeout=SLOW)
    page.locator("#id_address").press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_address")).to_have_value("宮城県塩竈市", timeout=SLOW)
    expect(page.locator("#id_residence_0")).to_be_checked()
    expect(page.locator("#id_residence_0")).to_be_focused()
    page.locator("[name=registered][value=here]").check()
    expect(question.locator("input")).to_have_count(0, timeout=SLOW)
    expect(page.locator("#id_address")).to_have_value("宮城県塩竈市")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_values_go_to_the_terminal_with_one_key_each(
    at_the_login: Open, ready: Place, site: Site, language: str
) -> None:
    with ready.scope():
        row = submitted(ready, entry(on=timezone.localdate()), on=timezone.localdate())
        hidden = submitted(
            ready,
            entry(on=timezone.localdate(), support_measures=True, to_desk=True),
            on=timezone.localdate(),
        )
    page = at_the_login(site, f"/desk/applications/{row.uid}/", language)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def clipboard() -> str:
        return str(page.evaluate("navigator.clipboard.readText()"))

    press_alt(page, "y")
    page.wait_for_url("**/copy/")
    rows = page.locator(".copying > li")
    page.keyboard.press("Enter")
    expect(rows.nth(0)).to_have_class("copied")
    assert clipboard() == "ミホン タロウ"
    expect(page.locator("[data-key='2']")).to_be_focused()
    page.keyboard.press("7")
    expect(rows.nth(6)).to_have_class("copied")
    assert clipboard() == "見本県みほん市見本町1-2-3"
    expect(page.locator(".copied")).to_have_count(2)
    looked_at(page, "copying")
    page.locator(".keys summary").click()
    looked_at(page, "keys")
    page.goto(f"{site.url}/desk/applications/{hidden.uid}/copy/")
    looked_at(page, "copying, hidden")
    press_alt(page, "b")
    page.wait_for_url(f"**/{hidden.uid}/")
    press_alt(page, "h")
    page.wait_for_url("**/next/")
    looked_at(page, "next of the household")
