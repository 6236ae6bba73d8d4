"""Two people on one record, or one person twice: the second is told, sees both versions, and loses nothing."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from desks.permissions import Role
from eligibility.events import Paper
from intake.correcting.services import correct_application
from intake.models import Application, Correction, Standing
from tests.intake.entries import entry, submitted
from tests.intake.pages import words
from tests.intake.test_drafts import hidden, sign_in
from tests.places import Place

NO_PHOTO = {"missing": frozenset({Paper.PHOTO})}


def waiting(place: Place, *, days_ago: int = 0) -> Application:
    on = timezone.localdate() - timedelta(days=days_ago)
    with place.scope():
        return submitted(place, entry(on=on, law=NO_PHOTO), on=on)


def colleague_corrects(place: Place, row: Application) -> None:
    with place.scope():
        given = replace(entry(on=row.first_visit_on, law=NO_PHOTO), name="見本 次郎")
        correct_application(
            membership=place.supervisor,
            application=row,
            version=row.version,
            entry=given,
            reason="戸籍で確認",
            at=timezone.now(),
        )


def page_of(row: Application, part: str) -> str:
    return f"/desk/applications/{row.uid}/{part}/"


def now(place: Place) -> Application:
    with place.scope():
        return Application.objects.get()


def test_completing_what_a_colleague_has_corrected_shows_both_and_waits(mihon: Place) -> None:
    row = waiting(mihon)
    colleague_corrects(mihon, row)
    client = mihon.client()
    sent = {"version": row.version, "applicant_1_kind": "PASSPORT", "applicant_1_issuer": "外務省"}
    answer = client.post(page_of(row, "complete"), sent)
    assert answer.status_code == 409
    for text in ("画面を開いたあとにこの申請が変更された", "見本 太郎", "見本 次郎", "戸籍で確認"):
        assert text in words(answer)
    page = answer.content.decode()
    assert 'value="外務省"' in page
    assert now(mihon).standing is Standing.PENDING
    client.post(page_of(row, "complete"), {**sent, "version": hidden(page, "version")})
    assert now(mihon).standing is Standing.ACCEPTED


def test_refusing_what_a_colleague_has_corrected_shows_both_and_waits(mihon: Place) -> None:
    row = waiting(mihon, days_ago=60)
    colleague_corrects(mihon, row)
    client = mihon.client(Role.SUPERVISOR)
    sent = {"version": row.version, "reason": "連絡がつかない"}
    answer = client.post(page_of(row, "refuse"), sent)
    assert answer.status_code == 409
    for text in ("見本 太郎", "見本 次郎"):
        assert text in words(answer)
    page = answer.content.decode()
    assert 'value="連絡がつかない"' in page
    assert now(mihon).standing is Standing.PENDING
    client.post(page_of(row, "refuse"), {**sent, "version": hidden(page, "version")})
    assert now(mihon).standing is Standing.REFUSED


def test_a_second_click_says_how_it_stands(mihon: Place) -> None:
    row = waiting(mihon)
    client, sent = mihon.client(), {"version": row.version}
    client.post(page_of(row, "complete"), sent)
    assert "今は「受理」です" in words(client.post(page_of(row, "complete"), sent, follow=True))
    sent = {"version": now(mihon).version}
    client.post(page_of(row, "withdraw"), sent)
    for part in ("withdraw", "correct", "refuse"):
        assert "今は「取下げ」です" in words(client.post(page_of(row, part), sent, follow=True))


def test_the_sheet_of_what_was_withdrawn_meanwhile_is_not_quietly_left_out(mihon: Place) -> None:
    row = waiting(mihon)
    client = mihon.client()
    client.post(page_of(row, "withdraw"), {"version": row.version})
    told = client.post(page_of(row, "passwords"), {"do": "sheet"}, follow=True)
    assert "今は「取下げ」です" in words(told)


def test_a_correction_sent_after_the_session_ended_comes_back_and_is_not_saved(mihon: Place) -> None:
    row = waiting(mihon)
    client = mihon.client()
    shown = client.get(page_of(row, "correct"))
    form = shown.context["form"]
    typed = {field.html_name: field.value() for field in form if isinstance(field.value(), str | list | int)}
    days = {
        f"{name}_{part}": str(getattr(form[name].value(), part))
        for name in ("occurred_on", "birth_date")
        for part in ("year", "month", "day")
    }
    opening = hidden(shown.content.decode(), "opening")
    client.logout()
    changed = {"name": "見本 三郎", "reason": "聞き間違い", "opening": opening, "save": "1"}
    sent = {name: value for name, value in {**typed, **days, **changed}.items() if value is not False}
    wall = client.post(page_of(row, "correct"), sent)
    back = sign_in(client, mihon, held=hidden(wall.content.decode(), "held"))
    assert back["Location"] == page_of(row, "correct")
    page = client.get(back["Location"])
    assert "入力した内容はすべて残っています" in words(page)
    assert 'value="見本 三郎"' in page.content.decode()
    assert 'value="聞き間違い"' in page.content.decode()
    with mihon.scope():
        assert not Correction.objects.exists()
