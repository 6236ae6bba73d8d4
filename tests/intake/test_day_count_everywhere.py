"""The count of the days is the same for the resident, beside the clerk's form, on the record and on paper."""

import re
from html import unescape

import pytest

from paper.render import available
from tests.eligibility.resident import Resident
from tests.intake.pages import days_ago, typed
from tests.paper.reading import squeezed, text
from tests.places import Place

pytestmark = pytest.mark.django_db


def count_of(html: str) -> str:
    """The part of the page that counts."""
    (part,) = re.findall(r'(?s)<div class="day-count">.*?</div></div>', html)
    return part


def sentence_of(html: str) -> str:
    return unescape(count_of(html).partition('<p class="unseen">')[2].partition("</p>")[0])


def test_resident_clerk_record_and_paper_show_the_same(mihon: Place) -> None:
    rest = ("NO", "AT_HOME", "OF_AGE", "OWN", "BOTH")
    resident = Resident("ja").answer("000-0001", "LOST_OR_DAMAGED", "LOST", days_ago(3), *rest)
    clerk = mihon.client()
    panel = clerk.post("/desk/new/panel/", typed()).content.decode()
    record = clerk.post("/desk/new/", typed(), follow=True).content.decode()
    assert count_of(panel) == count_of(resident.html)
    assert count_of(record) == count_of(resident.html)
    assert "起算日(数えません)" in record
    if available():
        pdf = resident.client.post("/ja/check/slip/", resident.page.sent).content
        assert squeezed(sentence_of(resident.html)) in text(pdf)


def test_the_table_is_for_eyes_and_the_sentence_for_ears(mihon: Place) -> None:
    part = count_of(mihon.client().post("/desk/new/panel/", typed()).content.decode())
    spoken, _, drawn = part.partition('<div class="counted" aria-hidden="true">')
    assert "起算日は" in spoken
    assert "<table" in drawn
    assert "<table" not in spoken
