"""Charges of invented cases, and new decisions in their place."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desks.models import HelpDesk, Membership
from fees.cash import Counted, count_day, desk_day
from fees.models import CashCount, Charge
from fees.rules import FeeBasis
from fees.services import Decision, replace_charge, take_charge
from tests.places import Place

AT = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
ON = date(2026, 11, 24)
"""A Tuesday; the next day is open."""
FREE = Decision(amount=0, basis=FeeBasis.THEFT, reason="盗難の番号を後から確認", evidence="受理番号の控え")


def charge(place: Place, reference: str, amount: int = 2000, **more: object) -> Charge:
    """One decision of the clerk, by the national page. Opens the place's scope itself."""
    given = {"desk": place.hall, "basis": "LOSS", "source": "national_page", "reason": "", "evidence": ""}
    given |= {"decided_by": place.clerk.staff, "at": AT, "on": ON, **more}
    with place.scope():
        return take_charge(municipality_id=place.municipality.pk, reference=reference, amount=amount, **given)


def replaced(
    place: Place,
    old: Charge,
    decision: Decision = FREE,
    *,
    by: Membership | None = None,
    on: date = ON,
) -> Charge:
    """`old` decided anew, by the clerk where nobody else is named."""
    with place.scope():
        at = AT + timedelta(days=(on - ON).days, minutes=5)
        return replace_charge(charge=old, decision=decision, membership=by or place.clerk, at=at, on=on)


def closed(
    place: Place, on: date = ON, *, desk: HelpDesk | None = None, total: int | None = None
) -> CashCount:
    """The day with what must be there, or with `total` yen and a reason."""
    desk = desk or place.hall
    with place.scope():
        seen = desk_day(desk, on).sums.expected
        counted = Counted(seen if total is None else total, 0, "" if total is None else "数え違い", {})
        return count_day(desk=desk, on=on, seen=seen, counted=counted, by=place.clerk.staff, at=AT, today=on)
