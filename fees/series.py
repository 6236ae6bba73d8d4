"""The receipt series of a municipality's desks, as its administrators see them and begin a year's numbers."""

from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from desks.models import HelpDesk, Municipality
from desks.setup import Part, Said, State
from fees.models import Receipt, ReceiptSeries
from fees.till import fiscal_year

LAST_NUMBER = 99_999
"""Receipts print five digits."""


class SeriesBegun(Exception):
    """A receipt of that year has been written: its numbers go on without a gap."""


def series_of(municipality: Municipality) -> list[ReceiptSeries]:
    """Each desk's years, the latest year first. Call it in the municipality's scope."""
    rows = ReceiptSeries.objects.filter(municipality=municipality).select_related("desk")
    return list(rows.order_by("-fiscal_year", "desk_id"))


def begin_series(*, desk: HelpDesk, year: int, first: int) -> None:
    """The fiscal year's first receipt of this desk gets this number. Raises SeriesBegun."""
    of_series: dict[str, Any] = {
        "municipality_id": desk.municipality_id,
        "desk": desk,
        "fiscal_year": year,
    }
    # Whoever writes a receipt holds this row: none comes in between.
    series = ReceiptSeries.objects.select_for_update().get_or_create(**of_series)[0]
    if Receipt.objects.filter(desk=desk, fiscal_year=year).exists():
        raise SeriesBegun
    series.last_number = first - 1
    series.save(update_fields=["last_number"])


def _says(municipality: Municipality, on: date) -> Said:
    rows = [row for row in series_of(municipality) if row.fiscal_year == fiscal_year(on) and row.last_number]
    if not rows:
        return Said(
            State.DEFAULT, gettext("No receipt this fiscal year yet: each desk's numbers begin with 1.")
        )
    said = ngettext(
        "%(number)s desk has a series this fiscal year.",
        "%(number)s desks have a series this fiscal year.",
        len(rows),
    )
    return Said(State.SET, said % {"number": len(rows)})


RECEIPTS = Part(title=_("Receipt numbers"), page="fees:series", says=_says)
