"""A crashed browser, an ended session and a second window in a real Chromium: all that was typed is there again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.intake.test_browser import PASSWORD, Open, at_the_login, ready
from tests.looking import looked_at
from tests.places import Place
from tests.processes import Site

__all__ = ["at_the_login", "ready"]  # fixtures
pytestmark = pytest.mark.browser
KEPT = "#answer .kept"


def everything(page: Page) -> dict[str, str]:
    """What stands in the form, the token apart."""
    typed: dict[str, str] = page.locator("#entry").evaluate(
        "form => Object.fromEntries([...new FormData(form)].map(([name, value], at) => [`${name} ${at}`, value]))"
    )
    return {name: value for name, value in typed.items() if not re.match("csrfmiddlewaretoken|opening", name)}


def type_and_wait(page: Page, **values: str) -> None:
    """Fills in one field after the other, each when the answer to the one before is there."""
    for name, value in values.items():
        with page.expect_response(lambda answer: answer.url.endswith("/new/panel/")):
            page.locator(f"#id_{name}").fill(value)


def signs_in_again(page: Page) -> None:
    page.locator("#id_username").fill("clerk@990019")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_a_crash_a_sign_out_and_a_second_window(at_the_login: Open, ready: Place, site: Site) -> None:
    page = at_the_login(site, "/desk/new/", "en")
    type_and_wait(page, name="見本 太郎", kana="ミホン タロウ", birth_date_0="S60", evidence="<b>\"'&")
    expect(page.locator(KEPT)).to_be_visible()
    typed = everything(page)
    page.context.close()

    # Another browser, the same clerk: offered on both pages, filled in on neither.
    page = at_the_login(site, "/desk/", "en")
    expect(page.locator("#drafts")).to_have_text(re.compile("Unfinished"))
    looked_at(page, "today with a draft")
    page.goto(f"{site.url}/desk/new/")
    expect(page.locator("#id_name")).to_have_value("")
    looked_at(page, "new with a draft")
    page.get_by_role("link", name="Go on").press("Enter")
    page.wait_for_url("**/desk/drafts/**")
    assert everything(page) == typed

    # Signed out behind the form's back.
    early = page.url
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{site.url}/desk/")
    elsewhere.locator("form[action='/logout/'] button").click()
    elsewhere.wait_for_url(lambda url: "/desk/" not in url)
    elsewhere.close()
    type_and_wait(page, evidence="x")
    go_on = page.locator("#answer button[formaction]")
    expect(go_on).to_be_visible()
    looked_at(page, "signed out")
    typed = everything(page)
    go_on.press("Enter")
    expect(page.locator("input[name=held]")).to_have_count(1)
    looked_at(page, "sign-in with a form")
    signs_in_again(page)
    page.wait_for_url(f"{site.url}/desk/new/")
    assert everything(page) == typed
    looked_at(page, "the form came back")

    # A window that is opened later has it; the earlier one says so.
    later = page.context.new_page()
    later.goto(early)
    type_and_wait(later, kana="ミホン ハナコ")
    type_and_wait(page, kana="ミホン ジロウ")
    own = page.get_by_role("button", name="Make this a form of its own")
    expect(own).to_be_visible()
    looked_at(page, "open in two windows")
    own.press("Enter")
    expect(page.locator(KEPT)).to_be_visible()
    page.goto(f"{site.url}/desk/")
    links = [one.get_attribute("href") for one in page.get_by_role("link", name="Go on").all()]
    kana = set()
    for link in links:
        page.goto(f"{site.url}{link}")
        kana.add(page.locator("#id_kana").input_value())
    assert kana == {"ミホン ハナコ", "ミホン ジロウ"}


def test_without_javascript_a_submit_after_the_session_ended(
    at_the_login: Open, ready: Place, site: Site
) -> None:
    page = at_the_login(site, "/desk/new/", "en", java_script_enabled=False)
    page.locator("#id_name").fill("見本 太郎")
    page.locator("#id_evidence").fill("police report")
    page.locator("#id_event").select_option("LOST")
    page.context.clear_cookies(name="tokkyu")
    page.locator("#entry .btn-primary").click()
    signs_in_again(page)
    page.wait_for_url(f"{site.url}/desk/new/")
    for name, value in {"name": "見本 太郎", "evidence": "police report", "event": "LOST"}.items():
        expect(page.locator(f"#id_{name}")).to_have_value(value)
    page.get_by_role("button", name="Keep it and go on later").click()
    expect(page.locator("#drafts")).to_be_visible()
    page.locator("details:has(form[action$='/discard/']) summary").click()
    page.get_by_role("button", name="Delete what was typed").click()
    expect(page.locator("#drafts")).to_have_count(0)
