"""The days at home, from the status page into a calendar."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from delivery.models import Delivery
from intake.models import Application
from tests.intake.entries import entry, submitted
from tests.intake.pages import boxes
from tests.places import Place

TODAY = timezone.localdate()
FIRST, LAST = TODAY + timedelta(days=4), TODAY + timedelta(days=5)


@pytest.fixture
def row(mihon: Place) -> Application:
    cache.clear()
    with mihon.scope():
        made = submitted(mihon, entry(on=TODAY), on=TODAY)
        Delivery.objects.filter(pk=made.delivery_id).update(home_from=FIRST, home_until=LAST)
        return made


def test_a_resident_takes_the_days_along(row: Application) -> None:
    client, asked = Client(), {"reference": row.reference, **boxes("birth_date", row.birth_date)}
    with override("en"):
        url = reverse("status:calendar")
    page = client.post(url.removesuffix("calendar/"), asked).content.decode()
    assert f'formaction="{url}"' in page
    answer = client.post(url, asked)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="days-at-home.ics"'
    assert "no-store" in answer["Cache-Control"]
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (FIRST, LAST + timedelta(days=1))
    assert event["SUMMARY"] == "Be at home: registered mail"
    for never in (row.name, row.address, row.reference, "card"):
        assert never not in answer.content.decode()


@pytest.mark.parametrize("wrong", ["birth_date", "to_desk"])
def test_where_there_are_no_days_the_page_answers(mihon: Place, row: Application, wrong: str) -> None:
    born = row.birth_date + timedelta(days=wrong == "birth_date")
    with mihon.scope():
        Delivery.objects.filter(pk=row.delivery_id).update(to_desk=wrong == "to_desk")
    answer = Client().post("/en/status/calendar/", {"reference": row.reference, **boxes("birth_date", born)})
    assert (answer.status_code, answer["Location"]) == (307, "/en/status/")
