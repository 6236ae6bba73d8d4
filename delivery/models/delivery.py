"""One registered letter for one application, and the moves between its states."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from delivery.states import OPEN, TRANSITIONS, WAITING_FOR_RESIDENT, Problem, Source, State
from desks.models import HelpDesk, Practice, Staff
from desks.scope import InMunicipality, ScopedManager


class MoveRefused(Exception):
    """This state does not lead there, or somebody else moved the delivery in the meantime."""


class Group(models.TextChoices):
    """Three kinds of overdue, each with another thing to do."""

    NO_NEWS = "no_news", _("No news")
    LATE = "late", _("Late")
    WAITING = "waiting", _("Waiting for the resident")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def for_desk(self, desk: HelpDesk | None) -> "DeliveryQuerySet":
        return self.filter(desk=desk) if desk else self

    def is_open(self) -> "DeliveryQuerySet":
        return self.filter(state__in=sorted(OPEN))

    def overdue(self, on: date) -> "DeliveryQuerySet":
        """Not delivered and past the target day, or past `chase_on` where no day was named; from the day after.

        Most days over first. A question with a day, never a stored flag.
        """
        rows = self.is_open().annotate(expected_on=EXPECTED_ON).filter(expected_on__lt=on)
        return rows.order_by("expected_on", "id")

    def in_group(self, group: Group) -> "DeliveryQuerySet":
        waiting = Q(state__in=sorted(WAITING_FOR_RESIDENT))
        silent = Q(last_news_at=None) & ~waiting
        return self.filter({Group.WAITING: waiting, Group.NO_NEWS: silent}.get(group, ~waiting & ~silent))


EXPECTED_ON = Coalesce("target_date", "chase_on")


class Delivery(InMunicipality):
    """One registered letter for one accepted application. Holds values, never the application.

    `target_date` is a target, not a promise; where a reason makes it longer there is none, and `chase_on`
    puts the delivery before the supervisor. One target for life: a calendar that changes may move it while it is ahead
    and the letter is not with the post (`delivery.replanning`).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    # No index of its own: a desk's rows are always asked for with the municipality's open ones.
    desk = models.ForeignKey(HelpDesk, models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=10)
    addressee = models.CharField(max_length=200)
    postcode = models.CharField(max_length=7)
    address = models.CharField(max_length=300)
    birth_date = models.DateField()
    # The heading as the public page names it: sensitive ones are OTHER here.
    designation = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="ja")
    # Where news of the letter goes (delivery/mail); empty where none is wanted, and always under support measures.
    email = models.CharField(max_length=254, default="", db_default="")
    to_desk = models.BooleanField(default=False)
    support_measures = models.BooleanField(default=False)
    # What makes it longer than a week (`eligibility` and the desk know; `delivery.targets` decides).
    longer_reasons = ArrayField(models.CharField(max_length=30), default=list)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="+", db_index=False)
    accepted_on = models.DateField()

    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    target_date = models.DateField(null=True)
    no_target_reason = models.CharField(max_length=30, default="")
    request_by = models.DateField(null=True)
    latest_posting_on = models.DateField(null=True)
    home_from = models.DateField(null=True)
    home_until = models.DateField(null=True)
    chase_on = models.DateField(null=True)
    calendar_version = models.PositiveIntegerField(null=True)
    posted_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    # On our own shelf: since when, where, and the last day on which it is kept.
    at_desk_on = models.DateField(null=True)
    shelf = models.CharField(max_length=20, default="", db_default="")
    keep_until = models.DateField(null=True)
    handed_over_on = models.DateField(null=True)
    disposed_on = models.DateField(null=True)
    problem = models.CharField(max_length=16, choices=Problem.choices, default="", db_default="")
    # News from outside (issuer, post, clerk, resident); our own planning is not news.
    last_news_at = models.DateTimeField(null=True)
    last_news_source = models.CharField(max_length=10, choices=Source.choices, default="")

    objects: ClassVar[Any] = ScopedManager.from_queryset(DeliveryQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "reference"], name="one_delivery_a_reference"),
            models.CheckConstraint(
                condition=Q(state__in=[State.REQUESTED, State.CANCELLED]) | Q(chase_on__isnull=False),
                name="planned_before_scheduled",
            ),
            models.CheckConstraint(
                condition=Q(chase_on=None) | (Q(target_date=None) ^ Q(no_target_reason="")),
                name="a_target_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(support_measures=False) | Q(email=""), name="letter_protected_gets_no_email"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.POSTED) | Q(posted_on__isnull=False), name="posted_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DELIVERED) | Q(delivered_on__isnull=False),
                name="delivered_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED) | Q(returned_on__isnull=False), name="returned_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.AT_DESK) | Q(at_desk_on__isnull=False, keep_until__isnull=False),
                name="at_desk_has_its_days",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HANDED_OVER) | Q(handed_over_on__isnull=False),
                name="handed_over_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DISPOSED) | Q(disposed_on__isnull=False), name="disposed_has_a_day"
            ),
        ]
        indexes = [
            models.Index(
                "municipality",
                Coalesce("target_date", "chase_on"),
                "id",
                condition=Q(state__in=sorted(OPEN)),
                name="open_letters_by_day",
            ),
            # The lists of the desk (delivery/shelf/lists.py).
            models.Index(
                fields=["municipality", "accepted_on"],
                condition=Q(state__in=sorted(OPEN)),
                name="open_letters_asked_for",
            ),
            models.Index(
                fields=["municipality", "desk"],
                condition=Q(state__in=sorted(WAITING_FOR_RESIDENT | {State.RETURNED})),
                name="letters_that_wait",
            ),
            models.Index(
                fields=["municipality", "disposed_on"],
                condition=Q(state=State.DISPOSED),
                name="letters_disposed_of",
            ),
        ]

    def move(
        self,
        to: State,
        *,
        at: datetime,
        on: date,
        source: Source,
        by: Staff | None = None,
        cause: str = "",
        **facts: Any,
    ) -> "Move":
        """Moves this delivery and writes the line of its timeline; `on` is the day it happened, `at` when we knew.

        Raises MoveRefused where the state does not lead there or is no longer the one we read.
        """
        before = State(self.state)
        if to not in TRANSITIONS[before]:
            raise MoveRefused(f"{before} does not lead to {to}")
        if source is not Source.TOKKYU:
            facts |= {"last_news_at": at, "last_news_source": source}
        move = Move(after=to, at=at, on=on, by=by, source=source, cause=cause)
        return self._write(move, facts)

    def undo(self, move: "Move", *, at: datetime, on: date, by: Staff, reason: str) -> "Move":
        """Takes back a move that was wrong by another one, with its reason; what only that state needs is cleared.

        Raises MoveRefused where it is not the last of the moves that stand, or no person may take it back.
        """
        standing = list(self.standing_moves())
        if not standing or standing[-1] != move or State(move.after) not in UNDOABLE:
            raise MoveRefused("Only the last move that stands can be undone")
        told = [each for each in standing[:-1] if each.source != Source.TOKKYU]
        facts: dict[str, Any] = dict(UNDOABLE[State(move.after)])
        facts |= {
            "last_news_at": told[-1].at if told else None,
            "last_news_source": told[-1].source if told else "",
        }
        after = State(move.before)
        back = Move(after=after, at=at, on=on, by=by, source=Source.CLERK, cause=reason, corrects=move)
        return self._write(back, facts)

    def standing_moves(self) -> "models.QuerySet[Move]":
        """Those that were not undone, and undo nothing; the oldest first."""
        return self.moves.filter(corrects=None, correction=None)

    def _write(self, move: "Move", facts: dict[str, Any]) -> "Move":
        """Compare and swap, and the line of the timeline, in one transaction."""
        move.municipality_id, move.delivery, move.before = self.municipality_id, self, self.state
        with transaction.atomic():
            same = Delivery.objects.filter(pk=self.pk, state=self.state)
            if not same.update(state=move.after, **facts):
                raise MoveRefused("Somebody else moved this delivery in the meantime")
            move.save()
        self.state = move.after
        for name, value in facts.items():
            setattr(self, name, value)
        return move


#: What a person may take back, and what is then no longer true. A booking and a cancellation involve the issuer.
UNDOABLE: Final[dict[State, dict[str, Any]]] = {
    State.POSTED: {"posted_on": None},
    State.IN_TRANSIT: {},
    State.OUT: {},
    State.ABSENT: {},
    State.HELD: {},
    State.RETURNING: {"problem": ""},
    State.RETURNED: {"returned_on": None, "problem": ""},
    State.DELIVERED: {"delivered_on": None},
    State.AT_DESK: {"at_desk_on": None, "shelf": "", "keep_until": None},
    State.HANDED_OVER: {"handed_over_on": None},
    State.DISPOSED: {"disposed_on": None},
}


class Move(InMunicipality):
    """One line of the timeline. Granted INSERT and SELECT only: a wrong move is undone by another, `corrects`."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="moves")
    before = models.CharField(max_length=12, choices=State.choices)
    after = models.CharField(max_length=12, choices=State.choices)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    # As wide as `desks.fields.Text` may be: a character is up to four code points.
    cause = models.CharField(max_length=800, default="")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="correction")

    class Meta:
        base_manager_name = "objects"
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["municipality", "on"],
                condition=Q(after=State.SCHEDULED),
                name="moves_to_scheduled",
            )
        ]


MOVE_ALL = """
WITH moved AS (
    UPDATE delivery_delivery SET state = %(to)s WHERE id = ANY(%(ids)s) AND state = %(before)s
    RETURNING id, municipality_id
)
INSERT INTO delivery_move (municipality_id, delivery_id, before, after, "on", at, source, cause)
SELECT municipality_id, id, %(before)s, %(to)s, %(on)s, %(at)s, %(source)s, '' FROM moved RETURNING delivery_id
"""


def move_all(
    ids: Sequence[int], before: State, to: State, *, at: datetime, on: date, source: Source
) -> set[int]:
    """`Delivery.move` for many rows in one statement; returns the ids of those that were still in `before`."""
    if to not in TRANSITIONS[before]:
        raise MoveRefused(f"{before} does not lead to {to}")
    facts: dict[str, Any] = {
        "ids": list(ids),
        "before": before,
        "to": to,
        "at": at,
        "on": on,
        "source": source,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVE_ALL, facts)
        return {row[0] for row in cursor.fetchall()}


class Note(InMunicipality):
    """What a colleague should know about a delivery."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)

    class Meta:
        base_manager_name = "objects"
        ordering = ["at", "id"]
