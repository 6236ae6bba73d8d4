"""Desks, closed days and people as tables: read in all or nothing, and written so that nothing changes when read again.

A dry run is the import itself, taken back: what it says is what would happen.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import auto
from typing import Any, Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from desks import calendar_services, helpdesk_services, staff_services
from desks.calendar_forms import day_problem_in_words
from desks.calendar_services import DayRefused
from desks.helpdesk_forms import DeskRow, desk_problem_in_words, desk_values
from desks.helpdesk_services import DeskRefused
from desks.models import ClosedDay, HelpDesk, Membership, Staff
from desks.people import staff_of
from desks.staff_forms import STAFF_PROBLEMS
from desks.staff_services import Acting, Held, StaffProblem, StaffRefused
from desks.table_rows import KINDS, DayRow, RoleRow
from desks.tables import Problem, TableForm, read, write
from eligibility.plain import Term


class Effect(Term):
    """What a row does."""

    NEW = auto()
    CHANGED = auto()
    SAME = auto()


class RowRefused(ValueError):
    """A row that is right by itself and does not fit what there is; under which column, and the sentence."""

    def __init__(self, column: str, sentence: object) -> None:
        super().__init__(column)
        self.column = column
        self.sentence = str(sentence)


@dataclass
class Done:
    """What an import did, or would do: how many rows of each effect, what is wrong, and the new people's passwords."""

    effects: dict[Effect, int] = field(default_factory=lambda: dict.fromkeys(Effect, 0))
    problems: list[Problem] = field(default_factory=list)
    issued: list[tuple[Staff, str]] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return self.effects[Effect.NEW] + self.effects[Effect.CHANGED]


Put = Callable[[Acting, Mapping[str, Any], Done], Effect]


@dataclass(frozen=True, kw_only=True)
class Table:
    """One of the three tables: the form of a row, how a row is put in place, and the rows that there are."""

    name: str
    title: Promise
    form: type[TableForm]
    put: Put
    rows: Callable[[Acting], Iterable[Mapping[str, Any]]]


@sensitive_variables()
def bring_in(table: Table, content: bytes, acting: Acting, *, for_good: bool) -> Done:
    """Puts every row in place, or none where one is wrong or it is a dry run. Raises FileRefused."""
    rows, problems = read(content, table.form)
    done = Done(problems=problems)
    with transaction.atomic():
        acting.begin()
        for row in rows:
            try:
                done.effects[table.put(acting, row.values, done)] += 1
            except RowRefused as refusal:
                column = table.form.base_fields.get(refusal.column)
                done.problems.append(
                    Problem(row.number, str(column.label) if column else "", refusal.sentence)
                )
        if done.problems or not for_good:
            done.issued.clear()
            transaction.set_rollback(True)
    done.problems.sort(key=lambda problem: problem.row)
    return done


def take_out(table: Table, acting: Acting) -> bytes:
    """The table as CSV."""
    return write(table.form, table.rows(acting))


def _put_desk(acting: Acting, values: Mapping[str, Any], done: Done) -> Effect:
    desk = HelpDesk.objects.filter(municipality=acting.municipality, name=values["name"]).first()
    if desk and all(getattr(desk, name) == value for name, value in values.items()):
        return Effect.SAME
    try:
        helpdesk_services.save_desk(municipality=acting.municipality, facts=values, desk=desk)
    except DeskRefused as refusal:
        raise RowRefused("name", desk_problem_in_words(refusal)) from None
    return Effect.CHANGED if desk else Effect.NEW


def _put_day(acting: Acting, values: Mapping[str, Any], done: Done) -> Effect:
    day, is_open, reason = values["day"], values["kind"] == "open", values["reason"]
    row = ClosedDay.objects.filter(municipality=acting.municipality, day=day).first()
    if row and (row.is_open, row.reason) == (is_open, reason):
        return Effect.SAME
    try:
        # A row is never changed: the old one goes and the day is entered anew.
        if row:
            calendar_services.remove_day(municipality=acting.municipality, day=day, today=acting.today)
        calendar_services.add_days(
            municipality=acting.municipality,
            first=day,
            last=day,
            is_open=is_open,
            reason=reason,
            today=acting.today,
        )
    except DayRefused as refusal:
        raise RowRefused("day", day_problem_in_words(refusal)) from None
    return Effect.CHANGED if row else Effect.NEW


def _put_role(acting: Acting, values: Mapping[str, Any], done: Done) -> Effect:
    desk = HelpDesk.objects.filter(municipality=acting.municipality, name=values["desk"]).first()
    if desk is None:
        raise RowRefused("desk", _NO_DESK)
    try:
        staff, named = _person(acting, values, done)
        return max(named, _role(acting, staff, desk, values), key=_STRENGTH.index)
    except StaffRefused as refusal:
        raise RowRefused(_COLUMNS.get(refusal.problem, ""), STAFF_PROBLEMS[refusal.problem]) from None


def _person(acting: Acting, values: Mapping[str, Any], done: Done) -> tuple[Staff, Effect]:
    login = staff_services.full_login(acting.municipality, values["login"])
    staff = staff_of(acting.municipality).filter(username=login).first()
    names = {name: values[name] for name in ("last_name", "first_name") if name in values}
    if staff is None:
        staff, password = staff_services.add_person(acting, login=login, **names)
        done.issued.append((staff, password))
        return staff, Effect.NEW
    if all(getattr(staff, name) == value for name, value in names.items()):
        return staff, Effect.SAME
    staff_services.name_person(acting, staff=staff, **names)
    return staff, Effect.CHANGED


def _role(acting: Acting, staff: Staff, desk: HelpDesk, values: Mapping[str, Any]) -> Effect:
    held = Held(
        desk=desk,
        role=values["role"],
        valid_from=values["valid_from"],
        valid_until=values.get("valid_until"),
    )
    same = {"desk": desk, "role": held.role, "valid_from": held.valid_from}
    membership = Membership.objects.filter(staff=staff, **same).select_related("desk").first()
    if membership is None:
        staff_services.give_role(acting, staff=staff, held=held)
        return Effect.NEW
    if "valid_until" not in values or membership.valid_until == held.valid_until:
        return Effect.SAME
    staff_services.set_last_day(acting, membership=membership, last_day=held.valid_until)
    return Effect.CHANGED


def _desk_rows(acting: Acting) -> Iterable[Mapping[str, Any]]:
    return map(desk_values, HelpDesk.objects.filter(municipality=acting.municipality).order_by("id"))


def _day_rows(acting: Acting) -> Iterable[Mapping[str, Any]]:
    for row in ClosedDay.objects.filter(municipality=acting.municipality).order_by("day"):
        kind = KINDS["open" if row.is_open else "closed"]
        yield {"day": row.day, "kind": kind, "reason": row.reason}


def _role_rows(acting: Acting) -> Iterable[Mapping[str, Any]]:
    rows = Membership.objects.filter(
        municipality=acting.municipality, staff__in=staff_of(acting.municipality)
    )
    for row in rows.select_related("staff", "desk").order_by("staff__username", "valid_from", "id"):
        yield {
            "login": row.staff.username,
            "last_name": row.staff.last_name,
            "first_name": row.staff.first_name,
            "desk": row.desk.name,
            "role": row.get_role_display(),
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
        }


_NO_DESK: Final = _("No desk has this name. Enter the Japanese name of a desk, or add the desk first.")
_STRENGTH: Final = (Effect.SAME, Effect.CHANGED, Effect.NEW)
_COLUMNS: Final = {
    StaffProblem.OTHER_CODE: "login",
    StaffProblem.REVERSED: "valid_until",
    StaffProblem.OVER: "valid_until",
    StaffProblem.DESK_CLOSES: "desk",
    StaffProblem.OWN_ROLE: "role",
}
TABLES: Final = {
    table.name: table
    for table in (
        Table(name="desks", title=_("Desks"), form=DeskRow, put=_put_desk, rows=_desk_rows),
        Table(name="days", title=_("Closed days"), form=DayRow, put=_put_day, rows=_day_rows),
        Table(name="staff", title=_("People and roles"), form=RoleRow, put=_put_role, rows=_role_rows),
    )
}
