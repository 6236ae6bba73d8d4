"""Drafts: nothing that a clerk types is lost before it is submitted. Each verb runs in the scope."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.timezone import localtime

from desks.calendars import calendar_of
from desks.fields import showable
from desks.held import SIZE, pack, unpack
from desks.models import Membership
from eligibility.events import DesignationEvent, public_heading
from eligibility.words import HEADINGS
from intake.models import Application, Draft


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What became of what was typed: kept `at` that moment `until` the end of that day; or not, because the form was
    `submitted` before or is open `elsewhere`, in a window that was opened later. Nothing at all: too long to keep."""

    at: datetime | None = None
    until: date | None = None
    submitted: Application | None = None
    elsewhere: Draft | None = None


@dataclass(frozen=True)
class Unfinished:
    """A draft in its person's list, with its day unless that is today.

    The name is not there under support measures: others may see the screen.
    """

    draft: Draft
    day: date | None
    heading: Promise | str
    name: str
    support_measures: bool
    is_here: bool


def keep_draft(
    *, membership: Membership, key: UUID, opening: str, counter: str, typed: QueryDict, at: datetime, on: date
) -> Kept:
    """Keeps what was typed until the end of the next open day. A later window's version is never written over."""
    if submitted := Application.objects.filter(idempotency_key=key).first():
        return Kept(submitted=submitted)
    content = pack(typed)
    if len(content) > SIZE:
        return Kept()
    until = calendar_of(membership.municipality, on).open_day_on_or_after(on + timedelta(days=1))
    values = {"counter": counter, "typed": content, "saved_at": at, "expires_on": until}
    mine = Draft.objects.filter(staff=membership.staff, key=key)
    if not mine.filter(opening=opening).update(**values):
        draft, created = Draft.objects.get_or_create(
            municipality_id=membership.municipality_id,
            staff=membership.staff,
            key=key,
            defaults=values | {"opening": opening},
        )
        if not created:
            return Kept(elsewhere=draft)
        delete_old_drafts(on=on)
    return Kept(at=at, until=until)


def resume_draft(*, membership: Membership, key: UUID, opening: str, on: date) -> Draft:
    """The draft, from now on written by the window of this opening alone. Raises Draft.DoesNotExist, for everybody but
    the person who typed it too."""
    draft: Draft = Draft.objects.of(membership.staff, on).get(key=key)
    draft.opening = opening
    draft.save(update_fields=["opening"])
    return draft


def discard_draft(*, membership: Membership, key: UUID) -> bool:
    """Deletes the draft of a form that was submitted or given up; False where there is none of this person."""
    return bool(Draft.objects.filter(staff=membership.staff, key=key).delete()[0])


def delete_old_drafts(*, on: date) -> None:
    """Deletes the drafts in scope whose days are over."""
    Draft.objects.filter(expires_on__lt=on).delete()


def unfinished(*, membership: Membership, counter: str, on: date) -> list[Unfinished]:
    """The person's drafts, the newest first."""
    drafts = Draft.objects.of(membership.staff, on).order_by("-saved_at")
    return [_unfinished(draft, counter, on) for draft in drafts]


def _unfinished(draft: Draft, counter: str, on: date) -> Unfinished:
    typed = unpack(draft.typed)
    event = typed.get("event", "")
    saved_on = localtime(draft.saved_at).date()
    hidden = bool(typed.get("support_measures"))
    return Unfinished(
        draft=draft,
        day=None if saved_on == on else saved_on,
        heading=HEADINGS[public_heading(DesignationEvent(event))]
        if event in DesignationEvent.__members__
        else "",
        name="" if hidden else showable(typed.get("name", "").strip()),
        support_measures=hidden,
        is_here=draft.counter == counter,
    )
