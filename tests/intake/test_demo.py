"""The demo has the cases it promises, on days that stay true, and never takes away what somebody did."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from delivery.issuer.embedded import EmbeddedIssuer
from delivery.models import Delivery, Group
from delivery.review import Filters, Review, review
from delivery.services import add_note
from delivery.sheet import sheet
from delivery.shelf.lists import Filters as DeskFilters
from delivery.shelf.lists import Tab, letters
from delivery.states import State
from desks import demo as ground
from desks.calendars import calendar_of, practice_of
from desks.models import AuditEntry, ClosedDay, Membership, Municipality, Practice
from desks.scope import municipality_scope
from eligibility.answer import answer
from eligibility.events import DesignationEvent, Facts
from eligibility.reasons import Verdict
from fees.models import Charge
from intake.demo import Did, prepare
from intake.demo_cases import CASES
from intake.models import Application, Standing
from tests.places import a_place

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def ours(settings: object, tmp_path: Path) -> Path:
    settings.VAR, settings.ISSUER_LEDGER, settings.DEMO = tmp_path, tmp_path / "issuer.sqlite", True
    return tmp_path


def in_town(look: Callable[[], Any], code: str = "990019") -> Any:
    with municipality_scope(Municipality.objects.get(code=code).pk):
        return look()


def application(name: str) -> Application:
    return in_town(lambda: Application.objects.select_related("delivery").get(name=name))


def overdue(at: datetime = MONDAY, **filters: object) -> Review:
    return in_town(lambda: review(Filters(**filters), today=at.date(), now=at))


def letters_of(tab: Tab, at: datetime) -> list[tuple[str, str]]:
    """Addressee and shelf of the letters in a list of the desk."""

    def look() -> list[tuple[str, str]]:
        desk = Membership.objects.get(staff__username="clerk@990019").desk
        page = letters(tab, DeskFilters(own_desk=desk, desk=desk), today=at.date())
        return [(row.delivery.addressee, row.delivery.shelf) for row in page.rows]

    return in_town(look)


def charge(name: str) -> int:
    reference = application(name).reference
    return in_town(lambda: Charge.objects.get(reference=reference).amount)


@pytest.mark.parametrize("day", [6, 7], ids=["a Sunday", "a holiday"])
def test_every_case_it_promises_is_there_whatever_the_day(day: int) -> None:
    at = MONDAY + timedelta(days=day)
    today = at.date()
    assert prepare(at) is Did.MADE

    newborn = application("練習 陽菜")
    assert newborn.law_facts.event is DesignationEvent.INFANT
    assert newborn.standing is Standing.ACCEPTED
    assert charge("練習 陽菜") == 0
    assert (charge("見本 太郎"), charge("例示 一郎")) == (2000, 1800)
    assert charge("試作 桜") == 2000
    assert application("仮名 文子").standing is Standing.PENDING
    late = application("架空 次郎")
    assert (late.standing, bool(late.exception_reason)) == (Standing.ACCEPTED, True)
    elsewhere = application("手本 健")
    assert (elsewhere.residence_code, elsewhere.delivery.no_target_reason) == ("990027", "OTHER_DESK")
    on_time = application("想定 結衣").delivery
    assert (on_time.delivered_on - on_time.accepted_on).days == 5

    silent = overdue(at, group=Group.NO_NEWS).rows
    assert [(row.addressee, row.days_over) for row in silent] == [("例文 葵", 3)]
    [held] = overdue(at, state=State.HELD).rows
    assert (held.addressee, held.badge.state, held.hold.days_left) == ("雛形 美咲", State.HELD, 1)
    assert held.hold.first_attempt_on == today - timedelta(days=6)
    returned = overdue(at, state=State.RETURNED).rows
    assert [row.addressee for row in returned] == ["模擬 翔"]
    kept = {tab: letters_of(tab, at) for tab in (Tab.HELD, Tab.SHELF, Tab.DISPOSAL)}
    assert kept[Tab.HELD] == [("雛形 美咲", "")]
    assert {("見出 楓太", "A-1"), ("書式 菜摘", "A-2"), ("模擬 翔", "")} <= set(kept[Tab.SHELF])
    assert kept[Tab.DISPOSAL] == [("白紙 巌", "Z-1"), ("様式 律子", "Z-1")], (
        "one is due, one within two weeks"
    )
    assert letters_of(Tab.TODAY, at)
    [dead] = overdue(at).stuck
    assert (dead.reference, dead.dead) == (application("試行 蓮").reference, True)


def test_lists_look_real_and_every_day_has_its_own_news(ours: Path) -> None:
    prepare(MONDAY)
    assert in_town(Application.objects.count) + in_town(Application.objects.count, "990027") == len(CASES)
    states = in_town(lambda: set(Delivery.objects.values_list("state", flat=True)))
    # What the post tells on one day is one look; the rest a visitor does at the desk.
    by_hand = {State.CANCELLED, State.HANDED_OVER, State.DISPOSED, State.REPOSTED}
    assert states == set(State) - by_hand - {State.ABSENT}
    assert in_town(lambda: Delivery.objects.filter(state=State.REQUESTED).count()) == 1, "the dead letter"
    assert EmbeddedIssuer(ours / "issuer.sqlite", today=date.today).doubled() == 0
    delivery = application("模擬 翔").delivery
    lines = in_town(lambda: sheet(delivery, today=MONDAY.date(), now=MONDAY).lines)
    assert all(line.on == line.at.astimezone(MONDAY.tzinfo).date() for line in lines)
    assert [line.state for line in lines if line.state][-3:] == [State.HELD, State.RETURNING, State.RETURNED]
    assert lines[-1].text.startswith("電話で本人と話した。")
    assert max(line.at for line in lines) <= MONDAY


def test_an_untouched_demo_stays_for_the_day_and_moves_with_the_next() -> None:
    """Looking at it does not touch it."""
    prepare(MONDAY)
    references = in_town(lambda: set(Application.objects.values_list("reference", flat=True)))
    assert prepare(MONDAY + timedelta(hours=5)) is Did.KEPT
    assert in_town(lambda: set(Application.objects.values_list("reference", flat=True))) == references
    client = Client()
    client.force_login(Membership.objects.get(staff__username="supervisor@990019").staff)
    assert client.get(reverse("review:overdue")).status_code == 200
    later = MONDAY + timedelta(days=9)
    assert prepare(later) is Did.MOVED
    assert in_town(Application.objects.count) == len([case for case in CASES if "990019" in case.by])
    assert [row.days_over for row in overdue(later, group=Group.NO_NEWS).rows] == [3]
    assert in_town(AuditEntry.objects.count) == 0


def test_the_two_towns_answer_one_case_differently() -> None:
    prepare(MONDAY)
    baby = Facts(event=DesignationEvent.INFANT, birth_date=MONDAY.date() - timedelta(days=60))
    verdicts = {}
    for town in Municipality.objects.all():
        on = MONDAY.date()
        given = answer(baby, on=on, practice=practice_of(town, on), calendar=calendar_of(town, on))
        verdicts[town.code] = given.assessment.verdict
    assert verdicts == {"990019": Verdict.ELIGIBLE, "990027": Verdict.CONSULT}


def test_what_somebody_did_stays_and_reset_makes_it_new() -> None:
    memberships = ground.set_up(MONDAY.date())
    prepare(MONDAY)
    delivery = application("例文 葵").delivery
    by = memberships["clerk@990019"].staff
    in_town(lambda: add_note(delivery, text="電話した。", by=by, at=MONDAY))
    assert prepare(MONDAY + timedelta(days=1)) is Did.KEPT
    assert in_town(lambda: delivery.notes.count()) == 1
    assert prepare(MONDAY + timedelta(days=1), reset=True) is Did.MADE
    assert in_town(lambda: Delivery.objects.filter(pk=delivery.pk).exists()) is False


def test_a_practice_that_somebody_changed_stays_and_reset_forgets_it() -> None:
    memberships = ground.set_up(MONDAY.date())
    prepare(MONDAY)
    town = Municipality.objects.get(code="990019")
    changes = {"municipality": town, "in_force_from": MONDAY.date(), "settings": {"target_days": 5}}
    closed = {"municipality": town, "day": MONDAY.date() + timedelta(days=1), "reason": "x"}
    in_town(lambda: Practice.objects.create(**changes, created_by=memberships["admin@990019"].staff))
    in_town(lambda: ClosedDay.objects.create(**closed))
    assert prepare(MONDAY + timedelta(days=1)) is Did.KEPT
    assert practice_of(town, MONDAY.date()).target_days == 5
    assert prepare(MONDAY + timedelta(days=1), reset=True) is Did.MADE
    assert practice_of(town, MONDAY.date()).target_days == 7
    assert in_town(lambda: Practice.objects.filter(municipality=town).count()) == 1
    assert not ClosedDay.objects.filter(municipality=town, reason="x").exists()


def test_a_demo_of_an_earlier_version_moves_on(ours: Path) -> None:
    """Its marker counts less than this version does."""
    prepare(MONDAY)
    path = ours / "demo.json"
    marker = json.loads(path.read_bytes())
    del marker["footprint"]["practices"]
    path.write_text(json.dumps(marker))
    assert prepare(MONDAY + timedelta(days=1)) is Did.MOVED


def test_reset_leaves_other_municipalities_alone(renshu: object) -> None:
    """Not even a demo installation deletes a municipality that is no demo."""
    mihon = a_place("131016", "千代田区", "Chiyoda City", "1000001", is_demo=False)
    with mihon.scope():
        AuditEntry.objects.create(
            municipality=mihon.municipality, staff=mihon.clerk.staff, action="x", method="GET", outcome="done"
        )
    prepare(MONDAY, reset=True)
    with mihon.scope():
        assert AuditEntry.objects.count() == 1


def test_no_demo_where_the_installation_is_none(settings: object) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo")
    assert Municipality.objects.count() == 0
