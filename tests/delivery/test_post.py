"""A file of the post's statuses is read in: what it moves, what it leaves, and that nothing of it is lost."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from delivery.models import Delivery, Posting, TrackingImport
from delivery.post import services as post
from delivery.services import correct_move
from delivery.states import Problem, State
from desks.permissions import Role
from tests.delivery.letters import MONDAY, NOON, a_delivery, a_scheduled_delivery
from tests.places import Place

ONE, OTHER = "13112383852", "31112345670"
HEAD = "追跡番号,状態,日付,詳細"


def a_letter(place: Place, number: str = ONE, **facts: object) -> Delivery:
    """One on its way with this number."""
    with place.scope():
        letter = a_scheduled_delivery(place, **facts)
        letter.postings.update(tracking_number=number)
    return letter


def upload(place: Place, *lines: str, role: Role = Role.SUPERVISOR) -> HttpResponse:
    return send(place, "\n".join((HEAD, *lines)).encode(), role)


def send(place: Place, content: bytes, role: Role = Role.SUPERVISOR) -> HttpResponse:
    file = SimpleUploadedFile("status.csv", content, "text/csv")
    return place.client(role).post(reverse("post:files"), {"file": file}, follow=True)


def left(place: Place) -> list[tuple[int, str]]:
    """Place and reason of each line that the newest import left."""
    with place.scope():
        return [(line["place"], line["why"]) for line in TrackingImport.objects.latest("at").left]


def states(place: Place, letter: Delivery) -> list[str]:
    with place.scope():
        return [move.after for move in letter.standing_moves()]


def test_a_file_tells_the_way_of_each_letter_in_the_order_it_happened(mihon: Place) -> None:
    home, back = a_letter(mihon), a_letter(mihon, OTHER, support_measures=True)
    page = upload(
        mihon,
        f"{ONE},お届け先にお届け済み,6/11",
        "3111-234-5670,差出人に返送,6/18,保管期間経過のため",
        f"{ONE},引受,6/9",
        f"{OTHER},ご不在のため持ち戻り,6/10",
        f"{ONE},到着,6/10",
        f"{ONE},持ち出し中,6/11",
    ).content.decode()
    assert states(mihon, home) == ["scheduled", "posted", "in_transit", "out", "delivered"]
    with mihon.scope():
        back.refresh_from_db()
        home.refresh_from_db()
        assert (back.state, back.problem) == (State.RETURNING, Problem.HOLD_ENDED)
        assert (home.posted_on, home.delivered_on) == (date(2026, 6, 9), date(2026, 6, 11))
        assert {(move.source, move.by) for move in home.moves.all()[1:]} == {
            ("tracking", mihon.supervisor.staff)
        }
    assert "<dt>進んだ郵便物</dt><dd>2</dd>" in page
    assert "<dt>状態を進めた情報</dt><dd>6</dd>" in page
    assert "見本 花子" not in page
    assert "すべての行を読み取れました。" in page


def test_the_same_file_twice_changes_nothing_and_says_so(mihon: Place) -> None:
    letter = a_letter(mihon)
    lines = f"{ONE},到着,6/10", f"{ONE},調査中,6/10", f"{ONE},到着,6/10", f"{ONE},配達完了,6/11"
    upload(mihon, *lines)
    before = states(mihon, letter)
    again = upload(mihon, *lines).content.decode()
    assert "このファイルは取込済みです。" in again
    assert "配達完了" in again
    assert states(mihon, letter) == before
    with mihon.scope():
        assert TrackingImport.objects.count() == 1
        letter.refresh_from_db()
        # On one day it arrived, and then the post looked for it.
        assert (letter.state, letter.problem) == (State.IN_TRANSIT, Problem.INVESTIGATED)
    assert "このファイルに新しい情報はありません。" in upload(mihon, f"{ONE},到着,6/10").content.decode()


def test_what_was_taken_back_stays_so_when_the_file_comes_again(mihon: Place) -> None:
    letter = a_letter(mihon)
    upload(mihon, f"{ONE},お届け済み,6/10")
    with mihon.scope():
        move = letter.standing_moves().last()
        correct_move(move, reason="別の郵便物だった。", by=mihon.clerk.staff, at=NOON + timedelta(days=3))
    upload(mihon, f"{ONE},お届け済み,6/10")
    assert states(mihon, letter) == ["scheduled"]


def test_news_that_comes_late_is_kept_and_moves_nothing(mihon: Place) -> None:
    letter = a_letter(mihon)
    upload(mihon, f"{ONE},お届け済み,6/11")
    page = upload(mihon, f"{ONE},引受,6/9").content.decode()
    assert "<dt>経過に残した情報</dt><dd>1 " in page
    assert states(mihon, letter) == ["scheduled", "delivered"]
    with mihon.scope():
        letter.refresh_from_db()
        assert letter.posted_on == date(2026, 6, 9)


def test_what_nobody_understands_is_listed_until_somebody_has_looked(mihon: Place) -> None:
    a_letter(mihon)
    page = upload(
        mihon,
        f"{ONE},<b>行方不明,6/10",
        f"{OTHER},到着,6/10",
        "31-1,到着,6/10",
        f"{ONE},到着,6/32",
        f"{ONE},到着,2099/1/1",
        f"{ONE},到着,6/1",
    )
    reasons = ["word", "unknown", "number", "day", "to_come", "unknown"]
    assert left(mihon) == [*enumerate(reasons, 2)]
    assert "&lt;b&gt;行方不明" in page.content.decode()
    supervisor = mihon.client(Role.SUPERVISOR)
    overdue = reverse("review:overdue")
    assert "読み取れない行のあるファイルが1件あります。" in supervisor.get(overdue).content.decode()
    seen = reverse("post:seen", args=[page.context["done"].uid])
    assert "確認済みにしました。" in supervisor.post(seen, follow=True).content.decode()
    assert "読み取れない行のあるファイル" not in supervisor.get(overdue).content.decode()
    with mihon.scope():
        assert TrackingImport.objects.get().seen_by == mihon.supervisor.staff


def test_whose_letter_it_is(mihon: Place, renshu: Place) -> None:
    """The newest that was accepted by that day, of this municipality; two on their way are nobody's."""
    before = a_letter(mihon, accepted_on=date(2026, 1, 5))
    upload(mihon, f"{ONE},お届け済み,1/9")
    now = a_letter(mihon, accepted_on=MONDAY)
    theirs = a_letter(renshu, OTHER)
    upload(mihon, f"{ONE},引受,1/7", f"{ONE},引受,6/9", f"{OTHER},引受,6/9")
    assert states(mihon, before) == ["scheduled", "delivered"]
    assert states(mihon, now) == ["scheduled", "posted"]
    assert states(renshu, theirs) == ["scheduled"]
    assert left(mihon) == [(4, "unknown")]
    mistyped = a_letter(mihon, accepted_on=MONDAY + timedelta(days=1))
    upload(mihon, f"{ONE},到着,6/11")
    assert left(mihon) == [(2, "several")]
    assert states(mihon, mistyped) == ["scheduled"]
    with mihon.scope():
        Posting.objects.filter(delivery=a_delivery(mihon)).update(tracking_number="31112345681")
    upload(mihon, "31112345681,引受,6/9")
    assert left(mihon) == [(2, "no_letter")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "ファイル"),
        (b"\x00\x01\x02\x03" * 64, "1行目に次の見出しがありません:追跡番号、状態、年月日。"),
        ("あ,い\n1,2\n".encode("cp932"), "1行目に次の見出しがありません:追跡番号、状態、年月日。"),
        ("追跡番号,状態,日付\n".encode("utf-16"), '<a href="#id_file">'),
        (HEAD.encode() + b"\n" + b"\xed\xa0\x80,\xff,\n", '<a href="#id_file">'),
        (b"x" * (9 * 1024 * 1024), "1MB以内のファイルを選んでください。"),
    ],
)
def test_a_bad_file_is_told_at_its_field(mihon: Place, content: bytes, message: str) -> None:
    page = send(mihon, content)
    assert page.status_code == 200
    assert message in page.content.decode()
    with mihon.scope():
        assert not TrackingImport.objects.exists()


def test_clerks_read_in_no_files(mihon: Place) -> None:
    assert upload(mihon, f"{ONE},到着,6/10", role=Role.CLERK).status_code == 403


def test_what_is_known_costs_no_query_and_too_much_new_is_refused(
    mihon: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = a_letter(mihon)
    lines = [f"{ONE},到着,6/{day}" for day in range(8, 11)]
    monkeypatch.setattr(post, "MOST_NEW", 2)
    assert "新しい情報が3件あります。" in upload(mihon, *lines).content.decode()
    assert states(mihon, letter) == ["scheduled"]
    monkeypatch.undo()
    upload(mihon, *lines)
    costs = []
    for many in (2, 30):
        with CaptureQueriesContext(connection) as queries:
            upload(mihon, *lines * many)
        costs.append(len(queries))
    assert costs[0] == costs[1]
