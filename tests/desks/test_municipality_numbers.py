"""The numbers of municipalities on slips: all of Japan, each once, and never another one."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from desks import municipality_numbers
from desks.demo import TOWNS
from desks.municipality_numbers import MOST, NoNumber, code_of, number_of, numbered
from desks.places import LIST, find

RELEASED = (1743, "9b6080a38f7a40f681747fe7b95db6ebe194a6974f7c20b3ebf2d237a884b43a")
"""How many lines are out there on paper, and the SHA-256 of their numbers, codes and first days."""


def listed() -> set[str]:
    """The codes of all municipalities; wards of designated cities stand for their city."""
    lines = [line.split("\t") for line in LIST.read_text("utf-8").splitlines()[1:]]
    return {code for code, part_of, *_ in lines if not part_of}


def test_released_lines_never_change() -> None:
    count, digest = RELEASED
    lines = "".join(f"{line.number}\t{line.code}\t{line.since}\n" for line in numbered()[:count])
    assert hashlib.sha256(lines.encode()).hexdigest() == digest
    assert len(numbered()) >= count


def test_every_municipality_has_one_number() -> None:
    codes = [line.code for line in numbered()]
    assert len(codes) == len(set(codes)) <= MOST
    assert [line.number for line in numbered()] == list(range(len(codes)))
    assert set(codes) >= listed() | {town.code for town in TOWNS}
    assert len(listed()) == 1741


def test_days_and_successors_can_be_followed() -> None:
    known = listed() | {town.code for town in TOWNS}
    for line in numbered():
        date.fromisoformat(line.since)
        assert bool(line.until) == bool(line.successor)
        if line.until:
            date.fromisoformat(line.until)
        assert code_of(line.number) in known


def test_there_and_back() -> None:
    assert all(code_of(number_of(code)) == code for code in listed())


@pytest.mark.django_db
def test_a_ward_is_numbered_as_its_city() -> None:
    (city,) = find("札幌市中央区")
    assert code_of(number_of(city.code)) == "011002"
    with pytest.raises(NoNumber):
        number_of("011011")


@pytest.mark.parametrize("number", [-1, 1743, 2047, 4096])
def test_a_number_without_a_municipality_is_refused(number: int) -> None:
    with pytest.raises(NoNumber):
        code_of(number)


def test_slips_of_a_municipality_that_ended_lead_to_its_successor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "numbers.tsv"
    path.write_text(
        "number\tcode\tfrom\tuntil\tsuccessor\n"
        "0\t111111\t2024-12-02\t2027-03-31\t222222\n"
        "1\t222222\t2024-12-02\t2030-03-31\t333333\n"
        "2\t333333\t2030-04-01\t\t\n"
    )
    monkeypatch.setattr(municipality_numbers, "LIST", path)
    for read in (numbered, municipality_numbers._by_code):
        read.cache_clear()
    try:
        assert [code_of(number) for number in range(3)] == ["333333"] * 3
        assert [number_of(code) for code in ("111111", "222222", "333333")] == [0, 1, 2]
    finally:
        monkeypatch.undo()
        for read in (numbered, municipality_numbers._by_code):
            read.cache_clear()
