"""The embedded issuer and carrier: one booking a key, a ledger that counts, a world that behaves like the real one."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from uuid import UUID, uuid4

import pytest

from delivery.issuer.embedded import Answer, EmbeddedCarrier, EmbeddedIssuer
from delivery.issuer.protocol import Booked, CarrierAway, IssuerAway, Letter, Mail, News, Refused
from delivery.issuer.script import (
    AFTER_ABSENCE,
    AT_THE_DOOR,
    DAYS_HELD,
    NUMBER_TOLD,
    OPEN_DAYS_IN_THE_MAKING,
    TELLING,
    AfterAbsence,
    AtTheDoor,
    NumberTold,
    Telling,
    Told,
    usual_story,
)
from delivery.states import AT_POST, TRANSITIONS, Problem, Source, State
from delivery.tracking import check_digit_fits
from desks.calendars import calendar_of
from tests.delivery.letters import MONDAY

NUMBER = "30000000007"


def a_letter(**facts: object) -> Letter:
    usual = Letter(
        key=uuid4(),
        municipality="990019",
        reference="REFERENCE1",
        generation=1,
        post_by=None,
        to_desk=False,
        addressee="見本 花子",
        postcode="0000001",
        address="みほん市本町1-1",
    )
    return replace(usual, **facts)


def test_asking_twice_books_once(issuer: EmbeddedIssuer) -> None:
    letter = a_letter()
    answers = [issuer.request([letter]), issuer.request([letter])]
    assert answers == [[Booked(letter.key)]] * 2
    assert (len(issuer.bookings()), issuer.requests(), issuer.doubled()) == (1, 2, 0)


def test_one_letter_under_two_keys_is_counted_as_doubled(issuer: EmbeddedIssuer) -> None:
    """The positive control of every test that says `doubled() == 0`."""
    letter = a_letter()
    issuer.request([letter, replace(letter, key=uuid4()), a_letter(reference="REFERENCE2")])
    assert issuer.doubled() == 1


def test_another_posting_of_a_letter_is_not_doubled(issuer: EmbeddedIssuer) -> None:
    letter = a_letter()
    issuer.request([letter, replace(letter, key=uuid4(), generation=2)])
    issuer.request([replace(letter, key=uuid4(), municipality="990027")])
    assert issuer.doubled() == 0


def test_many_at_once_with_the_same_keys_book_once(issuer: EmbeddedIssuer) -> None:
    letters = [a_letter(reference=f"REF{number:07}") for number in range(50)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(issuer.request, [letters] * 16))
    assert all(answer == [Booked(letter.key) for letter in letters] for answer in answers)
    assert (len(issuer.bookings()), issuer.doubled()) == (50, 0)


def test_a_refused_letter_is_not_booked(issuer: EmbeddedIssuer) -> None:
    bad, good = a_letter(), a_letter(reference="REFERENCE2")
    issuer.plant("990019", "REFERENCE1", answer=Answer.REFUSE)
    assert set(issuer.request([bad, good])) == {Refused(bad.key), Booked(good.key)}
    assert [booking.reference for booking in issuer.bookings()] == ["REFERENCE2"]


def carrier_beside(issuer: EmbeddedIssuer) -> EmbeddedCarrier:
    """The post in the same world, on the same day."""
    return EmbeddedCarrier(issuer.path, today=lambda: issuer.today())


def test_who_is_away_neither_answers_nor_books(issuer: EmbeddedIssuer) -> None:
    letter = a_letter()
    issuer.go_away()
    for ask in (
        lambda: issuer.request([letter]),
        lambda: issuer.news([letter.key]),
        lambda: issuer.cancel(letter.key),
    ):
        with pytest.raises(IssuerAway):
            ask()
    assert issuer.bookings() == []
    assert carrier_beside(issuer).news([Mail(NUMBER, MONDAY)]) == {}
    issuer.come_back()
    assert issuer.request([letter]) == [Booked(letter.key)]


def test_the_post_may_be_away_by_itself(issuer: EmbeddedIssuer) -> None:
    carrier = carrier_beside(issuer)
    carrier.go_away()
    with pytest.raises(CarrierAway):
        carrier.news([Mail(NUMBER, MONDAY)])
    letter = a_letter()
    assert issuer.request([letter]) == [Booked(letter.key)]
    carrier.come_back()
    assert carrier.news([Mail(NUMBER, MONDAY)]) == {}


def test_the_issuer_tells_of_posting_and_the_post_of_the_rest(issuer: EmbeddedIssuer) -> None:
    letter, carrier = a_letter(), carrier_beside(issuer)
    posted = News(State.POSTED, MONDAY + timedelta(days=1), Source.ISSUER, NUMBER)
    absent = News(State.ABSENT, MONDAY + timedelta(days=3), Source.TRACKING)
    damaged = News(State.RETURNING, MONDAY + timedelta(days=4), Source.TRACKING, "", Problem.DAMAGED)
    issuer.plant("990019", "REFERENCE1", news=[posted, absent, damaged])
    issuer.request([letter])
    by_number = Mail(NUMBER, MONDAY)
    for days, of_issuer, of_post in (
        (0, [], None),
        (1, [posted], []),
        (3, [posted], [absent]),
        (9, [posted], [absent, damaged]),
    ):
        issuer.today = lambda days=days: MONDAY + timedelta(days=days)
        assert issuer.news([letter.key, uuid4()]) == {letter.key: of_issuer}
        assert carrier.news([by_number]).get(by_number) == of_post


def test_a_number_that_the_post_used_before_is_another_letters(issuer: EmbeddedIssuer) -> None:
    old, new, carrier = a_letter(), a_letter(reference="REFERENCE2"), carrier_beside(issuer)
    for reference, days in (("REFERENCE1", 0), ("REFERENCE2", 400)):
        posted = News(State.POSTED, MONDAY + timedelta(days=days), Source.ISSUER, NUMBER)
        delivered = News(State.DELIVERED, MONDAY + timedelta(days=days + 2), Source.TRACKING)
        issuer.plant("990019", reference, news=[posted, delivered])
    issuer.request([old, new])
    issuer.today = lambda: MONDAY + timedelta(days=500)
    issuer.news([old.key, new.key])
    mail = Mail(NUMBER, MONDAY + timedelta(days=400))
    assert [news.on for news in carrier.news([mail])[mail]] == [MONDAY + timedelta(days=402)]


def test_a_silent_letter_has_no_news_ever(issuer: EmbeddedIssuer) -> None:
    letter = a_letter()
    issuer.plant("990019", "REFERENCE1", news=[])
    issuer.request([letter])
    issuer.today = lambda: MONDAY + timedelta(days=100)
    assert issuer.news([letter.key]) == {letter.key: []}


def test_a_letter_is_cancelled_until_it_is_posted(issuer: EmbeddedIssuer) -> None:
    early, late = a_letter(), a_letter(reference="REFERENCE2")
    issuer.plant("990019", "REFERENCE2", news=[News(State.POSTED, MONDAY, Source.ISSUER)])
    issuer.request([early, late])
    assert (issuer.cancel(early.key), issuer.cancel(late.key), issuer.cancel(uuid4())) == (True, False, False)
    assert set(issuer.news([early.key, late.key])) == {late.key}


# The world, over some thousand keys. 24 April 2026 is the Friday before a week with two holidays.

FRIDAY = date(2026, 4, 24)
CALENDAR = calendar_of(None, FRIDAY)
KEYS = [UUID(int=Random(number).getrandbits(128), version=4) for number in range(4000)]


@cache
def stories() -> dict[UUID, list[Told]]:
    return {key: usual_story(key, FRIDAY, CALENDAR) for key in KEYS}


def by_post(story: list[Told]) -> list[News]:
    """What the post did, in the order in which it did it."""
    steps = {it.news for it in story if it.news.source is Source.TRACKING}
    order = list(State)
    return sorted(steps, key=lambda news: (news.on, order.index(news.state)))


def test_a_story_follows_from_the_key() -> None:
    assert all(usual_story(key, FRIDAY, CALENDAR) == stories()[key] for key in KEYS[:100])


def test_every_story_is_a_possible_one_and_ends() -> None:
    for story in stories().values():
        before, day = State.SCHEDULED, FRIDAY + timedelta(days=1)
        for news in [story[0].news, *by_post(story)]:
            assert news.state in TRANSITIONS[before], story
            assert news.on >= day
            before, day = news.state, news.on
        assert before in (State.DELIVERED, State.RETURNED)


def test_nobody_is_told_before_it_happens() -> None:
    assert all(told.from_day >= told.news.on for story in stories().values() for told in story)


def test_cards_are_posted_on_open_days_and_carried_on_every_day() -> None:
    posted = Counter(story[0].news.on for story in stories().values())
    assert all(CALENDAR.is_open(day) for day in posted)
    carried = {news.on for story in stories().values() for news in by_post(story)}
    assert {day.weekday() for day in carried} == set(range(7))
    assert date(2026, 4, 29) in carried


def test_some_cards_take_longer_than_a_week() -> None:
    late = sum(story[0].news.on > FRIDAY + timedelta(days=7) for story in stories().values())
    assert 0.03 < late / len(KEYS) < 0.25


def test_a_letter_is_held_for_seven_days_after_the_first_attempt() -> None:
    """The days count from the day after, the last one included; on the next day the letter goes back."""
    ends = set()
    for story in map(by_post, stories().values()):
        absent = [news.on for news in story if news.state is State.ABSENT]
        if absent:
            first, last = absent[0], story[-1]
            assert all(news.on <= first + timedelta(days=7) for news in story if news.state in AT_POST)
            if last.state is State.DELIVERED:
                assert first < last.on <= first + timedelta(days=7)
                ends.add((last.on - first).days)
            else:
                (back,) = (news for news in story if news.state is State.RETURNING)
                assert (back.on, back.problem) == (first + timedelta(days=8), Problem.HOLD_ENDED)
                assert last.problem == Problem.HOLD_ENDED
    assert ends == set(range(1, DAYS_HELD + 1))


def share(holds: Counter[object], of: object) -> float:
    return holds[of] / holds.total()


def test_the_world_keeps_to_its_chances() -> None:
    """A table of chances that nobody draws from would show here: each within four standard deviations."""
    door, after, numbers, telling, making = Counter(), Counter(), Counter(), Counter(), Counter()
    for story in stories().values():
        steps = by_post(story)
        absences = sum(news.state is State.ABSENT for news in steps)
        reason = {
            Problem.ADDRESS_UNKNOWN: AtTheDoor.ADDRESS_UNKNOWN,
            Problem.REFUSED_BY_ADDRESSEE: AtTheDoor.REFUSED,
            Problem.DAMAGED: AtTheDoor.DAMAGED,
        }.get(steps[-1].problem, AtTheDoor.TAKEN)
        door[AtTheDoor.NOBODY_AT_HOME if absences else reason] += 1
        if absences:
            taken = AfterAbsence.ABSENT_AGAIN if absences == 2 else AfterAbsence.TAKEN
            after[AfterAbsence.NEVER if steps[-1].problem else taken] += 1
        posted = [told.news for told in story if told.news.source is Source.ISSUER]
        told_at_once = NumberTold.AT_ONCE if posted[0].tracking_number else NumberTold.NEVER
        numbers[NumberTold.LATE if len(posted) == 2 else told_at_once] += 1
        told = [it.news for it in story if it.news.source is Source.TRACKING]
        in_order = Telling.IN_ORDER if told == steps else Telling.OUT_OF_ORDER
        telling[Telling.TWICE if len(told) > len(steps) else in_order] += 1
        days = (FRIDAY + timedelta(days=1 + n) for n in range((posted[0].on - FRIDAY).days))
        making[sum(map(CALENDAR.is_open, days))] += 1
    for seen, chances in (
        (door, AT_THE_DOOR),
        (after, AFTER_ABSENCE),
        (numbers, NUMBER_TOLD),
        (telling, TELLING),
        (making, OPEN_DAYS_IN_THE_MAKING),
    ):
        assert sum(chances.values()) == 1000
        for case, thousandths in chances.items():
            chance = thousandths / 1000
            allowed = 4 * (chance * (1 - chance) / seen.total()) ** 0.5
            assert abs(share(seen, case) - chance) < allowed, (case, share(seen, case))


def test_demo_numbers_can_be_no_real_letters() -> None:
    numbers = {story[0].news.tracking_number for story in stories().values()} - {""}
    assert len(numbers) > 2000
    for number in numbers:
        assert len(number) == 11
        assert number[-1] in "789"
        assert not check_digit_fits(number)


def test_a_letter_shows_no_personal_data_when_it_is_printed() -> None:
    assert "見本" not in repr(a_letter())
    assert "本町" not in repr(a_letter())
