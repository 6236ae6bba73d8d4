"""Finding an application, as a clerk does: what was typed, what it was read as, who is on the page."""

import re
from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delivery.models import Posting
from desks.models import AuditEntry
from eligibility.events import DesignationEvent, Paper
from eligibility.slip.content import slip_of
from intake.finding.searching import backwards, searched_copies
from intake.finding.services import PAGE
from intake.models import STANDING, Application, Representative, Standing
from tests.intake.entries import MOTHER, entry, submitted
from tests.intake.pages import boxes, words
from tests.places import Place

TODAY, SEARCH = "/desk/", "/desk/search/"
NO_PHOTO = {"missing": frozenset({Paper.PHOTO})}
NOBODY = "当てはまる申請はありません"


def application(place: Place, event: DesignationEvent = DesignationEvent.LOST, **more: object) -> Application:
    on = timezone.localdate()
    with place.scope():
        return submitted(place, entry(event, on=on, **more), on=on)


def searched(place: Place, typed: str = "", **more: object) -> HttpResponse:
    return place.client().post(SEARCH, {"q": typed, **more})


def found(page: HttpResponse) -> list[str]:
    """The references of the list, in its order."""
    return re.findall(r'/desk/applications/[0-9a-f-]+/">(\w+)</a>', page.content.decode())


def changed(row: Application, **values: object) -> Application:
    """The row as it would be with other values; call it in the scope."""
    Application.objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


def copies(
    place: Place,
    row: Application,
    number: int,
    *,
    change: Callable[[int, Application], None] = lambda count, another: None,
) -> list[Application]:
    """More rows like a pending one, named by number, one a day back in time; `change` may change each."""
    with place.scope():
        stored = Application.objects.get(pk=row.pk)
        rows = [copy(stored) for _ in range(number)]
        for count, another in enumerate(rows):
            another.pk, another.uid, another.idempotency_key = None, uuid4(), uuid4()
            another.reference, another.name = f"{count}", f"控 {count:04d}"
            another.pending_since = another.first_visit_on = row.first_visit_on - timedelta(days=count)
            for column, value in searched_copies(name=another.name, kana="", phone="").items():
                setattr(another, column, value)
            change(count, another)
        return Application.objects.bulk_create(rows)


# -- What was typed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["見本", "見本太", "ミホン", "みほん　た", "ﾐﾎﾝ", "み"])
def test_a_name_or_its_kana_is_found_by_its_beginning(mihon: Place, typed: str) -> None:
    row = application(mihon)
    page = searched(mihon, typed)
    assert found(page) == [row.reference]
    assert "氏名またはフリガナとして探しました" in words(page)


@pytest.mark.parametrize(
    ("name", "typed"), [("ＡＮＮＡ Ｂｅｌｌ", "anna b"), ("葛󠄀城 優", "葛城"), ("葛城 優", "葛󠄀城")]
)
def test_width_case_and_variants_of_a_character_do_not_matter(mihon: Place, name: str, typed: str) -> None:
    row = application(mihon, name=name)
    page = searched(mihon, typed)
    assert found(page) == [row.reference]
    assert name in words(page)


@pytest.mark.parametrize("typed", ["本", "%", "見本 花", "_____", "見%", "'; DROP TABLE", "<b>見"])
def test_others_are_not_found(mihon: Place, typed: str) -> None:
    application(mihon)
    page = searched(mihon, typed)
    assert found(page) == []
    assert NOBODY in words(page)


def test_a_reference_leads_to_its_record(mihon: Place) -> None:
    row = application(mihon)
    page = searched(mihon, f"{row.reference[:5].lower()}-{row.reference[5:]}")
    assert (page.status_code, page.url) == (302, f"/desk/applications/{row.uid}/")


@pytest.mark.parametrize(
    "typed",
    ["000-1234-5678", "０００ー１２３４−５６７８", "00012345678", "(000)1234 5678", "5678", "34-5678"],
)
def test_a_telephone_is_found_whole_or_by_its_last_digits(mihon: Place, typed: str) -> None:
    row = application(mihon)
    page = searched(mihon, typed)
    assert found(page) == [row.reference]
    assert "電話番号として探しました" in words(page)


@pytest.mark.parametrize("typed", ["+81 90-0000-1234", "090-0000-1234"])
@pytest.mark.parametrize("kept", ["090-0000-1234", "+81-90-0000-1234"])
def test_both_forms_of_a_telephone_are_the_same(mihon: Place, kept: str, typed: str) -> None:
    row = application(mihon, phone=kept)
    assert found(searched(mihon, typed)) == [row.reference]


def test_a_child_is_found_by_the_telephone_of_its_mother(mihon: Place) -> None:
    mother = MOTHER.__class__(**{**MOTHER.__dict__, "phone": "090-9999-4321"})
    row = application(mihon, DesignationEvent.INFANT, phone="", representative=mother)
    assert found(searched(mihon, "4321")) == [row.reference]
    with mihon.scope():
        assert Representative.objects.get().phone_backwards == backwards("090-9999-4321")


@pytest.mark.parametrize("typed", ["123-45-67890-1", "１２３４５６７８９０１", "12345678901"])
def test_a_letter_is_found_by_its_number(mihon: Place, typed: str) -> None:
    row = application(mihon)
    with mihon.scope():
        Posting.objects.create(
            municipality=mihon.municipality,
            delivery=row.delivery,
            generation=7,
            tracking_number="12345678901",
        )
    page = searched(mihon, typed)
    assert found(page) == [row.reference]
    assert "追跡番号として探しました" in words(page)


@pytest.mark.parametrize("typed", ["S60.4.2", "昭和60年4月2日", "1985/4/2", "１９８５０４０２", "19850402"])
def test_a_date_of_birth_is_read_in_any_calendar(mihon: Place, typed: str) -> None:
    row = application(mihon)
    page = searched(mihon, typed)
    assert found(page) == [row.reference]
    assert "生年月日として探しました" in words(page)


def test_a_date_of_birth_of_its_own_narrows_the_name(mihon: Place) -> None:
    row = application(mihon)
    born = boxes("born_on", date(1985, 4, 2)) | {"born_on_year": "S60"}
    assert found(searched(mihon, **born)) == found(searched(mihon, "見本", **born)) == [row.reference]
    assert found(searched(mihon, "見本", **born | {"born_on_day": "3"})) == []


def test_a_slip_finds_who_has_its_reason_and_day(mihon: Place) -> None:
    row = application(mihon)
    application(mihon, days_ago=4)
    application(mihon, DesignationEvent.SPACE_FULL)
    with mihon.scope():
        facts = row.law_facts
    code = slip_of(facts, residence_code="990019", on=timezone.localdate()).code
    page = searched(mihon, code.replace("-", "").lower())
    assert found(page) == [row.reference]
    assert "控えに氏名はありません" in words(page)
    elsewhere = slip_of(facts, residence_code="990027", on=timezone.localdate()).code
    assert "新しい申請の画面で控えを読み取ってください" in words(searched(mihon, elsewhere))


@pytest.mark.parametrize("typed", ["", "\x00", "\u202e", "あ" * 10_000, "12", "-", "１"])
def test_what_cannot_be_searched_is_told_so(mihon: Place, typed: str) -> None:
    page = searched(mihon, typed)
    assert page.status_code == 200
    assert "もう一度ご確認ください" in words(page)


def test_a_lone_surrogate_is_told_so(mihon: Place) -> None:
    sent = b"q=%ED%A0%80&born_on_year=%ED%A0%80"
    page = mihon.client().post(SEARCH, sent, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200
    assert "もう一度ご確認ください" in words(page)


@pytest.mark.parametrize(
    "more",
    [
        {"desk": "x"},
        {"desk": "999999"},
        {"standing": "x"},
        {"heading": "PENAL"},
        {"after": "x"},
        {"first_on_year": "x"},
    ],
)
def test_a_choice_that_is_none_is_told_so(mihon: Place, more: dict[str, str]) -> None:
    application(mihon)
    page = searched(mihon, "見本", **more)
    assert "もう一度ご確認ください" in words(page)
    assert found(page) == []


def test_nothing_of_it_stays_in_an_address_or_in_the_audit(mihon: Place) -> None:
    application(mihon)
    client = mihon.client()
    assert NOBODY not in words(client.get(f"{SEARCH}?q=見本"))
    assert found(client.get(f"{SEARCH}?q=見本")) == []
    page = client.post(SEARCH, {"q": "見本"})
    assert "no-store" in page["Cache-Control"]
    with mihon.scope():
        last = AuditEntry.objects.latest("id")
    assert (last.action, last.subject) == ("desk:search", None)
    assert "見本" not in str(last.__dict__)


def test_another_municipalitys_people_are_not_found(mihon: Place, renshu: Place) -> None:
    row = application(renshu, residence_code="990027")
    for typed in (row.reference, "見本", "5678", "S60.4.2"):
        page = searched(mihon, typed)
        assert page.status_code == 200
        assert NOBODY in words(page)
    assert searched(renshu, row.reference).status_code == 302


# -- What narrows it down --------------------------------------------------------------------------------------


def of_each_standing(place: Place) -> dict[Standing, Application]:
    on = timezone.localdate()
    accepted, pending, refused, withdrawn = (
        application(place, **more) for more in ({}, {"law": NO_PHOTO}, {"law": NO_PHOTO}, {"law": NO_PHOTO})
    )
    with place.scope():
        changed(refused, refused_on=on, pending_since=None)
        changed(withdrawn, withdrawn_on=on)
        changed(pending, first_visit_on=on - timedelta(days=9), pending_since=on - timedelta(days=9))
    return dict(zip(Standing, (pending, accepted, refused, withdrawn), strict=True))


def test_the_database_and_the_record_agree_on_every_standing(mihon: Place) -> None:
    rows = of_each_standing(mihon)
    with mihon.scope():
        stored = dict(Application.objects.annotate(now=STANDING).values_list("pk", "now"))
    assert {standing: row.standing for standing, row in rows.items()} == {each: each for each in Standing}
    assert stored == {row.pk: standing for standing, row in rows.items()}


@pytest.mark.parametrize("typed", ["", "見本"])
def test_a_standing_narrows_with_or_without_a_name(mihon: Place, typed: str) -> None:
    rows = of_each_standing(mihon)
    for standing, row in rows.items():
        assert found(searched(mihon, typed, standing=standing)) == [row.reference]
    assert re.search(r"書類待ち 2\d{3}年\S+から9日", words(searched(mihon, typed, standing="pending")))


def test_a_reason_narrows_and_sensitive_ones_are_never_told(mihon: Place) -> None:
    lost, penal = application(mihon), application(mihon, DesignationEvent.PENAL)
    assert found(searched(mihon, heading="LOST_OR_DAMAGED")) == [lost.reference]
    page = searched(mihon, heading="OTHER")
    assert found(page) == [penal.reference]
    assert "矯正" not in words(page)
    assert found(searched(mihon, "見本", heading="OTHER")) == [penal.reference]


def test_a_desk_narrows_and_those_of_others_cannot_be_chosen(mihon: Place, renshu: Place) -> None:
    here = application(mihon)
    mihon.clerk_moves_to(mihon.branch)
    there = application(mihon)
    assert found(searched(mihon, desk=mihon.hall.pk)) == [here.reference]
    assert found(searched(mihon, "見本", desk=mihon.branch.pk)) == [there.reference]
    assert "もう一度ご確認ください" in words(searched(mihon, desk=renshu.hall.pk))


def test_days_of_the_first_visit_narrow_both_included(mihon: Place) -> None:
    on = timezone.localdate()
    rows = copies(mihon, application(mihon, law=NO_PHOTO), 4)
    between = boxes("first_on", on - timedelta(days=2)) | boxes("last_on", on - timedelta(days=1))
    assert found(searched(mihon, **between)) == [rows[1].reference, rows[2].reference]
    assert found(searched(mihon, "控", **between)) == [rows[1].reference, rows[2].reference]
    back = boxes("first_on", on) | boxes("last_on", on - timedelta(days=1))
    assert "始めの日より前です" in words(searched(mihon, **back))


# -- Page by page ----------------------------------------------------------------------------------------------


def pages(place: Place, typed: str = "", **more: object) -> list[list[str]]:
    """The references of every page, going on by the button until there is none."""
    after, seen = "", []
    while True:
        page = searched(place, typed, **more, after=after)
        seen.append(found(page))
        going_on = re.search(r'name="after" value="([0-9a-f-]+)"', page.content.decode())
        if not going_on:
            return seen
        after = going_on[1]


@pytest.mark.parametrize(
    "search", [{"typed": "控"}, {"standing": "pending"}, {"typed": "控", "heading": "LOST_OR_DAMAGED"}]
)
def test_pages_follow_each_other_without_a_gap_or_a_repetition(mihon: Place, search: dict[str, str]) -> None:
    first = application(mihon, law=NO_PHOTO)
    rows = copies(mihon, first, 2 * PAGE + 5)
    expected = [row.reference for row in rows]
    if "typed" not in search:
        # Both are of today; of two on a day the one entered later comes first.
        expected.insert(1, first.reference)
    seen = pages(mihon, **search)
    assert [len(page) for page in seen][:2] == [PAGE, PAGE]
    assert [reference for page in seen for reference in page] == expected


def test_a_page_says_that_there_are_more_and_counts_no_further(mihon: Place) -> None:
    copies(mihon, application(mihon, law=NO_PHOTO), PAGE + 1)
    assert "50件より多くあります" in words(searched(mihon, "控"))
    assert "1件あります" in words(searched(mihon, "見本"))


def test_who_is_found_by_name_and_kana_stands_there_once(mihon: Place) -> None:
    both = application(mihon, name="アンナ", kana="アンナ ベル")
    by_kana = application(mihon, name="安奈 鈴", kana="アンナ リン")
    assert found(searched(mihon, "あんな")) == [both.reference, by_kana.reference]


def test_a_page_goes_on_although_its_last_row_was_completed_meanwhile(mihon: Place) -> None:
    rows = copies(mihon, application(mihon, law=NO_PHOTO), PAGE + 5)
    with mihon.scope():
        changed(rows[PAGE - 1], withdrawn_on=timezone.localdate())
    going_on = searched(mihon, "控", standing="pending", after=rows[PAGE - 1].uid)
    assert found(going_on) == [row.reference for row in rows[PAGE:]]


def test_another_municipalitys_row_is_no_place_to_go_on_from(mihon: Place, renshu: Place) -> None:
    row, theirs = application(mihon), application(renshu, residence_code="990027")
    for after in (theirs.uid, uuid4()):
        assert found(searched(mihon, "見本", after=after)) == [row.reference]


@pytest.mark.parametrize(
    "sent", [{}, {"q": "見本"}, {"q": "5678"}, {"standing": "pending"}, {"heading": "LOST_OR_DAMAGED"}]
)
def test_three_rows_cost_as_many_queries_as_one(mihon: Place, sent: dict[str, str]) -> None:
    client = mihon.client()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.post(SEARCH, sent) if sent else client.get(TODAY)
        return len(captured)

    application(mihon)
    application(mihon, law=NO_PHOTO)
    with_few = queries()
    for _ in range(3):
        application(mihon)
        application(mihon, law=NO_PHOTO)
    assert queries() == with_few
