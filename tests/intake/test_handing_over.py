"""Who may have a card that waits at the desk: by the rules, on the pages, and on the receipt."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from delivery.models import Delivery, HandOver
from delivery.services import record_news
from delivery.shelf.services import put_on_shelf
from delivery.states import Source, State
from desks.models import AuditEntry
from desks.permissions import Role
from eligibility.documents import IdentityKind as K
from eligibility.events import DesignationEvent, Facts
from eligibility.representation import ProofFault, ProofKind
from intake.attending import Proof
from intake.entry import SeenDocument
from intake.handing_over.judging import Receiver, Visit, lacking, lacking_of_somebody_else
from intake.models import Application, Person
from tests.intake.entries import MOTHER, entry, submitted
from tests.intake.pages import boxes, days_ago, words
from tests.paper.reading import faces, squeezed, text
from tests.places import Place

ON = date(2026, 11, 24)
FIFTEEN_TODAY, FIFTEEN_TOMORROW = date(2011, 11, 24), date(2011, 11, 25)
BABY = date(2026, 9, 1)
TODAY = timezone.localdate()
KNOWN = Receiver(name="見本 花子", relation="parent")
FATHER = replace(KNOWN, name="見本 一郎")


def facts(born: date, *, is_ward: bool = False) -> Facts:
    lost = {"event": DesignationEvent.LOST, "occurred_on": ON - timedelta(days=20)}
    return Facts(birth_date=born, is_ward=is_ward, **lost)


def shows(*own: K, other: tuple[K, ...] = (), until: date | None = None) -> tuple[SeenDocument, ...]:
    papers = [(Person.APPLICANT, kind) for kind in own] + [(Person.REPRESENTATIVE, kind) for kind in other]
    return tuple(SeenDocument(person=person, kind=kind, valid_until=until) for person, kind in papers)


# -- The rules -----------------------------------------------------------------------------------------------

APPLICANT, REPRESENTATIVE = Person.APPLICANT, Person.REPRESENTATIVE
A, B1, B2 = K.PASSPORT, K.HEALTH_INSURANCE, K.BANK_BOOK


@pytest.mark.parametrize(
    ("born", "is_ward", "own", "other", "short"),
    [
        pytest.param(FIFTEEN_TODAY, False, (A,), (), set(), id="15 today: alone, one of A"),
        pytest.param(FIFTEEN_TODAY, False, (B1, B2), (), set(), id="two of B"),
        pytest.param(FIFTEEN_TODAY, False, (B1,), (), {APPLICANT}, id="one of B is short"),
        pytest.param(FIFTEEN_TODAY, False, (), (), {APPLICANT}, id="nothing"),
        pytest.param(FIFTEEN_TOMORROW, False, (A,), (), {REPRESENTATIVE}, id="15 tomorrow: not alone"),
        pytest.param(FIFTEEN_TOMORROW, False, (A,), (B1, B2), set(), id="both"),
        pytest.param(FIFTEEN_TOMORROW, False, (), (A,), {APPLICANT}, id="the child shows papers too"),
        pytest.param(BABY, False, (K.MATERNAL_AND_CHILD_HANDBOOK, B1), (A,), set(), id="a baby"),
        pytest.param(date(1950, 1, 1), True, (A,), (), {REPRESENTATIVE}, id="a ward"),
        pytest.param(date(1950, 1, 1), True, (A,), (A,), set(), id="a ward with the guardian"),
    ],
)
def test_who_must_come_and_what_suffices(
    born: date, is_ward: bool, own: tuple[K, ...], other: tuple[K, ...], short: set[Person]
) -> None:
    visit = Visit(shown=shows(*own, other=other), receiver=KNOWN)
    found = lacking(visit, facts(born, is_ward=is_ward), known=KNOWN, on=ON)
    assert (set(found.gaps), found.proof) == (short, None)


@pytest.mark.parametrize(("days", "suffices"), [(-1, False), (0, True)])
def test_an_expired_paper_does_not_count(days: int, suffices: bool) -> None:
    visit = Visit(shown=shows(A, until=ON + timedelta(days=days)))
    assert lacking(visit, facts(FIFTEEN_TODAY), known=None, on=ON).nothing is suffices


@pytest.mark.parametrize(
    ("receiver", "known", "fault"),
    [
        (KNOWN, KNOWN, None),
        (FATHER, KNOWN, ProofFault.MISSING),
        (KNOWN, None, ProofFault.MISSING),
        (replace(FATHER, proof=Proof(ProofKind.SAME_HOUSEHOLD)), KNOWN, None),
        (
            replace(FATHER, relation="minors_guardian", proof=Proof(ProofKind.SAME_HOUSEHOLD)),
            KNOWN,
            ProofFault.PARENTS_ONLY,
        ),
        (None, KNOWN, ProofFault.MISSING),
    ],
)
def test_another_representative_shows_that_they_may(
    receiver: Receiver | None, known: Receiver | None, fault: ProofFault | None
) -> None:
    visit = Visit(shown=shows(A, other=(A,)), receiver=receiver)
    assert lacking(visit, facts(FIFTEEN_TOMORROW), known=known, on=ON).proof is fault


@pytest.mark.parametrize(("kinds", "suffices"), [((A, B1), True), ((A,), False), ((B1, B2), False)])
def test_somebody_else_shows_two_papers_with_one_of_a(kinds: tuple[K, ...], suffices: bool) -> None:
    visit = Visit(shown=shows(other=kinds), receiver=FATHER)
    assert lacking_of_somebody_else(visit, on=ON).nothing is suffices


# -- The pages -----------------------------------------------------------------------------------------------

ALONE = {"present": "on", "applicant_1_kind": A}
TOGETHER = {
    **ALONE,
    "receiver_name": MOTHER.name,
    "receiver_relation": "parent",
    "representative_1_kind": K.DRIVING_LICENCE,
}


def at_desk(place: Place, event: DesignationEvent = DesignationEvent.LOST, **more: object) -> Application:
    """An application of eight days ago whose card came back yesterday and lies on shelf A-1."""
    applied, back = days_ago(8), days_ago(1)
    at = timezone.now() - timedelta(days=1)
    with place.scope():
        row = submitted(place, entry(event, on=applied, **more), on=applied)
        letter = row.delivery
        letter.move(
            State.SCHEDULED, at=at, on=applied, source=Source.TOKKYU, target_date=TODAY, chase_on=TODAY
        )
        record_news(letter, state=State.RETURNED, on=back, at=at, source=Source.TRACKING)
        put_on_shelf(letter, on=back, shelf="A-1", by=place.clerk.staff, at=at)
    return row


def url(name: str, uid: UUID) -> str:
    return reverse(f"desk:{name}", args=[uid])


def send(
    place: Place, name: str, row: Application, sent: dict[str, str], role: Role = Role.CLERK
) -> HttpResponse:
    return place.client(role).post(url(name, row.uid), sent)


def state(place: Place, row: Application) -> str:
    with place.scope():
        return str(Delivery.objects.get(application=row).state)


def test_from_the_label_to_the_receipt(mihon: Place) -> None:
    row, client = at_desk(mihon), mihon.client()
    typed = f"{row.reference[:4]}-{row.reference[4:]}".lower()
    found = client.post(reverse("desk:collect"), {"reference": typed})
    assert found["Location"] == url("hand_over", row.uid)
    page = words(client.get(found["Location"]))
    assert "申請者本人だけに渡してください" in page
    assert "A-1" in page
    page = words(client.post(found["Location"], ALONE, follow=True))
    assert "交付しました" in page
    assert "申請者: 旅券" in page
    with mihon.scope():
        handed = HandOver.objects.get()
        assert (handed.move.by, handed.move.on, handed.came) == (mihon.clerk.staff, TODAY, "applicant")
        assert handed.papers == [{"person": "applicant", "kind": "PASSPORT", "issuer": "", "valid_until": ""}]
    pdf = client.get(reverse("desk:paper", args=[row.uid, "card-receipt"])).content
    for said in ("カードの受領書", row.reference, "見本太郎", "みほん市長あて", "署名", "旅券"):
        assert squeezed(said) in text(pdf), said
    assert all("NotoSansCJK" in face.replace("-", "") for face in faces(pdf))


def test_short_papers_are_told_at_their_field_and_nothing_is_lost(mihon: Place) -> None:
    row = at_desk(mihon)
    sent = ALONE | {"applicant_1_kind": B1, "applicant_1_issuer": "見本健康保険組合"}
    page = send(mihon, "hand_over", row, sent)
    said = words(page)
    assert "本人確認書類が足りず、カードを渡せません" in said
    assert "見本健康保険組合" in page.content.decode()
    assert state(mihon, row) == State.AT_DESK
    assert "確認してチェックを入れてください" in words(send(mihon, "hand_over", row, {"applicant_1_kind": A}))


def test_a_child_with_its_mother_then_with_its_father(mihon: Place) -> None:
    row = at_desk(mihon, DesignationEvent.INFANT)
    assert "お子さま本人が来ている" in words(mihon.client().get(url("hand_over", row.uid)))
    sent = TOGETHER | {"applicant_1_kind": B1, "applicant_2_kind": K.MATERNAL_AND_CHILD_HANDBOOK}
    father = sent | {"receiver_name": "見本 一郎"}
    assert "申請のときの代理人と違います" in words(send(mihon, "hand_over", row, father))
    assert state(mihon, row) == State.AT_DESK
    send(mihon, "hand_over", row, father | {"representative_proof": ProofKind.SAME_HOUSEHOLD})
    with mihon.scope():
        handed = HandOver.objects.get()
        assert (handed.came, handed.receiver, handed.authority) == (
            "represented",
            "見本 一郎",
            "SAME_HOUSEHOLD",
        )
    pdf = mihon.client().get(reverse("desk:paper", args=[row.uid, "card-receipt"])).content
    assert squeezed("受領者 Taken by 見本 一郎 親権者") in text(pdf)


def test_what_became_of_the_old_card_is_asked_where_there_was_one(mihon: Place) -> None:
    row = at_desk(mihon, DesignationEvent.SPACE_FULL)
    assert "古いカード" in words(send(mihon, "hand_over", row, ALONE))
    assert state(mihon, row) == State.AT_DESK
    send(mihon, "hand_over", row, ALONE | {"old_card": "now"})
    with mihon.scope():
        assert HandOver.objects.get().old_card == "now"
    assert "古いカード" not in words(mihon.client().get(url("hand_over", at_desk(mihon).uid)))


def test_somebody_else_is_a_supervisors_decision_with_a_reason(mihon: Place) -> None:
    row = at_desk(mihon)
    sent = {
        "receiver_name": "見本 一郎",
        "receiver_relation": "弟",
        "representative_1_kind": A,
        "representative_2_kind": B1,
        "authority": "power_of_attorney",
        "reason": "入院中のため",
    }
    assert "管理者が判断します" in words(mihon.client().get(url("hand_over", row.uid)))
    assert send(mihon, "hand_over_else", row, sent).status_code == 403
    short = words(send(mihon, "hand_over_else", row, sent | {"reason": ""}, Role.SUPERVISOR))
    assert "入力してください" in short
    assert state(mihon, row) == State.AT_DESK
    page = send(mihon, "hand_over_else", row, sent, Role.SUPERVISOR)
    assert page["Location"] == url("application", row.uid)
    said = words(mihon.client().get(page["Location"]))
    assert "見本 一郎 (弟, 申請者が署名した委任状)" in said
    assert "入院中のため" in said


def test_the_second_of_two_clerks_and_a_withdrawn_case_are_told(mihon: Place) -> None:
    row = at_desk(mihon)
    send(mihon, "hand_over", row, ALONE)
    late = mihon.client().post(url("hand_over", row.uid), ALONE, follow=True)
    assert "今はできません。郵便物は「窓口で交付」です" in words(late)
    withdrawn = at_desk(mihon, name="取下 太郎")
    with mihon.scope():
        Application.objects.filter(pk=withdrawn.pk).update(withdrawn_on=TODAY)
    page = mihon.client().post(url("hand_over", withdrawn.uid), ALONE, follow=True)
    assert "カードは交付しません" in words(page)
    assert state(mihon, withdrawn) == State.AT_DESK


@pytest.mark.parametrize("typed", ["", "123", "AAAAAAAAAA", "2" * 10])
def test_a_wrong_reference_is_told(mihon: Place, renshu: Place, typed: str) -> None:
    page = mihon.client().post(reverse("desk:collect"), {"reference": typed})
    assert page.status_code == 200
    assert "入力内容をもう一度ご確認ください" in words(page)


def test_another_municipalitys_card_is_not_found(mihon: Place, renshu: Place) -> None:
    row = at_desk(renshu, residence_code="990027")
    page = mihon.client().post(reverse("desk:collect"), {"reference": row.reference})
    assert "この受付番号の申請はありません" in words(page)
    for name in ("hand_over", "post_again"):
        assert mihon.client().get(url(name, row.uid)).status_code == 404


def test_under_support_measures_no_desk_and_no_address_and_each_look_is_logged(mihon: Place) -> None:
    row = at_desk(mihon, support_measures=True, to_desk=True)
    page = words(mihon.client().get(url("hand_over", row.uid)))
    assert "見本町1-2-3" not in page
    assert "再発送する" not in words(mihon.client().get(url("application", row.uid)))
    send(mihon, "hand_over", row, ALONE)
    said = text(mihon.client().get(reverse("desk:paper", args=[row.uid, "card-receipt"])).content)
    assert "本庁窓口" not in said
    assert "見本太郎" in said
    with mihon.scope():
        seen = AuditEntry.objects.filter(subject=row.uid).values_list("action", "method")
        handing = [one for one in seen if one[0] == "desk:hand_over"]
        assert handing == [("desk:hand_over", "GET"), ("desk:hand_over", "POST")]


def test_posted_again_to_the_address_as_it_was_corrected(mihon: Place) -> None:
    row, client = at_desk(mihon), mihon.client()
    with mihon.scope():
        Application.objects.filter(pk=row.pk).update(address="見本県みほん市新町9-9")
    page = url("post_again", row.uid)
    assert "新町9-9" in words(client.get(page))
    early = client.post(page, boxes("posted_on", days_ago(5)))
    assert "この日にはまだ届いていないはずです" in words(early)
    bad = client.post(page, boxes("posted_on", TODAY) | {"tracking_number": "12"})
    assert "入力内容をもう一度ご確認ください" in words(bad)
    done = client.post(page, boxes("posted_on", TODAY) | {"tracking_number": "312-34-56789-4"}, follow=True)
    assert "再発送を記録しました" in words(done)
    with mihon.scope():
        letter = Delivery.objects.get(application=row)
        assert (letter.state, letter.address) == (State.REPOSTED, "見本県みほん市新町9-9")
        assert letter.postings.latest("generation").tracking_number == "31234567894"
