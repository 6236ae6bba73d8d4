"""Finding in a real Chromium: by keyboard, page by page without JavaScript, with nothing for axe to find."""

import pytest
from playwright.sync_api import expect

from intake.finding.services import PAGE
from tests.intake.test_browser import Open, at_the_login, ready, tab_to
from tests.intake.test_search import NO_PHOTO, application, copies
from tests.looking import looked_at
from tests.places import Place
from tests.processes import Site

__all__ = ["at_the_login", "ready"]  # fixtures
pytestmark = pytest.mark.browser


def test_by_keyboard_from_the_box_to_the_record(at_the_login: Open, ready: Place, site: Site) -> None:
    rows = copies(ready, application(ready, law=NO_PHOTO), 3)
    page = at_the_login(site, "/desk/", "en")
    tab_to(page, "#search")
    page.keyboard.type("控")
    page.keyboard.press("Enter")
    expect(page.locator("p[role=status]")).to_have_text("Searched as: name or kana. 3 applications.")
    assert page.url == f"{site.url}/desk/search/"
    tab_to(page, "tbody a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/applications/{rows[1].uid}/")


def test_a_row_is_opened_by_a_click_and_its_head_stays(at_the_login: Open, ready: Place, site: Site) -> None:
    shortest = application(ready, law=NO_PHOTO)
    copies(ready, shortest, PAGE)
    page = at_the_login(site, "/desk/")
    last = page.locator("#waiting + .scroll tbody tr").last
    last.scroll_into_view_if_needed()
    head = page.locator("#waiting + .scroll thead th").first.bounding_box()
    assert head is not None
    assert head["y"] == 0
    last.locator("td").last.click()
    page.wait_for_url(f"**/applications/{shortest.uid}/")


def test_without_javascript_a_button_leads_to_the_next_page(
    at_the_login: Open, ready: Place, site: Site
) -> None:
    copies(ready, application(ready, law=NO_PHOTO), PAGE + 2)
    page = at_the_login(site, "/desk/search/", "en", java_script_enabled=False)
    page.locator("#id_q").fill("控")
    page.get_by_text("Narrow it down").click()
    page.locator("#id_standing").select_option("pending")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("tbody tr")).to_have_count(PAGE)
    page.get_by_role("button", name="Next page").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("#id_q")).to_have_value("控")
    expect(page.locator("#id_standing")).to_have_value("pending")
    expect(page.get_by_role("button", name="Next page")).to_have_count(0)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing(at_the_login: Open, ready: Place, site: Site, language: str) -> None:
    copies(ready, application(ready, law=NO_PHOTO), PAGE + 2)
    application(ready)
    page = at_the_login(site, "/desk/", language)
    looked_at(page, "today")
    for name, typed in (("found", "控"), ("nobody", "見当らない"), ("refused", "1")):
        page.goto(f"{site.url}/desk/search/")
        page.locator("#id_q").fill(typed)
        page.locator("main summary").click()
        page.locator("#id_standing").select_option("pending")
        page.locator("main .btn-primary").click()
        expect(page.locator("main p[role=status], main .empty, #summary").first).to_be_visible()
        looked_at(page, name)
