"""Django templates to PDF with WeasyPrint: tagged, both faces embedded, nothing fetched from anywhere."""

import logging
import warnings
from collections.abc import Sequence
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from paper.fonts import code_points, missing_glyphs, only_our_faces, printable

try:
    # Where Pango is missing WeasyPrint prints a lecture; `available` says it for us.
    with warnings.catch_warnings(), only_our_faces(), redirect_stdout(StringIO()):
        # Without libharfbuzz-subset sheets are the same, only slower, and WeasyPrint says so with a warning.
        warnings.simplefilter("ignore", DeprecationWarning)
        import weasyprint
except OSError:  # Pango is a library of the system, and this system has none.
    weasyprint = None

# Every step of every page is no news.
for _name in ("weasyprint.progress", "fontTools"):
    logging.getLogger(_name).setLevel(logging.WARNING)

APT_LINE = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_VARIANT = "pdf/ua-1"
# Pango's font maps are not made for two threads at a time.
_press = Lock()


class PaperUnavailable(Exception):
    """This machine cannot print; `apt_line` is the command that an operator runs to change that."""

    apt_line = APT_LINE

    def __init__(self) -> None:
        super().__init__(f"Paper needs Pango: {APT_LINE}")


def available() -> bool:
    """Whether this machine can make a PDF."""
    return weasyprint is not None


def lay_out(template_name: str, context: dict[str, Any], *, language: str) -> "weasyprint.Document":
    """The pages of one template in `language` ("ja", "en"), not yet a PDF.

    The template gets `language`, and `missing`: the code points of the characters that cannot be printed (see
    `missing_glyphs`), so that a sheet can say that somebody must write them in. Raises PaperUnavailable without Pango.
    """
    if not available():
        raise PaperUnavailable
    context = {**context, "language": language}
    with override(language):
        html: str = render_to_string(template_name, context)
        if missing := missing_glyphs(html):
            html = printable(render_to_string(template_name, {**context, "missing": code_points(missing)}))
    with _press:
        return weasyprint.HTML(string=html, url_fetcher=_no_fetching()).render(
            stylesheets=[_style()], font_config=_faces(), pdf_variant=_VARIANT
        )


def bind(documents: Sequence["weasyprint.Document"]) -> bytes:
    """All pages as one PDF (PDF/UA-1), with the title and the language of the first. The faces are embedded once."""
    pages = [page for document in documents for page in document.pages]
    with _press:
        pdf: bytes = documents[0].copy(pages).write_pdf(finisher=_to_scale, pdf_variant=_VARIANT)
    return pdf


def _to_scale(document: "weasyprint.Document", pdf: Any) -> None:
    """Asks the printer for true millimetres, and for one side: each sheet goes to somebody else."""
    pdf.catalog["ViewerPreferences"].update({"PrintScaling": "/None", "Duplex": "/Simplex"})


@cache
def _faces() -> "weasyprint.text.fonts.FontConfiguration":
    with only_our_faces():
        return weasyprint.text.fonts.FontConfiguration()


@cache
def _style() -> "weasyprint.CSS":
    return weasyprint.CSS(
        string=render_to_string("paper/paper.css"), font_config=_faces(), url_fetcher=_no_fetching()
    )


@cache
def _no_fetching() -> "weasyprint.urls.URLFetcher":
    return weasyprint.urls.URLFetcher(allowed_protocols={"data"})
