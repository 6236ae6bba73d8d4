"""Sizes to the millimetre, nothing over the edge, and a document that a screen reader can read."""

import logging
import threading
from io import BytesIO

import pytest
import weasyprint
from django.template.loader import render_to_string
from django.utils.translation import override
from pypdf import PdfReader

from paper.sheets import Sheet, pack
from tests.paper.reading import pages, pieces, size, squeezed, text
from tests.paper.samples import (
    APPLICATION,
    ENVELOPE,
    EVERY_SHEET,
    LONG_ADDRESS,
    LONG_NAME,
    LONG_SHEETS,
    everything,
    printed,
)

A4, CHOUKEI_3 = (210, 297), (120, 235)


@pytest.mark.parametrize("sheet", EVERY_SHEET + LONG_SHEETS, ids=lambda sheet: type(sheet).__name__)
def test_pages_have_their_size(sheet: Sheet) -> None:
    wanted = [CHOUKEI_3, CHOUKEI_3] if sheet.template == ENVELOPE.template else [A4]
    assert [size(page) for page in pages(printed(sheet))] == [
        (pytest.approx(width, abs=0.1), pytest.approx(height, abs=0.1)) for width, height in wanted
    ]


@pytest.mark.parametrize("sheet", EVERY_SHEET + LONG_SHEETS, ids=lambda sheet: type(sheet).__name__)
def test_nothing_runs_over_the_edge(sheet: Sheet) -> None:
    """Left of 25 mm the paper is punched; an envelope keeps 6 mm all round."""
    left, margin = (6, 6) if sheet.template == ENVELOPE.template else (25, 14)
    for page in pages(printed(sheet)):
        width, height = size(page)
        outside = [
            piece
            for piece in pieces(page)
            if piece.left < left or piece.right > width - margin or not 8 < piece.base < height - 8
        ]
        assert outside == []


def test_long_names_and_addresses_are_whole() -> None:
    for sheet in LONG_SHEETS:
        said = text(printed(sheet))
        values = [value for value in vars(sheet).values() if value in (LONG_NAME, LONG_ADDRESS)]
        assert all(squeezed(value) in said for value in values), sheet


def test_documents_are_tagged_and_tell_nothing_of_a_person() -> None:
    reader = PdfReader(BytesIO(everything("en")))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    with override("en"):
        title = " / ".join(dict.fromkeys(str(sheet.title) for sheet in EVERY_SHEET))
    assert dict(reader.metadata) == {"/Title": title, "/Producer": reader.metadata.producer}
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert "髙﨑".encode() not in root["/Metadata"].get_data()


def test_printers_are_asked_for_true_size_and_one_side() -> None:
    """On the back of an application that the desk keeps there must not be somebody's receipt."""
    asked = PdfReader(BytesIO(everything("ja"))).trailer["/Root"]["/ViewerPreferences"]
    assert asked == {"/DisplayDocTitle": True, "/PrintScaling": "/None", "/Duplex": "/Simplex"}


def test_the_style_sheet_is_understood_as_a_whole(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        weasyprint.CSS(string=render_to_string("paper/paper.css"))
        pack(EVERY_SHEET, "ja")
    assert caplog.records == []


def test_several_threads_print_at_a_time() -> None:
    alone = text(printed(ENVELOPE))
    seen: list[str] = []
    threads = [threading.Thread(target=lambda: seen.append(text(pack([ENVELOPE], "ja")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [alone] * 4


def test_a_day_of_papers_shares_its_faces() -> None:
    """Ten envelopes weigh much less than ten times one."""
    assert len(pack([ENVELOPE] * 10, "ja")) < 2 * len(printed(ENVELOPE))
    assert len(pages(pack([APPLICATION, ENVELOPE], "ja"))) == 3
