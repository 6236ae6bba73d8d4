"""One look at an application by somebody who is not signed in."""

from datetime import date, datetime

from django.utils.timezone import localdate
from redis.exceptions import RedisError

from desks.scope import municipality_scope
from intake.models import Application
from intake.status.answer import Status, status_of
from intake.status.keys import found_by
from intake.status.tries import ADDRESS, REFERENCE, Tries


class NotFound(Exception):
    """No application has this reference and this birth date; which of them is wrong is not said."""


class TooOften(Exception):
    """Asked in vain too often: `seconds` until the next try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class CannotCount(Exception):
    """The tries cannot be counted now, so nothing is told."""


def status(reference: str, birth_date: date, *, on: date) -> Status | None:
    """How it stands on that day; None where no application has both. Needs no scope."""
    key = found_by(reference, birth_date)
    if key is None:
        return None
    with municipality_scope(key.municipality_id):
        rows = Application.objects.select_related("delivery", "desk__municipality").filter(
            pk=key.application_id
        )
        row: Application | None = rows.filter(reference=reference, birth_date=birth_date).first()
        return status_of(row, on=on) if row else None


def look_up(reference: str, birth_date: date, *, address: str, at: datetime) -> Status:
    """`status` for a stranger at that network address, slowed down after what is wrong.

    Raises NotFound, TooOften, CannotCount.
    """
    now = at.timestamp()
    try:
        tries = _begin(Tries(ADDRESS, address), Tries(REFERENCE, reference), now=now)
        found = status(reference, birth_date, on=localdate(at))
        if found is None:
            raise NotFound
        for each in tries:
            each.give_back(now)
    except RedisError as error:
        raise CannotCount from error
    return found


def _begin(*tries: Tries, now: float) -> tuple[Tries, ...]:
    if wait := max(each.wait(now) for each in tries):
        raise TooOften(int(wait) + 1)
    if not all(each.begin(now) for each in tries):
        raise TooOften(1)
    return tries
