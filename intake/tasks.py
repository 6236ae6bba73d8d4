"""What beat asks for once in a while. The messages are empty: the rows say what is to do."""

import logging

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from delivery.issuer import the_password_counter
from delivery.issuer.protocol import IssuerAway
from desks.scope import across_municipalities
from intake.drafts.services import delete_old_drafts
from intake.passwords.requests import delete_expired_passwords
from intake.passwords.sending import send_waiting

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def delete_drafts() -> None:
    """Deletes the drafts whose days are over, of every municipality."""
    close_old_connections()
    with across_municipalities():
        delete_old_drafts(on=timezone.localdate())


@shared_task  # type: ignore[untyped-decorator]
def delete_expired() -> None:
    """Deletes the sealed password-set requests whose days are over, of every municipality."""
    close_old_connections()
    with across_municipalities():
        delete_expired_passwords(on=timezone.localdate(), at=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def send_passwords() -> None:
    """Hands sealed password-set requests to the issuer. While it is away they wait, until their days are over."""
    close_old_connections()
    try:
        with across_municipalities():
            send_waiting(the_password_counter(), at=timezone.now())
    except IssuerAway:
        logger.info("The issuer's counter does not answer; sealed password-set requests wait.")
    except Exception as error:
        # The type alone: Celery would print the message, and a database's quotes rows.
        logger.error("Sending sealed password-set requests was left undone: %s", type(error).__name__)
