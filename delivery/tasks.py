"""What the worker does. Ids come as keyword arguments; a message that reads otherwise fails alone and comes again."""

import logging
from collections.abc import Sequence

from celery import shared_task  # type: ignore[import-untyped]
from django.db import close_old_connections
from django.utils import timezone

from delivery import hand_off as letters
from delivery import news
from delivery.issuer import the_issuer
from desks.scope import across_municipalities

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def hand_off(*, ids: Sequence[int]) -> None:
    """Books the letters of these hand-offs. What is left undone stays in its row, and the relay brings it again."""
    close_old_connections()
    try:
        with across_municipalities():
            letters.hand_off(ids, issuer=the_issuer(), at=timezone.now())
    except Exception as error:
        # Never the message of the error: a database's quotes rows.
        logger.error("A batch of hand-offs was left undone: %s", type(error).__name__)


@shared_task  # type: ignore[untyped-decorator]
def collect_news() -> None:
    """Asks the issuer how the letters fare."""
    close_old_connections()
    with across_municipalities():
        news.collect(the_issuer(), at=timezone.now())
