"""`manage.py relay`, a process of its own under the worker's database role."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from delivery.relay import Relay


class Command(BaseCommand):
    help = "Bring waiting hand-offs to the workers until a SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        relay = Relay()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: relay.stop())
        relay.run()
