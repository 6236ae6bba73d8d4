"""The set-up pages in a real Chromium: without JavaScript, and with nothing for axe to find."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from desks.models import Membership, Staff
from desks.permissions import Role
from tests.desks.test_administer_browser import Open, signed_in
from tests.looking import looked_at
from tests.places import Place
from tests.processes import Site

pytestmark = pytest.mark.browser
__all__ = ["signed_in"]
NEW = "another good long password"


def send(page: Page) -> None:
    page.locator("main .btn-primary").first.click()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_on_any_page(signed_in: Open, site: Site, mihon: Place, language: str) -> None:
    page = signed_in(language)
    person, desk = mihon.clerk.staff.uid, mihon.branch.uid
    for path in (
        "setup/",
        "setup/desks/",
        f"setup/desks/{desk}/",
        "setup/return-address/",
        "setup/staff/",
        f"setup/staff/{person}/",
        f"setup/staff/{person}/last-day/?role={mihon.clerk.pk}",
        "setup/import/staff/",
        "password/",
    ):
        page.goto(f"{site.url}/{path}")
        looked_at(page, path)
        if os.environ.get("TOKKYU_SHOTS"):
            name = path.replace("/", "_").partition("?")[0]
            page.screenshot(path=f"{os.environ['TOKKYU_SHOTS']}/{language}-{name}390.png", full_page=True)
            page.set_viewport_size({"width": 1280, "height": 720})
            page.emulate_media(color_scheme="light")
            page.screenshot(path=f"{os.environ['TOKKYU_SHOTS']}/{language}-{name}1280.png", full_page=True)
    for path in ("setup/desks/add/", "setup/staff/add/", "setup/keys/"):
        page.goto(f"{site.url}/{path}")
        looked_at(page, path)
        send(page)
        expect(page.locator("#summary")).to_be_focused()
        looked_at(page, f"{path} with errors")


def test_without_javascript_a_person_is_added_signs_in_and_people_are_read_in(
    signed_in: Open, site: Site, mihon: Place, tmp_path: Path
) -> None:
    page = signed_in("en", java_script_enabled=False)
    page.get_by_role("link", name="Set-up").click()
    page.get_by_role("link", name="People and roles", exact=True).click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Family name").fill("新任")
    page.get_by_label("Login name").fill("haru")
    page.get_by_label("Clerk").check()
    page.get_by_label("Desk", exact=True).select_option(label="City hall")
    send(page)
    password = page.locator("main td code").inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{site.url}/login/")
    page.locator("#id_username").fill("haru@990019")
    page.locator("#id_password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/password/")
    page.locator("#id_present").fill(password)
    page.locator("#id_new").fill(NEW)
    page.locator("#id_again").fill(NEW)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/desk/")
    assert Staff.objects.get(username="haru@990019").check_password(NEW)

    admin = signed_in("en", java_script_enabled=False)
    admin.goto(f"{site.url}/setup/import/staff/")
    table = tmp_path / "staff.csv"
    rows = "Login name,Family name,Desk,Role,First day\nnatsu,夏,本庁窓口,Supervisor,2026/4/1\n"
    table.write_text(rows, encoding="cp932")
    admin.locator("input[type=file]").set_input_files(table)
    send(admin)
    send(admin)
    expect(admin.locator("main td code")).to_have_count(1)
    assert Membership.objects.get(staff__username="natsu@990019").role == Role.SUPERVISOR
