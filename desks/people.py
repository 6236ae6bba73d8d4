"""The people of a municipality with their roles, as its administrators see them."""

from dataclasses import dataclass
from datetime import date
from enum import auto

from django.db.models import QuerySet

from desks.models import Membership, Municipality, Staff
from desks.permissions import Permission
from eligibility.plain import Term


class Standing(Term):
    """How a role stands on a day."""

    AHEAD = auto()
    COUNTS = auto()
    BEHIND = auto()
    """Held, but a role that began later counts."""
    OVER = auto()


@dataclass(frozen=True, kw_only=True)
class HeldRole:
    """A membership with its standing; one that is over is never changed."""

    membership: Membership
    standing: Standing

    @property
    def can_change(self) -> bool:
        return self.standing is not Standing.OVER


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person with all roles, the latest first."""

    staff: Staff
    roles: list[HeldRole]

    @property
    def counts(self) -> Membership | None:
        return next((role.membership for role in self.roles if role.standing is Standing.COUNTS), None)

    @property
    def shown(self) -> list[HeldRole]:
        """What is not over."""
        return [role for role in self.roles if role.can_change]

    @property
    def works(self) -> bool:
        """Whether this person can sign in and has a role today."""
        return self.staff.is_active and self.counts is not None


def staff_of(municipality: Municipality) -> QuerySet[Staff]:
    """Whoever has the municipality's code in the login name, and nobody else."""
    return Staff.objects.filter(username__endswith=f"@{municipality.code}").order_by("username")


def people_of(municipality: Municipality, *, on: date) -> list[Person]:
    """Everybody with their roles of this municipality."""
    held: dict[int, list[Membership]] = {}
    for membership in _memberships(municipality):
        held.setdefault(membership.staff_id, []).append(membership)
    return [_person(staff, held.get(staff.pk, []), on) for staff in staff_of(municipality)]


def person_of(municipality: Municipality, staff: Staff, *, on: date) -> Person:
    return _person(staff, list(_memberships(municipality).filter(staff=staff)), on)


def administrators(people: list[Person]) -> list[Person]:
    """Those who can change the set-up today."""
    return [one for one in people if one.works and one.counts and one.counts.may(Permission.ADMINISTER)]


def _memberships(municipality: Municipality) -> QuerySet[Membership]:
    rows = Membership.objects.filter(municipality=municipality).select_related("desk", "staff")
    return rows.order_by("-valid_from", "-id")


def _person(staff: Staff, memberships: list[Membership], on: date) -> Person:
    counts = next((one for one in memberships if _held(one, on)), None)
    return Person(
        staff=staff,
        roles=[HeldRole(membership=one, standing=_standing(one, on, counts)) for one in memberships],
    )


def _held(one: Membership, on: date) -> bool:
    return one.valid_from <= on and (one.valid_until is None or one.valid_until >= on)


def _standing(one: Membership, on: date, counts: Membership | None) -> Standing:
    if one.valid_until is not None and one.valid_until < max(on, one.valid_from):
        return Standing.OVER
    if one.valid_from > on:
        return Standing.AHEAD
    return Standing.COUNTS if one is counts else Standing.BEHIND
