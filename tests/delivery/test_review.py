"""What a supervisor sees of overdue letters: from which day, in which group, how many, and nobody else's."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from delivery.models import Delivery, Group, HandOff
from delivery.review import PAGE, Filters, Review, review
from delivery.services import record_news
from delivery.states import Source, State, Trouble
from desks.models import AuditEntry
from desks.permissions import Role
from tests.delivery.letters import MONDAY, NOON, a_delivery
from tests.places import Place

TARGET = MONDAY + timedelta(days=7)
CHASE = MONDAY + timedelta(days=14)
PAGE_URL = "/deliveries/"
JAPAN = timezone.get_default_timezone()


def scheduled(place: Place, *, target: date | None = TARGET, reason: str = "", **facts: object) -> Delivery:
    """On its way, with nothing heard of it yet; without a target day where a reason is given."""
    delivery = a_delivery(place, **facts)
    planned = {"target_date": None if reason else target, "no_target_reason": reason, "chase_on": CHASE}
    delivery.move(State.SCHEDULED, at=NOON, on=MONDAY, source=Source.TOKKYU, **planned)
    return delivery


def heard(delivery: Delivery, state: State, on: date) -> Delivery:
    at = datetime.combine(on, time(15), JAPAN)
    record_news(delivery, state=state, on=on, at=at, source=Source.TRACKING)
    return delivery


def seen(on: date, **filters: object) -> Review:
    at = datetime.combine(on, time(8), JAPAN)
    return review(Filters(**filters), today=on, now=at)


def references(page: Review) -> list[str]:
    return [row.reference for row in page.rows]


def past(place: Place, days_over: int = 3, **facts: object) -> Delivery:
    """Overdue by so many days today, for tests of the page itself."""
    return scheduled(place, target=timezone.localdate() - timedelta(days=days_over), **facts)


# -- From which day ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "days_over"), [(-1, None), (0, None), (1, 1), (8, 8)])
def test_overdue_from_the_day_after_the_target(mihon: Place, on: int, days_over: int | None) -> None:
    with mihon.scope():
        scheduled(mihon)
        page = seen(TARGET + timedelta(days=on))
        assert [row.days_over for row in page.rows] == ([] if days_over is None else [days_over])


@pytest.mark.parametrize(("on", "shown"), [(0, 0), (1, 1)])
def test_without_a_target_overdue_from_the_day_after_chase_on(mihon: Place, on: int, shown: int) -> None:
    with mihon.scope():
        scheduled(mihon, reason="OTHER_DESK")
        page = seen(CHASE + timedelta(days=on))
        assert len(page.rows) == shown
        assert [row.longer for row in page.rows] == ["ほかの市区町村の窓口"] * shown


def test_the_day_begins_at_midnight_in_japan(mihon: Place) -> None:
    """23:59 in Japan is still the target day, and 14:59 of that day in UTC."""
    with mihon.scope():
        scheduled(mihon)
        last_minute = datetime.combine(TARGET, time(23, 59), JAPAN)
        for moment, shown in ((last_minute, 0), (last_minute + timedelta(minutes=1), 1)):
            page = review(Filters(), today=timezone.localdate(moment), now=moment)
            assert len(page.rows) == shown


@pytest.mark.parametrize("state", [State.DELIVERED, State.CANCELLED])
def test_what_is_closed_is_not_overdue(mihon: Place, state: State) -> None:
    with mihon.scope():
        scheduled(mihon).move(state, at=NOON, on=TARGET, source=Source.CLERK, delivered_on=TARGET)
        assert seen(TARGET + timedelta(days=30)).total == 0


def test_most_days_over_first(mihon: Place) -> None:
    with mihon.scope():
        for number in (2, 5, 1):
            scheduled(mihon, target=TARGET - timedelta(days=number), reference=f"OVER{number:06}")
        page = seen(TARGET)
        assert references(page) == ["OVER000005", "OVER000002", "OVER000001"]
        assert [row.days_over for row in page.rows] == [5, 2, 1]


# -- Groups, counts, filters ---------------------------------------------------------------------------------


def of_each_kind(place: Place) -> None:
    scheduled(place, reference="SILENT0000")
    heard(scheduled(place, reference="POSTED0000"), State.POSTED, MONDAY)
    heard(scheduled(place, reference="RETURNED00"), State.RETURNED, TARGET)
    heard(scheduled(place, reference="ABSENT0000"), State.ABSENT, TARGET)
    heard(scheduled(place, reference="HELD000000"), State.HELD, TARGET - timedelta(days=1))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (Group.NO_NEWS, ["SILENT0000"]),
        (Group.LATE, ["POSTED0000", "RETURNED00"]),
        (Group.WAITING, ["ABSENT0000", "HELD000000"]),
    ],
)
def test_each_group_has_its_own_rows(mihon: Place, group: Group, expected: list[str]) -> None:
    with mihon.scope():
        of_each_kind(mihon)
        page = seen(TARGET + timedelta(days=1), group=group)
        assert references(page) == expected
        assert {tab.group: tab.number for tab in page.tabs} == {
            Group.NO_NEWS: 1,
            Group.LATE: 2,
            Group.WAITING: 2,
        }


def test_the_first_group_with_a_row_opens(mihon: Place) -> None:
    with mihon.scope():
        heard(scheduled(mihon), State.ABSENT, TARGET)
        assert seen(TARGET + timedelta(days=1)).group is Group.WAITING


def test_a_row_says_who_told_what_and_how_long_ago(mihon: Place) -> None:
    with mihon.scope():
        heard(scheduled(mihon), State.POSTED, MONDAY + timedelta(days=2))
        [row] = seen(TARGET + timedelta(days=1)).rows
        assert (row.news.on, row.news.source, row.news.days_ago) == (date(2026, 6, 10), "追跡情報", 6)
        scheduled(mihon)
        [silent] = seen(TARGET + timedelta(days=1), group=Group.NO_NEWS).rows
        assert (silent.news, silent.days_since_application) == (None, 8)


@pytest.mark.parametrize(
    ("today", "days_left"),
    [(15, 7), (16, 6), (22, 0), (23, -1)],
)
def test_the_post_holds_it_seven_days_from_the_day_after_the_first_attempt(
    mihon: Place, today: int, days_left: int
) -> None:
    """First attempt on 15 June, a second on the 17th: held until the 22nd, that day included."""
    with mihon.scope():
        delivery = heard(scheduled(mihon, target=MONDAY), State.ABSENT, date(2026, 6, 15))
        heard(heard(delivery, State.HELD, date(2026, 6, 16)), State.ABSENT, date(2026, 6, 17))
        [row] = seen(date(2026, 6, today)).rows
        assert (row.hold.until, row.hold.days_left) == (date(2026, 6, 22), days_left)


def test_filters_narrow_rows_and_counts_alike(mihon: Place) -> None:
    with mihon.scope():
        of_each_kind(mihon)
        scheduled(mihon, desk=mihon.branch, target=TARGET - timedelta(days=6), reference="BRANCH0000")
        on = TARGET + timedelta(days=1)
        assert references(seen(on, desk=mihon.branch)) == ["BRANCH0000"]
        assert seen(on, desk=mihon.branch).total == 1
        assert references(seen(on, days=7)) == ["BRANCH0000"]
        assert seen(on, days=7).total == 1
        assert seen(on, days=8).total == 0
        assert references(seen(on, state=State.RETURNED)) == ["RETURNED00"]
        assert seen(on, state=State.RETURNED).total == 1


def test_counts_by_state_and_by_target_day(mihon: Place) -> None:
    with mihon.scope():
        of_each_kind(mihon)
        a_delivery(mihon)
        scheduled(mihon, target=TARGET + timedelta(days=60))
        page = seen(TARGET + timedelta(days=1))
        assert {(each.state, each.number, each.overdue) for each in page.by_state} == {
            (State.REQUESTED, 1, 0),
            (State.SCHEDULED, 2, 1),
            (State.POSTED, 1, 1),
            (State.ABSENT, 1, 1),
            (State.HELD, 1, 1),
            (State.RETURNED, 1, 1),
        }
        assert [(each.on, each.number) for each in page.by_day] == [
            (TARGET, 5),
            (TARGET + timedelta(days=8), 1),
        ]
        assert page.by_day[-1].after


def test_pages_follow_each_other_without_gap_or_repetition(mihon: Place) -> None:
    with mihon.scope():
        for number in range(PAGE + 3):
            # Many share a day: the key alone must tell where a page ended.
            scheduled(mihon, target=TARGET - timedelta(days=number % 2), reference=f"ROW{number:07}")
        first = seen(TARGET + timedelta(days=1))
        second = seen(TARGET + timedelta(days=1), after=first.next_after)
        assert (len(first.rows), len(second.rows), second.next_after) == (PAGE, 3, None)
        assert len({*references(first), *references(second)}) == PAGE + 3


def test_the_next_page_is_found_though_its_first_row_was_delivered_meanwhile(mihon: Place) -> None:
    with mihon.scope():
        for _ in range(PAGE + 2):
            scheduled(mihon)
        first = seen(TARGET + timedelta(days=1))
        heard(Delivery.objects.get(uid=first.next_after), State.DELIVERED, TARGET)
        assert len(seen(TARGET + timedelta(days=1), after=first.next_after).rows) == 2


# -- The page ------------------------------------------------------------------------------------------------


def test_the_page_shows_a_row_and_links_to_it(mihon: Place) -> None:
    with mihon.scope():
        delivery = past(mihon, addressee="例文 葵")
    page = mihon.client(Role.SUPERVISOR).get(PAGE_URL)
    text = page.content.decode()
    assert "例文 葵" in text
    assert reverse("review:delivery", args=[delivery.uid]) in text
    assert page.context["page"].rows[0].days_over == 3


def test_under_support_measures_neither_name_nor_desk_is_shown(mihon: Place) -> None:
    with mihon.scope():
        delivery = past(mihon, addressee="仮称 ひかり", desk=mihon.branch, support_measures=True)
    supervisor = mihon.client(Role.SUPERVISOR)
    page = supervisor.get(PAGE_URL)
    assert delivery.reference in page.content.decode()
    assert "仮称" not in page.content.decode()
    row = page.context["page"].rows[0]
    assert (row.addressee, row.desk) == ("", "")
    letter = supervisor.get(reverse("review:delivery", args=[delivery.uid])).content.decode()
    assert "仮称" not in letter
    assert "本町1-1" not in letter
    assert "駅前窓口" not in letter


def test_clerks_do_not_open_it_and_the_denial_is_recorded(mihon: Place) -> None:
    assert mihon.client(Role.CLERK).get(PAGE_URL).status_code == 403
    with mihon.scope():
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.outcome, entry.staff_id) == (
            "review:overdue",
            "denied",
            mihon.clerk.staff_id,
        )


def test_another_municipality_is_not_there(mihon: Place, renshu: Place) -> None:
    with renshu.scope():
        other = past(renshu, addressee="他町 秘密子")
    supervisor = mihon.client(Role.SUPERVISOR)
    page = supervisor.get(PAGE_URL)
    assert page.context["page"].total == 0
    assert "他町" not in page.content.decode()
    assert renshu.hall.pk not in [desk.pk for desk in page.context["form"].fields["desk"].queryset]
    for name in ("delivery", "news", "note", "retry"):
        url = reverse(f"review:{name}", args=[other.uid])
        answer = supervisor.get(url) if name == "delivery" else supervisor.post(url)
        assert answer.status_code == 404, name


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"desk": "999999"}, "窓口: この中から選んでください。"),
        ({"state": "delivered"}, "状態: この中から選んでください。"),
        ({"days": "x"}, "超過日数: この中から選んでください。"),
        ({"after": "x"}, "この中から選んでください。"),
        ({"group": "x"}, "この中から選んでください。"),
    ],
)
def test_a_choice_that_is_none_is_said_and_narrows_nothing(
    mihon: Place, query: dict[str, str], words: str
) -> None:
    with mihon.scope():
        past(mihon)
    page = mihon.client(Role.SUPERVISOR).get(PAGE_URL, query)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert len(page.context["page"].rows) == 1


def test_a_missing_last_row_leads_to_the_first_page(mihon: Place) -> None:
    with mihon.scope():
        past(mihon)
    page = mihon.client(Role.SUPERVISOR).get(PAGE_URL, {"after": str(uuid4())})
    assert len(page.context["page"].rows) == 1


def test_an_empty_page_says_what_will_appear_there(mihon: Place) -> None:
    page = mihon.client(Role.SUPERVISOR).get(PAGE_URL).content.decode()
    assert "遅れているものはありません。" in page
    narrowed = mihon.client(Role.SUPERVISOR).get(PAGE_URL, {"days": "7"}).content.decode()
    assert "選んだ条件に合う遅れはありません。" in narrowed


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("group", list(Group))
def test_three_rows_cost_as_many_queries_as_one(mihon: Place, group: Group) -> None:
    url = f"{PAGE_URL}?group={group.value}"
    supervisor = mihon.client(Role.SUPERVISOR)
    counts = []
    for more in (1, 2):
        with mihon.scope():
            for _ in range(more):
                past(mihon)
                heard(past(mihon), State.POSTED, MONDAY)
                heard(past(mihon, desk=mihon.branch), State.ABSENT, MONDAY)
                stick(a_delivery(mihon))
        counts.append(queries(supervisor, url))
    assert counts[0] == counts[1]


# -- Hand-offs that are stuck --------------------------------------------------------------------------------


def stick(delivery: Delivery, *, dead: bool = True) -> Delivery:
    """A hand-off that the issuer refused an hour ago, or that has waited for an hour."""
    an_hour_ago = timezone.now() - timedelta(minutes=61)
    facts = {"dead_at": an_hour_ago, "last_error": Trouble.REFUSED, "attempts": 3} if dead else {}
    HandOff.objects.filter(delivery=delivery).update(created_at=an_hour_ago, **facts)
    return delivery


def test_dead_and_waiting_hand_offs_are_shown_with_their_age(mihon: Place) -> None:
    with mihon.scope():
        stick(a_delivery(mihon, reference="DEAD000000"))
        stick(a_delivery(mihon, reference="WAITS00000"), dead=False)
        a_delivery(mihon, reference="FRESH00000", at=timezone.now())
    page = mihon.client(Role.SUPERVISOR).get(PAGE_URL)
    stuck = {each.reference: each for each in page.context["page"].stuck}
    assert stuck.keys() == {"DEAD000000", "WAITS00000"}
    assert (stuck["DEAD000000"].dead, stuck["DEAD000000"].trouble) == (
        True,
        "発行元が受け付けませんでした",
    )
    assert (stuck["WAITS00000"].dead, stuck["WAITS00000"].waited) == (False, "1時間")
    assert page.context["page"].oldest_waiting == "1時間"


def test_a_supervisor_has_a_dead_letter_tried_again_and_it_is_audited(mihon: Place) -> None:
    with mihon.scope():
        delivery = stick(a_delivery(mihon))
    url = reverse("review:retry", args=[delivery.uid])
    answer = mihon.client(Role.SUPERVISOR).post(url, follow=True)
    assert "もう一度、発行元へ送っています。" in answer.content.decode()
    with mihon.scope():
        hand_off = HandOff.objects.get(delivery=delivery)
        assert (hand_off.dead_at, hand_off.attempts) == (None, 0)
        assert hand_off.retried_by == mihon.supervisor.staff
        entry = AuditEntry.objects.get(action="review:retry")
        assert (entry.subject, entry.method, entry.outcome) == (delivery.uid, "POST", "done")


def test_a_clerk_sees_that_it_is_stuck_but_does_not_retry(mihon: Place) -> None:
    with mihon.scope():
        delivery = stick(a_delivery(mihon))
    clerk = mihon.client(Role.CLERK)
    page = clerk.get(reverse("review:delivery", args=[delivery.uid])).content.decode()
    assert "管理者が再送できます。" in page
    assert clerk.post(reverse("review:retry", args=[delivery.uid])).status_code == 403
    with mihon.scope():
        assert HandOff.objects.get(delivery=delivery).dead_at is not None


def test_what_the_issuer_has_is_not_tried_again(mihon: Place) -> None:
    with mihon.scope():
        delivery = a_delivery(mihon)
        HandOff.objects.filter(delivery=delivery).update(done_at=NOON)
    url = reverse("review:retry", args=[delivery.uid])
    answer = mihon.client(Role.SUPERVISOR).post(url, follow=True)
    assert "再送は不要です。" in answer.content.decode()
