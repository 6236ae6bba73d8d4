from typing import Any

from django.core.management.base import BaseCommand

from delivery.diagram import page


class Command(BaseCommand):
    help = "Draws the states of a letter: manage.py states > docs/states.md"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")
