"""The municipality scope: the first of the two nets that keep municipalities apart.

The second is row-level security in PostgreSQL (desks/rls.py). Each holds without the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models, transaction

EVERYWHERE = 0

_scope: ContextVar[int | None] = ContextVar("municipality_scope", default=None)


class OutsideScope(RuntimeError):
    """A municipality's rows were asked for outside its scope: a defect, never a user's mistake."""


def current() -> int:
    """The id of the municipality whose rows may be touched now. Raises OutsideScope where there is none."""
    scope = _scope.get()
    if scope is None:
        raise OutsideScope("Open municipality_scope() first.")
    return scope


@contextmanager
def municipality_scope(municipality_id: int) -> Iterator[None]:
    """One transaction in which only this municipality's rows exist.

    Render the response inside: a template that reads a row afterwards finds the scope closed.
    """
    if _scope.get() not in (None, municipality_id):
        raise OutsideScope("A scope never opens inside another municipality's.")
    token = _scope.set(municipality_id)
    try:
        with transaction.atomic():
            before = _tell_database(str(municipality_id))
            yield
            # The setting lasts until the outermost transaction ends, which may be a caller's.
            _tell_database(before)
    finally:
        _scope.reset(token)


def _tell_database(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('tokkyu.municipality', true)")
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config('tokkyu.municipality', %s, true)", [value])
    return before


@contextmanager
def across_municipalities() -> Iterator[None]:
    """For the relay and the worker, whose batches cross municipalities. Opens no transaction.

    It only lifts the first net. The second lets rows through for the database role `tokkyu_worker` alone.
    """
    token = _scope.set(EVERYWHERE)
    try:
        yield
    finally:
        _scope.reset(token)


class ScopedManager(models.Manager[Any]):
    """Rows of the municipality in scope. `ScopedManager.from_queryset(...)` adds a model's own questions."""

    def get_queryset(self) -> models.QuerySet[Any]:
        scope = current()
        rows = super().get_queryset()
        return rows if scope == EVERYWHERE else rows.filter(municipality_id=scope)


class InMunicipality(models.Model):
    """A row that belongs to one municipality and is seen in its scope only."""

    municipality = models.ForeignKey("desks.Municipality", models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        scope = current()
        if scope != EVERYWHERE and self.municipality_id != scope:
            raise OutsideScope("This row belongs to another municipality.")
        super().save(*args, **kwargs)
