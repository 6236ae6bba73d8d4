"""Settling a practice: a new row from a day on, never a change of an old one."""

from datetime import date

from desks.models import Municipality, Practice, Staff
from eligibility.plain import to_json
from eligibility.practice import Practice as PracticeValue


class ChangedMeanwhile(Exception):
    """Somebody settled something after this person had started."""


def latest_row(municipality: Municipality) -> int:
    """The id of the row that was settled last, 0 before the first: the version that an administrator starts from."""
    row = Practice.objects.filter(municipality=municipality).order_by("id").last()
    return row.pk if row else 0


def settle(
    *, municipality: Municipality, practice: PracticeValue, in_force_from: date, started_from: int, by: Staff
) -> Practice:
    """Adds the row; `started_from` is the `latest_row` that this person saw. Call it in the municipality's scope.

    A second click finds the row of the first. Raises ChangedMeanwhile where anything else has been settled since.
    """
    # One after the other: who comes second sees the first's row.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    rows = Practice.objects.filter(municipality=municipality)
    wanted = {"in_force_from": in_force_from, "settings": to_json(practice), "created_by": by}
    newer = list(rows.filter(pk__gt=started_from).order_by("id"))
    if not newer:
        return Practice.objects.create(municipality=municipality, **wanted)
    if len(newer) == 1 and all(getattr(newer[0], name) == value for name, value in wanted.items()):
        return newer[0]
    raise ChangedMeanwhile
