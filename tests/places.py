"""Municipalities, desks and staff for tests."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from desks.models import HelpDesk, Membership, Municipality, Practice, Staff
from desks.permissions import Role
from desks.scope import municipality_scope

LONG_AGO = date(2024, 12, 2)


class QuickHasher(PBKDF2PasswordHasher):
    """The product's own, with one round in place of a million: a quarter of a second for each password."""

    iterations = 1


@dataclass(frozen=True)
class Place:
    """A municipality with its town hall, a branch, a practice, and one person in each role at the town hall."""

    municipality: Municipality
    hall: HelpDesk
    branch: HelpDesk
    practice: Practice
    clerk: Membership
    supervisor: Membership
    administrator: Membership

    def client(self, role: Role = Role.CLERK) -> Client:
        """A browser in which this person has signed in."""
        client = Client()
        client.force_login(getattr(self, role.value).staff)
        return client

    def cookies(self, role: Role, url: str, language: str = "ja") -> list[dict[str, str]]:
        """What a real browser holds when this person has signed in at `url`."""
        session = self.client(role).cookies[settings.SESSION_COOKIE_NAME].value
        held = {"language": language, settings.SESSION_COOKIE_NAME: session}
        return [{"name": name, "value": value, "url": url} for name, value in held.items()]

    def scope(self) -> AbstractContextManager[None]:
        return municipality_scope(self.municipality.pk)

    def clerk_moves_to(self, desk: HelpDesk) -> None:
        """The clerk works at another desk from now on, by a membership of its own."""
        with self.scope():
            self.clerk.pk, self.clerk.desk = None, desk
            self.clerk.save(force_insert=True)


def a_place(
    code: str, name: str, name_en: str, postcode: str, *, is_demo: bool = True, **practice: object
) -> Place:
    municipality = Municipality.objects.create(
        code=code, name=name, name_en=name_en, prefecture="見本県", is_demo=is_demo
    )
    with municipality_scope(municipality.pk):
        hall, branch = (
            HelpDesk.objects.create(
                municipality=municipality,
                name=desk,
                name_en=desk_en,
                postcode=postcode,
                address=f"{name}1番地",
                phone="000-000-0000",
            )
            for desk, desk_en in (("本庁窓口", "City hall"), ("駅前窓口", "Station branch"))
        )
        row = Practice.objects.create(municipality=municipality, in_force_from=LONG_AGO, settings=practice)
        people = {
            role.value: Membership.objects.create(
                staff=Staff.objects.create_user(f"{role.value}@{code}"),
                municipality=municipality,
                desk=hall,
                role=role,
                valid_from=LONG_AGO,
            )
            for role in Role
        }
    return Place(municipality, hall, branch, row, **people)
