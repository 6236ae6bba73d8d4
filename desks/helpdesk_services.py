"""Desks and the return address, as an administrator changes them.

A desk is never deleted: its applications, receipts and people's history name it. It closes from a day on. Whoever
works there on that day or later moves or ends first, so that nobody stands at a closed desk; its applications stay
where they are, and supervisors and every search go on finding them.
"""

from collections.abc import Mapping
from datetime import date
from enum import Enum, auto
from typing import Any

from desks.models import HelpDesk, Membership, Municipality


class DeskProblem(Enum):
    """Why a desk cannot be saved or closed."""

    NAME_TAKEN = auto()
    PAST = auto()
    PEOPLE = auto()
    LAST = auto()


class DeskRefused(ValueError):
    """`problem`, and for PEOPLE how many work there."""

    def __init__(self, problem: DeskProblem, people: int = 0) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.people = people


def save_desk(
    *, municipality: Municipality, facts: Mapping[str, Any], desk: HelpDesk | None = None
) -> HelpDesk:
    """Adds a desk, or changes what `facts` names of this one. Raises DeskRefused for a name that another desk has."""
    lock(municipality)
    saved = desk or HelpDesk(municipality=municipality)
    same_name = HelpDesk.objects.filter(municipality=municipality, name=facts["name"])
    if same_name.exclude(pk=saved.pk).exists():
        raise DeskRefused(DeskProblem.NAME_TAKEN)
    for name, value in facts.items():
        setattr(saved, name, value)
    saved.save(update_fields=facts.keys() if desk else None)
    return saved


def close_desk(*, desk: HelpDesk, closed_from: date, today: date) -> None:
    """Nobody works there from that day on, and residents are not sent there any more. Raises DeskRefused."""
    if closed_from < today:
        raise DeskRefused(DeskProblem.PAST)
    lock(desk.municipality)
    people = Membership.objects.filter(desk=desk).ending_on_or_after(closed_from).values("staff").distinct()
    if count := people.count():
        raise DeskRefused(DeskProblem.PEOPLE, count)
    others = HelpDesk.objects.filter(municipality=desk.municipality).exclude(pk=desk.pk)
    if not others.filter(closed_from=None).exists():
        raise DeskRefused(DeskProblem.LAST)
    _set_closed(desk, closed_from)


def reopen_desk(desk: HelpDesk) -> None:
    """The desk does not close after all, or is open again."""
    _set_closed(desk, None)


def set_return_address(*, municipality: Municipality, facts: Mapping[str, str]) -> None:
    """Where letters that cannot be delivered come back to; all empty: to the desk that sent them."""
    Municipality.objects.filter(pk=municipality.pk).update(**facts)


def lock(municipality: Municipality) -> Municipality:
    """One administrator's change after the other. Gives the row as it is then."""
    return Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


def _set_closed(desk: HelpDesk, closed_from: date | None) -> None:
    desk.closed_from = closed_from
    desk.save(update_fields=["closed_from"])
