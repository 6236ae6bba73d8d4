"""Refused, corrected and withdrawn in a real Chromium: two keys, what changes before it is saved, nothing for axe."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from eligibility.events import Paper
from intake.models import Application
from tests.intake.entries import entry, submitted
from tests.intake.pages import days_ago
from tests.intake.test_browser import Open, at_the_login, ready, tab_to, type_day, type_into
from tests.looking import looked_at
from tests.places import Place
from tests.processes import Site

__all__ = ["at_the_login", "ready"]  # fixtures
pytestmark = pytest.mark.browser
NO_PHOTO = {"missing": frozenset({Paper.PHOTO})}


def too_late(page: Page) -> None:
    """A card lost sixty days ago, as far as the answer needs it."""
    on = days_ago(60)
    type_into(page, event="The card was lost", lost_cause="Lost at home")
    type_day(page, "occurred_on", str(on.year), str(on.month), str(on.day))
    type_into(page, name="見本 太郎")
    type_day(page, "birth_date", "S60", "4", "2")


def test_two_keys_refuse_and_print_and_keep_nothing(at_the_login: Open, ready: Place, site: Site) -> None:
    page = at_the_login(site, "/desk/new/", "en")
    too_late(page)
    expect(page.locator("#answer .verdict")).to_have_class(re.compile("tone-plain"))
    # Chromium takes no access key from a driver: the same button by the keyboard.
    tab_to(page, "[accesskey=x]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/new/refusal/")
    expect(page.locator("main, body").first).to_contain_text("ordinary way")
    expect(page.locator("[accesskey=p]")).to_be_focused()
    looked_at(page, "refusal")
    with page.context.expect_event("response", lambda answer: "refusal/paper" in answer.url) as printed:
        page.locator("[accesskey=p]").press("Enter")
    assert printed.value.header_value("content-type") == "application/pdf"
    with ready.scope():
        assert not Application.objects.exists()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing(at_the_login: Open, ready: Place, site: Site, language: str) -> None:
    today = timezone.localdate()
    first = today - timedelta(days=60)
    with ready.scope():
        late = submitted(ready, entry(on=first, law=NO_PHOTO), on=first)
        row = submitted(ready, entry(on=today), on=today)
    page = at_the_login(site, "/desk/", language)
    page.goto(f"{site.url}/desk/applications/{late.uid}/refuse/")
    looked_at(page, "refuse")
    page.locator("[accesskey=p]").press("Enter")
    expect(page.locator("#summary")).to_be_visible()
    looked_at(page, "refuse, no reason")
    page.goto(f"{site.url}/desk/applications/{row.uid}/correct/")
    looked_at(page, "correct")
    page.locator("#id_name").fill("見本 次郎")
    page.locator("#id_reason").fill("聞き間違い")
    page.keyboard.press("Enter")
    expect(page.locator("#id_shown")).not_to_have_value("")
    looked_at(page, "what would change")
    page.locator("[accesskey=p]").press("Enter")
    page.wait_for_url(f"**/applications/{row.uid}/")
    expect(page.locator("body")).to_contain_text("聞き間違い")
    looked_at(page, "corrected")
    page.locator(f"form[action$='{row.uid}/withdraw/'] button").evaluate("it => it.click()")
    expect(page.locator(f"a[href$='{row.uid}/correct/']")).to_have_count(0)
    looked_at(page, "withdrawn")
