"""The photo of one case: attached, replaced, shown, and compared by a second person."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from desks.models import Practice
from desks.permissions import Role
from eligibility.events import DesignationEvent, Paper
from intake.correcting.services import correct_application
from intake.models import Application, Photo, PhotoKind
from intake.photos.services import oldest_photo, photo_of, picture_of
from tests.intake.entries import entry, submitted
from tests.intake.pages import boxes, days_ago, words
from tests.intake.pictures import a_photo
from tests.places import Place

FIRST, SECOND = a_photo(1), a_photo(2)


def a_case(place: Place, **given: object) -> Application:
    on = timezone.localdate()
    with place.scope():
        return submitted(place, entry(on=on, **given), on=on)


def two_people_look(place: Place) -> None:
    """From today on this municipality asks for a second person's check."""
    with place.scope():
        Practice.objects.create(
            municipality=place.municipality,
            in_force_from=timezone.localdate(),
            settings={"photo_second_check": True},
        )


def address(row: Application, page: str = "photo/") -> str:
    return f"/desk/applications/{row.uid}/{page}"


def attach(
    client: Client,
    row: Application,
    data: bytes | None = FIRST,
    *,
    taken: date | None = None,
    in_place_of: int = 0,
    **more: str,
) -> HttpResponse:
    file = {"file": SimpleUploadedFile("photo.jpg", data)} if data else {}
    day = boxes("taken_on", taken or days_ago(5))
    return client.post(address(row), {"in_place_of": str(in_place_of), **day, **file, **more})


def held(place: Place, row: Application) -> Photo:
    with place.scope():
        found = photo_of(row)
        assert found
        return found


# -- Attaching -----------------------------------------------------------------------------------------------


def test_a_photo_is_attached_beside_the_name_and_stays_with_the_case(mihon: Place) -> None:
    client, row = mihon.client(), a_case(mihon)
    other = a_case(mihon, name="見本 花子")
    before = words(client.get(address(row)))
    assert "見本 太郎" in before
    assert "写真はまだありません" in before
    assert "花子" not in before
    assert attach(client, row)["Location"] == address(row)
    photo = held(mihon, row)
    assert (photo.kind, photo.added_by, photo.taken_on) == (
        PhotoKind.ATTACHED,
        mihon.clerk.staff,
        days_ago(5),
    )
    for page in (client.get(address(row)), client.get(address(row, ""))):
        assert f'src="{address(row, "photo/picture/")}"' in page.content.decode()
    assert "画像を添付済み" in words(client.get(address(row, "")))
    picture = client.get(address(row, "photo/picture/"))
    assert hashlib.sha256(picture.content).hexdigest() == photo.sha256
    assert picture["Content-Type"] == "image/jpeg"
    assert picture["Cache-Control"] == "no-store"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(address(other, "photo/picture/")).status_code == 404
    assert "img" not in words(client.get(address(other)))


def test_a_replaced_photo_leaves_who_and_when_and_not_the_picture(mihon: Place) -> None:
    client, row = mihon.client(), a_case(mihon)
    attach(client, row)
    first = held(mihon, row)
    attach(mihon.client(Role.SUPERVISOR), row, SECOND, in_place_of=first.pk)
    with mihon.scope():
        earlier, now = Photo.objects.order_by("id")
        kept = picture_of(row)
    assert (earlier.picture, earlier.added_by, earlier.added_at) == (None, first.added_by, first.added_at)
    assert earlier.replaced_at == now.added_at
    assert now.added_by == mihon.supervisor.staff
    assert kept
    assert hashlib.sha256(kept).hexdigest() == now.sha256


def test_a_double_click_is_one_photo_and_a_stale_page_replaces_none(mihon: Place) -> None:
    client, row = mihon.client(), a_case(mihon)
    for _ in range(2):
        attach(client, row)
    first = held(mihon, row)
    page = client.post(
        address(row),
        {"in_place_of": "0", **boxes("taken_on", days_ago(5)), "file": SimpleUploadedFile("b.jpg", SECOND)},
        follow=True,
    )
    assert "ほかの職員が写真か申請を変更しました" in words(page)
    assert held(mihon, row) == first


def test_the_day_it_was_taken_is_within_six_months_before_the_application(mihon: Place) -> None:
    client, row = mihon.client(), a_case(mihon)
    oldest = oldest_photo(row)
    assert "写真が古すぎます" in words(attach(client, row, taken=oldest - timedelta(days=1)))
    assert "まだ来ていない日です" in words(attach(client, row, taken=days_ago(-1)))
    assert "いつ撮ったか" in words(client.post(address(row), {"in_place_of": "0"}))
    assert attach(client, row, taken=oldest).status_code == 302
    assert attach(client, row, SECOND, taken=days_ago(0), in_place_of=held(mihon, row).pk).status_code == 302


@pytest.mark.parametrize(
    ("applied_on", "oldest"),
    [
        (date(2026, 11, 24), date(2026, 5, 24)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2028, 8, 30), date(2028, 2, 29)),
        (date(2026, 6, 1), date(2025, 12, 1)),
        (date(2026, 12, 31), date(2026, 6, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(applied_on: date, oldest: date) -> None:
    assert oldest_photo(Application(first_visit_on=applied_on)) == oldest


def test_under_one_year_there_is_no_photo_and_none_is_taken(mihon: Place) -> None:
    client, row = mihon.client(), a_case(mihon, event=DesignationEvent.INFANT, days_ago=60)
    page = client.get(address(row))
    assert "1歳になる前に申請するカードに写真は載りません" in words(page)
    assert 'type="file"' not in page.content.decode()
    assert attach(client, row).status_code == 200
    with mihon.scope():
        assert not Photo.objects.exists()
    assert "不要" in words(client.get(address(row, "")))


def test_a_photo_on_the_paper_form_is_recorded_as_such(mihon: Place) -> None:
    client, row = mihon.client(), a_case(mihon)
    assert attach(client, row, None, on_paper="1").status_code == 302
    assert held(mihon, row).kind == PhotoKind.ON_PAPER
    assert "申請書に貼付済み" in words(client.get(address(row, "")))
    assert client.get(address(row, "photo/picture/")).status_code == 404


def test_a_photo_that_comes_later_clears_nothing_by_itself(mihon: Place) -> None:
    client = mihon.client()
    row = a_case(mihon, law={"missing": frozenset({Paper.PHOTO})})
    assert "写真はまだありません" in words(client.get(address(row, "complete/")))
    attach(client, row)
    assert "写真はあります(画像を添付済み" in words(client.get(address(row, "complete/")))
    with mihon.scope():
        assert Application.objects.get(pk=row.pk).missing == [Paper.PHOTO]


def test_a_case_that_has_ended_takes_no_photo(mihon: Place) -> None:
    client, row = mihon.client(), a_case(mihon)
    client.post(address(row, "withdraw/"), {"version": str(row.version)})
    assert "この申請は終わっています" in words(attach(client, row))
    with mihon.scope():
        assert not Photo.objects.exists()


def test_the_same_picture_on_two_peoples_cases_is_told(mihon: Place) -> None:
    client, row = mihon.client(), a_case(mihon)
    again, sister = a_case(mihon), a_case(mihon, name="見本 花子")
    attach(client, row)
    attach(client, again)
    assert "まったく同じ写真" not in words(client.get(address(again))), "the same person, lost once more"
    attach(client, sister)
    warned = words(client.get(address(sister)))
    assert "まったく同じ写真" in warned
    assert again.reference in warned


# -- The second person ---------------------------------------------------------------------------------------

ALL_FOUR = {"face": "on", "name": "on", "birth_date": "on", "address": "on"}


def compare(client: Client, row: Application, photo: Photo, **more: object) -> HttpResponse:
    given = {"photo": str(photo.pk), **ALL_FOUR, **more}
    return client.post(
        address(row, "photo/compare/"), {name: value for name, value in given.items() if value}
    )


def test_another_person_compares_and_until_then_it_is_listed(mihon: Place) -> None:
    two_people_look(mihon)
    clerk, second, row = mihon.client(), mihon.client(Role.SUPERVISOR), a_case(mihon)
    assert row.accepted_on, "nothing waits for the check"
    assert "写真を付けたあと、別の職員が照らし合わせます" in words(clerk.get(address(row, "")))
    attach(clerk, row)
    photo = held(mihon, row)
    assert "このあと、別の職員がこの申請を開いて" in words(clerk.get(address(row)))
    assert "別の職員が行う" in words(clerk.get(address(row, "")))
    today = words(second.get("/desk/"))
    assert row.reference in today[today.index("2人目の職員が照らし合わせる写真") :]
    page = words(second.get(address(row, "photo/compare/")))
    assert all(fact in page for fact in ("見本 太郎", "1985年4月2日", "見本県みほん市見本町1-2-3"))

    assert "この写真を付けたのはあなたです" in words(clerk.get(address(row, "photo/compare/")))
    compare(clerk, row, photo)
    assert held(mihon, row).is_unchecked, "the same person cannot"
    assert "チェック" in words(compare(second, row, photo, address=None))
    assert held(mihon, row).is_unchecked, "all four, each by itself"
    assert compare(second, row, photo)["Location"] == address(row, "")
    assert held(mihon, row).checked_by == mihon.supervisor.staff
    assert "2人目の職員が照合" in words(clerk.get(address(row, "")))
    assert "2人目の職員が照らし合わせる写真" not in words(second.get("/desk/"))


def test_a_photo_that_took_its_place_is_compared_anew(mihon: Place) -> None:
    two_people_look(mihon)
    second, row = mihon.client(Role.SUPERVISOR), a_case(mihon)
    attach(mihon.client(), row)
    first = held(mihon, row)
    attach(mihon.client(), row, SECOND, in_place_of=first.pk)
    assert "ほかの職員が写真か申請を変更しました" in words(
        second.post(address(row, "photo/compare/"), {"photo": str(first.pk), **ALL_FOUR}, follow=True)
    )
    assert held(mihon, row).is_unchecked


def test_what_it_was_compared_with_is_corrected_so_it_is_compared_again(mihon: Place) -> None:
    two_people_look(mihon)
    row = a_case(mihon)
    attach(mihon.client(), row)
    compare(mihon.client(Role.SUPERVISOR), row, held(mihon, row))
    for version, changed, again in ((1, {"phone": "000-9999-0000"}, False), (2, {"name": "見本 次郎"}, True)):
        with mihon.scope():
            correct_application(
                membership=mihon.clerk,
                application=row,
                version=version,
                entry=entry(on=row.first_visit_on, **{"phone": "000-9999-0000", **changed}),
                reason="聞き間違い",
                at=timezone.now(),
            )
        assert held(mihon, row).is_unchecked is again


def test_where_the_practice_does_not_ask_nobody_is_sent(mihon: Place) -> None:
    row = a_case(mihon)
    attach(mihon.client(), row)
    page = words(mihon.client(Role.SUPERVISOR).get(address(row, "")))
    assert "写真の照合" not in page
    assert mihon.client(Role.SUPERVISOR).get(address(row, "photo/compare/"))["Location"] == address(row, "")
    assert "2人目の職員" not in words(mihon.client().get("/desk/"))


# -- What the database holds by itself -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "application_id = application_id",
        "sha256 = 'other'",
        "added_by_id = added_by_id",
        "checked_by_id = added_by_id, checked_at = now()",
        "picture = NULL",
    ],
)
def test_the_database_keeps_a_photo_with_its_case_and_its_people(mihon: Place, change: str) -> None:
    row = a_case(mihon)
    attach(mihon.client(), row)
    with mihon.scope(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE intake_photo SET {change}")
