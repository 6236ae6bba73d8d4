"""A card handed over in a real Chromium: from the scan of its label to the receipt, by keys alone."""

import pytest
from playwright.sync_api import expect

from tests.intake.test_browser import Open, at_the_login, ready, tab_to
from tests.intake.test_handing_over import at_desk
from tests.looking import looked_at
from tests.places import Place
from tests.processes import Site

__all__ = ["at_the_login", "ready"]  # fixtures
pytestmark = pytest.mark.browser


def test_from_the_scan_of_a_label_to_the_receipt(at_the_login: Open, ready: Place, site: Site) -> None:
    row = at_desk(ready)
    page = at_the_login(site, "/letters/shelf/")
    looked_at(page, "shelf")
    # The scanner types where the cursor stands, and ends with Enter.
    page.keyboard.type(row.reference)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("カードを交付する")
    tab_to(page, "[name=present]")
    page.keyboard.press("Enter")
    expect(page.locator(".summary-errors")).to_be_visible()
    looked_at(page, "hand-over, too little")
    tab_to(page, "[name=present]")
    page.keyboard.press("Space")
    tab_to(page, "[name=applicant_1_kind]")
    for _ in ("My Number Card", "driver's licence"):
        page.keyboard.press("ArrowDown")
    tab_to(page, "main form .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator("main section.tone-good")).to_contain_text("交付")
    looked_at(page, "handed over")
    receipt = page.locator("[accesskey=p]")
    expect(receipt).to_have_count(1)
    assert page.request.get(f"{site.url}{receipt.get_attribute('href')}").body().startswith(b"%PDF")
