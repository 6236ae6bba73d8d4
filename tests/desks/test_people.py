"""People, roles and passwords, as administrators see them and as the web's role may write them."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desks.models import AuditEntry, Membership, Staff
from desks.permissions import Role
from desks.staff_services import Acting, StaffProblem, StaffRefused, set_last_day
from tests.intake.pages import boxes, words
from tests.places import LONG_AGO, Place

ONCE = re.compile(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}")
NEW = "correct horse battery staple"


def administrator(place: Place, language: str = "ja") -> Client:
    client = place.client(Role.ADMINISTRATOR)
    client.cookies["language"] = language
    return client


def a_person(place: Place, **more: object) -> dict[str, object]:
    return {
        "last_name": "新任",
        "first_name": "はる",
        "login": "Haru",
        "role": "clerk",
        "desk": str(place.hall.pk),
        **boxes("valid_from", timezone.localdate()),
        **more,
    }


def added(place: Place, **more: object) -> tuple[Staff, str]:
    page = administrator(place).post(reverse("staff:add"), a_person(place, **more))
    return Staff.objects.get(username=f"haru@{place.municipality.code}"), ONCE.findall(page.content.decode())[
        0
    ]


def second_administrator(place: Place) -> Client:
    staff = Staff.objects.create_user(f"second@{place.municipality.code}")
    with place.scope():
        Membership.objects.create(
            staff=staff,
            municipality=place.municipality,
            desk=place.hall,
            role=Role.ADMINISTRATOR,
            valid_from=LONG_AGO,
        )
    client = Client()
    client.force_login(staff)
    client.cookies["language"] = "ja"
    return client


def end(client: Client, membership: Membership, day: date | None) -> str:
    url = reverse("staff:last_day", args=[membership.staff.uid])
    answers = boxes("valid_until", day) if day else {}
    return words(client.post(f"{url}?role={membership.pk}", answers, follow=True))


# -- The one-time password -----------------------------------------------------------------------------------


def test_a_person_is_added_with_a_password_that_is_shown_once(
    mihon: Place, caplog: pytest.LogCaptureFixture
) -> None:
    client = administrator(mihon)
    answer = client.post(reverse("staff:add"), a_person(mihon))
    password = ONCE.findall(answer.content.decode())[0]
    assert answer["Cache-Control"] == "no-store"
    staff = Staff.objects.get(username="haru@990019")
    assert staff.check_password(password)
    assert password not in client.get(reverse("staff:person", args=[staff.uid])).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desks_staff s WHERE s::text LIKE %s", [f"%{password}%"])
        assert cursor.fetchone() == (0,)
    assert password not in caplog.text
    assert password not in str(dict(client.session))
    with mihon.scope():
        assert AuditEntry.objects.filter(action="staff:add", subject=staff.uid).count() == 1


def test_at_the_first_sign_in_nothing_opens_but_the_change_of_the_password(mihon: Place) -> None:
    staff, password = added(mihon)
    client = Client()
    client.cookies["language"] = "ja"
    client.post(reverse("login"), {"username": staff.username, "password": password})
    for page in ("desk:today", "desk:new", "setup:parts"):
        assert client.get(reverse(page))["Location"] == reverse("password")
    typed = {"present": password, "new": NEW, "again": NEW}
    answer = client.post(reverse("password"), typed)
    assert answer["Location"] == reverse("desk:today")
    assert client.get(reverse("desk:today")).status_code == 200
    staff.refresh_from_db()
    assert staff.check_password(NEW)
    assert not Client().login(username=staff.username, password=password)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"present": "wr0ng-one"}, "今のパスワードと違います"),
        ({"new": "short", "again": "short"}, "12"),
        ({"new": "haru@990019x", "again": "haru@990019x"}, "似すぎ"),
        ({"again": "another horse"}, "2つが同じではありません"),
        ({"new": "", "again": ""}, "入力してください"),
        ({"new": "x" * 11 + "\x00"}, ""),
    ],
)
def test_a_password_that_will_not_do_is_said_and_comes_back_empty(
    mihon: Place, more: dict[str, str], sentence: str
) -> None:
    staff, password = added(mihon)
    client = Client()
    client.force_login(staff)
    client.cookies["language"] = "ja"
    typed = {"present": password, "new": NEW, "again": NEW} | more
    page = client.post(reverse("password"), typed)
    assert page.status_code == 200
    assert sentence in words(page)
    assert not any(value and value in page.content.decode() for value in typed.values())
    staff.refresh_from_db()
    assert staff.must_change_password


def test_locking_out_ends_every_session_for_good(mihon: Place) -> None:
    here = mihon.client()
    assert here.get(reverse("desk:today")).status_code == 200
    staff = mihon.clerk.staff
    administrator(mihon).post(reverse("staff:lock", args=[staff.uid]))
    assert here.get(reverse("desk:today"))["Location"].startswith(reverse("login"))
    page = administrator(mihon).post(reverse("staff:reset", args=[staff.uid]))
    password = ONCE.findall(page.content.decode())[0]
    assert here.get(reverse("desk:today"))["Location"].startswith(reverse("login")), (
        "the old session stays ended"
    )
    assert Client().login(username=staff.username, password=password)


def test_a_reset_signs_the_person_out(mihon: Place) -> None:
    here = mihon.client()
    administrator(mihon).post(reverse("staff:reset", args=[mihon.clerk.staff.uid]))
    assert here.get(reverse("desk:today"))["Location"].startswith(reverse("login"))


def test_nobody_locks_out_or_resets_themselves(mihon: Place) -> None:
    staff = mihon.administrator.staff
    for page in ("staff:lock", "staff:reset"):
        answer = administrator(mihon).post(reverse(page, args=[staff.uid]), follow=True)
        assert "ご自身のアカウントです。" in words(answer)
    staff.refresh_from_db()
    assert (staff.is_active, staff.must_change_password) == (True, False)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"login": "clerk"}, "このログイン名は使われています"),
        ({"login": "haru@990027"}, "ほかの市区町村のコード"),
        ({"login": "はる"}, "小文字の英字"),
        ({"login": "a" * 41}, "小文字の英字"),
        ({"role": "king"}, "選んでください"),
        ({"desk": "999999999999999999999"}, "選んでください"),
        (
            {"valid_until_year": "2020", "valid_until_month": "1", "valid_until_day": "1"},
            "最後の日が最初の日より前",
        ),
    ],
)
def test_a_person_who_does_not_fit_is_said_and_nobody_is_added(
    mihon: Place, more: dict[str, object], sentence: str
) -> None:
    before = Staff.objects.count()
    page = administrator(mihon).post(reverse("staff:add"), a_person(mihon, **more))
    assert sentence in words(page)
    assert 'value="新任"' in page.content.decode()
    assert Staff.objects.count() == before


# -- Roles ---------------------------------------------------------------------------------------------------


def test_a_role_is_given_and_ended_and_never_deleted(mihon: Place) -> None:
    client, today = administrator(mihon), timezone.localdate()
    give = reverse("staff:give", args=[mihon.clerk.staff.uid])
    typed = {"role": "supervisor", "desk": str(mihon.branch.pk), **boxes("valid_from", today)}
    assert "役割を与えました。" in words(client.post(give, typed, follow=True))
    assert "すでにあります" in words(client.post(give, typed))
    new = Membership.objects.get(staff=mihon.clerk.staff, role=Role.SUPERVISOR)
    assert mihon.client().get(reverse("review:overdue")).status_code == 200
    assert "最後の日を保存しました。" in end(client, new, today - timedelta(days=1))
    assert mihon.client().get(reverse("review:overdue")).status_code == 403
    assert Membership.objects.filter(pk=new.pk).exists()
    assert "終わったことは変えられません" in end(client, new, today)


def test_nobody_ends_their_own_last_role_as_administrator(mihon: Place) -> None:
    client, own, today = administrator(mihon), mihon.administrator, timezone.localdate()
    assert "あなたがシステム管理者でなくなります。" in end(client, own, today)
    give = reverse("staff:give", args=[own.staff.uid])
    typed = {"role": "clerk", "desk": str(mihon.hall.pk), **boxes("valid_from", today)}
    assert "あなたがシステム管理者でなくなります。" in words(client.post(give, typed))
    client.post(give, typed | {"role": "administrator"})
    assert "最後の日を保存しました。" in end(client, own, today), "another role of their own goes on"
    assert Membership.objects.current(own.staff, today + timedelta(days=9)).role == Role.ADMINISTRATOR


def test_of_two_who_end_each_other_the_second_comes_too_late(mihon: Place) -> None:
    second, today = second_administrator(mihon), timezone.localdate()
    other = Membership.objects.get(staff__username="second@990019")
    assert "最後の日を保存しました。" in end(second, mihon.administrator, today - timedelta(days=1))
    acting = Acting(by=mihon.administrator.staff, municipality=mihon.municipality, today=today)
    with mihon.scope(), pytest.raises(PermissionDenied):
        set_last_day(acting, membership=other, last_day=today - timedelta(days=1))


def test_nobody_is_given_a_desk_beyond_its_last_day(mihon: Place) -> None:
    today = timezone.localdate()
    with mihon.scope():
        mihon.branch.closed_from = today + timedelta(days=5)
        mihon.branch.save(update_fields=["closed_from"])
    give = reverse("staff:give", args=[mihon.clerk.staff.uid])
    typed = {"role": "clerk", "desk": str(mihon.branch.pk), **boxes("valid_from", today)}
    assert "その前に窓口が閉鎖します。" in words(administrator(mihon).post(give, typed))
    until = boxes("valid_until", today + timedelta(days=4))
    assert "役割を与えました。" in words(administrator(mihon).post(give, typed | until, follow=True))


# -- The other municipality ----------------------------------------------------------------------------------


def test_people_of_another_municipality_are_not_there(mihon: Place, renshu: Place) -> None:
    client, theirs = administrator(mihon), renshu.clerk.staff
    assert "990027" not in client.get(reverse("staff:list")).content.decode()
    assert client.get(reverse("staff:person", args=[theirs.uid])).status_code == 404
    for page in ("name", "give", "last_day", "reset", "lock"):
        assert client.post(reverse(f"staff:{page}", args=[theirs.uid])).status_code == 404
    for page in ("change", "close", "reopen"):
        assert client.post(reverse(f"desks:{page}", args=[renshu.hall.uid])).status_code == 404
    answer = client.post(reverse("staff:add"), a_person(mihon, desk=str(renshu.hall.pk)))
    assert "選んでください" in words(answer)
    url = reverse("staff:last_day", args=[mihon.clerk.staff.uid])
    client.post(f"{url}?role={renshu.clerk.pk}", boxes("valid_until", timezone.localdate()))
    theirs.refresh_from_db()
    assert theirs.is_active
    assert Membership.objects.get(pk=renshu.clerk.pk).valid_until is None


def execute(statement: str, *values: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def test_the_webs_role_sees_and_ends_only_its_own_memberships(mihon: Place, renshu: Place) -> None:
    ended = "UPDATE desks_membership SET valid_until = '2026-01-01' WHERE id = %s"
    seen = "SELECT 1 FROM desks_membership WHERE id = %s"
    with mihon.scope():
        assert (execute(seen, mihon.clerk.pk), execute(seen, renshu.clerk.pk)) == (1, 0)
        assert (execute(ended, mihon.clerk.pk), execute(ended, renshu.clerk.pk)) == (1, 0)
    assert execute(seen, renshu.clerk.pk) == 1, "sign-in comes before the scope"
    assert execute(ended, renshu.clerk.pk) == 0


def test_the_webs_role_gives_no_role_elsewhere_and_to_nobody_elses_person(
    mihon: Place, renshu: Place
) -> None:
    give = (
        "INSERT INTO desks_membership (staff_id, municipality_id, desk_id, role, valid_from)"
        " VALUES (%s, %s, %s, 'administrator', '2026-01-01')"
    )
    own, theirs = mihon.clerk.staff.pk, renshu.clerk.staff.pk
    with mihon.scope():
        assert execute(give, own, mihon.municipality.pk, mihon.hall.pk) == 1
        for values in (
            (own, renshu.municipality.pk, renshu.hall.pk),
            (theirs, mihon.municipality.pk, mihon.hall.pk),
        ):
            with pytest.raises(ProgrammingError, match="row-level security"):
                execute(give, *values)


def test_the_webs_role_changes_nobody_elses_person(mihon: Place, renshu: Place) -> None:
    lock = "UPDATE desks_staff SET is_active = false WHERE id = %s"
    with mihon.scope():
        assert (execute(lock, mihon.clerk.staff.pk), execute(lock, renshu.clerk.staff.pk)) == (1, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM desks_membership",
        "UPDATE desks_membership SET role = 'administrator'",
        "DELETE FROM desks_staff",
        "UPDATE desks_issuerkey SET public_key = ''",
    ],
)
def test_what_no_page_does_the_webs_role_cannot(mihon: Place, statement: str) -> None:
    with mihon.scope(), pytest.raises(ProgrammingError, match="permission denied"):
        execute(statement)


def test_a_role_that_is_over_is_not_begun_again(mihon: Place) -> None:
    today = timezone.localdate()
    acting = Acting(by=mihon.administrator.staff, municipality=mihon.municipality, today=today)
    with mihon.scope():
        mihon.clerk.valid_until = today - timedelta(days=1)
        with pytest.raises(StaffRefused) as refused:
            set_last_day(acting, membership=mihon.clerk, last_day=None)
    assert refused.value.problem is StaffProblem.OVER
