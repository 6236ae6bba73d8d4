"""The list of issues as CSV, for a spreadsheet: UTF-8 with its mark, and nothing that a spreadsheet would run."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from django.utils.timezone import localtime
from django.utils.translation import gettext, override

from desks.scope import municipality_scope
from fees.issues import Filters, Issue, batches

MARK: Final = "\ufeff"
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """As text; what a spreadsheet would take for a formula begins with an apostrophe."""
    text = str(value)
    return f"'{text}" if text.startswith(_RUNS) else text


def lines(filters: Filters, *, municipality_id: int, language: str) -> Iterator[str]:
    """The file in parts. It is read while it is sent, after the view's scope has ended: each part opens its own.

    Nothing is held open between two parts, however slowly they are fetched.
    """
    with override(language):
        head = _heading()
    yield MARK + _written([head])
    parts = batches(filters)
    while True:
        with municipality_scope(municipality_id), override(language):
            found = next(parts, None)
            text = _written(map(_row, found)) if found else ""
        if not found:
            return
        yield text


def _heading() -> list[str]:
    return [
        gettext("Day"),
        gettext("Time"),
        gettext("Desk"),
        gettext("Reference"),
        gettext("Kind"),
        gettext("Amount in yen"),
        gettext("Basis"),
        gettext("Source"),
        gettext("Reason given"),
        gettext("Evidence seen"),
        gettext("Who decided"),
        gettext("Receipt"),
        gettext("State of the receipt"),
        gettext("Day of the void or refund"),
        gettext("Refund number"),
    ]


def _row(issue: Issue) -> list[object]:
    charge, told, end = issue.charge, issue.told, issue.end
    return [
        charge.on.isoformat(),
        localtime(charge.at).strftime("%H:%M"),
        issue.desk,
        charge.reference,
        issue.kind.label,
        charge.amount,
        told.basis,
        told.source,
        told.reason,
        told.evidence,
        charge.decided_by.get_full_name() or charge.decided_by.get_username(),
        issue.receipt or "",
        end.get_kind_display() if end else "",
        end.decision.on.isoformat() if end else "",
        end or "",
    ]


def _written(rows: Iterable[Iterable[object]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()
