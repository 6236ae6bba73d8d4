"""A change of plan in words: the old day and the new one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.targets import LongerReason
from desks.dates import with_weekday
from eligibility.wording import LONGER

Change = Sequence[str | None]
"""What a column said before and says now."""

DAYS: Final[dict[str, Promise]] = {
    "request_by": _("Request at the issuer by"),
    "latest_posting_on": _("To be posted by"),
    "home_from": _("At home from"),
    "home_until": _("At home until"),
    "chase_on": _("Ask the issuer after"),
}


def changes_in_words(changes: Mapping[str, Change]) -> str:
    """The target day, from which the others follow; where it has stayed, each of the others that changed."""
    if "target_date" in changes or "no_target_reason" in changes:
        days = changes.get("target_date", (None, None))
        reasons = changes.get("no_target_reason", ("", ""))
        before, now = (_target(day, reason) for day, reason in zip(days, reasons, strict=True))
        return _changed(gettext("Target day"), before, now)
    said = (_changed(str(DAYS[name]), *map(_day, changes[name])) for name in DAYS if name in changes)
    return gettext("; ").join(said)


def _changed(what: str, before: str, now: str) -> str:
    return gettext("%(what)s: %(now)s; before: %(before)s") % {"what": what, "before": before, "now": now}


def _target(day: str | None, reason: str | None) -> str:
    if day or not reason:
        return _day(day)
    return gettext("none (%(reason)s)") % {"reason": LONGER[LongerReason(reason)]}


def _day(day: str | None) -> str:
    return with_weekday(date.fromisoformat(day)) if day else gettext("none")
