"""The four lists of the desk's letters: whose, in which order, how many; and what is done from them."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from delivery.models import Delivery
from delivery.services import record_news
from delivery.shelf import lists
from delivery.shelf.services import put_on_shelf
from delivery.states import Source, State
from desks.models import AuditEntry
from desks.permissions import Role
from tests.delivery.letters import a_delivery
from tests.intake.pages import boxes, words
from tests.paper.reading import pages, size, squeezed, text
from tests.places import Place

TODAY = timezone.localdate()
KEPT_DAYS = 183
SHELF, DISPOSAL = "letters:shelf", "letters:disposal"


def ago(days: int) -> datetime:
    on = TODAY - timedelta(days=days)
    return datetime.combine(on, time(0, 0, 1), timezone.get_default_timezone())


def letter(place: Place, state: State | None = None, *, days: int = 1, **facts: object) -> Delivery:
    """One asked for a day before that, of which this was told so many days ago."""
    at = ago(days + 1)
    delivery = a_delivery(place, **{"accepted_on": at.date(), "at": at} | facts)
    chase_on = at.date() + timedelta(days=7)
    planned = {"target_date": chase_on, "chase_on": chase_on}
    delivery.move(State.SCHEDULED, at=at, on=at.date(), source=Source.TOKKYU, **planned)
    if state:
        record_news(delivery, state=state, on=ago(days).date(), at=ago(days), source=Source.TRACKING)
    return delivery


def shelved(place: Place, shelf: str = "A-1", *, days: int = 1, **facts: object) -> Delivery:
    delivery = letter(place, State.RETURNED, days=days, **facts)
    put_on_shelf(delivery, on=ago(days).date(), shelf=shelf, by=place.clerk.staff, at=ago(days))
    return delivery


def due(place: Place, over: int = 1, **facts: object) -> Delivery:
    """Whose last day was so many days ago."""
    return shelved(place, days=KEPT_DAYS + over, **facts)


def seen(place: Place, name: str, role: Role = Role.CLERK, **query: object) -> HttpResponse:
    page = place.client(role).get(reverse(name), query)
    assert page.status_code == 200
    return page


def references(page: HttpResponse) -> list[str]:
    return [row.delivery.reference for row in page.context["page"].rows]


def tick(
    place: Place, name: str, rows: list[Delivery], role: Role = Role.CLERK, **sent: object
) -> HttpResponse:
    data = {"letters": [str(row.uid) for row in rows], **sent}
    return place.client(role).post(reverse(name), data, follow=True)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("letters:today", "今日の依頼はまだありません"),
        ("letters:held", "郵便局で保管中のものはありません"),
        (SHELF, "棚は空です"),
        (DISPOSAL, "2週間以内に廃棄するものはありません"),
    ],
)
def test_an_empty_list_says_what_it_is_for(mihon: Place, name: str, sentence: str) -> None:
    assert sentence in words(seen(mihon, name))


def test_each_list_in_its_order_with_its_number(mihon: Place) -> None:
    with mihon.scope():
        older, newer = (a_delivery(mihon, accepted_on=TODAY, at=timezone.now()) for _ in range(2))
        last_day = letter(mihon, State.ABSENT, days=7)
        time_left = letter(mihon, State.ABSENT, days=2)
        late, early = shelved(mihon, "B", days=3), shelved(mihon, "C", days=20)
        back = letter(mihon, State.RETURNED)
        soon, over, long_over = due(mihon, over=-13), due(mihon), due(mihon, over=5)
    page = seen(mihon, "letters:today")
    assert references(page) == [newer.reference, older.reference]
    numbers = {tab.value: number for tab, _address, number in page.context["page"].tabs}
    assert numbers == {"today": 2, "held": 2, "shelf": 6, "disposal": 2}
    page = seen(mihon, "letters:held")
    assert references(page) == [last_day.reference, time_left.reference]
    assert [row.hold.days_left for row in page.context["page"].rows] == [0, 5]
    order = [back, long_over, over, soon, early, late]
    assert references(seen(mihon, SHELF)) == [row.reference for row in order]
    assert references(seen(mihon, DISPOSAL)) == [row.reference for row in (long_over, over, soon)]
    assert references(seen(mihon, SHELF, shelf="b")) == [late.reference]


@pytest.mark.parametrize(
    ("over", "listed", "is_due"), [(-14, False, False), (-13, True, False), (0, True, False), (1, True, True)]
)
def test_to_dispose_of_from_the_day_after_the_last_one(
    mihon: Place, over: int, listed: bool, is_due: bool
) -> None:
    with mihon.scope():
        due(mihon, over=over)
    page = seen(mihon, DISPOSAL, Role.SUPERVISOR)
    assert [row.is_due for row in page.context["page"].rows] == ([is_due] if listed else [])
    assert ('type="checkbox"' in page.content.decode()) is is_due


@pytest.mark.parametrize("name", ["letters:today", "letters:held", SHELF, DISPOSAL])
def test_three_rows_cost_no_more_queries_than_one(mihon: Place, name: str) -> None:
    def one_of_each() -> None:
        with mihon.scope():
            a_delivery(mihon, accepted_on=TODAY, at=timezone.now())
            letter(mihon, State.ABSENT)
            due(mihon)

    client, counts = mihon.client(Role.SUPERVISOR), []
    for _ in range(2):
        one_of_each()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(name))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_page_ends_and_the_next_goes_on(mihon: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    with mihon.scope():
        rows = [shelved(mihon, days=days) for days in (9, 8, 7)] + [letter(mihon, State.RETURNED)]
    first = seen(mihon, SHELF)
    assert references(first) == [rows[3].reference, rows[0].reference]
    after = first.context["page"].next_after
    assert references(seen(mihon, SHELF, after=after)) == [rows[1].reference, rows[2].reference]


def test_a_clerk_sees_their_desk_a_supervisor_all(mihon: Place, renshu: Place) -> None:
    with mihon.scope():
        own, branch = shelved(mihon), shelved(mihon, desk=mihon.branch, days=2)
        hidden = shelved(mihon, desk=mihon.branch, days=3, addressee="秘密 花子", support_measures=True)
    with renshu.scope():
        shelved(renshu)
    assert references(seen(mihon, SHELF, desk=mihon.branch.pk)) == [own.reference]
    every = seen(mihon, SHELF, Role.SUPERVISOR)
    assert references(every) == [hidden.reference, branch.reference, own.reference]
    assert "秘密" not in words(every)
    assert words(every).count("駅前窓口") == 2, "the choice of desks, and one row: the other is hidden"
    assert references(seen(mihon, SHELF, Role.SUPERVISOR, desk=mihon.branch.pk)) == [branch.reference]
    mihon.clerk_moves_to(mihon.branch)
    here = seen(mihon, SHELF)
    assert references(here) == [hidden.reference, branch.reference], "who works there has to find the card"
    assert "秘密" not in words(here)


# -- Shelved, labelled, disposed of --------------------------------------------------------------------------


def test_several_are_put_on_one_shelf_each_with_its_line(mihon: Place) -> None:
    with mihon.scope():
        rows = [letter(mihon, State.RETURNED) for _ in range(2)]
    nothing = tick(mihon, SHELF, [], put="1", shelf="A-7", **boxes("on", TODAY))
    assert "少なくとも1件にチェックを入れてください" in words(nothing)
    wrong = tick(mihon, SHELF, rows, put="1", shelf="", **boxes("on", TODAY + timedelta(days=1)))
    assert wrong.content.decode().count(" checked") == 2, "what was ticked stays"
    late = tick(mihon, SHELF, rows, put="1", shelf="A-7", **boxes("on", TODAY + timedelta(days=1)))
    assert "まだ来ていない日です。" in words(late)
    done = tick(mihon, SHELF, rows, put="1", shelf="A-7", **boxes("on", TODAY))
    assert "2件を棚 A-7 に入れました" in words(done)
    with mihon.scope():
        assert {(row.state, row.shelf) for row in Delivery.objects.all()} == {(State.AT_DESK, "A-7")}
        subjects = (
            AuditEntry.objects.filter(action=SHELF).exclude(subject=None).values_list("subject", flat=True)
        )
        assert set(subjects) == {row.uid for row in rows}


def test_labels_tell_shelf_reference_and_last_day_but_no_name(mihon: Place) -> None:
    with mihon.scope():
        rows = [shelved(mihon, "A-1"), shelved(mihon, "奥の棚 上から3段目")]
        back = letter(mihon, State.RETURNED)
    refused = tick(mihon, SHELF, [back], labels="1", position="1")
    assert "先に棚に入れてください" in words(refused)
    pdf = tick(mihon, SHELF, rows, labels="1", position="24").content
    assert [size(page) for page in pages(pdf)] == [
        (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    ] * 2
    said = text(pdf)
    for row in rows:
        assert row.reference in said
        assert squeezed(row.shelf) in said
    assert "見本花子" not in said
    every = text(tick(mihon, SHELF, [], labels="1", position="1").content)
    assert all(row.reference in every for row in rows)
    assert back.reference not in every, "with none ticked: all that are kept here"


def test_disposed_of_by_a_supervisor_after_a_second_look(mihon: Place) -> None:
    with mihon.scope():
        cards, kept = [due(mihon), due(mihon, over=9)], due(mihon, over=0)
    assert tick(mihon, "letters:dispose", cards).status_code == 403
    early = tick(mihon, "letters:dispose", [*cards, kept], Role.SUPERVISOR, confirm="1")
    assert "廃棄できないものが含まれています" in words(early)
    look = tick(mihon, "letters:dispose", cards, Role.SUPERVISOR)
    assert "2枚のカードを廃棄しますか" in words(look)
    with mihon.scope():
        assert not Delivery.objects.filter(state=State.DISPOSED).exists()
    done = tick(mihon, "letters:dispose", cards, Role.SUPERVISOR, confirm="1")
    assert "2枚のカードを廃棄しました" in words(done)
    record = text(mihon.client().get(reverse("letters:record"), boxes("on", TODAY)).content)
    for said in ("廃棄記録", "立会者", *(card.reference for card in cards)):
        assert said in record
    assert kept.reference not in record
    assert "見本花子" not in record
    again = tick(mihon, "letters:dispose", cards, Role.SUPERVISOR, confirm="1")
    assert "ほかの担当者が先に処理した" in words(again)


def test_a_letter_that_is_here_is_shelved_from_its_own_page(mihon: Place, renshu: Place) -> None:
    with mihon.scope():
        there, new = letter(mihon, State.POSTED), a_delivery(mihon)
    client, page = mihon.client(), reverse("letters:put", args=[there.uid])
    assert page in client.get(reverse("review:delivery", args=[there.uid])).content.decode()
    assert (
        "letters"
        not in client.get(reverse("review:delivery", args=[new.uid])).content.decode().partition("<main")[2]
    )
    done = client.post(page, {"shelf": "D", **boxes("on", TODAY)}, follow=True)
    assert "1件を棚 D に入れました" in words(done)
    assert renshu.client().get(page).status_code == 404
