"""The administrator's pages in a real Chromium: without JavaScript, and with nothing for axe to find."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from desks.models import Practice
from desks.permissions import Role
from eligibility.plain import to_json
from eligibility.practice import NATIONAL
from tests.looking import looked_at
from tests.places import Place
from tests.processes import Site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture
def signed_in(browser: Browser, site: Site, mihon: Place) -> Iterator[Open]:
    """The first page of the administrator, signed in; a warning or an error in the console fails."""
    contexts, said = [], []

    def opened(language: str, **options: object) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 720}, **options)
        contexts.append(context)
        context.add_cookies(mihon.cookies(Role.ADMINISTRATOR, site.url, language))
        page = context.new_page()
        page.on("console", lambda told: said.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site.url}/setup/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_on_any_page(signed_in: Open, site: Site, language: str) -> None:
    page = signed_in(language)
    looked_at(page, "practice")
    for name, path in (
        ("change", "/practice/change/?start=SUZAKA"),
        ("calendar", f"/calendar/?year={timezone.localdate().year + 1}"),
        ("hours", "/calendar/hours/"),
    ):
        page.goto(f"{site.url}{path}")
        looked_at(page, name)
    page.goto(f"{site.url}/practice/change/?start=SUZAKA")
    page.locator("#id_target_days").fill("0")
    page.locator("main .btn-primary").click()
    expect(page.locator("#summary")).to_be_focused()
    looked_at(page, "change with errors")
    page.locator("#id_target_days").fill("6")
    page.locator("main .btn-primary").click()
    expect(page.locator("button[name=confirm]")).to_be_visible()
    looked_at(page, "preview")
    page.goto(f"{site.url}/calendar/")
    page.locator("main .btn-primary").click()
    expect(page.locator("#summary")).to_be_focused()
    looked_at(page, "calendar with errors")


def test_without_javascript_a_preset_is_settled_and_a_day_closed(
    signed_in: Open, site: Site, mihon: Place, tmp_path: Path
) -> None:
    page = signed_in("en", java_script_enabled=False)
    page.get_by_role("link", name="Set-up", exact=True).click()
    page.get_by_role("link", name="Practice", exact=True).click()
    page.get_by_role("link", name="Change the practice").click()
    page.get_by_text("Start from a published practice").click()
    page.get_by_role("link", name="Start from Suzaka-shi, Nagano (須坂市)").click()
    expect(page.locator("#id_first_day_counted_1")).to_be_checked()
    page.get_by_role("button", name="See what changes").click()
    expect(page.locator("main")).to_contain_text("A card reported lost on")
    page.get_by_role("button", name="Change something").click()
    page.locator("#id_target_days").fill("6")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("button", name="Let it hold from").click()
    expect(page.locator("main")).to_contain_text("It holds from")
    row = Practice.objects.latest("id")
    wanted = {"first_day_counted": True, "number_change": "CLERK_DECIDES", "target_days": 6}
    assert row.settings == to_json(NATIONAL) | wanted

    page.get_by_role("link", name="Set-up", exact=True).click()
    page.get_by_role("link", name="Closed days", exact=True).click()
    page.get_by_label("The desks are closed").check()
    first = timezone.localdate().replace(year=timezone.localdate().year + 1, month=6, day=1)
    while first.weekday() > 4:
        first = first.replace(day=first.day + 1)
    for index, part in enumerate((first.year, first.month, first.day)):
        page.locator(f"#id_first_{index}").fill(str(part))
    page.get_by_label("Why?").fill("市制記念日")
    page.get_by_role("button", name="Add these days").click()
    expect(page.locator(".months")).to_contain_text("市制記念日")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".months")).not_to_contain_text("市制記念日")
