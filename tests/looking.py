"""A page as axe sees it, and wide and narrow."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (390, 1280)


def complaints(page: Page) -> str:
    """What axe finds on the page as it stands; nothing where it is well made."""
    # Without the long list of what is right it takes half the time.
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    return str(results.generate_report()) if results.violations_count else ""


def looked_at(page: Page, name: str, widths: Sequence[int] = WIDTHS) -> None:
    """Nothing scrolls sideways at any of these widths; at the last one axe finds nothing.

    What hangs on width and scheme axe tells of the gallery, which has every component; every pair of colours is
    measured in both schemes.
    """
    for width in widths:
        page.set_viewport_size({"width": width, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
    assert complaints(page) == "", name
