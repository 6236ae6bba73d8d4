"""The desk's pages: the record, completing, paper, signing in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from delivery.models import Delivery, HandOff
from desks.models import Staff
from desks.permissions import Role
from eligibility.events import Cause, DesignationEvent, Paper, YesNo
from intake.models import Application, Standing
from paper import render
from tests.intake.entries import entry, submitted
from tests.intake.pages import typed, words
from tests.paper.reading import text
from tests.places import Place

TODAY = "/desk/"
NO_PHOTO = {"missing": frozenset({Paper.PHOTO})}


def application(place: Place, event: DesignationEvent = DesignationEvent.LOST, **more: object) -> Application:
    on = timezone.localdate()
    with place.scope():
        return submitted(place, entry(event, on=on, **more), on=on)


def page_of(row: Application, part: str = "") -> str:
    return f"/desk/applications/{row.uid}/{part}"


# -- The record ----------------------------------------------------------------------------------------------


def test_the_record_tells_why_it_was_judged_so(mihon: Place) -> None:
    page = words(mihon.client().get(page_of(application(mihon))))
    assert "翌日から数えて30日目は" in page
    assert "住民票のある市区町村の窓口で受け付けます" in page


def test_the_state_is_asked_again_for_a_minute_or_until_it_is_scheduled(mihon: Place) -> None:
    row = application(mihon)
    client = mihon.client()

    def state(*, minutes_old: int, **delivery: object) -> str:
        made = timezone.now() - timedelta(minutes=minutes_old)
        with mihon.scope():
            HandOff.objects.filter(delivery=row.delivery).update(created_at=made)
            Delivery.objects.filter(pk=row.delivery.pk).update(**delivery)
        return client.get(page_of(row, "state/")).content.decode()

    fresh = state(minutes_old=0, state="requested")
    assert 'hx-trigger="every 1s"' in fresh
    assert "表示を更新" in fresh
    assert "hx-trigger" not in state(minutes_old=2, state="requested")
    on = row.accepted_on
    scheduled = state(minutes_old=0, state="scheduled", target_date=on, chase_on=on)
    assert "hx-trigger" not in scheduled
    assert "発送予定" in scheduled


def test_a_pending_application_is_completed_on_its_page(mihon: Place) -> None:
    row = application(mihon, law=NO_PHOTO)
    client = mihon.client()
    assert "書類待ち" in words(client.get(page_of(row)))
    assert "顔写真" in words(client.get(page_of(row, "complete/")))
    page = words(client.post(page_of(row, "complete/"), {"version": row.version}, follow=True))
    assert "受理" in page
    assert "2,000円" in page


def test_completing_asks_for_the_fee_where_the_clerk_decides(mihon: Place) -> None:
    row = application(mihon, law={"cause": Cause.STOLEN, "police_number": YesNo.NO})
    client = mihon.client()
    page = client.post(page_of(row, "complete/"), {"version": 1, "fee_choice": "free"})
    assert "手数料を決めて、理由を入力してください" in words(page)
    decided = {"version": 1, "fee_choice": "free", "fee_reason": "盗難届を確認", "evidence": "盗難届"}
    assert "盗難届を確認" in words(client.post(page_of(row, "complete/"), decided, follow=True))


@pytest.mark.parametrize("version", ["", "9", "x", "1_0", "２"])
def test_a_colleagues_change_is_told(mihon: Place, version: str) -> None:
    row = application(mihon, law=NO_PHOTO)
    page = mihon.client().post(page_of(row, "withdraw/"), {"version": version}, follow=True)
    assert "この申請が変更されました" in words(page)
    with mihon.scope():
        assert Application.objects.get(pk=row.pk).standing is Standing.PENDING


def test_withdrawing_ends_it(mihon: Place) -> None:
    row = application(mihon, law=NO_PHOTO)
    page = words(mihon.client().post(page_of(row, "withdraw/"), {"version": row.version}, follow=True))
    assert "取下げ" in page
    assert "これ以上" not in page


# -- Paper ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", ["pack", "application", "passwords", "receipt", "checklist", "envelope"])
def test_each_sheet_is_a_pdf_that_is_not_kept(mihon: Place, sheet: str) -> None:
    response = mihon.client().get(page_of(application(mihon), f"paper/{sheet}/"))
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"] == f'inline; filename="{sheet}.pdf"'
    assert response.content.startswith(b"%PDF")


def test_without_certificates_record_and_receipt_say_1800_yen(mihon: Place) -> None:
    client = mihon.client()
    case = client.post("/desk/new/", typed(certificates=[])).url
    assert "1,800円 (カードの紛失)" in words(client.get(case))
    receipt = client.get(f"{case}paper/receipt/").content
    assert "見本太郎様領収金額Amount1,800円" in text(receipt)


def test_what_an_application_has_not_is_not_printed(mihon: Place) -> None:
    client = mihon.client()
    free = application(mihon, DesignationEvent.SPACE_FULL)
    hidden = application(mihon, support_measures=True, to_desk=True)
    assert client.get(page_of(free, "paper/receipt/")).status_code == 404
    assert client.get(page_of(hidden, "paper/envelope/")).status_code == 404
    assert client.get(page_of(free, "paper/secrets/")).status_code == 404
    assert "領収書" not in words(client.get(page_of(free)))


def test_a_machine_that_cannot_print_says_so(mihon: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    row = application(mihon)
    monkeypatch.setattr(render, "weasyprint", None)
    client = mihon.client()
    assert "この機器では印刷できません" in words(client.get(page_of(row)))
    page = client.get(page_of(row, "paper/pack/"))
    assert page.status_code == 503
    assert "申請は保存されています" in words(page)
    assert render.APT_LINE in words(page)


# -- Who may -------------------------------------------------------------------------------------------------


def test_another_municipalitys_application_answers_as_a_missing_one(mihon: Place, renshu: Place) -> None:
    on = timezone.localdate()
    with renshu.scope():
        row = submitted(renshu, entry(on=on, residence_code="990027"), on=on)
    client = mihon.client()
    for part in ("", "state/", "passwords/", "complete/", "paper/pack/"):
        others = client.get(page_of(row, part))
        nobodys = client.get(f"/desk/applications/{uuid4()}/{part}")
        assert others.status_code == nobodys.status_code == 404
    assert client.post("/desk/search/", {"q": row.reference}).status_code == 200


def test_an_administrator_does_not_enter(mihon: Place) -> None:
    client = mihon.client(Role.ADMINISTRATOR)
    assert client.get("/desk/new/").status_code == 403
    assert client.get(TODAY).status_code == 403


def test_signing_in_says_the_same_for_an_unknown_name_and_a_wrong_password(db: None) -> None:
    Staff.objects.create_user("known@990019", password="correct horse battery staple")
    pages = []
    for name in ("known@990019", "nobody@990019"):
        page = Client().post("/login/", {"username": name, "password": "wrong"})
        assert "名前とパスワードの組合せが違います" in words(page)
        pages.append(words(page))
    assert pages[0] == pages[1]
    assert "name@131016" in pages[0]
    right = {"username": "known@990019", "password": "correct horse battery staple"}
    assert Client().post("/login/", right).status_code == 302
