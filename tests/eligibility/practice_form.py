"""What an administrator's browser sends for the form of the practice."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desks.permissions import Role
from tests.places import Place

CHANGE = "practice:change"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def administrator(place: Place, language: str = "ja") -> Client:
    client = place.client(Role.ADMINISTRATOR)
    client.cookies["language"] = language
    return client


def filled(client: Client, query: str = "", *, day: date | None = None, **typed: object) -> dict[str, object]:
    """The form as the page shows it, with what somebody types over it; None takes a field away."""
    form = client.get(f"{reverse(CHANGE)}{query}").context["form"]
    values: dict[str, object] = {field.name: field.value() for field in form if field.name != "in_force_from"}
    on = day or in_days(0)
    days = {"in_force_from_year": on.year, "in_force_from_month": on.month, "in_force_from_day": on.day}
    return {name: value for name, value in (values | days | typed).items() if value is not None}


def send(client: Client, data: dict[str, object], button: str) -> HttpResponse:
    return client.post(reverse(CHANGE), data | {button: "1"})
