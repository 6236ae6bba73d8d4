"""The plan of one registered letter: each alone, so the same whatever the batch it is planned in."""

from collections.abc import Set
from datetime import date, timedelta
from typing import NamedTuple

from delivery.targets import LAW, LongerReason, delivery_target
from eligibility.calendar import Calendar
from eligibility.practice import Practice


class Plan(NamedTuple):
    """Either `target_date` with `latest_posting_on`, or `longer`; `chase_on` always."""

    received_on: date
    target_date: date | None
    latest_posting_on: date | None
    longer: tuple[LongerReason, ...]
    chase_on: date

    @property
    def reason(self) -> LongerReason | None:
        """The first reason why no day is named; None where there is a target."""
        return self.longer[0] if self.longer else None


def plan(
    accepted_on: date,
    *,
    practice: Practice,
    calendar: Calendar,
    longer: Set[LongerReason] = frozenset(),
    transit_days: int | None = None,
) -> Plan:
    """The plan of a card accepted on that day; `transit_days` where the way is known, otherwise the usual number.

    The issuer must post by `latest_posting_on`, and never before the card was asked for.
    """
    target = delivery_target(accepted_on, practice=practice, calendar=calendar, longer=longer)
    latest_posting_on = None
    if target.target_date is not None:
        if transit_days is None:
            transit_days = LAW.value("transit_days", on=accepted_on)
        latest_posting_on = max(target.target_date - timedelta(days=transit_days), target.received_on)
    return Plan(target.received_on, target.target_date, latest_posting_on, target.longer, target.chase_on)
