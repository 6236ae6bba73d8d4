"""`manage.py press`, a process of its own under the web's database role."""

import os
import signal
from typing import Any

from django.core.management.base import BaseCommand

from intake.day_papers.press import Press


class Command(BaseCommand):
    help = "Make the papers of a day that desks ask for until a SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        # Somebody at a counter waits for a page; a day's papers can wait for that.
        os.nice(5)
        press = Press()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: press.stop())
        press.run()
