"""Asks how the letters fare and writes it down. It may run twice, late or not at all: nothing is lost."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from delivery.issuer.protocol import Away, Carrier, Issuer, Mail, News, Refused
from delivery.models import Posting, TrackingEvent
from delivery.recall import take_refusal
from delivery.services import Heard, record_news
from delivery.states import ON_THE_WAY, State

logger = logging.getLogger(__name__)

BATCH: Final = 500
BATCHES: Final = 8
"""A task ends after so many; the next one goes on with what is due longest."""
EVERY: Final = timedelta(minutes=15)
"""How often a letter is asked for at most."""
MAY_HAVE_NEWS: Final = ON_THE_WAY | {State.REQUESTED}


def collect_due(issuer: Issuer, carrier: Carrier, *, at: datetime) -> int:
    """As `collect`, of letters that were not asked for lately, and of a bounded number of them."""
    return sum(Inquiry(postings, at).ask(issuer, carrier) for postings in islice(due(), BATCHES))


def due() -> Iterator[list[Posting]]:
    """Claims letters in the order in which they fall due, some hundred at a time. Who dies with them asks later."""
    while claimed := _claim():
        yield [it for it in claimed if it.booked_at and it.delivery.state in ON_THE_WAY]


def _claim() -> list[Posting]:
    with transaction.atomic():
        rows = Posting.objects.filter(ask_at__lte=Now()).order_by("ask_at").select_related("delivery")
        claimed = list(rows.select_for_update(skip_locked=True, of=("self",))[:BATCH])
        Posting.objects.filter(pk__in=[it.pk for it in claimed]).update(ask_at=Now() + EVERY)
        ended = [it.pk for it in claimed if it.delivery.state not in MAY_HAVE_NEWS]
        Posting.objects.filter(pk__in=ended).update(ask_at=None)
    return claimed


def collect(issuer: Issuer, carrier: Carrier, *, at: datetime) -> int:
    """Records what is new of all letters on their way, in batches; returns how many pieces of news moved one."""
    return sum(Inquiry(postings, at).ask(issuer, carrier) for postings in batches())


def batches() -> Iterator[list[Posting]]:
    """The booked postings of letters on their way, some hundred at a time, each once."""
    last = 0
    rows = Posting.objects.filter(delivery__state__in=sorted(ON_THE_WAY)).exclude(booked_at=None)
    while page := list(rows.filter(pk__gt=last).select_related("delivery").order_by("pk")[:BATCH]):
        yield page
        last = page[-1].pk


class Inquiry:
    """One batch of letters, of which the issuer is asked first: it may tell the number that the post is asked by."""

    def __init__(self, postings: Sequence[Posting], at: datetime) -> None:
        self.postings, self.at = postings, at
        self.moved, self.left_out = 0, Counter[str]()
        events = TrackingEvent.objects.filter(posting__in=postings)
        self.known = set(events.values_list("posting", "state", "on", "source", "problem"))

    def ask(self, issuer: Issuer, carrier: Carrier) -> int:
        """How many pieces of news moved a letter. What is wrong is left out, counted, and stops no other."""
        with _even_if_away():
            self._ask_issuer(issuer)
        with _even_if_away():
            self._ask_carrier(carrier)
        for kind, number in sorted(self.left_out.items()):
            logger.error("News left out: %s of %s", number, kind)
        return self.moved

    def _ask_issuer(self, issuer: Issuer) -> None:
        told = issuer.news([posting.idempotency_key for posting in self.postings])
        for posting in self.postings:
            self._hear(posting, told.get(posting.idempotency_key, ()))

    def _ask_carrier(self, carrier: Carrier) -> None:
        mail = {posting: _mail(posting) for posting in self.postings if posting.tracking_number}
        told = carrier.news(list(mail.values())) if mail else {}
        for posting, item in mail.items():
            self._hear(posting, told.get(item, ()))
        unknown = sum(item not in told for item in mail.values())
        if unknown:
            logger.info("The post does not know %s numbers.", unknown)

    def _hear(self, posting: Posting, told: Sequence[News | Refused]) -> None:
        for item in told:
            try:
                self.moved += self._moved(posting, item)
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:
                # The kind alone: a message may quote what somebody wrote.
                self.left_out[type(error).__name__] += 1

    def _moved(self, posting: Posting, item: News | Refused) -> bool:
        if isinstance(item, Refused):
            return take_refusal(posting, at=self.at)
        new_number = item.tracking_number and not posting.tracking_number
        if not new_number and (posting.pk, item.state, item.on, item.source, item.problem) in self.known:
            return False
        heard = record_news(
            posting.delivery,
            state=item.state,
            on=item.on,
            at=self.at,
            source=item.source,
            tracking_number=item.tracking_number,
            problem=item.problem,
            posting=posting,
        )
        # As the row has them now.
        posting.tracking_number = posting.tracking_number or item.tracking_number
        if item.state == State.POSTED:
            posting.posted_on = posting.posted_on or item.on
        return heard is Heard.MOVED


@contextmanager
def _even_if_away() -> Iterator[None]:
    try:
        yield
    except Away as error:
        logger.warning("No answer (%s); the news comes later.", type(error).__name__)


def _mail(posting: Posting) -> Mail:
    return Mail(posting.tracking_number, since=posting.posted_on or posting.delivery.accepted_on)
