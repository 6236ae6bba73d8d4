"""People and their roles, as an administrator of their municipality changes them.

Whose people they are stands in the login name (name@131016). A role is ended, never deleted. The person who changes
something stays administrator: nobody can end their own last role as one, so a municipality never loses its last.
"""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import PermissionDenied
from django.views.decorators.debug import sensitive_variables

from desks.helpdesk_services import lock
from desks.models import HelpDesk, Membership, Municipality, Staff
from desks.permissions import Permission, Role

_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS: Final = 4
# Eighty random bits are not guessed however fast the hash; the next sign-in gives the password its usual one.
_ROUNDS: Final = 1000


class StaffProblem(Enum):
    """Why a person or a role is not changed."""

    LOGIN_TAKEN = auto()
    OTHER_CODE = auto()
    REVERSED = auto()
    OVER = auto()
    DESK_CLOSES = auto()
    HELD_ALREADY = auto()
    OWN_ROLE = auto()
    OWN_ACCOUNT = auto()


class StaffRefused(ValueError):
    """`problem` says why."""

    def __init__(self, problem: StaffProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class Acting:
    """Who changes something, where, on which day."""

    by: Staff
    municipality: Municipality
    today: date

    def begin(self) -> None:
        """One change after the other, and only while this person is an administrator. Raises PermissionDenied."""
        lock(self.municipality)
        own = Membership.objects.current(self.by, self.today)
        signed_in = Staff.objects.filter(pk=self.by.pk, is_active=True).exists()
        if not signed_in or own is None or not own.may(Permission.ADMINISTER):
            raise PermissionDenied


@dataclass(frozen=True, kw_only=True)
class Held:
    """A role at a desk from the first to the last day (None: until further notice)."""

    desk: HelpDesk
    role: Role
    valid_from: date
    valid_until: date | None = None


def add_person(acting: Acting, *, login: str, last_name: str, first_name: str = "") -> tuple[Staff, str]:
    """A new person with a one-time password, which stands nowhere but in this answer. Raises StaffRefused."""
    acting.begin()
    username = full_login(acting.municipality, login)
    if Staff.objects.filter(username=username).exists():
        raise StaffRefused(StaffProblem.LOGIN_TAKEN)
    staff = Staff(username=username, last_name=last_name, first_name=first_name)
    password = give_password(staff)
    staff.save()
    return staff, password


def name_person(acting: Acting, *, staff: Staff, **names: str) -> None:
    """Corrects `last_name` or `first_name`."""
    acting.begin()
    for name, value in names.items():
        setattr(staff, name, value)
    staff.save(update_fields=names.keys())


def full_login(municipality: Municipality, login: str) -> str:
    """The login name with the municipality's code. Raises StaffRefused for another's code."""
    name, _, code = login.partition("@")
    if code not in ("", municipality.code):
        raise StaffRefused(StaffProblem.OTHER_CODE)
    return f"{name}@{municipality.code}"


def give_role(acting: Acting, *, staff: Staff, held: Held) -> Membership:
    """A role at a desk. Raises StaffRefused."""
    acting.begin()
    if held.valid_until and held.valid_until < held.valid_from:
        raise StaffRefused(StaffProblem.REVERSED)
    if held.valid_until and held.valid_until < acting.today:
        raise StaffRefused(StaffProblem.OVER)
    _check_desk(held.desk, held.valid_until)
    if staff == acting.by and held.role is not Role.ADMINISTRATOR:
        raise StaffRefused(StaffProblem.OWN_ROLE)
    same = {"staff": staff, "desk": held.desk, "role": held.role, "valid_from": held.valid_from}
    if Membership.objects.filter(**same).exists():
        raise StaffRefused(StaffProblem.HELD_ALREADY)
    return Membership.objects.create(municipality=acting.municipality, valid_until=held.valid_until, **same)


def set_last_day(acting: Acting, *, membership: Membership, last_day: date | None) -> None:
    """Ends a role after `last_day` (yesterday: at once), or lets it go on (None). Raises StaffRefused."""
    acting.begin()
    yesterday = acting.today - timedelta(days=1)
    over = membership.valid_until is not None and membership.valid_until < acting.today
    if over or (last_day is not None and last_day < yesterday):
        raise StaffRefused(StaffProblem.OVER)
    _check_desk(membership.desk, last_day)
    ends_sooner = last_day is not None and last_day < (membership.valid_until or date.max)
    if (
        membership.staff_id == acting.by.pk
        and ends_sooner
        and not _is_administrator_besides(membership, acting)
    ):
        raise StaffRefused(StaffProblem.OWN_ROLE)
    membership.valid_until = last_day
    membership.save(update_fields=["valid_until"])


def reset_password(acting: Acting, *, staff: Staff) -> str:
    """A new one-time password; whoever is signed in with the old one is signed out. Raises StaffRefused."""
    return _let_in(acting, staff)


def lock_out(acting: Acting, *, staff: Staff) -> None:
    """Ends every session at once and for good: the password goes with it. Raises StaffRefused."""
    _begin_with_another(acting, staff)
    staff.is_active = False
    staff.set_unusable_password()
    staff.save(update_fields=["is_active", "password"])


@sensitive_variables()
def change_own_password(*, staff: Staff, password: str) -> None:
    """The one-time password has done its work."""
    staff.set_password(password)
    staff.must_change_password = False
    staff.save(update_fields=["password", "must_change_password"])


def _let_in(acting: Acting, staff: Staff) -> str:
    _begin_with_another(acting, staff)
    password = give_password(staff)
    staff.is_active = True
    staff.save(update_fields=["is_active", "password", "must_change_password"])
    return password


def _begin_with_another(acting: Acting, staff: Staff) -> None:
    if staff == acting.by:
        raise StaffRefused(StaffProblem.OWN_ACCOUNT)
    acting.begin()


@sensitive_variables()
def give_password(staff: Staff) -> str:
    """Gives a one-time password, which stands nowhere but in this answer; the caller saves."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))
    password = "-".join(groups)
    hasher = PBKDF2PasswordHasher()
    staff.password = hasher.encode(password, hasher.salt(), iterations=_ROUNDS)
    staff.must_change_password = True
    return password


def _check_desk(desk: HelpDesk, last_day: date | None) -> None:
    if desk.closed_from and (last_day is None or last_day >= desk.closed_from):
        raise StaffRefused(StaffProblem.DESK_CLOSES)


def _is_administrator_besides(membership: Membership, acting: Acting) -> bool:
    if membership.role != Role.ADMINISTRATOR:
        return True
    others = Membership.objects.filter(staff=acting.by, role=Role.ADMINISTRATOR).exclude(pk=membership.pk)
    return others.held_on(acting.today).ending_on_or_after(membership.valid_until or date.max).exists()
