"""Submitting: what the rows say afterwards, for each designation and for each thing that can stand in the way."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from delivery.models import HandOff
from delivery.states import State
from eligibility.documents import IdentityKind
from eligibility.events import Cause, Certificate, DesignationEvent, Paper, YesNo
from fees.models import Charge, Receipt
from intake.entry import ApplicationEntry, FeeDecision, SeenDocument
from intake.finding.searching import readings
from intake.finding.services import Filters, found_by
from intake.judging import Obstacle
from intake.models import Application, IdentityDocument, Person, Standing
from intake.refusals import AlreadySubmitted, NotAccepted
from intake.services import Submitted, submit_application
from tests.intake.entries import A_AND_B, AT, BABYS_PAPERS, MOTHERS_PAPERS, ON, entry
from tests.places import Place

E = DesignationEvent
FREE = set(E) - {E.LOST, E.DAMAGE, E.OVERSEAS}
FULL_FEE = FeeDecision(charged=True, reason="本人が水に落とした")
NO_FEE = FeeDecision(charged=False, reason="帰国時の書類で確認")


def submit(
    place: Place, given: ApplicationEntry, *, key: UUID | None = None, on: date = ON, by: str = "clerk"
) -> Submitted:
    membership = getattr(place, by)
    with place.scope():
        return submit_application(membership=membership, entry=given, key=key or uuid4(), at=AT, on=on)


def charge_of(place: Place, done: Submitted) -> Charge:
    with place.scope():
        return Charge.objects.select_related("receipt").get(reference=done.application.reference)


def refused(
    place: Place, given: ApplicationEntry, *, on: date = ON, by: str = "clerk"
) -> frozenset[Obstacle]:
    """What stood in the way; nothing may have been written."""
    with pytest.raises(NotAccepted) as refusal:
        submit(place, given, on=on, by=by)
    with place.scope():
        assert not Application.objects.exists()
        assert not Charge.objects.exists()
        assert not HandOff.objects.exists()
    return refusal.value.obstacles


# -- Each designation ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", sorted(FREE))
def test_free_designations_are_accepted_without_a_receipt(mihon: Place, event: DesignationEvent) -> None:
    done = submit(mihon, entry(event))
    charge = charge_of(mihon, done)
    assert done.application.standing is Standing.ACCEPTED
    assert (charge.amount, charge.decided_by) == (0, mihon.clerk.staff)
    assert not hasattr(charge, "receipt")


@pytest.mark.parametrize(
    ("certificates", "amount"),
    [(frozenset(Certificate), 2000), ({Certificate.USER_AUTHENTICATION}, 2000), (frozenset(), 1800)],
)
def test_a_lost_card_costs_2000_or_1800_and_has_a_receipt(
    mihon: Place, certificates: frozenset[Certificate], amount: int
) -> None:
    done = submit(mihon, entry(E.LOST, law={"certificates": frozenset(certificates)}))
    charge = charge_of(mihon, done)
    assert (charge.amount, charge.basis, charge.source) == (amount, "LOSS", "national_page")
    assert (charge.receipt.fiscal_year, charge.receipt.number) == (2026, 1)


def test_a_certificate_that_the_card_cannot_carry_is_neither_kept_nor_charged(mihon: Place) -> None:
    only_signature = {"certificates": frozenset({Certificate.SIGNATURE}), "face_authentication": True}
    done = submit(mihon, entry(E.LOST, law=only_signature))
    assert done.application.certificates == []
    assert charge_of(mihon, done).amount == 1800


def test_own_fault_damage_is_charged_as_practice_says(mihon: Place) -> None:
    done = submit(mihon, entry(E.DAMAGE, law={"cause": Cause.OWN_FAULT}))
    charge = charge_of(mihon, done)
    assert (charge.amount, charge.basis, charge.source) == (2000, "OWN_FAULT", "practice")


@pytest.mark.parametrize(("decision", "amount"), [(FULL_FEE, 2000), (NO_FEE, 0)])
def test_where_practice_is_silent_the_clerk_decides_with_a_reason(
    mihon: Place, decision: FeeDecision, amount: int
) -> None:
    law = {"had_card_before": YesNo.YES, "old_card_shown": YesNo.NO}
    returned = entry(E.OVERSEAS, law=law, fee=decision, evidence="" if amount else "帰国時の書類")
    charge = charge_of(mihon, submit(mihon, returned))
    assert (charge.amount, charge.source, charge.reason) == (amount, "clerk", decision.reason)
    assert hasattr(charge, "receipt") is bool(amount)


def test_what_is_free_because_of_what_was_seen_names_it(mihon: Place) -> None:
    """By the clerk's decision, or because of the paper that practice frees; not where nothing had to be shown."""
    decided = entry(E.DAMAGE, fee=NO_FEE)
    old_card = entry(E.OVERSEAS, law={"had_card_before": YesNo.YES, "old_card_shown": YesNo.YES})
    disaster = {"cause": Cause.DISASTER, "disaster_certificate": YesNo.YES}
    for given in (decided, old_card, entry(E.DAMAGE, law=disaster), entry(E.LOST, law=disaster)):
        with pytest.raises(NotAccepted) as refusal:
            submit(mihon, replace(given, another_reason="別の申請"))
        assert refusal.value.obstacles == {Obstacle.EVIDENCE_NEEDED}, given.facts
        done = submit(mihon, replace(given, evidence="見た書類", another_reason="別の申請"))
        assert (charge_of(mihon, done).amount, charge_of(mihon, done).evidence) == (0, "見た書類")
    never_had_one = entry(E.OVERSEAS, law={"had_card_before": YesNo.NO}, another_reason="別の申請")
    assert submit(mihon, never_had_one).created


def test_an_undecided_fee_is_refused(mihon: Place) -> None:
    assert refused(mihon, entry(E.DAMAGE)) == {Obstacle.FEE_UNDECIDED}
    without_reason = FeeDecision(charged=True, reason="")
    assert refused(mihon, entry(E.DAMAGE, fee=without_reason)) == {Obstacle.FEE_UNDECIDED}


# -- What is stored ------------------------------------------------------------------------------------------


def test_the_letter_gets_the_values_of_the_case_and_a_hand_off(mihon: Place) -> None:
    done = submit(mihon, entry(E.PENAL, support_measures=True, to_desk=True))
    letter = done.application.delivery
    assert (letter.reference, letter.addressee, letter.address) == (
        done.application.reference,
        "見本 太郎",
        "見本県みほん市見本町1-2-3",
    )
    assert letter.designation == "OTHER"
    assert (letter.support_measures, letter.to_desk, letter.accepted_on) == (True, True, ON)
    assert letter.state == State.REQUESTED
    with mihon.scope():
        assert HandOff.objects.get(delivery=letter).done_at is None


def test_the_judgement_is_stored_with_its_trace_and_what_it_rests_on(mihon: Place) -> None:
    done = submit(mihon, entry(E.LOST, days_ago=3))
    with mihon.scope():
        row = Application.objects.get(pk=done.application.pk)
    assert row.law_facts.occurred_on == date(2026, 11, 21)
    assert row.assessment["verdict"] == "ELIGIBLE"
    assert [step["code"] for step in row.assessment["trace"][:2]] == ["START_DAY", "COUNTED_FROM_NEXT_DAY"]
    assert (row.practice, row.residence_practice) == (mihon.practice, mihon.practice)
    assert row.calendar_version == mihon.municipality.calendar_version


def test_a_name_is_kept_as_typed_and_searched_normalised(mihon: Place) -> None:
    rare = "\ufa19谷 \u845b\U000e0100子"
    done = submit(mihon, entry(name=rare, kana="ｶﾐﾔ かつこ"))
    with mihon.scope():
        row = Application.objects.get(pk=done.application.pk)
        for typed in ("神", "かみや　か"):
            assert found_by(readings(typed), Filters(desks=[mihon.hall])).rows == [row]
    assert row.name == rare


def test_identity_papers_say_who_looked(mihon: Place) -> None:
    done = submit(mihon, entry(E.INFANT))
    with mihon.scope():
        papers = IdentityDocument.objects.filter(application=done.application)
        assert {(paper.person, paper.seen_by) for paper in papers} == {
            ("applicant", mihon.clerk.staff),
            ("representative", mihon.clerk.staff),
        }
        assert done.application.representative.name == "見本 花子"


# -- What stands in the way ----------------------------------------------------------------------------------


def test_not_eligible_and_not_yet_are_not_entered(mihon: Place) -> None:
    assert refused(mihon, entry(E.LOST, days_ago=60)) == {Obstacle.CLOSED}
    assert refused(mihon, entry(E.LOST, days_ago=-1)) == {Obstacle.CLOSED}


def test_late_with_circumstances_is_for_a_supervisor_with_a_reason(mihon: Place) -> None:
    late = {"prevented": YesNo.YES}
    excused = entry(
        E.LOST, days_ago=60, law=late, exception_reason="入院していた", exception_evidence="入院証明書"
    )
    done = submit(mihon, excused, by="supervisor")
    assert (done.application.exception_reason, done.application.exception_by) == (
        "入院していた",
        mihon.supervisor.staff,
    )


def test_another_municipalitys_desk_accepts_with_a_reason_and_names_no_day(
    mihon: Place, renshu: Place
) -> None:
    from_renshu = entry(residence_code=renshu.municipality.code)
    assert refused(mihon, from_renshu) == {Obstacle.REASON_NEEDED}
    done = submit(mihon, entry(residence_code="990027", exception_reason="れんしゅう町に電話で確認"))
    assert (done.application.practice, done.application.residence_practice) == (
        mihon.practice,
        renshu.practice,
    )
    assert done.application.law_facts.at_residence_desk is False
    assert done.application.delivery.longer_reasons == ["OTHER_DESK"]


def test_with_a_birth_notification_another_desk_accepts_and_the_baby_stays_at_home(
    mihon: Place, renshu: Place
) -> None:
    newborn = entry(
        E.INFANT,
        law={"with_birth_notification": True},
        residence_code="990027",
        documents=MOTHERS_PAPERS,
    )
    done = submit(mihon, newborn)
    assert done.application.standing is Standing.ACCEPTED
    assert done.application.delivery.longer_reasons == []
    assert charge_of(mihon, done).amount == 0


def test_the_residence_practice_counts_the_days(mihon: Place, renshu: Place) -> None:
    """れんしゅう町 counts the first day: the 30th day is over there while みほん市 would still accept."""
    on = date(2026, 11, 20)
    last_day_at_home = entry(days_ago=30, on=on)
    assert submit(mihon, last_day_at_home, on=on).created
    with renshu.scope(), pytest.raises(NotAccepted) as refusal:
        submit_application(
            membership=renshu.clerk,
            entry=entry(days_ago=30, on=on, residence_code="990027"),
            key=uuid4(),
            at=AT,
            on=on,
        )
    assert refusal.value.obstacles == {Obstacle.CLOSED}


def test_a_child_needs_a_representative(mihon: Place) -> None:
    child = {"birth_date": date(2015, 4, 2)}
    assert refused(mihon, entry(law=child)) == {
        Obstacle.REPRESENTATIVE_NEEDED,
        Obstacle.REPRESENTATIVE_PAPERS,
    }


@pytest.mark.parametrize(
    ("papers", "obstacle"),
    [
        ((), Obstacle.APPLICANT_PAPERS),
        (A_AND_B[:1], Obstacle.APPLICANT_PAPERS),
        (BABYS_PAPERS, Obstacle.APPLICANT_PAPERS),
        (
            (
                SeenDocument(
                    person=Person.APPLICANT, kind=IdentityKind.PASSPORT, valid_until=date(2026, 11, 23)
                ),
                A_AND_B[1],
            ),
            Obstacle.APPLICANT_PAPERS,
        ),
    ],
    ids=["none", "one", "two of B", "expired yesterday"],
)
def test_papers_that_do_not_suffice_are_refused(
    mihon: Place, papers: tuple[SeenDocument, ...], obstacle: Obstacle
) -> None:
    assert refused(mihon, entry(documents=papers)) == {obstacle}


def test_papers_valid_today_suffice(mihon: Place) -> None:
    passport = SeenDocument(person=Person.APPLICANT, kind=IdentityKind.PASSPORT, valid_until=ON)
    assert submit(mihon, entry(documents=(passport, A_AND_B[1]))).created


def test_a_baby_shows_two_of_b_and_the_mother_her_own(mihon: Place) -> None:
    assert submit(mihon, entry(E.INFANT, documents=BABYS_PAPERS + MOTHERS_PAPERS)).created
    with mihon.scope():
        Application.objects.get()


# -- The same form twice -------------------------------------------------------------------------------------


def test_the_same_form_twice_is_one_application_and_one_receipt(mihon: Place) -> None:
    key, given = uuid4(), entry()
    first, second = submit(mihon, given, key=key), submit(mihon, given, key=key)
    assert (first.created, second.created) == (True, False)
    assert first.application == second.application
    with mihon.scope():
        assert Application.objects.count() == Charge.objects.count() == Receipt.objects.count() == 1


def test_the_same_form_with_other_content_is_refused_by_name(mihon: Place) -> None:
    key = uuid4()
    first = submit(mihon, entry(), key=key)
    with pytest.raises(AlreadySubmitted) as refusal:
        submit(mihon, entry(name="別人 一郎"), key=key)
    assert refusal.value.application == first.application


def test_missing_papers_make_it_wait(mihon: Place) -> None:
    done = submit(mihon, entry(documents=(), law={"missing": frozenset({Paper.IDENTITY, Paper.PHOTO})}))
    row = done.application
    assert row.standing is Standing.PENDING
    assert (row.missing, row.pending_since, row.delivery) == (["IDENTITY", "PHOTO"], ON, None)
    with mihon.scope():
        assert not Charge.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"residence_code": "990027", "exception_reason": "電話で確認"},
        {"days_ago": 60, "exception_reason": "入院していた", "exception_evidence": "入院証明書"},
    ],
    ids=["in time", "another desk", "late"],
)
def test_a_card_stolen_without_the_polices_number_waits_for_it(mihon: Place, more: dict[str, Any]) -> None:
    law = {"cause": Cause.STOLEN, "police_number": YesNo.NO, "prevented": YesNo.YES}
    done = submit(mihon, entry(law=law, **more), by="supervisor")
    assert (done.application.standing, done.application.missing) == (Standing.PENDING, ["POLICE_NUMBER"])
