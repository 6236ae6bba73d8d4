"""Administrators at once: real threads, committed rows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.utils import timezone

from desks.models import Membership, Practice, Staff
from desks.permissions import Role
from eligibility.plain import to_json
from eligibility.practice import NATIONAL, FeeChoice, OtherDesk
from eligibility.practice import Practice as PracticeValue
from eligibility.practices.services import ChangedMeanwhile, latest_row, settle
from tests.places import LONG_AGO, Place

CLICKS = 6


def at_once(place: Place, clicks: list[Callable[[], Practice]]) -> list[object]:
    """What each click gave, all of them begun before the first ends."""
    together = Barrier(len(clicks), timeout=30)

    def run(click: Callable[[], Practice]) -> object:
        try:
            with place.scope():
                together.wait()
                return click().pk
        except ChangedMeanwhile as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clicks)) as pool:
        return list(pool.map(run, clicks))


def settling(place: Place, practice: PracticeValue, by: Staff) -> Callable[[], Practice]:
    started_from = latest_row(place.municipality)
    return lambda: settle(
        municipality=place.municipality,
        practice=practice,
        in_force_from=timezone.localdate(),
        started_from=started_from,
        by=by,
    )


def another_administrator(place: Place) -> Staff:
    staff = Staff.objects.create_user("second@990019")
    with place.scope():
        Membership.objects.create(
            staff=staff,
            municipality=place.municipality,
            desk=place.hall,
            role=Role.ADMINISTRATOR,
            valid_from=LONG_AGO,
        )
    return staff


def test_many_clicks_on_one_page_are_one_row(committed: None, mihon: Place) -> None:
    click = settling(mihon, PracticeValue(other_desk=OtherDesk.ACCEPT), mihon.administrator.staff)
    answers = at_once(mihon, [click] * CLICKS)
    assert len(set(answers)) == 1
    assert Practice.objects.count() == 2


def test_of_two_administrators_one_is_told(committed: None, mihon: Place) -> None:
    mine = settling(mihon, PracticeValue(defect=FeeChoice.CHARGED), mihon.administrator.staff)
    theirs = settling(mihon, PracticeValue(target_days=5), another_administrator(mihon))
    answers = at_once(mihon, [mine, theirs])
    assert answers.count(ChangedMeanwhile) == 1
    assert Practice.objects.count() == 2


def test_the_same_change_by_two_people_is_not_one_persons_second_click(committed: None, mihon: Place) -> None:
    practice = PracticeValue(target_days=5)
    clicks = [
        settling(mihon, practice, by) for by in (mihon.administrator.staff, another_administrator(mihon))
    ]
    assert at_once(mihon, clicks).count(ChangedMeanwhile) == 1


def test_only_what_differs_from_the_national_default_is_kept(mihon: Place) -> None:
    with mihon.scope():
        assert settling(mihon, NATIONAL, mihon.administrator.staff)().settings == to_json(NATIONAL)
