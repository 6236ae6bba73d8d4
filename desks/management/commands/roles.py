from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from desks.roles import grant_logins


class Command(BaseCommand):
    help = "Give the web's and the worker's logins their rights (as the owner, after migrate)."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = settings.WORKER
        grant_logins(
            connections["owner"],
            web=str(settings.DATABASES["default"]["USER"]),
            worker=worker["USER"],
            worker_password=worker["PASSWORD"],
        )
