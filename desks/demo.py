"""The demo's ground: two invented municipalities, their desks, practice, issuer keys and staff."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import F

from desks.calendars import calendar_of
from desks.issuer_keys import public_point
from desks.models import ClosedDay, HelpDesk, IssuerKey, Membership, Municipality, Practice, Staff
from desks.permissions import Role
from desks.scope import municipality_scope

LAUNCH: Final = date(2024, 12, 2)
KEY_DAYS: Final = 90
PASSWORD_BYTES: Final = 12
EXTRA_OPEN: Final = "休日窓口"


@dataclass(frozen=True, kw_only=True)
class Town:
    """An invented municipality; its code has a right check digit and belongs to no prefecture."""

    code: str
    name: str
    name_en: str
    postcode: str
    desks: tuple[tuple[str, str], ...]
    practice: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who works at a desk. With a `title` they get a password, and a line in the list of logins."""

    login: str
    name: str
    role: Role
    town: str
    desk: int = 0
    title: str = ""


MIHON = Town(
    code="990019",
    name="みほん市",
    name_en="Mihon City",
    postcode="0000001",
    desks=(
        ("市民課", "Citizens' Section"),
        ("駅前窓口", "Station Branch"),
    ),
)
RENSHU = Town(
    code="990027",
    name="れんしゅう町",
    name_en="Renshu Town",
    postcode="0000002",
    desks=(("住民課", "Residents' Section"),),
    # The one case that the two answer differently: a baby older than 30 days.
    practice={"infant_thirty_days_binding": True},
)
TOWNS = (MIHON, RENSHU)
PEOPLE = (
    Person(login="clerk@990019", name="受付 あおい", role=Role.CLERK, town=MIHON.code, title="Clerk"),
    Person(
        login="supervisor@990019",
        name="見守 しおり",
        role=Role.SUPERVISOR,
        town=MIHON.code,
        title="Supervisor",
    ),
    Person(
        login="clerk@990027", name="受付 いずみ", role=Role.CLERK, town=RENSHU.code, title="Clerk, Renshu"
    ),
    Person(
        login="admin@990019",
        name="設定 みのり",
        role=Role.ADMINISTRATOR,
        town=MIHON.code,
        title="Administrator",
    ),
    Person(login="branch@990019", name="駅前 まこと", role=Role.CLERK, town=MIHON.code, desk=1),
)


def set_up(on: date) -> dict[str, Membership]:
    """Makes what is missing, keeps what is there; memberships by login. `demo-logins.json` has the passwords."""
    for town in TOWNS:
        _town(town, on)
    memberships = {person.login: _membership(person) for person in PEOPLE}
    _give_passwords()
    return memberships


def open_on(days: Collection[date], town: Town) -> None:
    """Opens the town's desks on those of the days that the calendar closes, and on no other closed day."""
    municipality = Municipality.objects.get(code=town.code)
    with municipality_scope(municipality.pk):
        ClosedDay.objects.filter(municipality=municipality, reason=EXTRA_OPEN).delete()
        calendar = calendar_of(municipality, max(days))
        for day in {day for day in days if not calendar.is_open(day)}:
            ClosedDay.objects.create(municipality=municipality, day=day, is_open=True, reason=EXTRA_OPEN)
        Municipality.objects.filter(pk=municipality.pk).update(calendar_version=F("calendar_version") + 1)


def write_private(path: Path, content: bytes) -> None:
    """Writes a file that nobody but this user reads, from its first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    beside.replace(path)


def _town(town: Town, on: date) -> None:
    names = {"name": town.name, "name_en": town.name_en, "prefecture": "見本県", "is_demo": True}
    municipality, _ = Municipality.objects.get_or_create(code=town.code, defaults=names)
    with municipality_scope(municipality.pk):
        for name, name_en in town.desks:
            where = {
                "postcode": town.postcode,
                "address": f"見本県{town.name}中央1番1号",
                "phone": "000-000-0000",
            }
            HelpDesk.objects.get_or_create(
                municipality=municipality, name=name, defaults={"name_en": name_en, **where}
            )
        if not Practice.objects.filter(municipality=municipality).exists():
            Practice.objects.create(municipality=municipality, in_force_from=LAUNCH, settings=town.practice)
        if not IssuerKey.objects.filter(municipality=municipality, valid_until__gt=on).exists():
            _issuer_key(municipality, on)


def _issuer_key(municipality: Municipality, on: date) -> None:
    """A new key, made by the issuer's program (`issuer/`): the private half never leaves its folder."""
    key_id = f"{on:%Y%m%d}-{secrets.token_hex(4)}"
    program = [sys.executable, "-m", "issuer", "--folder", str(settings.VAR / "issuer-keys")]
    made = subprocess.run(  # noqa: S603 (our own program and words)
        [*program, "new-key", municipality.code, key_id],
        cwd=settings.BASE_DIR,
        check=True,
        stdout=subprocess.PIPE,
    )
    IssuerKey.objects.create(
        municipality=municipality,
        key_id=key_id,
        public_key=public_point(made.stdout),
        valid_from=on,
        valid_until=on + timedelta(days=KEY_DAYS),
    )


def _membership(person: Person) -> Membership:
    staff, created = Staff.objects.get_or_create(username=person.login, defaults={"last_name": person.name})
    if created:
        staff.set_unusable_password()
        staff.save(update_fields=["password"])
    municipality = Municipality.objects.get(code=person.town)
    desk = HelpDesk.objects.filter(municipality=municipality).order_by("id")[person.desk]
    with municipality_scope(municipality.pk):
        membership, _ = Membership.objects.get_or_create(
            staff=staff, municipality=municipality, desk=desk, role=person.role, valid_from=LAUNCH
        )
    return membership


def _give_passwords() -> None:
    """A password of its own for each installation; who has one that the list knows keeps it."""
    path = settings.VAR / "demo-logins.json"
    known = {line["login"]: line for line in json.loads(path.read_bytes())} if path.exists() else {}
    lines = []
    for person in PEOPLE:
        if not person.title:
            continue
        staff = Staff.objects.get(username=person.login)
        line = known.get(person.login)
        if line is None or not staff.has_usable_password():
            line = {
                "role": person.title,
                "login": person.login,
                "password": secrets.token_urlsafe(PASSWORD_BYTES),
            }
            staff.set_password(line["password"])
            staff.save(update_fields=["password"])
        lines.append(line)
    write_private(path, json.dumps(lines, ensure_ascii=False, indent=1).encode())
