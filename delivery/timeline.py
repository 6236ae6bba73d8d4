"""What happened to a delivery, line by line, as residents, clerks and supervisors read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.models import (
    Delivery,
    Email,
    EmailKind,
    EmailTrouble,
    HandOff,
    Move,
    Note,
    Replan,
    TrackingEvent,
)
from delivery.replan_words import changes_in_words
from delivery.services import arrived
from delivery.states import Source, State, Trouble
from desks.models import Staff

# Causes that no person typed.
_CAUSES: Final = {
    "corrected": _("The application was corrected."),
    "withdrawn": _("The application was withdrawn."),
    Trouble.REFUSED.value: Trouble.REFUSED.label,
}


class LineKind(models.TextChoices):
    MOVE = "move", _("Change")
    NEWS = "news", _("Late news")
    NOTE = "note", _("Note")
    RETRY = "retry", _("Handed to the issuer again")
    CORRECTION = "correction", _("Corrected")
    REPLAN = "replan", _("Planned anew, because days have changed")
    EMAIL = "email", _("E-mail to the resident")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a timeline. `on` is the day it happened, `at` when we knew; `text` is a note or a cause.

    `undone`: a later line took it back.
    """

    kind: LineKind
    at: datetime
    on: date
    state: State | None = None
    source: Source = Source.TOKKYU
    by: Staff | None = None
    text: str = ""
    undone: bool = False


def timeline(delivery: Delivery) -> list[Line]:
    """Moves, late news, plans, notes, retries and e-mails, the oldest first. Six queries, however long."""
    row = HandOff.objects.select_related("delivery", "retried_by").get(delivery=delivery)
    moves = list(delivery.moves.select_related("by", "correction"))
    lines = _lines_of_hand_off(row) + [_line_of_move(move) for move in moves]
    moved = {(move.after, move.on, move.source) for move in moves}
    events = TrackingEvent.objects.filter(posting__delivery=delivery).select_related("by")
    lines += [
        _line_of_event(event)
        for event in events
        if (arrived(delivery, State(event.state)), event.on, event.source) not in moved
    ]
    lines += [_line_of_replan(replan) for replan in delivery.replans.all()]
    lines += [_line_of_note(note) for note in delivery.notes.select_related("by")]
    lines += [line for email in delivery.emails.all() if (line := _line_of_email(email))]
    return sorted(lines, key=lambda line: line.at)


def _line_of_move(move: Move) -> Line:
    return Line(
        kind=LineKind.MOVE if move.corrects_id is None else LineKind.CORRECTION,
        at=move.at,
        on=move.on,
        state=State(move.after),
        source=Source(move.source),
        by=move.by,
        text=str(_CAUSES.get(move.cause, move.cause)),
        undone=hasattr(move, "correction"),
    )


def _line_of_event(event: TrackingEvent) -> Line:
    return Line(
        kind=LineKind.NEWS,
        at=event.heard_at,
        on=event.on,
        state=State(event.state),
        source=Source(event.source),
        by=event.by,
    )


def _line_of_replan(replan: Replan) -> Line:
    on = timezone.localdate(replan.at)
    return Line(kind=LineKind.REPLAN, at=replan.at, on=on, text=changes_in_words(replan.changes))


def _line_of_note(note: Note) -> Line:
    on = timezone.localdate(note.at)
    return Line(kind=LineKind.NOTE, at=note.at, on=on, source=Source.CLERK, by=note.by, text=note.text)


def _line_of_email(email: Email) -> Line | None:
    """What the mail server took, and what it never will; nothing of an e-mail that waits or is not wanted."""
    kind = str(EmailKind(email.kind).label)
    refused = email.dead_at if email.last_error == EmailTrouble.REFUSED else None
    text = (
        gettext("%(kind)s: %(trouble)s") % {"kind": kind, "trouble": EmailTrouble.REFUSED.label}
        if refused
        else kind
    )
    at = email.sent_at or refused
    return Line(kind=LineKind.EMAIL, at=at, on=timezone.localdate(at), text=text) if at else None


def _lines_of_hand_off(row: HandOff) -> list[Line]:
    accepted_on = row.delivery.accepted_on
    lines = [
        Line(
            kind=LineKind.MOVE,
            at=row.created_at,
            on=accepted_on,
            state=State.REQUESTED,
            source=Source.CLERK,
        )
    ]
    if row.retried_at:
        on = timezone.localdate(row.retried_at)
        lines.append(Line(kind=LineKind.RETRY, at=row.retried_at, on=on, by=row.retried_by))
    return lines
