"""Databases full of invented applications: a fifth of them in one municipality, its names as common as in Japan."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from psycopg import sql

from delivery.models import Posting
from delivery.states import Source, State
from eligibility.events import DesignationEvent, Facts
from eligibility.slip.content import slip_of
from intake.finding.searching import searched_copies
from intake.models import Application, Standing
from intake.reference import new_reference
from tests.intake.entries import entry, submitted
from tests.places import Place, a_place

SHARE: Final = 0.2
"""Of all applications, in the largest municipality."""
OTHERS: Final = 20
TODAY: Final = 60
"""Applications of today at the desk that is measured: more than a page, however many lie behind them."""
DAYS: Final = 730

#: Family names, their kana, and of how many in a thousand people it is the name; the rare ones share the rest.
_FAMILIES: Final = (
    ("佐藤", "サトウ", 15),
    ("鈴木", "スズキ", 14),
    ("高橋", "タカハシ", 11),
    ("田中", "タナカ", 10),
    ("伊藤", "イトウ", 9),
    ("渡辺", "ワタナベ", 9),
    ("山本", "ヤマモト", 9),
    ("中村", "ナカムラ", 8),
    ("小林", "コバヤシ", 8),
    ("加藤", "カトウ", 7),
    ("吉田", "ヨシダ", 7),
    ("山田", "ヤマダ", 7),
    ("佐々木", "ササキ", 6),
    ("山口", "ヤマグチ", 5),
    ("松本", "マツモト", 5),
    ("井上", "イノウエ", 5),
    ("", "", 865),
)
_FIRST_HALVES: Final = (
    "川 カワ 石 イシ 森 モリ 谷 タニ 村 ムラ 西 ニシ 東 ヒガシ 北 キタ 上 ウエ 大 オオ 長 ナガ 福 フク"
)
_SECOND_HALVES: Final = (
    "原 ハラ 島 シマ 野 ノ 沢 サワ 崎 サキ 木 キ 岡 オカ 瀬 セ 井 イ 内 ウチ 口 グチ 田 タ"
)
_GIVEN: Final = (
    "花子 ハナコ 太郎 タロウ 美咲 ミサキ 翔 ショウ 陽菜 ヒナ 蓮 レン 結衣 ユイ 健 ケン 恵子 ケイコ"
)
#: Each of a hundred.
_DESIGNATIONS: Final = [
    *30 * [DesignationEvent.INFANT],
    *40 * [DesignationEvent.LOST],
    *8 * [DesignationEvent.DAMAGE],
    *6 * [DesignationEvent.OVERSEAS],
    *3 * [DesignationEvent.FOREIGN],
    *6 * [DesignationEvent.SPACE_FULL],
    *4 * [DesignationEvent.NEW_ENTRY],
    DesignationEvent.NUMBER_CHANGE,
    DesignationEvent.ADMIN_ERROR,
    DesignationEvent.PENAL,
]
_STANDINGS: Final = [
    *88 * [Standing.ACCEPTED],
    *6 * [Standing.PENDING],
    *3 * [Standing.REFUSED],
    *3 * [Standing.WITHDRAWN],
]
_SEED: Final = {
    "n": "bigint",
    "place": "bigint",
    "desk": "bigint",
    "reference": "text",
    "name": "text",
    "kana": "text",
    "phone": "text",
    "name_normalised": "text",
    "kana_normalised": "text",
    "phone_backwards": "text",
    "birth_date": "date",
    "designation": "text",
    "occurred_on": "date",
    "first_on": "date",
    "standing": "text",
}


@dataclass(frozen=True)
class Filled:
    """A database with `number` applications, the session of a clerk in its largest municipality, one row of it."""

    name: str
    number: int
    session: str
    sample: Mapping[str, str]


@contextmanager
def filled(number: int) -> Iterator[Filled]:
    """Such a database with `number` applications."""
    name = f"finding_{number}"
    with database(name):
        yield _fill(name, number)


@contextmanager
def database(name: str) -> Iterator[None]:
    """Makes a database and takes it away again; the connections point to it meanwhile."""
    home = connections["owner"].settings_dict["NAME"]
    _as_owner(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    _as_owner(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        _point_at(name)
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        call_command("roles")
        yield
    finally:
        _point_at(home)
        _as_owner(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _point_at(name: str) -> None:
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name


def _as_owner(statement: sql.Composable | str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def _fill(name: str, number: int) -> Filled:
    today = timezone.localdate()
    largest = a_place("990019", "みほん市", "Mihon City", "0000001")
    others = [a_place(f"98{code:04d}", f"町{code}", f"Town {code}", "0000001") for code in range(OTHERS)]
    _pattern(largest, today)
    with connections["owner"].cursor() as cursor:
        columns = ", ".join(f"{column} {kind}" for column, kind in _SEED.items())
        cursor.execute(f"CREATE TEMP TABLE seed ({columns})")
        with cursor.copy(f"COPY seed ({', '.join(_SEED)}) FROM STDIN") as copy:
            for row in _rows(number, largest, others, today):
                copy.write_row(row)
        for table in _TABLES:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            multiplied = _multiplied(table, [column.name for column in cursor.description])
            # The owner is held to the scope too, and no scope has them all.
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(multiplied)
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        cursor.execute("VACUUM (ANALYZE)")
    browser = Client()
    browser.force_login(largest.clerk.staff)
    with largest.scope():
        return Filled(name, number, browser.cookies["tokkyu"].value, _sample(today))


def _sample(today: date) -> dict[str, str]:
    """What is asked for: values of one row that lies in the middle, and rows behind which a page begins."""
    rows = Application.objects.filter(first_visit_on__lt=today - timedelta(days=DAYS // 2))
    # One of the references in a hundred is real.
    real = rows.exclude(reference__startswith="0").filter(accepted_on__isnull=False)
    one = real.filter(designation=DesignationEvent.LOST).latest("first_visit_on")
    facts = Facts(event=DesignationEvent.LOST, occurred_on=one.occurred_on, birth_date=one.birth_date)
    return {
        "reference": one.reference,
        "name": one.name,
        "birth_date": one.birth_date.isoformat(),
        "phone": one.phone,
        "desk": str(one.desk_id),
        "tracking": one.delivery.postings.get().tracking_number,
        "slip": slip_of(facts, residence_code=one.residence_code, on=one.first_visit_on).code,
        "after_name": str(Application.objects.filter(name="佐藤 翔").latest("id").uid),
        "after_day": str(one.uid),
    }


def _pattern(place: Place, on: date) -> None:
    """One application with all its rows, from which the others take what does not differ."""
    with place.scope():
        letter = submitted(place, entry(DesignationEvent.INFANT, on=on), on=on).delivery
        at, source = timezone.now(), Source.TOKKYU
        letter.move(State.SCHEDULED, at=at, on=on, source=source, target_date=on, chase_on=on)
        Posting.objects.get_or_create(municipality_id=letter.municipality_id, delivery=letter)


def _rows(number: int, largest: Place, others: list[Place], today: date) -> Iterator[tuple[object, ...]]:
    """In the order of time; those of today last, all at one desk."""
    chance = random.Random(number)
    for n in range(number - TODAY):
        place = largest if chance.random() < SHARE else chance.choice(others)
        desk = place.hall if chance.random() < 0.7 else place.branch
        first_on = today - timedelta(days=DAYS - n * (DAYS - 1) // number)
        yield _row(chance, n, (place.municipality.pk, desk.pk), first_on)
    for n in range(number - TODAY, number):
        yield _row(chance, n, (largest.municipality.pk, largest.hall.pk), today)


def _row(chance: random.Random, n: int, where: tuple[int, int], first_on: date) -> tuple[object, ...]:
    name, kana = _person(chance)
    phone = f"090-{chance.randrange(10**4):04d}-{chance.randrange(10**4):04d}"
    designation = chance.choice(_DESIGNATIONS)
    infant = designation is DesignationEvent.INFANT
    born = first_on - timedelta(days=chance.randrange(360) if infant else chance.randrange(400, 34_000))
    occurred_on = None if infant else first_on - timedelta(days=chance.randrange(20))
    copies = searched_copies(name=name, kana=kana, phone=phone)
    reference = f"{n:010d}" if n % 100 else new_reference()
    standing = chance.choice(_STANDINGS)
    return (
        n,
        *where,
        reference,
        name,
        kana,
        phone,
        *copies.values(),
        born,
        designation,
        occurred_on,
        first_on,
        standing,
    )


def _person(chance: random.Random) -> tuple[str, str]:
    [(family, family_kana, _)] = chance.choices(_FAMILIES, _SHARES)
    if not family:
        halves = _pair(chance, _FIRST_HALVES), _pair(chance, _SECOND_HALVES)
        family, family_kana = ("".join(half[form] for half in halves) for form in (0, 1))
    given, given_kana = _pair(chance, _GIVEN)
    return f"{family} {given}", f"{family_kana} {given_kana}"


_SHARES: Final = [share for _, _, share in _FAMILIES]


def _pair(chance: random.Random, words: str) -> tuple[str, str]:
    """A word and its kana."""
    pairs = words.split()
    at = 2 * chance.randrange(len(pairs) // 2)
    return pairs[at], pairs[at + 1]


# -- In the database -----------------------------------------------------------------------------------------------

#: Keys of the rows that are made: beyond those of the pattern.
_ID: Final = "1000 + n"
_MADE: Final = {"id": _ID, "municipality_id": "place"}
_TABLES: Final[Mapping[str, tuple[Mapping[str, str], str]]] = {
    "delivery_delivery": (
        _MADE
        | {
            "uid": "gen_random_uuid()",
            "desk_id": "desk",
            "reference": "s.reference",
            "addressee": "s.name",
            "birth_date": "s.birth_date",
            "accepted_on": "first_on",
            "target_date": "first_on + 7",
            "chase_on": "first_on + 7",
        },
        "standing = 'accepted'",
    ),
    "delivery_posting": (
        _MADE
        | {
            "delivery_id": _ID,
            "idempotency_key": "gen_random_uuid()",
            "tracking_number": "(10000000000 + n)::text",
        },
        "standing = 'accepted'",
    ),
    "delivery_move": (
        _MADE | {"delivery_id": _ID, "on": "first_on"},
        "standing = 'accepted'",
    ),
    "intake_application": (
        _MADE
        | {
            column: f"s.{column}"
            for column in _SEED
            if column not in ("n", "place", "desk", "first_on", "standing")
        }
        | {
            "uid": "gen_random_uuid()",
            "idempotency_key": "gen_random_uuid()",
            "desk_id": "desk",
            "first_visit_on": "first_on",
            "entered_at": "first_on + time '10:00'",
            "missing": "CASE standing WHEN 'pending' THEN '{PHOTO}'::varchar[] ELSE '{}' END",
            "pending_since": "CASE WHEN standing IN ('pending', 'withdrawn') THEN first_on END",
            "accepted_on": "CASE standing WHEN 'accepted' THEN first_on END",
            "refused_on": "CASE standing WHEN 'refused' THEN first_on END",
            "withdrawn_on": "CASE standing WHEN 'withdrawn' THEN first_on END",
            "delivery_id": f"CASE standing WHEN 'accepted' THEN {_ID} END",
        },
        "true",
    ),
    "intake_representative": (
        _MADE | {"application_id": _ID, "phone": "s.phone", "phone_backwards": "s.phone_backwards"},
        "designation = 'INFANT'",
    ),
}


def _multiplied(table: str, columns: list[str]) -> str:
    """Rows for all seeds that need one: what is made of the seed, and the pattern's values for all else."""
    made, which = _TABLES[table]
    values = ", ".join(made.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    pattern = f"(SELECT * FROM {table} WHERE id < 1000 ORDER BY id LIMIT 1)"
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM seed s CROSS JOIN {pattern} t WHERE {which} ORDER BY n"
