"""The embedded issuer and carrier: one booking a key, a ledger that counts, a story that follows from the key."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from delivery.issuer.embedded import Answer, EmbeddedIssuer
from delivery.issuer.protocol import Booked, IssuerAway, Letter, News, Refused
from delivery.issuer.script import usual_script
from delivery.states import TRANSITIONS, Source, State
from delivery.tracking import check_digit_fits
from tests.delivery.letters import MONDAY


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


def test_who_is_away_neither_answers_nor_books(issuer: EmbeddedIssuer) -> None:
    letter = a_letter()
    issuer.go_away()
    for ask in (
        lambda: issuer.request([letter]),
        lambda: issuer.state([letter.key]),
        lambda: issuer.cancel(letter.key),
    ):
        with pytest.raises(IssuerAway):
            ask()
    assert issuer.bookings() == []
    issuer.come_back()
    assert issuer.request([letter]) == [Booked(letter.key)]


def test_it_tells_what_was_planted_up_to_today(issuer: EmbeddedIssuer) -> None:
    letter = a_letter()
    story = [
        News(State.POSTED, MONDAY + timedelta(days=1), Source.ISSUER, "30000000007"),
        News(State.ABSENT, MONDAY + timedelta(days=3), Source.TRACKING),
    ]
    issuer.plant("990019", "REFERENCE1", news=story)
    issuer.request([letter])
    for days, told in ((0, []), (1, story[:1]), (2, story[:1]), (3, story)):
        issuer.today = lambda days=days: MONDAY + timedelta(days=days)
        assert issuer.state([letter.key, uuid4()]) == {letter.key: told}


def test_a_silent_letter_has_no_news_ever(issuer: EmbeddedIssuer) -> None:
    letter = a_letter()
    issuer.plant("990019", "REFERENCE1", news=[])
    issuer.request([letter])
    issuer.today = lambda: MONDAY + timedelta(days=100)
    assert issuer.state([letter.key]) == {letter.key: []}


def test_a_letter_is_cancelled_until_it_is_posted(issuer: EmbeddedIssuer) -> None:
    early, late = a_letter(), a_letter(reference="REFERENCE2")
    issuer.plant("990019", "REFERENCE2", news=[News(State.POSTED, MONDAY, Source.ISSUER)])
    issuer.request([early, late])
    assert (issuer.cancel(early.key), issuer.cancel(late.key), issuer.cancel(uuid4())) == (True, False, False)
    assert set(issuer.state([early.key, late.key])) == {late.key}


KEYS = [UUID(int=number * 7919, version=4) for number in range(300)]


def test_the_usual_story_follows_from_the_key_and_is_a_possible_one() -> None:
    for key in KEYS:
        story = usual_script(key, MONDAY)
        assert story == usual_script(key, MONDAY)
        before, day = State.SCHEDULED, date.min
        for news in story:
            assert news.state in TRANSITIONS[before]
            assert news.on >= max(day, MONDAY + timedelta(days=1))
            before, day = news.state, news.on
        assert before is State.DELIVERED


def test_stories_differ() -> None:
    stories = [usual_script(key, MONDAY) for key in KEYS]
    absent = sum(any(news.state is State.ABSENT for news in story) for story in stories)
    unnumbered = sum(not story[0].tracking_number for story in stories)
    assert 5 < absent < 60
    assert 5 < unnumbered < 60


def test_demo_numbers_can_be_no_real_letters() -> None:
    numbers = {usual_script(key, MONDAY)[0].tracking_number for key in KEYS} - {""}
    assert len(numbers) > 200
    for number in numbers:
        assert len(number) == 11
        assert number[-1] in "789"
        assert not check_digit_fits(number)


def test_a_letter_shows_no_personal_data_when_it_is_printed() -> None:
    assert "見本" not in repr(a_letter())
    assert "本町" not in repr(a_letter())
