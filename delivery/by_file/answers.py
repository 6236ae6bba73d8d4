"""The issuer's answers to the letters of a file, read in all or nothing; the same file twice changes nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delivery.models import Answer, Outgoing
from delivery.recall import take_refusal
from delivery.services import NewsRefused, record_news
from delivery.states import Source, State
from delivery.tracking import plain_number
from desks.fields import Text
from desks.helpdesk_services import lock
from desks.imports import Done, Effect, RowRefused, Table
from desks.staff_services import Acting
from desks.table_rows import DayText
from desks.tables import Named, TableForm

_UNKNOWN: Final = _("No letter of a file has this key or reference. Compare it with the file.")
_TO_COME: Final = _("This day is still to come.")
_REFUSED: Final = _("This letter was refused before. Ask the issuer which of the two is right.")
_FURTHER: Final = _(
    "This letter was posted, or taken back, already. Ask the issuer which of the two is right."
)
_OTHER_DAY: Final = _("This letter was posted on another day, as an earlier answer says. Ask the issuer.")
_OTHER_NUMBER: Final = _("This letter has another tracking number already. Ask the issuer.")


class Supervising(Acting):
    """A supervisor who reads answers in: one after the other."""

    def begin(self) -> None:
        lock(self.municipality)


class TrackingNumber(Text):
    """A tracking number as it is kept, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return plain_number(typed) if typed else ""
        except ValueError:
            raise ValidationError(
                _("Enter the number as on the receipt: 11 to 13 letters and digits."), code="number"
            ) from None


class AnswerRow(TableForm):
    """What happened to one letter."""

    key = ("letter_key", "reference", "happened")

    letter_key = forms.UUIDField(
        label=_("Key"), required=False, error_messages={"invalid": _("Copy the key from the file.")}
    )
    reference = Text(label=_("Reference"), max_length=20, required=False)
    happened = Named({answer.value: answer.label for answer in Answer}, label=_("What the issuer did"))
    day = DayText(label=_("Day"), required=False)
    number = TrackingNumber(label=_("Tracking number"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        named = ("letter_key", "reference")
        if not any(cleaned.get(name) or name in self.errors for name in named):
            self.add_error("letter_key", _("Fill in the key or the reference."))
        posted = cleaned.get("happened") == Answer.POSTED
        if posted and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Enter the day on which it was posted."))
        return cleaned


def answers(*, at: datetime) -> Table:
    """The answers as a table to bring in, heard at that moment."""
    return Table(
        name="answers",
        title=_("The issuer's answers"),
        form=AnswerRow,
        put=partial(_put, at=at),
        rows=lambda acting: [],
    )


def _put(acting: Acting, values: Mapping[str, Any], done: Done, *, at: datetime) -> Effect:
    row = _find(values)
    day = values.get("day")
    if day and day > timezone.localdate(at):
        raise RowRefused("day", _TO_COME)
    before = (row.answer, row.answered_on, row.tracking_number)
    match Answer(values["happened"]):
        case Answer.TAKEN if not row.answer:
            row.answer, row.answered_on = Answer.TAKEN, day or timezone.localdate(at)
        case Answer.POSTED:
            _posted(row, values["day"], values.get("number", ""), acting, at)
        case Answer.REFUSED:
            _refused(row, day, acting, at)
    if before == (row.answer, row.answered_on, row.tracking_number):
        return Effect.SAME
    row.save(update_fields=["answer", "answered_on", "tracking_number"])
    return Effect.CHANGED if before[0] else Effect.NEW


def _find(values: Mapping[str, Any]) -> Outgoing:
    """By its key; by its reference, the last letter of that reference."""
    key, reference = values.get("letter_key"), values.get("reference", "").upper()
    rows = Outgoing.objects.exclude(file=None).select_related("posting__delivery")
    if key:
        rows = rows.filter(posting__idempotency_key=key)
    if reference:
        rows = rows.filter(posting__delivery__reference=reference)
    row: Outgoing | None = rows.order_by("posting__generation").last()
    if row is None:
        raise RowRefused("letter_key" if key else "reference", _UNKNOWN)
    return row


def _posted(row: Outgoing, on: date, number: str, acting: Acting, at: datetime) -> None:
    if row.answer == Answer.REFUSED:
        raise RowRefused("happened", _REFUSED)
    if row.answer == Answer.POSTED and row.answered_on != on:
        raise RowRefused("day", _OTHER_DAY)
    if row.answer == Answer.POSTED and number in ("", row.tracking_number):
        return
    known = row.posting.tracking_number
    if number and known and number != known:
        raise RowRefused("number", _OTHER_NUMBER)
    try:
        record_news(
            row.posting.delivery,
            state=State.POSTED,
            on=on,
            at=at,
            source=Source.ISSUER,
            by=acting.by,
            tracking_number=number,
            posting=row.posting,
        )
    except NewsRefused as refusal:
        raise RowRefused("day", refusal.args[0]) from None
    row.answer, row.answered_on, row.tracking_number = Answer.POSTED, on, number or row.tracking_number


def _refused(row: Outgoing, day: date | None, acting: Acting, at: datetime) -> None:
    if row.answer == Answer.REFUSED:
        return
    if not take_refusal(row.posting, at=at, by=acting.by):
        raise RowRefused("happened", _FURTHER)
    row.answer, row.answered_on = Answer.REFUSED, day or timezone.localdate(at)
