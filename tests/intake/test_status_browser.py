"""The status page in a real Chromium: by keyboard, in both languages, without JavaScript, as axe sees it."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from delivery.services import record_news
from delivery.states import Source, State
from intake.models import Application
from tests.intake.entries import entry, submitted
from tests.intake.test_browser import tab_to, type_day, type_into
from tests.looking import looked_at
from tests.places import Place
from tests.processes import Site

pytestmark = pytest.mark.browser


def held_letter(place: Place) -> Application:
    """Its first attempt was today."""
    on, at = timezone.localdate(), timezone.now()
    with place.scope():
        row = submitted(place, entry(on=on), on=on)
        row.delivery.move(State.SCHEDULED, at=at, on=on, source=Source.TOKKYU, target_date=on, chase_on=on)
        for state in (State.POSTED, State.ABSENT):
            record_news(row.delivery, state=state, on=on, at=at, source=Source.TRACKING)
    return row


def fits_at_400_percent(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_from_the_first_page_to_the_answer(site: Site, mihon: Place, browser: Browser) -> None:
    cache.clear()
    row = held_letter(mihon)
    page = browser.new_page()
    page.goto(f"{site.url}/ja/check/")
    tab_to(page, "a[href='/ja/status/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ja/status/")
    looked_at(page, "the form")
    type_into(page, reference="７ｋｘ")
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).to_be_focused()
    looked_at(page, "messages")
    page.locator("#id_reference").fill("")
    page.locator("#summary").focus()
    type_into(page, reference=row.reference.lower())
    type_day(page, "birth_date", "昭和60", "4", "2")
    expect(page.locator(".echo")).to_contain_text("1985年(昭和60年)4月2日")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("ご不在でした。郵便局が書留を保管しています")
    looked_at(page, "the answer")
    fits_at_400_percent(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Nobody was at home: the post keeps the letter")
    expect(page.locator(".figure small")).to_have_text("7 days left")
    looked_at(page, "the answer")
    assert page.url == f"{site.url}/en/status/"
    tab_to(page, "main .btn")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Nobody was at home: the post keeps the letter")

    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{site.url}/en/status/")
    plain.get_by_label("Reference").fill(row.reference)
    for name, typed in (("Year", "1985"), ("Month", "4"), ("Day", "3")):
        plain.get_by_label(name, exact=True).fill(typed)
    plain.get_by_role("button", name="Look it up").click()
    expect(plain.locator("main .note")).to_contain_text("Nothing was found")
    plain.get_by_role("button", name="日本語").click()
    expect(plain.locator("main .note")).to_contain_text("見つかりませんでした")
    plain.get_by_label("日", exact=True).fill("2")
    plain.get_by_role("button", name="調べる").click()
    expect(plain.locator("h1")).to_have_text("ご不在でした。郵便局が書留を保管しています")
