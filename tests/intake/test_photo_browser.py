"""A photo attached and compared in a real Chromium: by keyboard, in both languages, with nothing for axe to find."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from desks.models import Practice
from intake.models import Photo
from tests.intake.entries import entry, submitted
from tests.intake.pages import days_ago
from tests.intake.pictures import a_photo
from tests.intake.test_browser import PASSWORD, Open, at_the_login, ready, tab_to, type_day
from tests.looking import looked_at
from tests.places import Place
from tests.processes import Site

__all__ = ["at_the_login", "ready"]  # fixtures
pytestmark = pytest.mark.browser


def choose(page: Page, file: Path) -> None:
    tab_to(page, "[name=file]")
    page.locator("[name=file]").set_input_files(file)


def test_a_photo_is_attached_and_compared_by_two_people(
    at_the_login: Open, ready: Place, site: Site, tmp_path: Path
) -> None:
    on, brought = timezone.localdate(), tmp_path / "face.jpg"
    brought.write_bytes(a_photo())
    with ready.scope():
        row = submitted(ready, entry(on=on), on=on)
        Practice.objects.create(
            municipality=ready.municipality, in_force_from=on, settings={"photo_second_check": True}
        )
    case = f"/desk/applications/{row.uid}/"
    page = at_the_login(site, f"{case}photo/")
    looked_at(page, "photo, empty")
    choose(page, brought)
    type_day(page, "taken_on", "2019", "1", "1")
    page.keyboard.press("Enter")
    expect(page.locator(".summary-errors")).to_contain_text("写真が古すぎます")
    looked_at(page, "photo, too old")
    choose(page, brought)
    taken = days_ago(3)
    page.locator("[name=taken_on_year]").fill("")
    page.locator("[name=taken_on_month]").fill("")
    page.locator("[name=taken_on_day]").fill("")
    type_day(page, "taken_on", str(taken.year), str(taken.month), str(taken.day))
    page.keyboard.press("Enter")
    picture = page.locator(".portrait img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 700
    looked_at(page, "photo, attached")

    ready.supervisor.staff.set_password(PASSWORD)
    ready.supervisor.staff.save()
    page.context.clear_cookies(name="tokkyu")
    page.context.add_cookies([{"name": "language", "value": "en", "url": site.url}])
    page.goto(f"{site.url}{case}photo/compare/")
    page.locator("#id_username").fill(ready.supervisor.staff.username)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Compare the photo")
    looked_at(page, "compare")
    for name in ("face", "name", "birth_date", "address"):
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".tasks")).to_contain_text("Compared by a second person")
    looked_at(page, "record with a photo")
    with ready.scope():
        assert Photo.objects.get().checked_by == ready.supervisor.staff
