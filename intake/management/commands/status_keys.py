"""`manage.py status_keys`: what leads from a reference and a birth date to an application, where it is missing."""

from typing import Any

from django.core.management.base import BaseCommand

from intake.status.keys import fill_keys


class Command(BaseCommand):
    help = (
        "Make the keys of the residents' status page that are missing, or were made with an older secret key."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        number = fill_keys()
        if number and options["verbosity"]:
            self.stdout.write(f"{number} keys of the status page made")
