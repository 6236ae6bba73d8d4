"""The password page as it is handed over: to whom it opens, what is on it, and that no way leads back into the desk."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from desks.models import AuditEntry
from eligibility.events import DesignationEvent, Paper
from intake.completing import complete_application
from intake.models import Application, PasswordEvent, Step
from intake.passwords.handing import KEY
from tests.intake.entries import A_AND_B, entry, submitted
from tests.intake.handing import CANARY, PAGE, a_code, desk_page, other_screen, send, typed
from tests.intake.leaks import all_logs, holds, in_valkey, tables
from tests.intake.pages import words
from tests.issuer.program import Issuer
from tests.places import Place


@pytest.fixture
def ready(mihon: Place, tmp_path: Path) -> Place:
    """みほん市 with an issuer's key."""
    Issuer(tmp_path / "keys", tmp_path / "s").new_key(mihon, "k1")
    return mihon


def application(place: Place, event: DesignationEvent = DesignationEvent.LOST, **more: object) -> Application:
    today = timezone.localdate()
    with place.scope():
        return submitted(place, entry(event, on=today, **more), on=today)


def steps(place: Place) -> list[str]:
    with place.scope():
        return [event.step for event in PasswordEvent.objects.all()]


# -- The code ------------------------------------------------------------------------------------------------


def test_a_code_opens_one_page_once(ready: Place) -> None:
    row = application(ready)
    code = a_code(ready, row)
    first, second = Client(), Client()
    assert first.post(PAGE, {"code": f" {code.lower()} "}).status_code == 302
    assert "見本 太郎 様のカード" in words(first.get(PAGE))
    assert "使用済み" in words(second.post(PAGE, {"code": code}))
    assert "見本" not in words(second.get(PAGE))


def test_a_wrong_code_opens_nothing(ready: Place) -> None:
    for code in ("", "A", "2345678" * 3, "あいうえおかきく", "00000000", "\x00" * 8, "2345 6789"):
        page = Client().post(PAGE, {"code": code})
        assert page.status_code == 200
        assert "コードが違うか" in words(page)
        assert 'type="password"' not in page.content.decode()


def test_a_code_that_was_lost_is_asked_for_again(ready: Place) -> None:
    row = application(ready)
    code = a_code(ready, row)
    cache.clear()
    assert "コードが違うか" in words(Client().post(PAGE, {"code": code}))
    assert other_screen(ready, row).get(PAGE).status_code == 200


def test_its_time_ends_and_with_it_the_page(ready: Place) -> None:
    screen = other_screen(ready, application(ready))
    session = screen.session
    session[KEY] = {**session[KEY], "until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert "窓口の職員が" in words(send(screen, typed()))
    assert steps(ready) == []


def test_what_somebody_handed_over_ends_when_they_leave(ready: Place) -> None:
    screen = other_screen(ready, application(ready))
    type(ready.clerk.staff).objects.filter(pk=ready.clerk.staff_id).update(is_active=False)
    assert "窓口の職員が" in words(send(screen, typed()))
    assert steps(ready) == []


def test_a_clerk_of_another_municipality_gets_no_code(ready: Place, renshu: Place) -> None:
    assert renshu.client().post(desk_page(application(ready)), {"do": "code"}).status_code == 404


# -- What is on it -------------------------------------------------------------------------------------------


def test_it_has_nothing_of_the_desk_and_nobody_elses_case(ready: Place) -> None:
    row, other = application(ready, phone="090-9999-1111"), application(ready, name="他人 次郎")
    page = other_screen(ready, row).get(PAGE)
    html = page.content.decode()
    for foreign in (
        "/desk/",
        "/logout/",
        "<nav",
        "<script",
        row.reference,
        row.address,
        row.phone,
        other.name,
    ):
        assert foreign not in html
    assert "clerk@" not in html
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_it_speaks_the_residents_language_and_switches(ready: Place) -> None:
    screen = other_screen(ready, application(ready, language="en"))
    page = screen.get(PAGE)
    assert "Set the passwords of the card" in words(page)
    assert '<html lang="en">' in page.content.decode()
    assert "カードの暗証番号を設定してください" in words(screen.post(PAGE, {"language": "ja"}, follow=True))
    assert "カードの暗証番号を設定してください" in words(screen.post(PAGE, {"language": "xx"}))
    assert "暗証番号を設定しました" in words(screen.post(PAGE, typed(), follow=True))


def test_a_childs_are_set_by_the_representative_and_the_page_says_so(ready: Place) -> None:
    row = application(ready, DesignationEvent.INFANT, name="見本 ひな")
    page = words(other_screen(ready, row).get(PAGE))
    assert "見本 ひな 様のカードです" in page
    assert "法定代理人の見本 花子 様が設定してください" in page
    assert "署名用" not in page
    assert "法定代理人が設定します" in words(ready.client().get(desk_page(row)))


# -- The way back --------------------------------------------------------------------------------------------


def test_handing_over_the_clerks_own_screen_signs_the_clerk_out(ready: Place) -> None:
    row = application(ready)
    screen = ready.client()
    assert screen.post(desk_page(row), {"do": "here"}).headers["Location"] == PAGE
    record = f"/desk/applications/{row.uid}/"
    for path in ("/desk/", record, desk_page(row), "/setup/", "/review/"):
        away = screen.get(path)
        assert away.status_code in (302, 404), path
        assert away.headers.get("Location", "/login/").startswith("/login/"), path
    assert screen.post(PAGE, typed(), follow=True).status_code == 200
    done = screen.get(PAGE)
    assert "暗証番号を設定しました" in words(done)
    assert f"/login/?next={record}" in done.content.decode()
    assert screen.get("/desk/").status_code == 302
    assert steps(ready) == [Step.SEALED]


def test_after_it_is_done_or_left_nothing_more_is_set(ready: Place) -> None:
    row = application(ready)
    done, left = other_screen(ready, row), other_screen(ready, row)
    before = done.session.session_key
    send(done, typed())
    assert done.session.session_key != before
    assert "設定していません" in words(left.post(PAGE, {"leave": "1"}, follow=True))
    for screen in (done, left):
        send(screen, typed())
    assert steps(ready) == [Step.SEALED]


def test_an_application_that_ended_meanwhile_takes_none(ready: Place) -> None:
    row = application(ready)
    screen = other_screen(ready, row)
    ready.client().post(f"/desk/applications/{row.uid}/withdraw/", {"version": row.version})
    assert "設定するものはありません" in words(send(screen, typed()))
    assert steps(ready) == []


def test_what_is_stopped_before_the_page_leaves_nothing(ready: Place) -> None:
    """A token out of date, a page that was never handed over: what was typed is held nowhere for later."""
    screen = Client(enforce_csrf_checks=True)
    forms = ({**typed(), "opening": "x.y"}, {**typed(), "code": CANARY})
    with all_logs() as lines:
        pages = [send(screen, form) for form in forms] + [send(Client(), typed())]
        pages += [Client().post(desk_page(application(ready)), typed(), follow=True)]
    with ready.scope():
        texts = [*tables(), *lines, *in_valkey(), *(page.content.decode() for page in pages)]
    assert pages[0].status_code == 403
    assert not any(holds(text, CANARY) for text in texts)


# -- What the clerk sees -------------------------------------------------------------------------------------


def test_the_clerk_sees_that_it_is_set_and_never_what(ready: Place) -> None:
    row = application(ready)
    client = ready.client()
    page = client.post(desk_page(row), {"do": "code"}).content.decode()
    poll = page.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    assert "未設定" in page
    assert "hx-get" in client.get(poll).content.decode()
    send(other_screen(ready, row), typed())
    told = client.get(poll)
    assert "hx-get" not in told.content.decode()
    for shown in (
        words(told),
        words(client.get(desk_page(row))),
        words(client.get(f"/desk/applications/{row.uid}/")),
    ):
        assert "画面で設定し封かん" in shown
        assert f"{timezone.localdate():%Y-%m-%d}" in shown
    for nonsense in ("?left=-1&seen=x", "?left=" + "9" * 400, "?left=１", ""):
        assert "hx-get" not in client.get(f"{desk_page(row)}standing/{nonsense}").content.decode()


def test_what_the_correction_asks_for_anew_is_said(ready: Place) -> None:
    row = application(ready, law={"certificates": frozenset()})
    send(other_screen(ready, row), typed())
    with ready.scope():
        Application.objects.filter(pk=row.pk).update(facts={**row.facts, "certificates": ["SIGNATURE"]})
    assert "必要な暗証番号が変わりました" in words(ready.client().get(desk_page(row)))


def test_a_pending_applications_wait_and_each_look_is_audited(ready: Place) -> None:
    row = application(ready, law={"missing": frozenset({Paper.PHOTO})})
    send(other_screen(ready, row), typed())
    assert "申請がそろうまで" in words(ready.client().get(desk_page(row)))
    with ready.scope():
        complete_application(
            membership=ready.clerk,
            application=row,
            version=row.version,
            documents=A_AND_B,
            at=timezone.now(),
            on=timezone.localdate(),
        )
        looks = AuditEntry.objects.filter(action="set_passwords", subject=row.uid)
        assert {look.staff for look in looks} == {ready.clerk.staff}
    assert "発行機関へ送信中" in words(ready.client().get(desk_page(row)))
