"""The cases of a desk, from the counter to the paper, as a clerk goes through them in a real Chromium."""

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from eligibility.events import Paper
from intake.services import submit_application
from tests.desk_walks.clerk import (
    HOME,
    PATIENCE,
    TO_DO,
    Form,
    code_of_the_password_page,
    fill_form,
    go_to_the_task,
    paper,
    says,
    set_passwords,
    submit,
    tells,
    type_form,
)
from tests.desk_walks.conftest import Picture
from tests.intake.entries import entry
from tests.intake.pages import days_ago
from tests.intake.test_browser import Open, tab_to
from tests.places import Place
from tests.processes import Site, running

pytestmark = pytest.mark.browser
APPLICANT: Form = {
    "name": "見本 太郎",
    "kana": "ミホン タロウ",
    "birth_date": date(1985, 4, 2),
    "sex": "M",
    **HOME,
}
BABY: Form = {**APPLICANT, "name": "見本 ひかり", "kana": "ミホン ヒカリ"}
LOST: Form = {"event": "LOST", "lost_cause": "AT_HOME", "occurred_on": days_ago(3)}
PAPERS: Form = {"applicant_1_kind": "DRIVING_LICENCE", "applicant_2_kind": "HEALTH_INSURANCE"}
MOTHER: Form = {
    "representative_relation": "parent",
    "representative_name": "見本 花子",
    "representative_proof": "SAME_HOUSEHOLD",
    "representative_1_kind": "MY_NUMBER_CARD",
    "representative_2_kind": "HEALTH_INSURANCE",
}
GUARDIAN: Form = {
    **MOTHER,
    "representative_relation": "adults_guardian",
    "representative_name": "後見 守",
    "representative_proof": "REGISTRATION_CERTIFICATE",
}
PACK = ("個人番号カード交付申請書", "暗証番号設定依頼書", "お手続きのご案内")
TOGETHER = "ご本人と法定代理人がご一緒にお越しください。"


def test_a_newborn_with_the_birth_notification(
    at_the_login: Open, desk: Place, site: Site, picture: Picture
) -> None:
    page = at_the_login(site, "/desk/new/")
    type_form(page, {"event": "INFANT", "with_birth_notification": True, **BABY, "birth_date": days_ago(5)})
    says(page, "出生届を出しに来る方が申請できます。", "法定代理人の欄に入力してください", "Aから2点")
    type_form(page, MOTHER)
    says(page, "対象", "無料", "出生届と一緒の申請は、これより長くかかることがあります")
    expect(page.locator("#answer")).not_to_contain_text("顔写真1枚")
    expect(page.locator("#answer")).not_to_contain_text(TO_DO, timeout=PATIENCE)
    picture(page, "newborn-mother", ".who-representative")
    tab_to(page, "#entry .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("申請の受理日", timeout=PATIENCE)
    tells(page, "受理", "見本 花子 (親権者)", "書類不要: 同一世帯の親子", "無料")
    picture(page, "newborn-record")
    pack = paper(page, "pack")
    assert [title in text for title, text in zip(PACK, pack, strict=True)] == [True] * 3
    assert "出生届と同時の申請" in pack[0]
    assert not any("領収" in text for text in pack), "nothing was paid"


def test_a_baby_of_two_months_at_the_desk(
    at_the_login: Open, desk: Place, site: Site, picture: Picture
) -> None:
    page = at_the_login(site, "/desk/new/")
    fill_form(page, {"event": "INFANT", **BABY, "birth_date": days_ago(61)})
    says(page, TOGETHER, "Bから2点")
    fill_form(page, {**MOTHER, "applicant_1_kind": "MATERNAL_AND_CHILD_HANDBOOK"})
    expect(page.locator("#answer")).not_to_contain_text("法定代理人の有効な", timeout=PATIENCE)
    says(page, "申請者の有効な本人確認書類が足りません", "を1点。", "無料")
    go_to_the_task(page)
    picture(page, "baby-paper-missing")
    fill_form(page, {"applicant_2_kind": "MEDICAL_AID"})
    submit(page)
    tells(page, "受理", "申請者: 母子健康手帳", "申請者: 医療受給者証", "法定代理人: マイナンバーカード")
    assert not any("出生届と同時の申請" in text for text in paper(page, "pack"))


def test_a_lost_card_with_and_without_certificates(
    at_the_login: Open, desk: Place, site: Site, browser: Browser, picture: Picture
) -> None:
    page = at_the_login(site, "/desk/new/")
    type_form(page, {**LOST, **APPLICANT, **PAPERS})
    says(page, "対象", "2,000円", "お届けの目安", "ご本人がお越しください", "紛失届")
    expect(page.locator("#answer")).not_to_contain_text(TO_DO, timeout=PATIENCE)
    picture(page, "lost-form")
    for _ in ("signature", "user authentication"):
        tab_to(page, "[name=certificates]:checked")
        page.keyboard.press("Space")
    says(page, "1,800円")
    picture(page, "lost-without-certificates")
    for key in ("Space", "Shift+Tab", "Space"):
        page.keyboard.press(key)
    says(page, "2,000円")
    tab_to(page, "#entry .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("発行依頼中", timeout=PATIENCE)
    tells(page, "受理", "2,000円 (カードの紛失)", "領収書")
    pack = paper(page, "pack")
    receipt = next(text for text in pack if "領収金額" in text)
    assert len(pack) == 4
    assert "見本太郎様領収金額Amount2,000円" in receipt
    picture(page, "lost-record")
    screen = browser.new_page(locale="ja-JP")
    screen.goto(f"{site.url}/desk/")
    picture(screen, "sign-in")
    code = code_of_the_password_page(page)
    picture(page, "password-code")
    screen.goto(f"{site.url}/set/")
    screen.locator("#code").fill(code)
    screen.keyboard.press("Enter")
    expect(screen.locator("#id_signature")).to_be_visible(timeout=PATIENCE)
    picture(screen, "password-page")
    set_passwords(screen)
    screen.close()
    expect(page.locator("#standing")).to_contain_text("設定", timeout=PATIENCE)
    expect(page.locator("#standing .tone-good")).to_be_visible(timeout=PATIENCE)


def test_a_child_of_twelve_with_the_mother_who_sets_the_passwords(
    at_the_login: Open, desk: Place, site: Site, browser: Browser, picture: Picture
) -> None:
    page = at_the_login(site, "/desk/new/", "en")
    twelve = timezone.localdate() - timedelta(days=12 * 366)
    fill_form(page, {**LOST, **APPLICANT, "birth_date": twelve})
    says(page, "A legal representative must act for this person", "must come together", "2,000 yen")
    picture(page, "child-who-is-missing-en")
    fill_form(page, {**MOTHER, **PAPERS})
    submit(page)
    tells(page, "Accepted", "見本 花子 (Parent)", "No signature certificate is issued under 15")
    picture(page, "child-record-en")
    code = code_of_the_password_page(page)
    tells(page, "The legal representative sets them.")
    picture(page, "password-code-en")
    screen = browser.new_page()
    screen.goto(f"{site.url}/set/")
    screen.locator("#code").fill(code)
    screen.keyboard.press("Enter")
    expect(screen.locator("main")).to_contain_text("法定代理人の見本 花子 様が設定してください")
    expect(screen.locator("#id_signature")).to_have_count(0)
    set_passwords(screen)
    screen.close()
    expect(page.locator("#standing .tone-good")).to_be_visible(timeout=PATIENCE)


def test_a_ward_with_the_guardian(at_the_login: Open, desk: Place, site: Site, picture: Picture) -> None:
    page = at_the_login(site, "/desk/new/")
    fill_form(page, {**LOST, **APPLICANT, "is_ward": True, **PAPERS})
    says(page, TOGETHER)
    fill_form(page, GUARDIAN)
    says(page, "発行日を入力してください", "2,000円")
    go_to_the_task(page)
    expect(page.locator("[name^=representative_proof_issued_on]").first).to_be_focused()
    picture(page, "ward-guardian", ".who-representative")
    fill_form(page, {"representative_proof_issued_on": days_ago(30)})
    submit(page)
    tells(page, "後見 守 (成年後見人)", "成年被後見人の方には署名用電子証明書を発行しません")
    application = paper(page, "pack")[0]
    assert "後見守" in application


def test_late_with_a_reason_that_the_supervisor_accepts(
    at_the_login: Open, desk: Place, site: Site, picture: Picture
) -> None:
    page = at_the_login(site, "/desk/new/")
    fill_form(page, {**LOST, **APPLICANT, **PAPERS, "occurred_on": days_ago(60)})
    says(page, "対象外", "申請期間は")
    page.locator("summary", has_text="窓口で判断するとき").press("Enter")
    fill_form(page, {"prevented": True})
    says(page, "窓口で判断", "期間内に来られなかったことを示すものを書いてください")
    fill_form(page, {"exception_reason": "入院していた", "exception_evidence": "入院証明書"})
    expect(page.locator("#answer")).not_to_contain_text("それでも受け付ける理由を入力", timeout=PATIENCE)
    picture(page, "late-form")
    page.locator("#entry .btn-primary").press("Enter")
    tells(page, "判断待ち", "管理者の判断を求めました")
    expect(page.locator("main dt", has_text="手数料")).to_have_count(0)

    supervisor = at_the_login(site, "/desk/late/", who="supervisor")
    tells(supervisor, "入院していた", "入院証明書", "見本 太郎")
    supervisor.locator("table a").first.press("Enter")
    supervisor.locator("#id_reason").fill("入院はやむを得ない")
    picture(supervisor, "late-decision")
    supervisor.locator("[name=accept]").press("Enter")
    expect(supervisor.locator("#state")).to_be_visible(timeout=PATIENCE)

    page.reload()
    tells(page, "受理", "入院はやむを得ない", "2,000円", "窓口 一郎", "管理 京子")
    picture(page, "late-accepted")


def test_pending_on_one_day_and_completed_on_the_next(
    at_the_login: Open, desk: Place, site: Site, picture: Picture
) -> None:
    first, now = days_ago(1), timezone.now()
    with desk.scope():
        given = entry(on=first, law={"missing": frozenset({Paper.PHOTO})})
        submit_application(
            membership=desk.clerk, entry=given, key=uuid4(), at=now - timedelta(days=1), on=first
        )
    page = at_the_login(site, "/desk/")
    tells(page, "書類待ちの申請", "顔写真1枚")
    picture(page, "today")
    page.locator("table a").first.press("Enter")
    tells(page, "書類待ち")
    picture(page, "pending-record")
    [notice] = paper(page, "pending")
    assert "見本太郎様足りないもの" in notice
    assert "顔写真1枚" in notice
    page.locator("a[href$='/complete/']").press("Enter")
    tells(page, "すべてそろった今日が申請日になります")
    expect(page.locator("aside.panel")).to_contain_text("2,000円")
    picture(page, "complete")
    page.locator("main form .btn-primary").press("Enter")
    state = page.locator("#state")
    for label, day in (("最初の来庁", first), ("申請の受理日", days_ago(0))):
        line = state.locator("li", has_text=label)
        expect(line.locator("time")).to_have_attribute("datetime", day.isoformat(), timeout=PATIENCE)
    assert any("2,000円" in text for text in paper(page, "pack"))


def test_a_name_corrected_after_the_hand_off(
    at_the_login: Open, desk: Place, site: Site, tmp_path: Path, picture: Picture
) -> None:
    with running(tmp_path, "relay", "worker"):
        page = at_the_login(site, "/desk/new/")
        fill_form(page, {**LOST, **APPLICANT, "name": "見本 大郎", **PAPERS})
        submit(page)
        expect(page.locator("#state .badge")).to_contain_text("発送予定", timeout=2 * PATIENCE)
        page.locator("a[accesskey=c]").press("Enter")
        page.locator("#id_name").fill("見本 太郎")
        page.locator("#id_reason").fill("住民票と照らし合わせた")
        page.keyboard.press("Enter")
        tells(page, "変わるところ", "判断にかかわる項目は変わらない", "発行機関が取り消さないかぎり")
        picture(page, "correction")
        page.locator("[name=save]").press("Enter")
        tells(page, "訂正しました", "前の氏名・住所に届きます", "住民票と照らし合わせた")
        picture(page, "corrected")
        page.locator("form[action$='/letter/'] button").press("Enter")
        tells(page, "前の書留は送られません")
        expect(page.locator("#state .badge")).to_contain_text("発送予定", timeout=2 * PATIENCE)
