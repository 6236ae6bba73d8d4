"""The clerk's pages in a real Chromium: by keyboard alone, without JavaScript, and with nothing for axe to find."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from desks.models import IssuerKey
from desks.permissions import Role
from eligibility.events import Paper
from intake.models import Application
from tests.eligibility.test_check_browser import fill, go_on
from tests.intake.entries import entry, submitted
from tests.intake.pages import days_ago
from tests.looking import looked_at
from tests.places import Place
from tests.processes import Site, running

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PASSWORD = "correct horse battery staple"
A_SECTION = 640
"""Pixels of height that a clerk sees at once under the top bar, at 1280 x 720."""


@pytest.fixture
def ready(committed: None, mihon: Place) -> Place:
    """みほん市 with an issuer key; its clerk and its supervisor can sign in by name."""
    for member in (mihon.clerk, mihon.supervisor):
        member.staff.set_password(PASSWORD)
        member.staff.save()
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    today = timezone.localdate()
    with mihon.scope():
        IssuerKey.objects.create(
            municipality=mihon.municipality,
            key_id="k1",
            public_key=key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
            valid_from=today,
            valid_until=today + timedelta(days=30),
        )
    return mihon


def _is_trouble(told: ConsoleMessage) -> bool:
    """Whoever goes on before the panel has answered breaks off what it asks: htmx tells that as an error."""
    broken_off = told.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))
    return told.type in ("error", "warning") and not broken_off


@pytest.fixture
def at_the_login(browser: Browser, ready: Place) -> Iterator[Open]:
    """Opens a page of a site for somebody signed in; a warning or an error in the console fails."""
    contexts, said = [], []

    def opened(site: Site, path: str, language: str = "ja", who: str = "clerk", **options: object) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 720}, **options)
        contexts.append(context)
        context.add_cookies(ready.cookies(Role(who), site.url, language))
        page = context.new_page()
        page.on("console", lambda told: said.append(told.text) if _is_trouble(told) else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site.url}{path}")
        assert page.url == f"{site.url}{path}"
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def tab_to(page: Page, selector: str) -> None:
    """The next field or button that fits, by the Tab key."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def type_into(page: Page, **values: str) -> None:
    for name, value in values.items():
        tab_to(page, f"[name={name}]")
        page.keyboard.type(value)


def type_day(page: Page, name: str, year: str, month: str, day: str) -> None:
    type_into(page, **{f"{name}_year": year, f"{name}_month": month, f"{name}_day": day})


def fill_in_by_keyboard(page: Page) -> None:
    """A card lost at home, in the order of the page. A select takes the first letters of its choice."""
    on = days_ago(3)
    type_into(page, event="The card was lost", lost_cause="Lost at home")
    type_day(page, "occurred_on", str(on.year), str(on.month), str(on.day))
    type_into(page, name="見本 太郎", kana="ミホン タロウ")
    type_day(page, "birth_date", "S60", "4", "2")
    tab_to(page, "[name=sex]")
    page.keyboard.press("ArrowDown")
    type_into(page, postcode="0000001", address="見本町1-2-3")
    type_into(page, applicant_1_kind="Passport", applicant_2_kind="Pension")


def test_by_keyboard_alone_from_the_empty_form_to_scheduled(
    at_the_login: Open, ready: Place, site: Site, tmp_path: Path
) -> None:
    with running(tmp_path, "relay", "worker"):
        page = at_the_login(site, "/desk/new/", "en")
        fill_in_by_keyboard(page)
        expect(page.locator("#answer")).to_contain_text("2,000 yen")
        expect(page.locator("#answer")).not_to_contain_text("Still to do")
        tab_to(page, "#entry .btn-primary")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("Application ")
        expect(page.locator("#state .badge")).to_contain_text("Scheduled", timeout=20_000)
        # Around the end of the year no day is named.
        expect(page.locator("#state")).to_contain_text(re.compile("Target: |more than one week"))
        tab_to(page, "a[href$='/paper/pack/']")


def test_the_postcode_fills_an_empty_address_and_no_other(at_the_login: Open, site: Site) -> None:
    page = at_the_login(site, "/desk/new/")
    page.locator("#id_postcode").fill("000-0001")
    expect(page.locator("#id_address")).to_have_value("見本県みほん市")
    # It is typed on from its end; whoever wants another one takes it out.
    page.locator("#id_address").focus()
    page.keyboard.type("見本町8")
    expect(page.locator("#id_address")).to_have_value("見本県みほん市見本町8")
    page.keyboard.press("Control+A")
    page.keyboard.type("見本町9")
    page.locator("#id_name").fill("見本")
    expect(page.locator("#answer")).not_to_contain_text("郵便番号の住所")
    expect(page.locator("#id_address")).to_have_value("見本町9")


def test_only_what_a_reason_has_is_asked(at_the_login: Open, site: Site) -> None:
    page = at_the_login(site, "/desk/new/")
    shown = {"LOST": "lost_cause", "DAMAGE": "damage_cause", "INFANT": "with_birth_notification"}
    for event in ("", *shown):
        page.locator("#id_event").select_option(event)
        for other, field in shown.items():
            expect(page.locator(f"#id_{field}")).to_be_visible(visible=other == event)
    on, age = days_ago(3), {"adult": 1985, "child": days_ago(0).year - 9}
    page.locator("#id_event").select_option("LOST")
    for index, part in enumerate((on.year, on.month, on.day)):
        page.locator(f"#id_occurred_on_{index}").fill(str(part))
    for person, year in age.items():
        for index, part in enumerate((year, 4, 2)):
            page.locator(f"#id_birth_date_{index}").fill(str(part))
        expect(page.locator("#id_representative_name")).to_be_visible(visible=person == "child")
        expect(page.locator("#id_agent_name")).to_be_hidden()
    for number in (1, 2):
        expect(page.locator("#id_applicant_3_kind")).to_be_hidden()
        page.locator(f"#id_applicant_{number}_kind").select_option("BANK_BOOK")
    expect(page.locator("#id_applicant_3_kind")).to_be_visible()
    expect(page.locator("#id_safe_to_post_0")).to_be_hidden()
    page.locator("#id_support_measures").check()
    expect(page.locator("#id_safe_to_post_0")).to_be_visible()


def test_without_javascript_a_button_asks_and_the_form_submits(at_the_login: Open, site: Site) -> None:
    page = at_the_login(site, "/desk/new/", "en", java_script_enabled=False)
    on = days_ago(3)
    page.locator("#id_event").select_option("LOST")
    page.locator("#id_lost_cause").select_option("AT_HOME")
    for index, part in enumerate((on.year, on.month, on.day)):
        page.locator(f"#id_occurred_on_{index}").fill(str(part))
    for index, part in enumerate((1985, 4, 2)):
        page.locator(f"#id_birth_date_{index}").fill(str(part))
    page.locator("#id_postcode").fill("000-0001")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#answer")).to_contain_text("2,000 yen")
    expect(page.locator("#id_address")).to_have_value("見本県みほん市")
    page.locator("#id_name").fill("見本 太郎")
    page.locator("#id_sex_0").check()
    page.locator("#id_applicant_1_kind").select_option("PASSPORT")
    page.locator("#id_applicant_2_kind").select_option("BANK_BOOK")
    page.get_by_role("button", name="Submit the application").click()
    expect(page.locator("#state")).to_contain_text("Refresh")


def test_a_section_is_seen_whole(at_the_login: Open, site: Site) -> None:
    for language in ("ja", "en"):
        page = at_the_login(site, "/desk/new/", language)
        for event in ("LOST", "OVERSEAS"):
            page.locator("#id_event").select_option(event)
            for section in page.locator("#entry > .section").all():
                # Sections of people whom this case does not ask for are not drawn.
                box = section.bounding_box() or {"height": 0}
                assert box["height"] <= A_SECTION, (language, event, section.inner_text()[:20])


@pytest.mark.parametrize("scripts", [True, False], ids=["javascript", "no javascript"])
def test_the_slip_of_the_self_check_fills_the_form(
    at_the_login: Open, ready: Place, site: Site, browser: Browser, scripts: bool
) -> None:
    code = slip_from_the_check(browser, site)
    page = at_the_login(site, "/desk/new/", java_script_enabled=scripts)
    page.locator("#id_name").fill("見本 太郎")
    page.locator("#id_slip").focus()
    # As a scanner does: the characters, then Enter.
    page.keyboard.type(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{site.url}/desk/new/"
    if scripts:
        expect(page.locator("#summary")).to_be_focused()
    on = days_ago(3)
    for name, value in {
        "event": "LOST",
        "lost_cause": "OUTSIDE",
        "occurred_on_0": str(on.year),
        "occurred_on_1": str(on.month),
        "occurred_on_2": str(on.day),
        "name": "見本 太郎",
        "slip": "",
    }.items():
        expect(page.locator(f"#id_{name}")).to_have_value(value)
    expect(page.locator("#id_police_number")).to_be_checked()
    expect(page.locator("[name=certificates][value=SIGNATURE]")).not_to_be_checked()
    expect(page.locator("#answer")).to_contain_text("2,000円")
    if scripts:
        looked_at(page, "slip read")
    page.locator("#id_slip").fill("9YGY-MXB2")
    page.keyboard.press("Enter")
    expect(page.locator("#id_slip_error")).to_contain_text("控えと見比べてください")
    expect(page.locator("#id_slip")).to_have_value("9YGY-MXB2")
    expect(page.locator("#id_lost_cause")).to_have_value("OUTSIDE")
    if scripts:
        looked_at(page, "slip not read")
    with ready.scope():
        assert not Application.objects.exists()


def slip_from_the_check(browser: Browser, site: Site) -> str:
    """The code that a resident of みほん市 reads off the result page."""
    page = browser.new_page()
    page.goto(f"{site.url}/ja/check/")
    card = ("000-0001", "LOST_OR_DAMAGED", "LOST", days_ago(3), "NO", "OUTSIDE", "YES")
    for answer in (*card, "OF_AGE", "OWN", "USER"):
        fill(page, answer)
        go_on(page)
    box = page.locator(".slip .qr svg").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 96
    code = page.locator(".slip b").inner_text()
    page.close()
    return code


@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_on_any_page(
    at_the_login: Open, ready: Place, site: Site, browser: Browser, language: str
) -> None:
    on = timezone.localdate()
    with ready.scope():
        accepted = submitted(ready, entry(on=on, support_measures=True, to_desk=True), on=on)
        waiting = submitted(ready, entry(on=on, law={"missing": frozenset({Paper.PHOTO})}), on=on)
    page = at_the_login(site, "/desk/", language)
    looked_at(page, "today")
    for name, path in (
        ("accepted", f"/desk/applications/{accepted.uid}/"),
        ("waiting", f"/desk/applications/{waiting.uid}/"),
        ("complete", f"/desk/applications/{waiting.uid}/complete/"),
        ("passwords", f"/desk/applications/{accepted.uid}/passwords/"),
        ("search", "/desk/search/"),
        ("new", "/desk/new/"),
    ):
        page.goto(f"{site.url}{path}")
        looked_at(page, name)
    page.locator("#id_event").select_option("LOST")
    page.locator("#entry .btn-primary").click()
    expect(page.locator("#summary")).to_be_focused()
    looked_at(page, "new with errors")
    page.goto(f"{site.url}/desk/search/")
    page.locator("#id_q").fill("見本")
    page.locator("main .btn-primary").click()
    expect(page.locator("table.people")).to_be_visible()
    looked_at(page, "found")
