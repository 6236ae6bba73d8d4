"""What beat asks for once in a while. The worker sees the days of sealed requests, never what is sealed."""

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from desks.scope import across_municipalities
from intake.password_requests import delete_expired_passwords


@shared_task  # type: ignore[untyped-decorator]
def delete_expired() -> None:
    """Deletes the sealed password-set requests whose days are over, of every municipality."""
    close_old_connections()
    with across_municipalities():
        delete_expired_passwords(on=timezone.localdate())
