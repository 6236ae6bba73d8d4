"""What the issuer announces, as an administrator or the operator enters it, and what it changes."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from delivery.hand_off import hand_off
from delivery.issuer.embedded import EmbeddedIssuer
from desks.calendar_services import DayProblem, DayRefused
from desks.calendars import calendar_of
from desks.dates import with_weekday
from desks.issuer_days import add_maintenance, remove_maintenance, set_backlog
from desks.models import Municipality
from desks.permissions import Role
from intake.record import record_of
from tests.intake.entries import entry, submitted
from tests.intake.pages import boxes, words
from tests.places import Place

TODAY = date(2026, 6, 1)
PAGE, BACKLOG = "setup:issuer_days", "setup:backlog"
ADD, REMOVE = "setup:add_maintenance", "setup:remove_maintenance"


def administrator(place: Place, language: str = "ja") -> Client:
    client = place.client(Role.ADMINISTRATOR)
    client.cookies["language"] = language
    return client


def row(place: Place) -> Municipality:
    return Municipality.objects.get(pk=place.municipality.pk)


def backlog(place: Place, since: date | None, until: date | None = None) -> bool:
    with place.scope():
        return set_backlog(municipality=place.municipality, since=since, until=until, today=TODAY)


def maintenance(place: Place, first: date, last: date | None = None, today: date = TODAY) -> list[date]:
    with place.scope():
        return add_maintenance(municipality=place.municipality, first=first, last=last or first, today=today)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
def test_clerks_and_supervisors_are_refused(mihon: Place, role: Role) -> None:
    client = mihon.client(role)
    for name in (PAGE, BACKLOG, ADD, REMOVE):
        assert {client.get(reverse(name)).status_code, client.post(reverse(name)).status_code} == {403}


def test_a_backlog_is_entered_ended_and_taken_away(mihon: Place) -> None:
    client, today = administrator(mihon), timezone.localdate()
    before = row(mihon).calendar_version
    page = client.post(reverse(BACKLOG), boxes("since", today), follow=True)
    assert "発行機関からのお知らせを保存しました。" in words(page)
    calendar = calendar_of(row(mihon), today)
    assert (calendar.backlog_since, calendar.backlog_until) == (today, None)
    client.post(reverse(BACKLOG), {**boxes("since", today), **boxes("until", today)})
    assert calendar_of(row(mihon), today).backlog_until == today
    client.post(reverse(BACKLOG), {})
    assert not calendar_of(row(mihon), today).has_backlog(today)
    assert row(mihon).calendar_version == before + 3


def test_maintenance_is_entered_and_taken_away(mihon: Place) -> None:
    client, day = administrator(mihon, "en"), timezone.localdate() + timedelta(days=1)
    before = row(mihon).calendar_version
    page = client.post(
        reverse(ADD), boxes("first", day) | boxes("last", day + timedelta(days=1)), follow=True
    )
    assert "2 days added." in words(page)
    assert calendar_of(row(mihon), day).maintenance_days == {day, day + timedelta(days=1)}
    page = client.post(reverse(REMOVE), {"day": day.isoformat()}, follow=True)
    assert "Cards are made on" in words(page)
    assert row(mihon).maintenance_days == [day + timedelta(days=1)]
    assert row(mihon).calendar_version == before + 2
    page = client.post(reverse(REMOVE), {"day": "\x00"}, follow=True)
    assert "Nothing was removed." in words(page)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        (BACKLOG, {"until": date(2027, 2, 3)}, "いつからかを入力してください"),
        (BACKLOG, {"since": date(2027, 2, 3), "until": date(2027, 2, 2)}, "最後の日が最初の日より前"),
        (BACKLOG, {"since": date(2024, 12, 2)}, "年を確かめてください"),
        (BACKLOG, {"since": date(2199, 1, 1)}, "祝日はまだ決まっていません"),
        (ADD, {"first": date(2026, 1, 5)}, "過ぎた日なので変えられません"),
        (ADD, {"first": date(2099, 1, 5)}, "祝日はまだ決まっていません"),
        (ADD, {}, "入力してください"),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_typed_is_lost(
    mihon: Place, name: str, typed: dict[str, date], sentence: str
) -> None:
    sent = {key: value for field, day in typed.items() for key, value in boxes(field, day).items()}
    page = administrator(mihon).post(reverse(name), sent)
    assert page.status_code == 200
    assert sentence in words(page)
    assert all(f'value="{value}"' in page.content.decode() for value in sent.values())
    assert (row(mihon).backlog_since, row(mihon).maintenance_days) == (None, [])


def test_the_same_again_changes_nothing(mihon: Place) -> None:
    assert backlog(mihon, TODAY)
    assert maintenance(mihon, TODAY, TODAY + timedelta(days=1))
    before = row(mihon).calendar_version
    assert not backlog(mihon, TODAY)
    assert not maintenance(mihon, TODAY)
    assert maintenance(mihon, TODAY, TODAY + timedelta(days=2)) == [TODAY + timedelta(days=2)]
    assert row(mihon).calendar_version == before + 1


def test_days_that_are_past_stay_for_a_year(mihon: Place) -> None:
    maintenance(mihon, TODAY)
    later = TODAY + timedelta(days=300)
    with mihon.scope(), pytest.raises(DayRefused) as refused:
        remove_maintenance(municipality=mihon.municipality, day=TODAY, today=later)
    assert refused.value.problem is DayProblem.PAST
    maintenance(mihon, later, today=later)
    assert row(mihon).maintenance_days == [TODAY, later]
    next_year = TODAY + timedelta(days=366)
    maintenance(mihon, next_year, today=next_year)
    assert row(mihon).maintenance_days == [later, next_year]


def test_set_up_names_what_is_announced(mihon: Place) -> None:
    client = administrator(mihon, "en")
    assert "Nothing is announced" in words(client.get(reverse("setup:parts")))
    today = timezone.localdate()
    with mihon.scope():
        set_backlog(municipality=mihon.municipality, since=today, until=None, today=today)
        add_maintenance(municipality=mihon.municipality, first=today, last=today, today=today)
    page = words(client.get(reverse("setup:parts")))
    assert "Longer than a week since" in page
    assert "1 day of maintenance is ahead." in page


def test_a_letter_of_the_backlog_says_since_when(mihon: Place, tmp_path: Path) -> None:
    """On its record, on its papers and to the resident, who all read this sentence."""
    on = timezone.localdate()
    issuer = EmbeddedIssuer(tmp_path / "issuer.sqlite", today=lambda: on)
    with mihon.scope():
        set_backlog(municipality=mihon.municipality, since=on - timedelta(days=3), until=None, today=on)
        application = submitted(mihon, entry(on=on), on=on)
        hand_off([application.delivery.hand_off.pk], issuer=issuer, at=timezone.now())
        application.refresh_from_db()
        with override("en"):
            said = record_of(application, on=on).target
            since = with_weekday(on - timedelta(days=3))
    assert f"many applications at the issuer since {since}" in said


# -- The operator --------------------------------------------------------------------------------------------


def announced(*arguments: str) -> list[tuple[date | None, date | None, list[date]]]:
    call_command("issuer_notice", *arguments)
    rows = Municipality.objects.order_by("code")
    return list(rows.values_list("backlog_since", "backlog_until", "maintenance_days"))


def test_the_operator_tells_every_municipality_at_once(mihon: Place, renshu: Place) -> None:
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    assert announced("backlog", f"{today}") == 2 * [(today, None, [])]
    assert announced("backlog", f"{today}", f"{tomorrow}") == 2 * [(today, tomorrow, [])]
    assert announced("maintenance", f"{today}", f"{tomorrow}") == 2 * [(today, tomorrow, [today, tomorrow])]
    versions = list(Municipality.objects.values_list("calendar_version", flat=True))
    assert announced("maintenance", f"{today}") == 2 * [(today, tomorrow, [today, tomorrow])]
    assert list(Municipality.objects.values_list("calendar_version", flat=True)) == versions
    assert announced("no-maintenance", f"{today}", f"{tomorrow}") == 2 * [(today, tomorrow, [])]
    assert announced("no-backlog") == 2 * [(None, None, [])]


@pytest.mark.parametrize(
    "arguments",
    [["backlog"], ["backlog", "tomorrow"], ["backlog", "2199-01-01"], ["maintenance", "2020-01-01"]],
)
def test_a_notice_that_cannot_be_changes_nothing(mihon: Place, arguments: list[str]) -> None:
    before = row(mihon).calendar_version
    with pytest.raises(CommandError):
        announced(*arguments)
    assert row(mihon).calendar_version == before
