"""Finds an application by what a resident has in hand, without knowing the municipality.

The key is the installation's secret key: whoever reads the table cannot tell a reference or a birth date from it. After
a new secret key nothing is found until `manage.py status_keys` has run; set-up runs it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from desks.models import Municipality
from desks.scope import municipality_scope
from intake.models import Application, StatusKey

BATCH: Final = 5000


def digest_of(reference: str, birth_date: date) -> str:
    """Of the ten characters of a reference and a birth date; 64 characters."""
    return _keyed("digest", f"{reference} {birth_date.isoformat()}")


def found_by(reference: str, birth_date: date) -> StatusKey | None:
    """The same work whether the reference is unknown or the day is wrong: one hash, one query. Needs no scope."""
    # Not by its manager: whose scope to open is what is asked.
    return QuerySet(StatusKey).filter(digest=digest_of(reference, birth_date)).first()


def add_key(application: Application) -> None:
    """For a new application, in the transaction that enters it."""
    _key_of(application.municipality_id, application.pk, application.reference, application.birth_date).save()


def change_key(application: Application) -> None:
    """After another birth date: the old one finds nothing any more."""
    StatusKey.objects.filter(application=application).delete()
    add_key(application)


def fill_keys() -> int:
    """Makes the keys that are missing or of an older secret key, in every municipality; returns how many."""
    return sum(
        number
        for municipality in Municipality.objects.values_list("pk", flat=True)
        for number in _batches(municipality)
    )


def _batches(municipality_id: int) -> Iterator[int]:
    """A transaction each."""
    last = 0
    while True:
        with municipality_scope(municipality_id):
            rows = Application.objects.exclude(status_key__made_with=_mark()).filter(pk__gt=last)
            lacking = rows.order_by("pk").values_list("pk", "reference", "birth_date")[:BATCH]
            keys = [_key_of(municipality_id, *row) for row in lacking]
            StatusKey.objects.filter(application__in=[key.application_id for key in keys]).delete()
            StatusKey.objects.bulk_create(keys)
        if not keys:
            return
        last = keys[-1].application_id
        yield len(keys)


def _key_of(municipality_id: int, application_id: int, reference: str, birth_date: date) -> StatusKey:
    return StatusKey(
        municipality_id=municipality_id,
        application_id=application_id,
        digest=digest_of(reference, birth_date),
        made_with=_mark(),
    )


def _mark() -> str:
    """Tells one secret key from another, and nothing of it."""
    return _keyed("mark", "")[:16]


def _keyed(purpose: str, content: str) -> str:
    return salted_hmac(f"intake.status.{purpose}", content, algorithm="sha256").hexdigest()
