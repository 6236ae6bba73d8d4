"""Whether a person was entered before: told before the fee is taken, within the municipality only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from delivery.states import OPEN, State
from desks.dates import with_weekday
from intake.finding.searching import searchable
from intake.likeness import application_id_hash, person_hash
from intake.models import Application, Standing

RECENT: Final = timedelta(days=183)
"""Half a year: one that ended longer ago asks nobody for a reason."""
_MOST: Final = 20
"""Nobody is entered so often; the newest are looked at."""


@dataclass(frozen=True)
class Likeness:
    """The hashes by which a person, and the form sent to them, are told."""

    person: str
    application_id: str = ""


def likeness(municipality_id: int, *, birth_date: date, name: str, application_id: str = "") -> Likeness:
    """`application_id`: 23 digits, or empty."""
    return Likeness(
        person_hash(municipality_id, birth_date=birth_date, name_normalised=searchable(name)),
        application_id_hash(municipality_id, application_id),
    )


def hold(one: Likeness) -> None:
    """Until the transaction ends nobody else enters this person: of two at once the second finds the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(one.person[:15], 16)])


@dataclass(frozen=True)
class Earlier:
    """An application that was entered before, open or recent. `same_form`: told by the application ID."""

    application: Application
    same_form: bool

    @property
    def sentence(self) -> str:
        """What a clerk reads of it. Under support measures nobody reads which desk it is."""
        row = self.application
        words = {"day": with_weekday(row.first_visit_on), "desk": row.desk, "standing": row.standing_words}
        if self.same_form:
            return gettext("This application ID was entered on %(day)s: %(standing)s.") % words
        if row.support_measures:
            return gettext("An application of this person was entered on %(day)s: %(standing)s.") % words
        return (
            gettext("An application of this person was entered on %(day)s at %(desk)s: %(standing)s.") % words
        )


def earlier(one: Likeness, *, on: date, except_key: UUID | None = None) -> list[Earlier]:
    """What was entered of this person, or with this application ID, and is open or recent; the newest first.

    `except_key` is the form's own. Needs a scope. It reads the rows of this person alone.
    """
    return [found for found in _found(one, except_key) if _is_open(found.application, on)]


def _found(one: Likeness, except_key: UUID | None) -> Iterator[Earlier]:
    # The facts and what followed from them are most of a row, and nobody is shown them.
    rows = Application.objects.select_related("desk", "delivery").defer("facts", "assessment").order_by("-id")
    if except_key:
        rows = rows.exclude(idempotency_key=except_key)
    seen = set()
    for row in rows.filter(person_hash=one.person)[:_MOST]:
        seen.add(row.pk)
        yield Earlier(row, same_form=False)
    if one.application_id:
        for row in rows.filter(application_id_hash=one.application_id)[:_MOST]:
            if row.pk not in seen:
                yield Earlier(row, same_form=True)


def _is_open(row: Application, on: date) -> bool:
    if row.standing is Standing.PENDING or max(row.first_visit_on, row.standing_since) >= on - RECENT:
        return True
    letter = row.delivery
    return row.standing is Standing.ACCEPTED and letter is not None and State(letter.state) in OPEN
