from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from desks.calendar_forms import day_problem_in_words
from desks.calendar_services import DayRefused, days_in
from desks.issuer_days import add_maintenance, remove_maintenance, set_backlog
from desks.models import Municipality
from desks.scope import municipality_scope


class Command(BaseCommand):
    help = "Enter what the issuer announces for every municipality at once: it is one for the whole country."

    def add_arguments(self, parser: ArgumentParser) -> None:
        notices = parser.add_subparsers(dest="notice", required=True)
        for name, words in (
            (
                "backlog",
                "a card asked for from FIRST to LAST (or until further notice) takes more than a week",
            ),
            ("no-backlog", "there is no backlog"),
            ("maintenance", "no cards are made from FIRST to LAST"),
            ("no-maintenance", "cards are made on these days after all"),
        ):
            notice = notices.add_parser(name, help=words)
            if name != "no-backlog":
                notice.add_argument("first", type=_day, help="a day as 2027-02-03")
                notice.add_argument("last", type=_day, nargs="?", help="the last day, included")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = options.get("first"), options.get("last")
        today = timezone.localdate()
        try:
            with transaction.atomic():
                changed = sum(
                    _told(municipality, options["notice"], first, last, today)
                    for municipality in Municipality.objects.order_by("pk")
                )
        except DayRefused as refused:
            raise CommandError(day_problem_in_words(refused)) from None
        self.stdout.write(f"Municipalities whose calendar has changed: {changed}")


def _told(
    municipality: Municipality, notice: str, first: date | None, last: date | None, today: date
) -> bool:
    """Whether it was news to this municipality."""
    tell = _NOTICES[notice]
    with municipality_scope(municipality.pk):
        return tell(municipality, first, last, today)


def _remove(municipality: Municipality, first: date, last: date | None, today: date) -> bool:
    days = days_in(first, last or first)
    removed = [remove_maintenance(municipality=municipality, day=day, today=today) for day in days]
    return any(removed)


_NOTICES: dict[str, Callable[[Municipality, Any, Any, date], bool]] = {
    "backlog": lambda municipality, first, last, today: set_backlog(
        municipality=municipality, since=first, until=last, today=today
    ),
    "no-backlog": lambda municipality, _first, _last, today: set_backlog(
        municipality=municipality, since=None, until=None, today=today
    ),
    "maintenance": lambda municipality, first, last, today: bool(
        add_maintenance(municipality=municipality, first=first, last=last or first, today=today)
    ),
    "no-maintenance": _remove,
}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no day as 2027-02-03") from None
