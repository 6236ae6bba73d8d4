"""What a clerk does with hands and eyes: fills in the form, by keyboard or not, and reads paper."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.intake.test_browser import tab_to, type_day, type_into
from tests.paper.reading import pages, squeezed

PATIENCE = 20_000
"""Milliseconds: a busy machine is no reason to fail."""
TO_DO = re.compile("まだ必要なこと|Still to do")
HOME = {"postcode": "0000001", "address": "見本県みほん市見本町1-2-3"}
Form = dict[str, object]


def type_form(page: Page, form: Form) -> None:
    """By keyboard alone, in the order of the page."""
    for name, value in form.items():
        if isinstance(value, date):
            type_day(page, name, str(value.year), f"{value:%m}", f"{value:%d}")
        elif isinstance(value, bool):
            tab_to(page, f"[name={name}]")
            page.keyboard.press("Space")
        elif name == "postcode":
            type_into(page, postcode=str(value))
            expect(page.locator("#id_address")).not_to_have_value("")
        elif name == "address":
            # The postcode wrote the beginning.
            begun = page.locator("#id_address").input_value()
            tab_to(page, "[name=address]")
            page.keyboard.type(str(value).removeprefix(begun))
        else:
            tab_to(page, f"[name={name}]")
            _type_or_choose(page, str(value))


def _type_or_choose(page: Page, value: str) -> None:
    """A list and round buttons take the arrow key."""
    kind = page.evaluate("document.activeElement.type")
    if kind not in ("select-one", "radio"):
        page.keyboard.type(value)
        return
    if kind == "radio":
        page.keyboard.press("Space")
    for _ in range(40):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"the arrow key does not reach {value}")


def fill_form(page: Page, form: Form) -> None:
    """By mouse."""
    for name, value in form.items():
        box = page.locator(f"#entry [name={name}]")
        if isinstance(value, date):
            for part, number in (("year", value.year), ("month", value.month), ("day", value.day)):
                page.locator(f"[name={name}_{part}]").fill(str(number))
        elif isinstance(value, bool):
            box.set_checked(value)
        elif box.first.get_attribute("type") == "radio":
            page.locator(f"#entry [name={name}][value='{value}']").check()
        elif box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(str(value))
        else:
            box.fill(str(value))


def says(page: Page, *words: str) -> None:
    """What the answer beside the form tells by now."""
    for one in words:
        expect(page.locator("#answer")).to_contain_text(one, timeout=PATIENCE)


def go_to_the_task(page: Page) -> None:
    """From the first of what is still to do to its field."""
    page.locator("#answer section li a[href^='#id_']").first.press("Enter")


def submit(page: Page) -> None:
    """To the record, when nothing stands in the way any more."""
    expect(page.locator("#answer")).not_to_contain_text(TO_DO, timeout=PATIENCE)
    page.locator("#entry .btn-primary").press("Enter")
    expect(page.locator("#state")).to_be_visible(timeout=PATIENCE)


def tells(page: Page, *words: str) -> None:
    """What the record tells."""
    for one in words:
        expect(page.locator("main")).to_contain_text(one, timeout=PATIENCE)


def paper(page: Page, sheet: str) -> list[str]:
    """The pages of a sheet of the application that is open, as text without white space."""
    link = page.locator(f"a[href$='/paper/{sheet}/']").first
    answer = page.context.request.get(str(link.evaluate("link => link.href")))
    assert answer.headers["content-type"] == "application/pdf", answer.status
    return [squeezed(one.extract_text()) for one in pages(answer.body())]


def code_of_the_password_page(page: Page) -> str:
    """From the record to the code for the other screen, by keyboard."""
    tab_to(page, "a[href$='/passwords/']")
    page.keyboard.press("Enter")
    expect(page.locator("[name=do][value=code]")).to_be_visible(timeout=PATIENCE)
    tab_to(page, "[name=do][value=code]")
    page.keyboard.press("Enter")
    return page.locator(".code").inner_text()


def set_passwords(screen: Page) -> None:
    """The resident, on the page that the code opened: whatever it asks for, each twice."""
    for box in screen.locator("form input[type=password]").all():
        box.fill("CAT5DOG" if "signature" in str(box.get_attribute("name")) else "9047")
    screen.locator("main form .btn-primary").first.press("Enter")
    expect(screen.locator(".verdict.tone-good")).to_be_visible(timeout=PATIENCE)
