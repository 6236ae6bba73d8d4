"""Every component in a real Chromium: axe finds nothing, nothing scrolls sideways, the keyboard reaches everything."""

import gzip
import re
from itertools import product

import pytest
from django.conf import settings

from tests.look.conftest import Show
from tests.look.gallery import gallery
from tests.looking import complaints

pytestmark = pytest.mark.browser
BASES = ("base_public.html", "base_staff.html")
# Each base, language and state with each of the others.
STATES = [
    (BASES[0], "ja", True),
    (BASES[0], "en", False),
    (BASES[1], "ja", False),
    (BASES[1], "en", True),
]
VIEWS = [*product((390, 1280), ("light", "dark"))]


@pytest.mark.parametrize(("base", "language", "wrong"), STATES)
def test_axe_finds_nothing(show: Show, base: str, language: str, wrong: bool) -> None:
    page = show(gallery(base, language, wrong=wrong))
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 720})
        page.emulate_media(color_scheme=scheme)
        assert complaints(page) == "", f"{width} {scheme}"


def test_axe_would_find_something(show: Show) -> None:
    page = show(gallery(BASES[0], "en").replace("<label", "<span"))
    assert complaints(page)


@pytest.mark.parametrize("base", BASES)
def test_nothing_scrolls_sideways(show: Show, base: str) -> None:
    """320 px is a window of 1280 at 400 %."""
    page = show(gallery(base, "en", wrong=True))
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_reading_starts_at_the_summary_whose_links_lead_to_the_fields(show: Show) -> None:
    page = show(gallery(BASES[0], "ja", wrong=True))
    assert page.evaluate("document.activeElement.id") == "summary"
    links = page.locator("#summary a")
    texts = links.all_inner_texts()
    assert texts[0] == "氏名: 保存できない文字が1つあります(U+202E)。消して入力し直してください。"
    for index in range(links.count()):
        links.nth(index).click()
        assert page.evaluate("document.activeElement.matches('input, select, textarea')"), texts[index]


def test_each_message_stands_between_hint_and_input_and_is_read_with_it(show: Show) -> None:
    page = show(gallery(BASES[0], "en", wrong=True))
    name = page.locator("#id_name")
    hint, error = name.get_attribute("aria-describedby").split()
    assert page.locator(f"#{hint}").inner_text() == "住民票のとおりに入力してください。"
    assert "U+202E" in page.locator(f"#{error}").inner_text()
    tops = [page.locator(f"#{id_}").bounding_box()["y"] for id_ in (hint, error, "id_name")]
    assert tops == sorted(tops)
    assert name.get_attribute("aria-invalid") == "true"


def test_what_was_typed_comes_back(show: Show) -> None:
    page = show(gallery(BASES[1], "en", wrong=True))
    assert page.locator("#id_name").input_value() == '"><script>alert(1)</script>\u202e'
    assert page.locator("#id_note").input_value() == "短い"


def test_the_echo_follows_the_boxes_and_agrees_with_the_server(show: Show) -> None:
    for language, echo in (("ja", "2026年(令和8年)5月6日(水)"), ("en", "Wed 6 May 2026 / 令和8年5月6日(水)")):
        page = show(gallery(BASES[0], language))
        for part, text in zip(("year", "month", "day"), ("\uff32\uff18", "5", "\uff16"), strict=True):
            page.locator(f"[name=born_on_{part}]").fill(text)
        assert page.locator("output.echo").inner_text() == echo
        page.locator("[name=born_on_day]").fill("32")
        assert page.locator("output.echo").inner_text() == ""


def test_every_control_shows_its_focus(show: Show) -> None:
    page = show(gallery(BASES[1], "ja"))
    outlined = """() => {
        const seen = document.activeElement.closest(".choice") ?? document.activeElement;
        return getComputedStyle(seen).outlineWidth === "3px" && getComputedStyle(seen).boxShadow !== "none";
    }"""
    reached = 0
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body") and reached < 200:
        assert page.evaluate(outlined), page.evaluate("document.activeElement.outerHTML")
        reached += 1
        page.keyboard.press("Tab")
    assert reached > 25


def test_targets_are_large(show: Show) -> None:
    page = show(gallery(BASES[0], "ja"), width=390)
    for box in [
        element.bounding_box() for element in page.locator(".choice, .btn, select, .field input").all()
    ]:
        assert box is None or box["height"] >= 24


def test_rows_open_by_click_and_move_by_arrow_keys(show: Show) -> None:
    page = show(gallery(BASES[1], "ja"))
    page.locator("tbody tr th a").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "B3HX-2WN8-ZD"
    page.locator("[data-rows] td").first.click()
    assert page.url.endswith("#form")


def test_everything_is_there_without_javascript(browser: object) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.set_content(gallery(BASES[0], "ja", wrong=True))
    assert page.locator("#summary a").count() >= 8
    page.close()


def test_the_first_visit_of_a_public_page_weighs_at_most_40_kb() -> None:
    html = gallery(BASES[0], "ja")
    names = re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js|svg))"', html)
    assert len(names) >= 5
    parts = [html.encode(), *((settings.STATIC_ROOT / name).read_bytes() for name in names)]
    assert sum(len(gzip.compress(part)) for part in parts) <= 40 * 1024
