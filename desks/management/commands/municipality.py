from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desks.founding import NotFounded, found_municipality


class Command(BaseCommand):
    help = "Begin a municipality: its row, one desk and an administrator, who sets up the rest on screen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="six digits, such as 202070")
        parser.add_argument("login", help="the administrator's login name, without the @ and the code")
        parser.add_argument("--postcode", required=True, help="of the first desk")
        parser.add_argument("--address", required=True, help="of the first desk")
        parser.add_argument("--phone", required=True, help="of the first desk")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name] for name in ("code", "login", "postcode", "address", "phone")}
        try:
            staff, password = found_municipality(**given, on=timezone.localdate())
        except NotFounded as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Sign in as {staff.username} with {password} (it is asked for a new one at once).")
