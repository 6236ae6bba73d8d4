"""Asks the issuer how the letters fare and writes it down. It may run twice, late or not at all: nothing is lost."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError

from delivery.issuer.protocol import Issuer, IssuerAway, News
from delivery.models import Posting, TrackingEvent
from delivery.services import Heard, NewsRefused, record_news
from delivery.states import ON_THE_WAY

logger = logging.getLogger(__name__)

BATCH: Final = 500


def collect(issuer: Issuer, *, at: datetime) -> int:
    """Records what is new of all letters on their way, in batches; returns how many deliveries moved."""
    moved = 0
    for postings in batches():
        try:
            told = issuer.state([posting.idempotency_key for posting in postings])
        except IssuerAway:
            logger.warning("The issuer did not answer; its news comes later.")
            return moved
        known = set(
            TrackingEvent.objects.filter(posting__in=postings).values_list("posting", "state", "on", "source")
        )
        for posting in postings:
            for item in told.get(posting.idempotency_key, ()):
                if (posting.pk, item.state, item.on, item.source) not in known:
                    moved += _record(posting, item, at)
    return moved


def batches() -> Iterator[list[Posting]]:
    """The booked postings of letters on their way, some hundred at a time, each once."""
    last = 0
    rows = Posting.objects.filter(delivery__state__in=sorted(ON_THE_WAY)).exclude(booked_at=None)
    while page := list(rows.filter(pk__gt=last).select_related("delivery").order_by("pk")[:BATCH]):
        yield page
        last = page[-1].pk


def _record(posting: Posting, item: News, at: datetime) -> bool:
    """One piece of news; what is wrong with it is logged and stops no other."""
    try:
        heard = record_news(
            posting.delivery,
            state=item.state,
            on=item.on,
            at=at,
            source=item.source,
            tracking_number=item.tracking_number,
            posting=posting,
        )
    except (OperationalError, InterfaceError):
        raise
    except (NewsRefused, DatabaseError, ValueError) as error:
        logger.error("News of delivery %s was left out: %s", posting.delivery_id, type(error).__name__)
        return False
    return heard is Heard.MOVED
