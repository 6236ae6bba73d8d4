"""Deletes what has been kept for as long as it may be. Run it once a day, as the web's role."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from desks.models import Municipality
from desks.scope import municipality_scope
from intake.password_requests import delete_expired_passwords


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        deleted = 0
        for municipality in Municipality.objects.order_by("code"):
            with municipality_scope(municipality.pk):
                deleted += delete_expired_passwords(on=today)
        self.stdout.write(f"{deleted} sealed password-set requests deleted.")
