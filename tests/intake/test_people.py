"""Who acts for the applicant, what shows that they may, and which papers suffice: what the form demands and refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from eligibility.documents import IdentityKind as K
from eligibility.events import DesignationEvent, Paper
from eligibility.representation import ProofKind
from intake.entry import AgentEntry, ApplicationEntry, SeenDocument
from intake.judging import Obstacle
from intake.models import AgentRole, Application, Person, Relation
from intake.refusals import NotAccepted
from tests.intake.entries import A_AND_B, MOTHER, MOTHERS_PAPERS, ON, entry, submitted
from tests.intake.pages import boxes, days_ago, typed, words
from tests.places import Place

NEW, PANEL = "/desk/new/", "/desk/new/panel/"
CHILD, WARD = {"birth_date": date(2015, 4, 2)}, {"is_ward": True}
PAPERS = A_AND_B + MOTHERS_PAPERS
GUARDIAN = replace(
    MOTHER, relation=Relation.ADULTS_GUARDIAN, proof=ProofKind.REGISTRATION_CERTIFICATE, proof_issued_on=ON
)
GRANDMOTHER = AgentEntry(role=AgentRole.CARRIER, name="見本 ウメ", relation="祖母")
BORN = {"with_birth_notification": True}


def newborn(**more: object) -> ApplicationEntry:
    return entry(DesignationEvent.INFANT, law=BORN, documents=MOTHERS_PAPERS, **more)


@pytest.mark.parametrize(
    ("given", "obstacles"),
    [
        (entry(law=CHILD, documents=PAPERS, representative=MOTHER), ""),
        (entry(law=CHILD, documents=PAPERS), "REPRESENTATIVE_NEEDED"),
        (entry(law=WARD, documents=PAPERS, representative=GUARDIAN), ""),
        (entry(law=WARD, documents=PAPERS), "REPRESENTATIVE_NEEDED"),
        (entry(documents=PAPERS, representative=MOTHER), "REPRESENTATIVE_NOT_ALLOWED"),
        (entry(documents=PAPERS, agent=GRANDMOTHER), "AGENT_NOT_ALLOWED"),
        (
            entry(law=CHILD, documents=PAPERS, representative=MOTHER, agent=GRANDMOTHER),
            "AGENT_NOT_ALLOWED",
        ),
        (newborn(), ""),
        (newborn(agent=GRANDMOTHER), ""),
        (newborn(agent=GRANDMOTHER, representative=None), "REPRESENTATIVE_NEEDED"),
        (
            entry(law=CHILD, documents=PAPERS, representative=replace(MOTHER, proof=None)),
            "PROOF_NEEDED",
        ),
        (
            entry(
                law=WARD, documents=PAPERS, representative=replace(GUARDIAN, proof=ProofKind.DOMICILE_HERE)
            ),
            "PROOF_OF_PARENTS_ONLY",
        ),
        (
            entry(law=WARD, documents=PAPERS, representative=replace(GUARDIAN, proof_issued_on=None)),
            "PROOF_DAY_NEEDED",
        ),
        (
            entry(
                law=WARD,
                documents=PAPERS,
                representative=replace(GUARDIAN, proof_issued_on=date(2026, 5, 23)),
            ),
            "PROOF_TOO_OLD",
        ),
        (
            entry(
                law=WARD,
                documents=PAPERS,
                representative=replace(GUARDIAN, proof_issued_on=ON + timedelta(days=1)),
            ),
            "PROOF_DAY_AHEAD",
        ),
    ],
)
def test_who_must_and_who_may_be_there(mihon: Place, given: ApplicationEntry, obstacles: str) -> None:
    """Source: Koriyama, Uto, Inzai, Yaita; Tamano and Miyoshi for who carries a notification; Mimata for 6 months."""
    with mihon.scope():
        try:
            submitted(mihon, given)
            found: set[Obstacle] = set()
        except NotAccepted as refusal:
            found = set(refusal.obstacles)
    assert found == {Obstacle(name) for name in obstacles.split()}


def test_every_refusal_says_what_to_do(mihon: Place) -> None:
    """At the field and in the summary; nothing that was typed is lost."""
    client = mihon.client()
    mother = {"representative_relation": "parent", "representative_name": "見本 花子"}
    carried = {"agent_role": "carrier", "agent_name": "見本 ウメ", "agent_relation": "祖母"}
    child = boxes("birth_date", days_ago(365 * 9))
    adult = words(client.post(NEW, typed(**mother)))
    assert "法定代理人の氏名: 15歳以上で成年後見を受けていない方は、代理人では申請できません" in adult
    alone = words(client.post(NEW, typed(**child)))
    assert "法定代理人の氏名: 法定代理人の手続きが必要です" in alone or "法定代理人" in alone
    sent = client.post(NEW, typed(**child, **mother, **carried))
    assert "持参した人の氏名: ほかの人が来られるのは、出生届と一緒の場合だけです" in words(sent)
    assert "代理権を確認したもの: 代理権を確認した書類を選んでください" in words(sent)
    assert 'value="見本 ウメ"' in sent.content.decode()
    half = words(client.post(NEW, typed(**child, **mother, agent_name="見本 ウメ")))
    assert "お子さんとの関係: " in half
    with mihon.scope():
        assert not Application.objects.exists()


def test_the_form_has_a_place_for_whom_the_answer_asks(mihon: Place) -> None:
    """desk.css hides the fields of whoever is not named in data-people."""

    def places(**more: object) -> str:
        page = mihon.client().post(PANEL, typed(**more)).content.decode()
        return " ".join(page.split('data-people="')[1].split('"')[0].split())

    child, born = boxes("birth_date", days_ago(365 * 9)), boxes("birth_date", days_ago(9))
    assert places() == ""
    assert places(**child) == "representative"
    assert places(is_ward="on") == "representative"
    assert places(event="INFANT", **born) == "representative"
    assert places(event="INFANT", **born, with_birth_notification="on") == "representative agent"
    assert places(agent_name="見本 ウメ") == "agent"


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ([], "あと必要なもの: A(運転免許証、旅券(パスポート)など)を1点とB(健康保険証"),
        ([K.DRIVING_LICENCE], "あと必要なもの: B(健康保険証または資格確認書、年金手帳など)を1点。"),
        (
            [K.HEALTH_INSURANCE],
            "など)を1点と顔写真証明書(病院・施設・ケアマネジャー作成)、またはA(運転免許証",
        ),
        ([K.HEALTH_INSURANCE, K.HEALTH_INSURANCE], "B(年金手帳、社員証など)を1点と顔写真証明書"),
    ],
)
def test_what_is_missing_is_named(mihon: Place, kinds: list[K], told: str) -> None:
    none = {"applicant_1_kind": None, "applicant_2_kind": None}
    shown = {f"applicant_{number}_kind": kind for number, kind in enumerate(kinds, start=1)}
    assert told in words(mihon.client().post(PANEL, typed(**none | shown)))
    assert told in words(mihon.client().post(NEW, typed(**none | shown)))


def test_two_of_b_and_a_photo_certificate_are_three_rows(mihon: Place) -> None:
    three = {
        f"applicant_{number}_kind": kind
        for number, kind in enumerate((K.HEALTH_INSURANCE, K.PENSION_HANDBOOK, K.PHOTO_CERTIFICATE), start=1)
    }
    response = mihon.client().post(NEW, typed(**three))
    assert response.status_code == 302, words(response)
    mothers = typed(representative_1_kind="PHOTO_CERTIFICATE", representative_name="見本 花子")
    assert "この中から選んでください" in words(mihon.client().post(NEW, mothers))


def test_an_expired_paper_is_named_and_does_not_count(mihon: Place) -> None:
    old = boxes("applicant_1_until", days_ago(1))
    page = words(mihon.client().post(NEW, typed(**old)))
    assert "期限切れのため数えません: 運転免許証" in page
    assert "あと必要なもの: " in page
    enough = typed(**old, applicant_3_kind="PASSPORT")
    assert "期限切れのため数えません: 運転免許証" in words(mihon.client().post(PANEL, enough))
    assert mihon.client().post(NEW, enough).status_code == 302


@pytest.mark.parametrize("issuer", ["第123456789012号", "１２３４", "1234 5678 9012", "TK1234567", "12-34"])
def test_no_number_of_a_paper_is_kept(mihon: Place, issuer: str) -> None:
    page = mihon.client().post(NEW, typed(applicant_1_issuer=issuer))
    assert "書類1の発行者: 書類の番号は、一部でも書かないでください" in words(page)
    assert mihon.client().post(NEW, typed(applicant_1_issuer="第3地区公安委員会")).status_code == 302


def test_the_record_tells_who_acted_with_what_and_who_looked(mihon: Place) -> None:
    mothers = replace(GUARDIAN, relation=Relation.PARENT, postcode="0000001", address="別の町5-6")
    passport = SeenDocument(
        person=Person.APPLICANT, kind=K.PASSPORT, issuer="外務省", valid_until=date(2030, 3, 31)
    )
    with mihon.scope():
        row = submitted(mihon, newborn(agent=GRANDMOTHER, representative=mothers))
        child = submitted(mihon, entry(law=CHILD, documents=(passport, *PAPERS), representative=MOTHER))
    page = words(mihon.client().get(reverse("desk:application", args=[row.uid])))
    for told in (
        "見本 花子 (親権者)",
        "000-0001 別の町5-6",
        "登記事項証明書(後見) (2026年11月24日(火)発行)",
        "見本 ウメ (祖母)",
        "父母が署名した届書を持参する人",
    ):
        assert told in page
    page = words(mihon.client().get(reverse("desk:application", args=[child.uid])))
    assert (
        "申請者: 旅券(パスポート), 外務省 (有効期限2030年3月31日(日)) 2026年11月24日(火) clerk@990019が確認"
        in page
    )


def test_a_proof_that_was_awaited_is_noted_when_it_comes(mihon: Place) -> None:
    waits = entry(
        on=days_ago(0),
        law=WARD | {"missing": frozenset({Paper.REPRESENTATION})},
        documents=PAPERS,
        representative=replace(GUARDIAN, proof=None, proof_issued_on=None),
    )
    with mihon.scope():
        row = submitted(mihon, waits, on=days_ago(0))
    url, client = reverse("desk:complete", args=[row.uid]), mihon.client()
    assert "代理権を確認したもの: 代理権を確認した書類を選んでください" in words(
        client.post(url, {"version": 1})
    )
    brought = {
        "version": 1,
        "representative_proof": "REGISTRATION_CERTIFICATE",
        **boxes("representative_proof_issued_on", days_ago(20)),
    }
    page = words(client.post(url, brought, follow=True))
    assert "登記事項証明書(後見)" in page
    assert "受理" in page
