"""Corrected with reason and history; withdrawn; two clerks; and what can still be stopped after the hand-off."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from delivery.hand_off import hand_off
from delivery.issuer import the_issuer
from delivery.models import Delivery, HandOff
from delivery.states import State
from desks.permissions import Role
from eligibility.events import Cause, DesignationEvent, Paper, YesNo
from fees.models import Charge
from intake.closing import withdraw_application
from intake.correcting.forms import CorrectionForm
from intake.correcting.services import correct_application, prospect_of
from intake.entry import FeeDecision
from intake.models import Application, Correction, Standing
from intake.refusals import ChangedMeanwhile, SupervisorCorrects
from tests.intake.entries import AT, ON, entry, submitted
from tests.intake.pages import boxes, typed, words
from tests.places import Place


def correct(
    place: Place, row: Application, given: Any, *, by: str = "clerk", **more: object
) -> Correction | None:
    return correct_application(
        membership=getattr(place, by),
        application=row,
        entry=given,
        at=AT,
        **{"version": row.version, "reason": "聞き間違い", **more},
    )


def stored(row: Application) -> Application:
    return Application.objects.get(pk=row.pk)


def book_all(place: Place) -> None:
    with place.scope():
        hand_off(list(HandOff.objects.values_list("pk", flat=True)), issuer=the_issuer(), at=timezone.now())


class TestService:
    def test_the_earlier_state_is_kept_with_who_and_why(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon)
            kept = correct(mihon, row, entry(name="見本 次郎", phone="000-9999-0000"))
            now = stored(row)
        assert (now.name, now.name_normalised, now.version) == ("見本 次郎", "見本次郎", 2)
        assert now.phone_backwards == "00009999000"
        assert kept.before == {"name": "見本 太郎", "phone": "000-1234-5678"}
        assert (kept.by, kept.reason, kept.version) == (mihon.clerk.staff, "聞き間違い", 2)
        assert now.assessment == row.assessment, "nothing that decides was changed"

    def test_nothing_different_is_no_correction(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon)
            assert correct(mihon, row, entry()) is None
            assert stored(row).version == 1

    def test_history_is_never_changed(self, mihon: Place) -> None:
        with mihon.scope():
            correct(mihon, submitted(mihon), entry(name="見本 次郎"))
        with pytest.raises(ProgrammingError, match="permission denied"), mihon.scope():
            with connection.cursor() as cursor:
                cursor.execute("UPDATE intake_correction SET reason = 'x'")

    def test_of_two_clerks_the_second_is_told(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon)
            correct(mihon, row, entry(name="見本 次郎"))
            with pytest.raises(ChangedMeanwhile):
                correct(mihon, row, entry(name="見本 三郎"), version=1)
            assert stored(row).name == "見本 次郎"

    def test_a_new_day_is_judged_on_the_day_of_the_first_visit(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon, entry(days_ago=3))
            correct(mihon, row, entry(days_ago=20))
            now = stored(row)
        assert now.occurred_on == now.law_facts.occurred_on == ON - timedelta(days=20)
        assert now.assessment["decided_by"]["code"] == "IN_TIME"
        assert now.assessment["window"]["legal_end"] == (ON + timedelta(days=10)).isoformat()

    def test_no_longer_eligible_a_supervisor_decides(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon)
            with pytest.raises(SupervisorCorrects):
                correct(mihon, row, entry(days_ago=90))
            assert stored(row).version == 1
            correct(mihon, row, entry(days_ago=90), by="supervisor", reason="入院していた")
            now = stored(row)
        assert (now.exception_reason, now.exception_by) == ("入院していた", mihon.supervisor.staff)
        assert now.standing is Standing.ACCEPTED

    def test_a_pending_one_takes_new_facts_and_may_then_be_refused(self, mihon: Place) -> None:
        waiting = {"missing": frozenset({Paper.PHOTO})}
        with mihon.scope():
            row = submitted(mihon, entry(law=waiting))
            assert correct(mihon, row, entry(days_ago=90, law=waiting))
            now = stored(row)
        assert (now.standing, now.missing) == (Standing.PENDING, ["PHOTO"])
        assert now.assessment["verdict"] == "NOT_ELIGIBLE"

    def test_what_the_fee_was_stays(self, mihon: Place) -> None:
        stolen = {"cause": Cause.STOLEN, "police_number": YesNo.YES}
        with mihon.scope():
            row = submitted(mihon)
            correct(mihon, row, entry(law=stolen))
            assert Charge.objects.get(reference=row.reference).amount == 2000

    def test_before_booking_the_letter_takes_it_along(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon)
            assert prospect_of(row, entry(), membership=mihon.clerk).after == {}
            correct(mihon, row, entry(name="見本 次郎", address="見本県みほん市新町1"))
            letter = Delivery.objects.get(reference=row.reference)
        assert (letter.addressee, letter.address) == ("見本 次郎", "見本県みほん市新町1")

    def test_what_takes_longer_is_known_before_the_letter_is_planned(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon)
            correct(mihon, row, entry(character_choice="keep", law={"kept_character": True}))
            assert len(Delivery.objects.get(reference=row.reference).longer_reasons) == 1


class TestWithdraw:
    def gone(self, place: Place, row: Application) -> Application:
        return withdraw_application(
            membership=place.clerk, application=row, version=row.version, at=AT, on=ON
        )

    def test_before_booking_the_letter_stops_with_it(self, mihon: Place) -> None:
        with mihon.scope():
            row = self.gone(mihon, submitted(mihon))
            assert (row.standing, stored(row).delivery.state) == (Standing.WITHDRAWN, State.CANCELLED)
            assert stored(row).delivery.moves.get().by == mihon.clerk.staff
            assert Charge.objects.count() == 1, "nothing is given back by itself"
            with pytest.raises(ChangedMeanwhile):
                self.gone(mihon, row)

    def test_after_booking_it_is_recorded_and_the_page_says_what_follows(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon)
        book_all(mihon)
        client = mihon.client()
        address = reverse("desk:application", args=[row.uid])
        client.post(reverse("desk:withdraw", args=[row.uid]), {"version": "1"})
        page = words(client.get(address))
        assert "発行機関に書留の取消しを求める" in page
        assert "手数料を返すかどうか" in page
        page = words(client.post(reverse("desk:letter", args=[row.uid]), follow=True))
        assert "前の書留は送られません" in page
        assert "取消しを求める" not in page
        with mihon.scope():
            assert stored(row).delivery.state == State.CANCELLED


def form_of(row: Application, **more: object) -> dict[str, object]:
    """What a browser sends for the correction page of the standard entry."""
    sent = typed(**boxes("occurred_on", row.occurred_on), phone="000-1234-5678")
    return {**sent, "version": str(row.version), "reason": "聞き間違い", **more}


def shown(page: HttpResponse) -> str:
    return str(page.context["form"]["shown"].value())


class TestPages:
    @pytest.fixture
    def row(self, mihon: Place) -> Application:
        today = timezone.localdate()
        with mihon.scope():
            return submitted(mihon, entry(on=today), on=today)

    def post(self, place: Place, row: Application, role: Role = Role.CLERK, **more: object) -> HttpResponse:
        return place.client(role).post(reverse("desk:correct", args=[row.uid]), form_of(row, **more))

    def test_opens_with_what_is_stored_and_unchanged_it_changes_nothing(
        self, mihon: Place, row: Application
    ) -> None:
        page = mihon.client().get(reverse("desk:correct", args=[row.uid]))
        assert 'value="見本 太郎"' in page.content.decode()
        assert "違うところはありません" in words(self.post(mihon, row))

    def test_tells_what_changes_before_it_is_saved(self, mihon: Place, row: Application) -> None:
        first = self.post(mihon, row, name="見本 次郎", save="1")
        assert "見本 次郎" in words(first)
        assert "新しい内容で送ります" in words(first)
        with mihon.scope():
            assert stored(row).name == "見本 太郎", "nobody saw yet what would change"
        done = self.post(mihon, row, name="見本 次郎", save="1", shown=shown(first))
        assert done["Location"] == reverse("desk:application", args=[row.uid])
        page = words(mihon.client().get(done["Location"]))
        for said in ("訂正の履歴", "聞き間違い", "見本 太郎", "見本 次郎", "訂正前", "訂正後"):
            assert said in page, said

    def test_what_decides_shows_its_answer(self, mihon: Place, row: Application) -> None:
        late = boxes("occurred_on", timezone.localdate() - timedelta(days=90))
        page = self.post(mihon, row, **late)
        assert "管理者が判断します" in words(page)
        assert 'name="save"' not in page.content.decode()
        refused = self.post(mihon, row, **late, save="1", shown=shown(page))
        assert "保存できるのは管理者だけ" in words(refused)
        page = self.post(mihon, row, Role.SUPERVISOR, **late)
        saved = self.post(mihon, row, Role.SUPERVISOR, **late, save="1", shown=shown(page))
        assert saved.status_code == 302

    def test_the_second_clerk_sees_both_versions(self, mihon: Place, row: Application) -> None:
        with mihon.scope():
            correct(mihon, row, replace(entry(on=timezone.localdate()), name="見本 次郎"))
        page = self.post(mihon, row, name="見本 三郎", save="1")
        assert page.status_code == 409
        said = words(page)
        for expected in ("ほかの職員がこの申請を変更しました", "見本 次郎", "見本 三郎"):
            assert expected in said, expected
        done = self.post(mihon, row, name="見本 三郎", save="1", shown=shown(page), version="2")
        assert done.status_code == 302
        with mihon.scope():
            assert stored(row).name == "見本 三郎"

    def test_a_reason_is_asked_for(self, mihon: Place, row: Application) -> None:
        page = self.post(mihon, row, name="見本 次郎", reason="")
        assert 'href="#id_reason"' in page.content.decode()
        assert 'value="見本 次郎"' in page.content.decode()

    @pytest.mark.parametrize(
        "bad",
        [
            {"version": "x"},
            {"version": ""},
            {"name": "\x00"},
            {"shown": "z" * 999},
            {"event": "INFANT"},
            {"event": "OVERSEAS"},
            boxes("birth_date", date(2026, 1, 1)),
            boxes("birth_date", timezone.localdate() + timedelta(days=3)),
            {"registered": "elsewhere", "postcode": "100-0001"},
            {"certificates": ["NONE"]},
        ],
    )
    def test_bad_input_is_an_answer(self, mihon: Place, row: Application, bad: dict[str, str]) -> None:
        page = self.post(mihon, row, **bad)
        assert page.status_code in (200, 409)

    def test_facts_that_nobody_asked_about_stay_unknown(self, mihon: Place, row: Application) -> None:
        page = self.post(mihon, row, name="見本 次郎")
        self.post(mihon, row, name="見本 次郎", save="1", shown=shown(page))
        with mihon.scope():
            assert stored(row).facts == row.facts

    def test_after_booking_the_old_address_is_named_and_the_issuer_asked(
        self, mihon: Place, row: Application
    ) -> None:
        book_all(mihon)
        page = self.post(mihon, row, name="見本 次郎")
        assert "前の氏名・住所に届きます" in words(page)
        self.post(mihon, row, name="見本 次郎", save="1", shown=shown(page))
        client = mihon.client()
        address = reverse("desk:application", args=[row.uid])
        assert "取消しを求めて、新しく送る" in words(client.get(address))
        client.post(reverse("desk:letter", args=[row.uid]))
        book_all(mihon)
        with mihon.scope():
            letter = stored(row).delivery
            assert (letter.addressee, letter.state) == ("見本 次郎", State.SCHEDULED)
        assert "新しく送る" not in words(client.get(address))

    def test_a_refused_one_is_not_corrected(self, mihon: Place, row: Application) -> None:
        with mihon.scope():
            Application.objects.filter(pk=row.pk).update(withdrawn_on=timezone.localdate())
        assert self.post(mihon, row, name="x").status_code == 302


@pytest.mark.parametrize("event", DesignationEvent)
def test_every_designation_opens_as_it_is_stored(mihon: Place, event: DesignationEvent) -> None:
    today = timezone.localdate()
    free = FeeDecision(charged=False, reason="国の扱い")
    with mihon.scope():
        row = submitted(mihon, entry(event, on=today, fee=free, evidence="国の通知"), on=today)
        form = CorrectionForm(application=row, municipality=mihon.municipality)
        assert form.read_facts(form.stored) == row.law_facts
    assert mihon.client().get(reverse("desk:correct", args=[row.uid])).status_code == 200
