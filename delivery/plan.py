"""The plan of one registered letter: each alone, so the same whatever the batch it is planned in."""

from collections.abc import Set
from datetime import date, timedelta
from typing import NamedTuple

from delivery.targets import LAW, LongerReason, days_after, delivery_target, latest_posting
from eligibility.calendar import Calendar
from eligibility.practice import Practice


class Plan(NamedTuple):
    """Either `target_date` with the days that follow from it, or `longer`; `chase_on` always.

    The issuer must have the request by `request_by` and post by `latest_posting_on`; from `home_from` to `home_until`
    somebody should be at home. Mail is delivered on every day of the week, cards are made on the issuer's working days.
    """

    received_on: date
    target_date: date | None
    latest_posting_on: date | None
    longer: tuple[LongerReason, ...]
    chase_on: date
    request_by: date | None = None
    home_from: date | None = None
    home_until: date | None = None

    @property
    def reason(self) -> LongerReason | None:
        """The first reason why no day is named; None where there is a target."""
        return self.longer[0] if self.longer else None


class HomeDays(NamedTuple):
    """From the first to the last of these days somebody should be at home."""

    first: date
    last: date


def plan(
    accepted_on: date,
    *,
    practice: Practice,
    calendar: Calendar,
    longer: Set[LongerReason] = frozenset(),
    transit_days: int | None = None,
) -> Plan:
    """The plan of a card accepted on that day; `transit_days` where the way is known, otherwise the usual number."""
    target = delivery_target(accepted_on, practice=practice, calendar=calendar, longer=longer)
    received_on, target_date = target.received_on, target.target_date
    if target_date is None:
        return Plan(received_on, None, None, target.longer, target.chase_on)
    if transit_days is None:
        transit_days = LAW.value("transit_days", on=accepted_on)
    latest_posting_on = latest_posting(received_on, target_date, transit_days)
    request_by, made_on = making(received_on, latest_posting_on, calendar)
    home_from = min(made_on + timedelta(days=transit_days), target_date)
    return Plan(
        received_on, target_date, latest_posting_on, (), target.chase_on, request_by, home_from, target_date
    )


def making(received_on: date, latest_posting_on: date, calendar: Calendar) -> tuple[date, date]:
    """By when the issuer must have the request, and when a card asked for at once is made.

    The first is a working day of the issuer that leaves the days of making up to `latest_posting_on`, that one
    included; never before the day received. Where holidays leave too few days the request is due at once and the card
    is made on the latest day of posting.
    """
    days = [day for day in days_after(received_on, latest_posting_on) if calendar.makes_cards(day)]
    needed: int = LAW.value("making_days", on=received_on)
    request_by = days[-needed - 1] if len(days) > needed else received_on
    return request_by, days[needed - 1] if len(days) >= needed else latest_posting_on


def home_days(posted_on: date, *, transit_days: int | None = None) -> HomeDays:
    """The days at home once the day of posting is known, with a target or without."""
    if transit_days is None:
        transit_days = LAW.value("transit_days", on=posted_on)
    first = posted_on + timedelta(days=transit_days)
    return HomeDays(first, first + timedelta(days=LAW.value("delivery_days", on=posted_on) - 1))


def transit_days_to(prefecture: str, *, on: date) -> int:
    """How many days a letter posted on that day is under way, by the Japanese name of the prefecture.

    The usual number where the prefecture is not known.
    """
    is_far = prefecture in LAW.value("far_prefectures", on=on)
    days: int = LAW.value("far_transit_days" if is_far else "transit_days", on=on)
    return days
