"""Nothing typed is lost: drafts, the way through the sign-in, and a form that was submitted before."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connections
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desks.permissions import Role
from intake.drafts.services import delete_old_drafts, keep_draft
from intake.models import Application, Draft
from tests.intake.leaks import all_logs, holds
from tests.intake.pages import typed, words
from tests.places import Place

NEW, PANEL, TODAY, LOGIN = "/desk/new/", "/desk/new/panel/", "/desk/", "/login/"
PASSWORD = "correct horse battery staple"
HTMX = {"HTTP_HX_REQUEST": "true"}
UNFINISHED = "入力途中の申請"


def hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name} on the page"
    return found[1]


def opened(client: Client, address: str = NEW) -> dict[str, str]:
    """The key and the mark of a form as it is shown."""
    page = client.get(address).content.decode()
    return {"key": hidden(page, "key"), "opening": hidden(page, "opening")}


def draft_page(key: str) -> str:
    return reverse("desk:draft", args=[key])


def sign_in(client: Client, place: Place, role: Role = Role.CLERK, **more: str) -> object:
    staff = getattr(place, role.value).staff
    staff.set_password(PASSWORD)
    staff.save()
    return client.post(LOGIN, {"username": staff.username, "password": PASSWORD, **more})


def drafts(place: Place) -> list[Draft]:
    with place.scope():
        return list(Draft.objects.order_by("id"))


# -- A draft is kept, listed, resumed, discarded -------------------------------------------------------------


def test_what_is_typed_is_kept_without_being_asked_and_another_browser_offers_it(mihon: Place) -> None:
    here = mihon.client()
    form = opened(here)
    assert "に自動保存" in words(here.post(PANEL, typed(**form, sex=None), **HTMX))
    here.post(PANEL, typed(**form, sex=None, name="見本 次郎"), **HTMX)
    there = mihon.client()
    for page in (TODAY, NEW):
        listed = words(there.get(page))
        assert UNFINISHED in listed
        assert "見本 次郎 (紛失・破損)" in listed or "見本 次郎" in listed
        assert "別の窓口または別のブラウザーで入力" in listed
        assert "別の窓口または別のブラウザーで入力" not in words(here.get(page))
    # Never filled in by itself: it might be the next person's form.
    assert 'value="見本 次郎"' not in there.get(NEW).content.decode()
    page = there.get(draft_page(form["key"])).content.decode()
    assert 'value="見本 次郎"' in page
    assert hidden(page, "key") == form["key"]
    assert [draft.key.hex for draft in drafts(mihon)] == [form["key"].replace("-", "")]


def test_an_empty_form_is_no_draft(mihon: Place) -> None:
    client = mihon.client()
    shown = client.get(NEW).context["form"]
    as_drawn = {field.html_name: field.value() for field in shown if isinstance(field.value(), str | list)}
    client.post(NEW, {**as_drawn, **opened(client), "check": "1"})
    assert as_drawn.keys() >= {"certificates", "deliver_to", "language"}
    assert drafts(mihon) == []


def test_without_javascript_check_and_keep_and_a_refused_submit_keep_it(mihon: Place) -> None:
    client = mihon.client()
    for buttons in ({"check": "1"}, {"keep": "1"}, {"name": ""}):
        form = opened(client)
        client.post(NEW, typed(**form) | buttons)
        assert str(drafts(mihon)[-1].key) == form["key"]
    kept = client.post(NEW, typed(**opened(client), keep="1"), follow=True)
    assert "の終わりまで保存しました" in words(kept)
    assert len(drafts(mihon)) == 4


def test_nobody_but_who_typed_it_sees_it(mihon: Place, renshu: Place) -> None:
    client = mihon.client()
    form = opened(client)
    client.post(PANEL, typed(**form), **HTMX)
    for stranger in (mihon.client(Role.SUPERVISOR), renshu.client()):
        missing = stranger.get(draft_page(str(uuid4())))
        other = stranger.get(draft_page(form["key"]))
        assert other.status_code == missing.status_code == 404
        assert stranger.post(reverse("desk:discard", args=[form["key"]])).status_code == 404
        assert "見本 太郎" not in words(stranger.get(TODAY)) + words(stranger.get(NEW))
    assert len(drafts(mihon)) == 1


def test_under_support_measures_the_list_has_no_name(mihon: Place) -> None:
    client = mihon.client()
    client.post(PANEL, typed(**opened(client), support_measures="on"), **HTMX)
    assert "見本 太郎" not in words(client.get(TODAY))
    assert "支援措置" in words(client.get(TODAY))


def test_a_name_that_no_form_takes_turns_nothing_beside_it_around_and_fills_no_screen(mihon: Place) -> None:
    client = mihon.client()
    client.post(NEW, typed(**opened(client), name="\u202e見本" + "長" * 500, check="1"))
    page = client.get(TODAY).content.decode()
    assert re.search("<bdi>\u202e見本長{56}…</bdi>", page)


def test_a_draft_ends_when_it_is_submitted_or_discarded(mihon: Place) -> None:
    client = mihon.client()
    form = opened(client)
    client.post(PANEL, typed(**form), **HTMX)
    assert client.post(NEW, typed(**form)).status_code == 302
    assert drafts(mihon) == []
    form = opened(client)
    client.post(PANEL, typed(**form), **HTMX)
    gone = client.post(reverse("desk:discard", args=[form["key"]]), follow=True)
    assert "入力途中の内容を削除しました" in words(gone)
    assert drafts(mihon) == []
    assert UNFINISHED not in words(client.get(TODAY))


def test_an_autosave_that_comes_after_the_submit_leaves_nothing_to_go_on_with(mihon: Place) -> None:
    """The two may cross: the row is there, and is no unfinished application."""
    client = mihon.client()
    form = opened(client)
    client.post(NEW, typed(**form))
    at, on = timezone.now(), timezone.localdate()
    with mihon.scope():
        Draft.objects.create(
            municipality=mihon.municipality,
            staff=mihon.clerk.staff,
            key=form["key"],
            typed="[]",
            saved_at=at,
            expires_on=on,
        )
    assert UNFINISHED not in words(client.get(TODAY))
    assert client.get(draft_page(form["key"])).status_code == 404


@pytest.mark.parametrize(
    ("typed_on", "kept_until"),
    [
        (date(2026, 11, 24), date(2026, 11, 25)),  # Tuesday
        (date(2026, 11, 20), date(2026, 11, 24)),  # Friday before the holiday of Monday
        (date(2026, 12, 28), date(2027, 1, 4)),
    ],
)
def test_it_is_kept_until_the_end_of_the_next_open_day(
    mihon: Place, typed_on: date, kept_until: date
) -> None:
    with mihon.scope():
        kept = keep_draft(
            membership=mihon.clerk,
            key=uuid4(),
            opening="",
            counter="",
            typed=QueryDict("name=x"),
            at=datetime(2026, 11, 24, tzinfo=timezone.get_current_timezone()),
            on=typed_on,
        )
        assert kept.until == kept_until
        for day, left in ((kept_until, 1), (kept_until + timedelta(days=1), 0)):
            delete_old_drafts(on=day)
            assert Draft.objects.count() == left


def test_the_web_keeps_and_the_worker_only_deletes(committed: None, mihon: Place) -> None:
    client = mihon.client()
    client.post(PANEL, typed(**opened(client)), **HTMX)
    worker = connections["default"].copy("worker")
    worker.settings_dict |= {name: settings.WORKER[name] for name in ("USER", "PASSWORD")}
    try:
        with worker.cursor() as cursor:
            with pytest.raises(DatabaseError):
                cursor.execute("SELECT typed FROM intake_draft")
            cursor.execute("DELETE FROM intake_draft WHERE expires_on < %s", [date(2126, 1, 1)])
            assert cursor.rowcount == 1
    finally:
        worker.close()


# -- Two windows ---------------------------------------------------------------------------------------------


def test_an_earlier_window_does_not_write_over_a_later_one(mihon: Place) -> None:
    client = mihon.client()
    early = opened(client)
    client.post(PANEL, typed(**early, name="一番目"), **HTMX)
    later = opened(client, draft_page(early["key"]))
    client.post(PANEL, typed(**later, name="二番目"), **HTMX)
    told = words(client.post(PANEL, typed(**early, name="三番目"), **HTMX))
    assert "あとから別の画面でも開かれています" in told
    assert 'value="二番目"' in client.get(draft_page(early["key"])).content.decode()
    # Both stay: the earlier one as a form of its own.
    page = client.post(NEW, typed(**early, name="三番目", anew="1")).content.decode()
    assert 'value="三番目"' in page
    assert hidden(page, "key") != early["key"]
    listed = words(client.get(TODAY))
    assert "二番目" in listed
    assert "三番目" in listed


# -- The form was submitted before ---------------------------------------------------------------------------


def test_back_and_other_content_offers_a_new_form_with_it(mihon: Place) -> None:
    client = mihon.client()
    form = opened(client)
    client.post(NEW, typed(**form))
    other = typed(**form, name="別人 一郎")
    assert "として受付済みです" in words(client.post(PANEL, other, **HTMX))
    assert client.post(NEW, other).status_code == 409
    page = client.post(NEW, {**other, "anew": "1"}).content.decode()
    assert 'value="別人 一郎"' in page
    again = {"key": hidden(page, "key"), "opening": hidden(page, "opening")}
    assert client.post(NEW, typed(**again, name="別人 一郎")).status_code == 302
    with mihon.scope():
        assert sorted(Application.objects.values_list("name", flat=True)) == ["別人 一郎", "見本 太郎"]


# -- Through the sign-in -------------------------------------------------------------------------------------


def test_a_form_sent_after_the_session_ended_comes_back_whole(mihon: Place) -> None:
    client = mihon.client()
    form = opened(client)
    client.post(PANEL, typed(**form), **HTMX)
    client.logout()
    odd = "見本\x00太郎 <b>\"'&"
    wall = client.post(NEW, typed(**form, name=odd, certificates=["SIGNATURE"], evidence="罹災証明"))
    assert "入力した内容のまま元の画面に戻ります" in words(wall)
    page = wall.content.decode()
    assert "罹災証明" not in page
    # A mistyped password loses nothing either.
    wrong = client.post(LOGIN, {"username": "x", "password": "y", "held": hidden(page, "held")})
    back = sign_in(client, mihon, held=hidden(wrong.content.decode(), "held"), next=NEW)
    assert back["Location"] == NEW
    shown = client.get(NEW)
    page = shown.content.decode()
    assert "途中でログアウトになったため" in words(shown)
    assert hidden(page, "key") == form["key"]
    assert 'value="罹災証明"' in page
    assert 'value="SIGNATURE" checked' in page.replace('id="id_certificates_0" ', "")
    assert "U+0000" in words(shown)
    assert "あとから別の画面でも開かれています" not in words(shown)
    # Shown once; from now on it is a draft like any other, and nothing was submitted.
    assert "罹災証明" not in client.get(NEW).content.decode()
    assert len(drafts(mihon)) == 1
    with mihon.scope():
        assert Application.objects.count() == 0


def test_whoever_signs_in_as_somebody_else_sees_nothing_of_it(mihon: Place) -> None:
    client = mihon.client()
    form = opened(client)
    client.logout()
    sealed = hidden(client.post(NEW, typed(**form)).content.decode(), "held")
    sign_in(client, mihon, Role.SUPERVISOR, held=sealed, next=NEW)
    assert "見本 太郎" not in client.get(NEW).content.decode()
    assert drafts(mihon) == []


def test_a_page_that_stood_open_through_another_sign_in_loses_nothing(mihon: Place) -> None:
    """Signing in makes a new token: the form that was open before is refused by it."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(mihon.clerk.staff)
    form = opened(client)
    stale = typed(**form, csrfmiddlewaretoken="x" * 64)
    told = client.post(PANEL, stale, **HTMX)
    assert told.status_code == 200
    assert 'formaction="/desk/new/"' in told.content.decode()
    assert client.post(NEW, stale)["Location"] == NEW
    assert 'value="見本 太郎"' in client.get(NEW).content.decode()
    # What another site makes up is refused as ever.
    assert client.post(NEW, {**stale, "opening": "0." + "0" * 64}).status_code == 403


def test_while_signed_out_the_panel_says_so_and_a_part_of_a_page_asks_for_the_page(mihon: Place) -> None:
    client = mihon.client()
    form = opened(client)
    client.logout()
    told = client.post(PANEL, typed(**form), **HTMX)
    assert "ログインして続ける" in words(told)
    assert "見本 太郎" not in told.content.decode()
    part = client.get(reverse("desk:state", args=[uuid4()]), **HTMX)
    assert part["HX-Refresh"] == "true"
    assert part.content == b""


def test_what_only_leads_to_the_sign_in_is_not_held(mihon: Place) -> None:
    """The password-set request above all: its page takes no part."""
    client = mihon.client()
    form = opened(client)
    client.logout()
    for page in ("passwords", "withdraw"):
        wall = client.post(reverse(f"desk:{page}", args=[uuid4()]), typed(**form))
        assert wall.status_code == 302
        assert wall["Location"].startswith(LOGIN)
    assert client.post(NEW, typed(**form, evidence="あ" * 70_000)).status_code == 302


def test_nothing_of_it_is_in_an_address_a_log_the_audit_or_the_session(mihon: Place) -> None:
    canary = "絹川撫子"
    client = mihon.client()
    with all_logs() as lines:
        form = opened(client)
        seen = [client.post(PANEL, typed(**form, name=canary), **HTMX)]
        client.logout()
        wall = client.post(NEW, typed(**form, name=canary))
        seen.append(sign_in(client, mihon, held=hidden(wall.content.decode(), "held"), next=NEW))
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT session_data FROM django_session")
            lines += [data for (data,) in cursor.fetchall()]
            with mihon.scope():
                cursor.execute("SELECT a::text FROM desks_auditentry a")
                lines += [row for (row,) in cursor.fetchall()]
        lines += [response.headers.get("Location", "") for response in seen]
        lines += [str(client.cookies)]
    assert not [line for line in lines if holds(line, canary)]
    assert canary in client.get(NEW).content.decode()


# -- The counter ---------------------------------------------------------------------------------------------


def test_the_counter_is_a_random_cookie_that_scripts_cannot_read(mihon: Place) -> None:
    cookies = [mihon.client().get(NEW).cookies["counter"] for _ in range(2)]
    assert cookies[0].value != cookies[1].value
    assert cookies[0]["httponly"]
    assert cookies[0]["samesite"] == "Lax"
    assert cookies[0]["path"] == "/"
    assert not cookies[0]["domain"]
    client = mihon.client()
    client.get(NEW)
    assert "counter" not in client.get(NEW).cookies
    client.post(PANEL, typed(**opened(client)), **HTMX)
    assert drafts(mihon)[0].counter not in ("", client.cookies["counter"].value)
