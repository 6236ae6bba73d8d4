"""What the worker does. Ids come as keyword arguments; a message that reads otherwise fails alone and comes again."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from delivery import hand_off as letters
from delivery import news, replanning
from delivery.issuer import the_carrier, the_issuer
from delivery.mail.sending import send_due
from desks.scope import across_municipalities

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def hand_off(*, ids: Sequence[int]) -> None:
    """Books the letters of these hand-offs. What is left undone stays in its row, and the relay brings it again."""
    with work("A batch of hand-offs"):
        letters.hand_off(ids, issuer=the_issuer(), at=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def collect_news() -> None:
    """Asks the issuer and the post how the letters fare."""
    with work("Collecting news"):
        news.collect_due(the_issuer(), the_carrier(), at=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def replan() -> None:
    """Plans anew what was planned by an older calendar."""
    with work("Planning anew"):
        replanning.replan(at=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def send_emails() -> None:
    """Sends residents what waits for the mail server."""
    with work("Sending e-mails"):
        send_due(at=timezone.now())


@contextmanager
def work(name: str) -> Iterator[None]:
    """Ends without an exception: Celery would print its message, and a database's quotes rows."""
    close_old_connections()
    try:
        with across_municipalities():
            yield
    except Exception as error:
        logger.error("%s was left undone: %s", name, type(error).__name__)
