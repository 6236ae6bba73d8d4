"""What the post tells of many letters at once, and the number by which it tells it.

A transaction each, inside a municipality's scope; none reads the clock.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.utils.translation import gettext

from delivery.models import Delivery, Posting, TrackingEvent, TrackingImport
from delivery.post.reading import Left, Told, Why
from delivery.services import Heard, NewsRefused, add_note, record_news
from delivery.states import NEWS, ON_THE_WAY, Source, State
from desks.models import Staff

MOST_NEW: Final = 500
"""Pieces of news recorded in one request: some seconds. What is known already costs nothing."""

_Key = tuple[int, str, date, str]


class TooMuchNews(ValueError):
    """More than MOST_NEW pieces of news that are not known yet: `number`. Nothing was changed."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NumberRefused(Exception):
    """Somebody else has changed the number in the meantime."""


class _News(NamedTuple):
    """A line with its letter."""

    posting: Posting
    told: Told

    @property
    def key(self) -> _Key:
        return self.posting.pk, self.told.said.state, self.told.on, self.told.said.problem


def take_in(
    *,
    told: Sequence[Told],
    left: Iterable[Left],
    digest: str,
    municipality_id: int,
    by: Staff,
    at: datetime,
) -> TrackingImport:
    """Records what a file tells (`delivery.post.reading.read`), in the order it happened; keeps the lines left over.

    What is known changes nothing, also where a person took it back. A file that changes nothing and was read before
    is that import again: its `at` is earlier. Raises TooMuchNews.
    """
    with transaction.atomic():
        news, not_matched = _matched(told)
        known = _known({item.posting.pk for item in news})
        # Of two lines that say the same the first one counts.
        new = {item.key: item for item in reversed(news) if item.key not in known}
        if len(new) > MOST_NEW:
            raise TooMuchNews(len(new))
        heard, letters, refused = _record(new.values(), by=by, at=at)
        lines = sorted([*left, *not_matched, *refused], key=lambda item: item.line.place)
        same = TrackingImport.objects.filter(digest=digest)
        earlier: TrackingImport | None = same.order_by("-at").first()
        if earlier and not heard[Heard.MOVED] + heard[Heard.KEPT]:
            return earlier
        done: TrackingImport = TrackingImport.objects.create(
            municipality_id=municipality_id,
            at=at,
            by=by,
            digest=digest,
            letters=len(letters),
            moved=heard[Heard.MOVED],
            kept=heard[Heard.KEPT],
            known=heard[Heard.KNOWN] + len(news) - len(new),
            left=[{**asdict(item.line), "why": item.why} for item in lines],
            seen_at=None if lines else at,
            seen_by=None if lines else by,
        )
        return done


def mark_seen(done: TrackingImport, *, by: Staff, at: datetime) -> None:
    """Somebody has looked at the lines that were left; the first one stays."""
    TrackingImport.objects.filter(pk=done.pk, seen_at=None).update(seen_at=at, seen_by=by)


def name_number(
    delivery: Delivery, *, number: str, instead_of: str, reason: str, by: Staff, at: datetime
) -> None:
    """Enters the newest letter's tracking number, or corrects it, with a line in its timeline.

    `instead_of` is the number that was read on the page ("" for none). Raises NumberRefused where it is another by now.
    """
    with transaction.atomic():
        newest = delivery.postings.latest("generation")
        same = Posting.objects.filter(pk=newest.pk, tracking_number=instead_of)
        if not same.update(tracking_number=number):
            raise NumberRefused
        if instead_of:
            words = gettext("Tracking number corrected: %(number)s in place of %(wrong)s. %(reason)s")
        else:
            words = gettext("Tracking number entered: %(number)s. %(reason)s")
        text = words % {"number": number, "wrong": instead_of, "reason": reason}
        add_note(delivery, text=text.rstrip(), by=by, at=at)


def _matched(told: Sequence[Told]) -> tuple[list[_News], list[Left]]:
    postings = _postings({item.number for item in told})
    news, left = list[_News](), list[Left]()
    for item in told:
        found = _letter(postings.get(item.number, ()), item.on)
        if isinstance(found, Why):
            left.append(Left(item.line, found))
        else:
            news.append(_News(found, item))
    return news, left


def _postings(numbers: set[str]) -> Mapping[str, Sequence[Posting]]:
    """The letters that have these numbers, the newest first."""
    found = defaultdict[str, list[Posting]](list)
    rows = Posting.objects.filter(tracking_number__in=sorted(numbers)).select_related("delivery")
    for posting in rows.order_by("-delivery__accepted_on", "-delivery_id", "-generation"):
        found[posting.tracking_number].append(posting)
    return found


def _letter(postings: Iterable[Posting], on: date) -> Posting | Why:
    """Whose news of that day it is. The post uses a number again, but not while a letter with it is on its way."""
    asked_for = [posting for posting in postings if posting.delivery.accepted_on <= on]
    if not asked_for:
        return Why.UNKNOWN
    newest, *others = asked_for
    for other in others:
        delivery = other.delivery
        same_day = delivery.accepted_on == newest.delivery.accepted_on
        if delivery != newest.delivery and (same_day or delivery.state in ON_THE_WAY):
            return Why.SEVERAL
    return newest


def _known(postings: set[int]) -> set[_Key]:
    events = TrackingEvent.objects.filter(posting__in=postings, source=Source.TRACKING)
    return set(events.values_list("posting", "state", "on", "problem"))


def _record(news: Iterable[_News], *, by: Staff, at: datetime) -> tuple[Counter[Heard], set[int], list[Left]]:
    """How many pieces of news did what, which deliveries moved, and what cannot have happened."""
    heard, letters, refused = Counter[Heard](), set[int](), list[Left]()
    for posting, told in sorted(news, key=_when):
        try:
            result = record_news(
                posting.delivery,
                posting=posting,
                state=told.said.state,
                problem=told.said.problem,
                on=told.on,
                at=at,
                source=Source.TRACKING,
                by=by,
            )
        except NewsRefused:
            refused.append(Left(told.line, Why.NO_LETTER))
            continue
        heard[result] += 1
        if result is Heard.MOVED:
            letters.add(posting.delivery_id)
    return heard, letters, refused


def _when(news: _News) -> tuple[date, int, int]:
    return news.told.on, NEWS.index(State(news.told.said.state)), news.told.line.place
