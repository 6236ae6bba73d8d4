"""Late with circumstances: entered by a clerk, decided by a supervisor, told at the desk."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from desks.permissions import Role
from eligibility.events import DesignationEvent, Paper, YesNo
from fees.models import Charge
from intake.completing import complete_application
from intake.entry import ApplicationEntry
from intake.judging import Obstacle
from intake.late.deciding import accept_late
from intake.late.services import days_late
from intake.models import Application, LateDecision, LateRequest, Standing
from intake.refusals import NotAccepted
from intake.services import submit_application
from tests.intake.entries import AT, ON, entry, submitted
from tests.intake.pages import boxes, days_ago, typed, words
from tests.places import Place

LATE = {"prevented": YesNo.YES}
WHY = {"exception_reason": "入院していた", "exception_evidence": "入院証明書"}
TODAY = timezone.localdate()


def late_entry(*, on: date = ON, law: dict[str, object] | None = None, **more: object) -> ApplicationEntry:
    return entry(days_ago=60, on=on, law={**LATE, **(law or {})}, **{**WHY, **more})


def asked(place: Place) -> Application:
    """A late application that a clerk entered today."""
    with place.scope():
        return submitted(place, late_entry(on=TODAY), on=TODAY)


def decide(place: Place, row: Application, button: str, **more: str) -> HttpResponse:
    sent = {"version": str(row.version), "reason": "やむを得ない", button: "1", **more}
    return place.client(Role.SUPERVISOR).post(reverse("desk:decide", args=[row.uid]), sent)


def stored(place: Place, row: Application) -> Application:
    with place.scope():
        return Application.objects.select_related("delivery", "desk").get(pk=row.pk)


def test_a_clerk_enters_it_and_it_waits_without_fee_or_letter(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, late_entry())
        request = LateRequest.objects.get(application=row)
        assert (request.reason, request.evidence, request.by) == (
            "入院していた",
            "入院証明書",
            mihon.clerk.staff,
        )
        assert (row.standing, row.decision_asked_on, row.delivery) == (Standing.PENDING, ON, None)
        assert not Charge.objects.exists()
        assert not LateDecision.objects.exists()
        with pytest.raises(NotAccepted) as refusal:
            complete_application(
                membership=mihon.clerk, application=row, version=1, exception_reason="入院", at=AT, on=ON
            )
    assert refusal.value.obstacles == {Obstacle.SUPERVISOR_COMPLETES}


@pytest.mark.parametrize(
    ("lacks", "obstacle"),
    [("exception_reason", Obstacle.REASON_NEEDED), ("exception_evidence", Obstacle.LATE_EVIDENCE_NEEDED)],
)
def test_reason_and_evidence_are_needed_of_everybody(mihon: Place, lacks: str, obstacle: Obstacle) -> None:
    given = late_entry(**{lacks: ""})
    for membership in (mihon.clerk, mihon.supervisor):
        with mihon.scope(), pytest.raises(NotAccepted) as refusal:
            submit_application(membership=membership, entry=given, key=uuid4(), at=AT, on=ON)
        assert refusal.value.obstacles == {obstacle}


def test_a_supervisor_may_accept_at_once_and_the_decision_is_kept(mihon: Place) -> None:
    with mihon.scope():
        row = submit_application(
            membership=mihon.supervisor, entry=late_entry(), key=uuid4(), at=AT, on=ON
        ).application
        decision = LateDecision.objects.get(application=row)
    assert (row.standing, row.accepted_on, row.decision_asked_on) == (Standing.ACCEPTED, ON, None)
    assert (decision.accepted, decision.by, decision.reason) == (True, mihon.supervisor.staff, "入院していた")


def test_the_supervisors_list_tells_age_delay_reason_and_evidence(mihon: Place, renshu: Place) -> None:
    before = TODAY - timedelta(days=4)
    with mihon.scope():
        row = submitted(mihon, late_entry(on=before), on=before)
        hidden = submitted(
            mihon,
            late_entry(on=TODAY, name="見本 秘密", support_measures=True, safe_to_post=YesNo.YES),
            on=TODAY,
        )
    other = asked(renshu)
    page = words(mihon.client(Role.SUPERVISOR).get(reverse("desk:late")))
    for said in (row.reference, "入院していた", "入院証明書", "本庁窓口", hidden.reference):
        assert said in page, said
    cells = f"4 {row.reference} 見本 太郎 {days_late(row)} 入院していた"
    assert cells in page, page
    assert page.count("本庁窓口") == 2, (
        "the desk in the top bar and of one row: support measures hide the other"
    )
    assert other.reference not in page
    assert mihon.client().get(reverse("desk:late")).status_code == 403
    assert "判断を待っています" in words(mihon.client(Role.SUPERVISOR).get(reverse("desk:today")))


def test_accepted_on_the_day_of_the_decision_with_fee_and_letter(mihon: Place) -> None:
    row = asked(mihon)
    page = words(mihon.client(Role.SUPERVISOR).get(reverse("desk:decide", args=[row.uid])))
    for said in (f"期間の終わりから{days_late(row)}日後", "入院していた", "入院証明書"):
        assert said in page, said
    without = decide(mihon, row, "accept", reason="")
    assert "判断の理由: " in words(without)
    assert decide(mihon, row, "accept")["Location"] == reverse("desk:application", args=[row.uid])
    done = stored(mihon, row)
    assert (done.standing, done.accepted_on) == (Standing.ACCEPTED, TODAY)
    assert done.exception_by == mihon.supervisor.staff
    with mihon.scope():
        charge, decision = Charge.objects.get(), LateDecision.objects.get()
        assert (charge.amount, charge.desk) == (2000, done.desk)
        assert (decision.accepted, decision.reason, decision.on) == (True, "やむを得ない", TODAY)
    today = words(mihon.client().get(reverse("desk:today")))
    assert "最近の管理者の判断" in today
    assert "やむを得ない" in today
    assert "判断を待っている期間後の申請はありません" in words(
        mihon.client(Role.SUPERVISOR).get(reverse("desk:late"))
    )


def test_declined_it_is_refused_with_the_paper(mihon: Place) -> None:
    row = asked(mihon)
    done = decide(mihon, row, "decline", reason="期間内に来られた")
    assert done["Location"] == reverse("desk:paper", args=[row.uid, "refusal"])
    assert stored(mihon, row).refusal_reason == "期間内に来られた"
    page = words(mihon.client().get(reverse("desk:application", args=[row.uid])))
    assert "不受理: 期間内に来られた" in page
    assert decide(mihon, row, "accept").status_code == 302, "decided once"
    with mihon.scope():
        assert LateDecision.objects.get().accepted is False


def test_accepted_with_papers_missing_a_clerk_completes_it(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, late_entry(law={"missing": frozenset({Paper.PHOTO})}))
        row = accept_late(
            membership=mihon.supervisor, application=row, version=1, reason="やむを得ない", at=AT, on=ON
        )
        assert (row.standing, row.is_undecided) == (Standing.PENDING, False)
        done = complete_application(
            membership=mihon.clerk, application=row, version=2, at=AT, on=ON + timedelta(days=1)
        )
        assert done.standing is Standing.ACCEPTED
        assert LateDecision.objects.get().by == mihon.supervisor.staff


def test_where_the_desk_decides_the_fee_the_supervisor_does_with_evidence(mihon: Place) -> None:
    with mihon.scope():
        given = entry(DesignationEvent.DAMAGE, days_ago=60, on=TODAY, law=LATE, **WHY)
        row = submitted(mihon, given, on=TODAY)
    undecided = words(decide(mihon, row, "accept"))
    assert "手数料を決め" in undecided
    free = {"fee_choice": "free", "fee_reason": "製品の不良"}
    assert "何を確認したか" in words(decide(mihon, row, "accept", **free))
    assert decide(mihon, row, "accept", **free, evidence="カードを確認").status_code == 302
    with mihon.scope():
        assert Charge.objects.get().evidence == "カードを確認"


def test_nobody_changes_a_decision_or_its_request(mihon: Place) -> None:
    row = asked(mihon)
    decide(mihon, row, "accept")
    for table in ("intake_latedecision", "intake_laterequest"):
        for statement in (f"UPDATE {table} SET reason = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(ProgrammingError, match="permission denied"), mihon.scope():
                with connection.cursor() as cursor:
                    cursor.execute(statement)


def test_the_form_says_that_it_waits_and_asks_for_the_evidence_at_its_field(mihon: Place) -> None:
    form = typed(**boxes("occurred_on", days_ago(60)), prevented="on", exception_reason="入院していた")
    client, new = mihon.client(), reverse("desk:new")
    assert "管理者の画面で判断を待ちます" in words(client.post(new, {**form, "check": "1"}))
    page = client.post(new, form).content.decode()
    assert 'href="#id_exception_evidence"' in page
    done = client.post(new, {**form, "exception_evidence": "入院証明書"}, follow=True)
    assert "管理者の判断を求めました" in words(done)
    assert "管理者の判断" in words(client.get(reverse("desk:today")))


def test_unticked_by_a_correction_it_is_not_asked_any_more(mihon: Place) -> None:
    """Entered with the wrong day: in time after all, a clerk completes it."""
    with mihon.scope():
        row = submitted(mihon, late_entry())
        facts = replace(row.law_facts, occurred_on=ON - timedelta(days=3))
        row.facts = {**row.facts, "occurred_on": facts.occurred_on.isoformat()}
        row.save()
        done = complete_application(membership=mihon.clerk, application=row, version=1, at=AT, on=ON)
    assert done.standing is Standing.ACCEPTED
