"""A page as axe sees it, and wide and narrow."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (390, 1280)


def looked_at(page: Page, name: str) -> None:
    """Nothing scrolls sideways, wide or narrow, in either language; in Japanese axe finds nothing.

    What axe tells of a page does not hang on the language. What hangs on width and scheme it tells of the gallery,
    which has every component; every pair of colours is measured in both schemes.
    """
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
    if page.evaluate("document.documentElement.lang") == "ja":
        results = Axe().run(page)
        assert results.violations_count == 0, f"{name}: {results.generate_report()}"
