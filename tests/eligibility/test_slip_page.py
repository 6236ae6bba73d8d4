"""The slip on the result page: with every result, in both languages, and nothing but the code in its QR."""

import re

import pytest
import segno

from eligibility.events import DesignationEvent, OrdinaryCase
from eligibility.slip.content import read_slip
from tests.eligibility.resident import Resident
from tests.eligibility.test_check_walk import PLACE, WALKS, ago

pytestmark = pytest.mark.django_db


def code_on(resident: Resident) -> str:
    found = re.search(r"<b>([0-9A-Z]{4}-[0-9A-Z]{4})</b>", resident.html)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("walk", WALKS)
def test_every_result_has_its_slip(walk: str) -> None:
    resident = Resident("ja").answer(PLACE, *WALKS[walk][0])
    content = read_slip(code_on(resident))
    assert content.residence_code == "131032"
    assert "ここには何も保存しません" in resident.text
    assert content.event in {*DesignationEvent, *OrdinaryCase, "OTHER"}


def test_it_tells_the_answers() -> None:
    answers = ("LOST_OR_DAMAGED", "DAMAGE", ago(3), "NO", "DISASTER", "NO", "WARD", "OTHER", "NEITHER")
    content = read_slip(code_on(Resident("en").answer(PLACE, *answers)))
    facts = content.facts()
    assert (facts.event, facts.cause, facts.disaster_certificate) == ("DAMAGE", "DISASTER", "NO")
    assert (facts.occurred_on, facts.is_ward, facts.at_residence_desk) == (ago(3), True, False)
    assert facts.certificates == frozenset()


def test_it_is_the_same_in_both_languages() -> None:
    answers = WALKS["lost outside"][0]
    one, other = (Resident(language).answer(PLACE, *answers) for language in ("ja", "en"))
    assert code_on(one) == code_on(other)
    assert "It carries your answers and no name; nothing is stored here." in other.text


def test_the_picture_is_the_code_and_has_no_style() -> None:
    resident = Resident("en").answer(PLACE, *WALKS["newborn"][0])
    svg = re.search(r'<span class="qr".*?(<svg.*?</svg>)', resident.html)
    assert svg is not None
    assert "style" not in svg[1]
    code = segno.make(code_on(resident), micro=False, error="m")
    assert drawn(svg[1]) == [[bool(module) for module in row] for row in code.matrix]


def drawn(svg: str) -> list[list[bool]]:
    """The modules of a QR with a quiet zone of four, read back from the strokes of its path."""
    path = re.search(r'stroke="#000" d="([^"]*)"', svg)
    size = re.search(r'viewBox="0 0 (\d+)', svg)
    assert path is not None
    assert size is not None
    modules = [[False] * int(size[1]) for _ in range(int(size[1]))]
    x, y = 0.0, 0.0
    for step in re.finditer(r"([Mm])(-?[\d.]+) (-?[\d.]+)|h(\d+)", path[1]):
        if step[4]:
            for column in range(int(x), int(x) + int(step[4])):
                modules[int(y)][column] = True
            x += int(step[4])
        elif step[1] == "M":
            x, y = float(step[2]), float(step[3])
        else:
            x, y = x + float(step[2]), y + float(step[3])
    assert not any(any(row) for row in (*modules[:4], *modules[-4:]))
    return [row[4:-4] for row in modules[4:-4]]


def test_a_municipality_that_has_no_number_yet_gets_its_result_without_a_slip(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desks.municipality_numbers._by_code", dict)
    resident = Resident("ja").answer(PLACE, *WALKS["lost outside"][0])
    assert resident.at == "result"
    assert 'class="slip"' not in resident.html
