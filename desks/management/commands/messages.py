from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from desks import messages


class Command(BaseCommand):
    help = "Compile the translations; with --check, fail where one is missing or unused."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        languages = [code for code, _ in settings.LANGUAGES]
        messages.compile_all(settings.BASE_DIR, languages)
        if not check:
            return
        # English is the message itself.
        lines = [
            line
            for code in languages
            if code != "en"
            for line in messages.complaints(settings.BASE_DIR, code)
        ]
        if lines:
            raise CommandError("\n".join(lines))
