"""What a resident reads on the status page, and what nobody ever reads there."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import override

from delivery.models import Delivery, Posting
from delivery.services import record_news
from delivery.states import Problem, Source, State
from eligibility.events import Paper, YesNo
from intake.closing import withdraw_application
from intake.models import Application
from intake.status.address import public_address
from intake.status.forms import StatusForm
from intake.status.services import status
from intake.status.words import Shown
from tests.intake.entries import AT, ON, entry, submitted
from tests.intake.pages import words
from tests.places import Place

NAME, ADDRESS = "見本 太郎", "見本町1-2-3"
TOKYO = ZoneInfo("Asia/Tokyo")


def day(number: int) -> date:
    """So many days after the application."""
    return ON + timedelta(days=number)


def told(letter: Delivery, state: State, on: date, **more: Any) -> None:
    at = datetime(on.year, on.month, on.day, 18, tzinfo=TOKYO)
    record_news(letter, state=state, on=on, at=at, source=Source.TRACKING, **more)


def scheduled(letter: Delivery) -> None:
    letter.move(
        State.SCHEDULED,
        at=AT,
        on=ON,
        source=Source.TOKKYU,
        target_date=day(7),
        chase_on=day(14),
        home_from=day(5),
        home_until=day(7),
    )


def a_letter(*news: tuple[State, int], **facts: Any) -> Callable[[Place], Application]:
    """An application whose letter was planned, and of which this was told so many days later."""

    def make(place: Place) -> Application:
        row = submitted(place, entry(**facts))
        scheduled(row.delivery)
        for state, number in news:
            told(row.delivery, state, day(number))
        return row

    return make


def shown(row: Application, on: date, language: str = "en") -> str:
    """The whole page of that day as a person reads it."""
    with override(language):
        found = status(row.reference, row.birth_date, on=on)
        assert found is not None
        context = {"shown": Shown(found), "form": StatusForm({})}
        return words(HttpResponse(render_to_string("intake/status/answer.html", context)))


SENT = ((State.POSTED, 2),)
ABSENT = (*SENT, (State.ABSENT, 4))
LAST_DAY = "Sat 5 Dec 2026"


@pytest.mark.parametrize(
    ("news", "on", "reads", "never"),
    [
        (
            (),
            1,
            ["The card is being made", "Target: Tue 1 Dec 2026", "at home Sun 29 Nov 2026"],
            ["handed over to"],
        ),
        ((), 8, ["It should have come by Tue 1 Dec 2026", "you need do nothing"], ["Target", "at home Sun"]),
        (
            SENT,
            3,
            ["The letter was handed over to the post", "You or a person living with you"],
            ["being made"],
        ),
        ((*SENT, (State.IN_TRANSIT, 3)), 3, ["on its way in the post"], ["out for delivery"]),
        ((*SENT, (State.OUT, 4)), 4, ["out for delivery today"], []),
        ((*SENT, (State.OUT, 4)), 5, ["was out for delivery"], ["delivery today"]),
        (ABSENT, 5, ["Follow the notice", f"keeps it until {LAST_DAY}", "6 days left"], ["be at home"]),
        ((*ABSENT, (State.HELD, 5)), 11, [f"keeps it until {LAST_DAY}", "Today is the last day"], []),
        (
            ABSENT,
            12,
            ["The post no longer keeps", "tells you how it goes on"],
            ["Follow the notice", LAST_DAY],
        ),
        ((*ABSENT, (State.RETURNING, 12)), 13, ["on its way back", "help desk"], ["Follow the notice"]),
        ((*ABSENT, (State.RETURNED, 13)), 14, ["The letter came back", "help desk"], ["Will it arrive"]),
        ((*SENT, (State.DELIVERED, 4)), 5, ["The letter was delivered", "telephone your help desk"], []),
    ],
)
def test_where_it_is(
    mihon: Place, news: tuple[tuple[State, int], ...], on: int, reads: list[str], never: list[str]
) -> None:
    with mihon.scope():
        row = a_letter(*news)(mihon)
    page = shown(row, day(on))
    assert [words for words in reads if words not in page] == []
    delivered = [] if State.DELIVERED in dict(news) else ["delivered"]
    hidden = [NAME, ADDRESS, "Lost", *never, *delivered]
    assert [words for words in hidden if words in page] == [], page
    assert "配達され" not in shown(row, day(on), "ja") or not delivered


def ended(place: Place, row: Application, to: State, **facts: Any) -> None:
    letter = Delivery.objects.get(pk=row.delivery_id)
    letter.move(to, at=AT, on=day(20), source=Source.CLERK, by=place.clerk.staff, **facts)


@pytest.mark.parametrize(
    ("to", "facts", "reads"),
    [
        (State.HANDED_OVER, {"handed_over_on": day(20)}, "The card was handed over at the desk"),
        (State.DISPOSED, {"disposed_on": day(20)}, "no longer exists"),
    ],
)
def test_at_the_desk_and_what_became_of_it(
    mihon: Place, to: State, facts: dict[str, date], reads: str
) -> None:
    with mihon.scope():
        row = a_letter((State.DELIVERED, 3), to_desk=True)(mihon)
        waiting = shown(row, day(4))
        kept_too_long = shown(row, day(200))
        ended(mihon, row, to, **facts)
    assert "We keep the card for you at the desk" in waiting
    assert "We keep it until Sat 29 May 2027" in waiting
    assert "Come with your identity papers and this reference" in waiting
    assert "Mihon City City hall" in waiting
    assert "8:30–17:15" in waiting
    assert "telephone your help desk first" in kept_too_long
    assert reads in shown(row, day(21))


def test_a_letter_to_the_desk_asks_nobody_to_be_at_home(mihon: Place) -> None:
    with mihon.scope():
        row = a_letter((State.POSTED, 2), to_desk=True)(mihon)
        Posting.objects.update(tracking_number="12345678902")
    page = shown(row, day(3))
    assert "You need not be at home" in page
    assert "123-45" not in page
    assert not any(words in page for words in ("should be at home", "Will it arrive", "must be at home"))


def test_the_tracking_number_stands_there_while_the_post_has_the_letter(mihon: Place) -> None:
    with mihon.scope():
        row = a_letter()(mihon)
        told(row.delivery, State.POSTED, day(2), tracking_number="12345678902")
        assert "123-45-67890-2" in shown(row, day(3))
        told(row.delivery, State.DELIVERED, day(4))
    assert "123-45" not in shown(row, day(4))


def test_why_no_day_is_named_is_said_until_the_letter_is_posted(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, entry())
        letter = row.delivery
        plan = {"no_target_reason": "YEAR_END", "chase_on": day(14)}
        letter.move(State.SCHEDULED, at=AT, on=ON, source=Source.TOKKYU, **plan)
        assert "we cannot name a day" in shown(row, day(2))
        told(letter, State.POSTED, day(3))
        page = shown(row, day(3))
        assert "we cannot name a day" not in page
        assert "Somebody should be at home" in page


def test_a_problem_is_told_in_plain_words(mihon: Place) -> None:
    with mihon.scope():
        row = a_letter((State.POSTED, 2))(mihon)
        told(row.delivery, State.RETURNING, day(5), problem=Problem.HOLD_ENDED)
    assert "It was not collected in time" in shown(row, day(6))


def test_late_news_of_the_posting_stands_in_its_place(mihon: Place) -> None:
    with mihon.scope():
        row = a_letter((State.OUT, 4))(mihon)
        told(row.delivery, State.POSTED, day(2))
    page = shown(row, day(4))
    assert page.index("Asked for at the national issuer") < page.index("Handed over to the post")
    assert page.index("Handed over to the post") < page.index("Out for delivery Sat 28 Nov 2026")


def test_pending_names_the_day_and_no_paper(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(law={"missing": frozenset({Paper.PHOTO})}))
    assert "Bring them by Mon 21 Dec 2026" in shown(row, day(1))
    assert "photo" not in shown(row, day(1)).lower()
    assert "The last day to bring them was" in shown(row, day(40))


def test_refused_and_withdrawn_say_nothing_of_why(mihon: Place) -> None:
    with mihon.scope():
        rows = [
            submitted(mihon, entry(name=name, law={"missing": frozenset({Paper.PHOTO})})) for name in "甲乙"
        ]
        Application.objects.filter(pk=rows[0].pk).update(
            refused_on=day(1), refused_by=mihon.clerk.staff, refusal_reason="理由"
        )
        withdraw_application(membership=mihon.clerk, application=rows[1], version=1, at=AT, on=day(1))
    refused, withdrawn = (shown(row, day(2)).replace(row.reference, "") for row in rows)
    assert "This application has ended" in refused
    assert refused == withdrawn
    assert "理由" not in refused


def test_under_support_measures_only_the_most_general_words(mihon: Place) -> None:
    """One page while it goes on, whatever happens, and one when it has ended; both are other people's pages too."""
    given = {"support_measures": True, "safe_to_post": YesNo.YES}
    with mihon.scope():
        going_on = [
            a_letter(*news, name=name, **given)(mihon)
            for name, news in (("甲", ()), ("乙", SENT), ("丙", ABSENT), ("丁", ((State.RETURNED, 9),)))
        ]
        delivered = a_letter((State.DELIVERED, 4), name="戊", **given)(mihon)
        undecided = submitted(
            mihon,
            entry(
                name="己",
                days_ago=60,
                law={"prevented": YesNo.YES},
                exception_reason="入院",
                exception_evidence="書類",
            ),
        )
    pages = {shown(row, day(10)).replace(row.reference, "") for row in going_on}
    assert len(pages) == 1
    page = pages.pop()
    assert "Your application is at the desk" in page
    assert not any(words in page for words in ("City hall", "Mihon", "000-000-0000", "2026", ADDRESS))
    assert "Your application is at the desk" in shown(undecided, day(10))
    assert "This application has ended" in shown(delivered, day(10))


def test_paper_names_the_page_where_the_site_has_an_address(settings: Any) -> None:
    settings.DEMO, settings.SITE = False, "https://tokkyu.city.mihon.example.jp"
    assert public_address("en") == "https://tokkyu.city.mihon.example.jp/en/status/"
    settings.SITE = "http://127.0.0.1:8000"
    assert public_address("ja") == ""
