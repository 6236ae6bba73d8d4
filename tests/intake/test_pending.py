"""Pending applications: completed on another day, after the period, withdrawn, and changed meanwhile."""

from datetime import date, timedelta

import pytest

from desks.models import Practice
from eligibility.events import Cause, Paper, YesNo
from fees.models import Charge
from intake.closing import withdraw_application
from intake.completing import complete_application
from intake.entry import FeeDecision
from intake.judging import Obstacle
from intake.models import Application, Standing
from intake.refusals import ChangedMeanwhile, NotAccepted
from tests.intake.entries import A_AND_B, AT, ON, entry, submitted
from tests.places import Place

LATER = ON + timedelta(days=2)
NO_PHOTO = {"missing": frozenset({Paper.PHOTO})}


def complete(place: Place, row: Application, *, on: date = LATER, **more: object) -> Application:
    return complete_application(
        membership=place.clerk,
        application=row,
        at=AT,
        on=on,
        **{"version": row.version, **more},
    )


def test_completing_keeps_both_days_and_takes_the_fee_then(mihon: Place) -> None:
    with mihon.scope():
        done = complete(mihon, submitted(mihon, entry(law=NO_PHOTO)))
        charge = Charge.objects.get(reference=done.reference)
    assert done.standing is Standing.ACCEPTED
    assert (done.first_visit_on, done.pending_since, done.accepted_on, done.missing) == (ON, ON, LATER, [])
    assert (charge.amount, charge.on) == (2000, LATER)
    assert (done.delivery.accepted_on, done.law_facts.first_visit_on) == (LATER, ON)


def test_completed_after_the_period_needs_a_reason(mihon: Place) -> None:
    after = ON + timedelta(days=40)
    with mihon.scope():
        row = submitted(mihon, entry(law=NO_PHOTO))
        with pytest.raises(NotAccepted) as refusal:
            complete(mihon, row, on=after)
        assert refusal.value.obstacles == {Obstacle.REASON_NEEDED}
        done = complete(mihon, row, on=after, exception_reason="写真の準備に時間がかかった")
    assert (done.accepted_on, done.exception_by) == (after, mihon.clerk.staff)
    assert done.assessment["decided_by"]["code"] == "COMPLETED_LATE"


def test_what_a_supervisor_excused_stays_excused(mihon: Place) -> None:
    late = entry(
        days_ago=60,
        law={**NO_PHOTO, "prevented": YesNo.YES},
        exception_reason="災害のため来庁できなかった",
        exception_evidence="り災証明書",
    )
    with mihon.scope():
        row = submitted_by_supervisor(mihon, late)
        done = complete(mihon, row)
    assert done.exception_by == mihon.supervisor.staff


def test_papers_that_come_too_late_need_a_reason_of_their_own(mihon: Place, renshu: Place) -> None:
    elsewhere = entry(law=NO_PHOTO, residence_code="990027", exception_reason="電話で確認")
    after = ON + timedelta(days=40)
    with mihon.scope():
        row = submitted(mihon, elsewhere)
        with pytest.raises(NotAccepted) as refusal:
            complete(mihon, row, on=after)
        assert refusal.value.obstacles == {Obstacle.REASON_NEEDED}
        done = complete(mihon, row, on=after, exception_reason="写真が間に合わなかった")
    assert done.exception_reason == "電話で確認\n写真が間に合わなかった"


def submitted_by_supervisor(place: Place, given: object) -> Application:
    as_supervisor = type(place)(**{**vars(place), "clerk": place.supervisor})
    return submitted(as_supervisor, given)


def test_missing_identity_papers_have_to_be_shown(mihon: Place) -> None:
    nothing_shown = entry(documents=(), law={"missing": frozenset({Paper.IDENTITY})})
    with mihon.scope():
        row = submitted(mihon, nothing_shown)
        with pytest.raises(NotAccepted) as refusal:
            complete(mihon, row)
        assert refusal.value.obstacles == {Obstacle.APPLICANT_PAPERS}
        assert row.identity_documents.count() == 0
        assert complete(mihon, row, documents=A_AND_B).identity_documents.count() == 2


def test_the_polices_number_is_known_once_it_was_shown(mihon: Place) -> None:
    stolen = entry(law={"cause": Cause.STOLEN, "police_number": YesNo.NO})
    free = FeeDecision(charged=False, reason="盗難届を確認")
    with mihon.scope():
        row = submitted(mihon, stolen)
        with pytest.raises(NotAccepted) as refusal:
            complete(mihon, row, fee=free)
        assert refusal.value.obstacles == {Obstacle.EVIDENCE_NEEDED}
        done = complete(mihon, row, fee=free, evidence="盗難届の受理番号の控え")
        assert Charge.objects.get(reference=done.reference).reason == "盗難届を確認"
    assert done.law_facts.police_number is YesNo.YES


def test_a_version_that_was_read_before_a_change_is_refused(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(law=NO_PHOTO))
        complete(mihon, row)
        with pytest.raises(ChangedMeanwhile):
            complete(mihon, row)
        assert Charge.objects.filter(reference=row.reference).count() == 1


def test_a_pending_application_can_be_withdrawn_and_then_not_completed(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(law=NO_PHOTO))
        gone = withdraw_application(
            membership=mihon.clerk, application=row, version=row.version, at=AT, on=LATER
        )
        assert (gone.standing, gone.withdrawn_on) == (Standing.WITHDRAWN, LATER)
        with pytest.raises(ChangedMeanwhile):
            complete(mihon, gone)


def test_a_practice_that_changed_meanwhile_makes_nobody_late(mihon: Place) -> None:
    """Applied in time by the count of that day: what the municipality settles later does not undo it."""
    with mihon.scope():
        row = submitted(mihon, entry(days_ago=28, law=NO_PHOTO))
    stricter = Practice(
        municipality=mihon.municipality, in_force_from=LATER, settings={"first_day_counted": True}
    )
    with mihon.scope():
        stricter.save()
        done = complete(mihon, row, on=LATER)
    assert done.assessment["decided_by"]["code"] == "IN_TIME"
    assert done.practice == mihon.practice
