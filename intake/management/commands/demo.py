from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from intake.demo import prepare


class Command(BaseCommand):
    help = "Make the demo's invented cases, or move an untouched demo's days to today."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="delete what is there and make it new")

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This installation is no demo (TOKKYU_DEMO is not 1): nothing was changed.")
        prepare(timezone.now(), reset=reset)
