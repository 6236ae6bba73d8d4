"""The form by its keys in a real Chromium: from the scan of a slip to the print, and on to what follows."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from eligibility.events import AgeBand, Cause, DesignationEvent, Facts
from eligibility.slip.content import slip_of
from intake.models import Application
from tests.intake.entries import entry, submitted
from tests.intake.pages import days_ago
from tests.intake.test_browser import Open, at_the_login, ready, tab_to, type_into
from tests.looking import looked_at
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


def a_slip() -> str:
    """As the self-check gives it, which asks the age."""
    facts = Facts(
        event=DesignationEvent.LOST,
        occurred_on=days_ago(3),
        cause=Cause.AT_HOME,
        age_band=AgeBand.FIFTEEN_AND_OVER,
    )
    return slip_of(facts, residence_code="990019", on=timezone.localdate()).code


def test_from_the_scan_to_the_print_by_keys_alone(at_the_login: Open, ready: Place, site: Site) -> None:
    page = at_the_login(site, "/desk/", "en")
    press_alt(page, "n")
    expect(page.locator("#id_slip")).to_be_focused()
    page.keyboard.type(a_slip())
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).to_be_focused(timeout=SLOW)
    press_alt(page, "2")
    expect(page.locator("#id_name")).to_be_focused()
    page.keyboard.type("𠮷田 太郎")
    type_into(page, kana="よしだ　ﾀﾛｳ")
    type_into(page, birth_date_year="S60.4.2")
    expect(page.locator(".echo").filter(has_text="Tue 2 Apr 1985")).to_be_visible()
    tab_to(page, "[name=sex]")
    page.keyboard.press("ArrowDown")
    press_alt(page, "3")
    expect(page.locator("#id_postcode")).to_be_focused()
    page.keyboard.type("0000001")
    expect(page.locator("#id_address")).to_have_value("見本県みほん市", timeout=SLOW)
    expect(page.locator("#answer")).to_contain_text("2,000 yen", timeout=SLOW)
    # The question that the name raised came into the form while other things were typed.
    expect(page.locator("#answer .jumps a[href='#id_character_choice_0']")).to_be_visible(timeout=SLOW)
    press_alt(page, "2")
    expect(page.locator("#id_character_choice_0")).to_be_focused()
    page.keyboard.press("Space")
    looked_at(page, "a rare name")
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator("#id_character_choice_0")).to_be_checked()
    press_alt(page, "6")
    expect(page.locator("#id_applicant_1_kind")).to_be_focused()
    page.keyboard.type("Passport")
    type_into(page, applicant_2_kind="Pension")
    expect(page.locator("#answer")).not_to_contain_text("Still to do", timeout=SLOW)
    press_alt(page, "p")
    page.wait_for_url("**/applications/*/")
    with page.context.expect_event("response", lambda answer: "paper/pack" in answer.url) as printed:
        press_alt(page, "p")
    assert printed.value.status == 200
    with ready.scope():
        row = Application.objects.get()
    assert (row.name, row.kana, row.character_choice) == ("𠮷田 太郎", "ヨシダ タロウ", "replace")


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
