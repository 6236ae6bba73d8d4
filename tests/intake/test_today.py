"""The list of a desk's day: who waits for papers, who came, whose letter was scheduled."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from delivery.states import Source, State
from eligibility.events import DesignationEvent, Paper
from intake.finding.services import PAGE
from intake.models import Application
from tests.intake.entries import entry, submitted
from tests.intake.pages import words
from tests.intake.test_search import NO_PHOTO, TODAY, application, copies, found
from tests.places import Place

WAITING, CAME, SCHEDULED = "書類待ちの申請", "この窓口の今日の申請", "今日、発送予定が決まった申請"


def sections(page: HttpResponse) -> dict[str, str]:
    """The words under each heading."""
    # The first three are the numbers that lead to them.
    _, _, rest = words(page).partition(f"{SCHEDULED} {WAITING} ")
    waiting, _, rest = rest.partition(f" {CAME} ")
    came, _, scheduled = rest.partition(f" {SCHEDULED} ")
    return {WAITING: waiting, CAME: came, SCHEDULED: scheduled}


def scheduled(place: Place, row: Application, *, days_ago: int = 0) -> None:
    now = timezone.now() - timedelta(days=days_ago)
    on = timezone.localdate(now)
    with place.scope():
        row.delivery.move(
            State.SCHEDULED,
            at=now,
            on=on,
            source=Source.TOKKYU,
            target_date=on + timedelta(days=7),
            chase_on=on,
        )


def test_a_day_on_which_nothing_happened_says_so(mihon: Place) -> None:
    page = words(mihon.client().get(TODAY))
    assert "この窓口で今日受け付けた申請はまだありません" in page
    assert "この窓口に書類待ちの申請はありません" in page
    assert "今日発送予定が決まったものはまだありません" in page


def test_each_application_stands_where_it_belongs(mihon: Place) -> None:
    accepted, waiting = application(mihon), application(mihon, name="待田 待子", law=NO_PHOTO)
    under = sections(mihon.client().get(TODAY))
    assert waiting.reference in under[WAITING]
    assert accepted.reference not in under[WAITING]
    assert accepted.reference in under[CAME]
    assert "発行依頼中" in under[CAME]
    assert waiting.reference in under[CAME]
    assert accepted.reference not in under[SCHEDULED]


def test_who_waits_shows_for_how_long_and_for_what(mihon: Place) -> None:
    on = timezone.localdate() - timedelta(days=5)
    with mihon.scope():
        row = submitted(mihon, entry(on=on, law={"missing": frozenset({Paper.PHOTO})}), on=on)
    under = sections(mihon.client().get(TODAY))
    assert f"5 {row.reference} 見本 太郎 ミホン タロウ" in under[WAITING]
    assert "顔写真" in under[WAITING]
    assert row.reference not in under[CAME]


def test_the_longest_wait_stands_first_and_the_others_are_one_click_away(mihon: Place) -> None:
    rows = copies(mihon, application(mihon, law=NO_PHOTO), PAGE + 3)
    client = mihon.client()
    page = client.get(TODAY)
    assert found(page)[:PAGE] == [row.reference for row in reversed(rows[3:])]
    assert "この窓口の書類待ちをすべて見る" in words(page)
    everybody = client.post("/desk/search/", {"desk": mihon.hall.pk, "standing": "pending"})
    assert len(found(everybody)) == PAGE


def test_what_was_scheduled_today_shows_its_target_day(mihon: Place) -> None:
    today, before = application(mihon), application(mihon)
    scheduled(mihon, today)
    scheduled(mihon, before, days_ago=1)
    under = sections(mihon.client().get(TODAY))
    assert today.reference in under[SCHEDULED]
    assert before.reference not in under[SCHEDULED]
    target = timezone.localdate() + timedelta(days=7)
    assert f"{target.year}年{target.month}月{target.day}日" in under[SCHEDULED]


def test_the_day_is_of_this_desk(mihon: Place) -> None:
    row, waiting = application(mihon), application(mihon, law=NO_PHOTO)
    scheduled(mihon, row)
    mihon.clerk_moves_to(mihon.branch)
    page = words(mihon.client().get(TODAY))
    assert row.reference not in page
    assert waiting.reference not in page


@pytest.mark.parametrize("address", [TODAY, "/desk/search/"])
def test_lists_tell_no_sensitive_reason_and_no_address(mihon: Place, address: str) -> None:
    row = application(mihon, DesignationEvent.PENAL, support_measures=True, to_desk=True)
    scheduled(mihon, row)
    client = mihon.client()
    page = words(client.get(address) if address == TODAY else client.post(address, {"q": "見本"}))
    assert row.reference in page
    assert "その他" in page
    assert "矯正" not in page
    assert "見本町" not in page
