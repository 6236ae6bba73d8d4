"""The versions of a municipality's practice as people read them: from when, by whom, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import auto

from django.utils import timezone

from desks.calendars import practice_value
from desks.models import Municipality, Practice, Staff
from eligibility.plain import Term
from eligibility.practice import NATIONAL
from eligibility.practices.words import Changed, changes_in_words


class Standing(Term):
    """Where a version stands on a day. REPLACED: another one was settled for the same day later."""

    AHEAD = auto()
    IN_FORCE = auto()
    PAST = auto()
    REPLACED = auto()


@dataclass(frozen=True, kw_only=True)
class Version:
    """One row; `changes` against the version before it, the first against the national default."""

    number: int
    in_force_from: date
    settled_on: date
    settled_at: datetime
    settled_by: Staff | None
    standing: Standing
    changes: list[Changed]


def history(municipality: Municipality, *, on: date) -> list[Version]:
    """Every version, the one that holds from the latest day first."""
    rows = Practice.objects.filter(municipality=municipality).select_related("created_by")
    return _versions(rows.order_by("in_force_from", "id"), on)[::-1]


def _versions(rows: Iterable[Practice], on: date) -> list[Version]:
    ordered = list(rows)
    effective = {row.in_force_from: row for row in ordered}
    begun = [day for day in effective if day <= on]
    before, versions = NATIONAL, []
    for row in ordered:
        value = practice_value(row)
        if effective[row.in_force_from] is not row:
            standing = Standing.REPLACED
        elif row.in_force_from > on:
            standing = Standing.AHEAD
        else:
            standing = Standing.IN_FORCE if row.in_force_from == max(begun) else Standing.PAST
        versions.append(
            Version(
                number=row.pk,
                in_force_from=row.in_force_from,
                settled_on=timezone.localdate(row.created_at),
                settled_at=row.created_at,
                settled_by=row.created_by,
                standing=standing,
                changes=changes_in_words(before, value),
            )
        )
        before = value
    return versions
