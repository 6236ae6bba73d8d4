"""Letters of residents who gave an address, and what the mail server takes of them."""

from datetime import date, timedelta

from django.db.models.functions import Now
from pytest_django.fixtures import Settings

from delivery.mail.sending import send_due
from delivery.models import Delivery, Email
from delivery.services import record_news
from delivery.states import Source, State
from desks.scope import across_municipalities
from tests.delivery.letters import MONDAY, NOON, a_delivery
from tests.delivery.smtp_server import MailServer, Taken
from tests.places import Place

ADDRESS = "hanako@mail.example"
PLAN = {
    "target_date": date(2026, 6, 15),
    "chase_on": date(2026, 6, 22),
    "home_from": date(2026, 6, 12),
    "home_until": date(2026, 6, 15),
}


def through(port: int, settings: Settings) -> None:
    settings.SENDS_EMAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "no-reply@mihon.example"
    settings.SITE = "https://tokkyu.mihon.example"


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def asked_for(place: Place, **facts: object) -> Delivery:
    """A scheduled letter of somebody who gave an address; the e-mail of the acceptance waits."""
    delivery = a_delivery(place, **({"email": ADDRESS} | facts))
    planned = PLAN if not delivery.to_desk else PLAN | {"home_from": None, "home_until": None}
    delivery.move(State.SCHEDULED, at=NOON, on=MONDAY, source=Source.TOKKYU, **planned)
    return delivery


def told(delivery: Delivery, state: State, on: date, **more: object) -> None:
    at = NOON + (on - MONDAY)
    record_news(delivery, **({"state": state, "on": on, "at": at, "source": Source.TRACKING} | more))


def sent(on: date = MONDAY, server: MailServer | None = None) -> list[Taken]:
    """What the server takes when the worker sends at noon of that day."""
    before = len(server.taken) if server else 0
    with across_municipalities():
        send_due(at=NOON + (on - MONDAY))
    return server.taken[before:] if server else []


def part(taken: Taken, kind: str) -> str:
    found = [one for one in taken.message.walk() if one.get_content_type() == kind]
    assert len(found) <= 1
    return str(found[0].get_content()).replace("\r\n", "\n") if found else ""


def when_the_pause_is_over() -> None:
    Email.objects.filter(sent_at=None).update(next_try_at=Now())
