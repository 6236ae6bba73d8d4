"""A page as axe sees it, wide and narrow."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDE, NARROW = (1280, "light"), (390, "dark")


def looked_at(page: Page, name: str) -> None:
    """Nothing scrolls sideways, wide or narrow. axe finds nothing: Japanese wide and light, English narrow and dark.

    What it tells by width and scheme does not hang on the language: the gallery has every component in all of them.
    """
    seen = WIDE if page.evaluate("document.documentElement.lang") == "ja" else NARROW
    # The one for axe comes last.
    for width, scheme in sorted((WIDE, NARROW), key=seen.__eq__):
        page.set_viewport_size({"width": width, "height": 720})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
    results = Axe().run(page)
    assert results.violations_count == 0, f"{name} {seen}: {results.generate_report()}"
