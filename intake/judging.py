"""The law's answer for a person at this desk: which practice and which calendar it was given by."""

from dataclasses import dataclass, replace
from datetime import date

from desks.calendars import calendar_of, practice_row, practice_value
from desks.models import Municipality, Practice
from eligibility.answer import Answer, answer
from eligibility.documents import IdentityKind, identity_suffices
from eligibility.events import Facts, Paper, YesNo
from eligibility.practice import NATIONAL
from eligibility.reasons import DeskAction, ReasonCode, Verdict
from intake.models import Application

LATE = frozenset({ReasonCode.LATE_BUT_PREVENTED, ReasonCode.THIRTY_DAYS_BIND_HERE})
"""After the end of the period: only a supervisor accepts, with the circumstances written down."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """An answer with what it rests on. `residence_practice` None: not in this system, the national default held."""

    facts: Facts
    answer: Answer
    practice: Practice
    residence_practice: Practice | None
    calendar_version: int

    @property
    def is_open(self) -> bool:
        """Whether the desk may take it at all: NOT_ELIGIBLE and NOT_YET are for the ordinary route or another day."""
        return self.answer.assessment.verdict in (Verdict.ELIGIBLE, Verdict.CONSULT)

    @property
    def consult(self) -> ReasonCode | None:
        """Why the desk must ask and give a reason before it accepts, or None."""
        assessment = self.answer.assessment
        if assessment.verdict is Verdict.CONSULT:
            return assessment.decided_by.code
        return assessment.desk_reason.code if assessment.desk_action is DeskAction.CONSULT else None

    @property
    def missing(self) -> frozenset[Paper]:
        """The papers it waits for: those the clerk named, and the police's number where the answer was no."""
        if self.answer.assessment.desk_reason.code is ReasonCode.POLICE_NUMBER_MISSING:
            return self.facts.missing | {Paper.POLICE_NUMBER}
        return self.facts.missing

    @property
    def clerk_decides_fee(self) -> bool:
        return self.answer.desk_fee is not None and self.answer.desk_fee.amount is None


def judge(facts: Facts, *, at: Municipality, residence_code: str, on: date) -> Judgement:
    """The answer at a desk of `at` for a person registered in `residence_code` (six digits, empty where unknown).

    Raises Practice.DoesNotExist where the desk's municipality has settled nothing yet, NotInForce before the launch.
    """
    own = practice_row(at, on)
    facts = replace(facts, at_residence_desk=residence_code == at.code)
    residence = own if facts.at_residence_desk else _practice_elsewhere(residence_code, on)
    calendar = calendar_of(at, on)
    given = answer(
        facts,
        on=on,
        practice=practice_value(residence) if residence else NATIONAL,
        desk_practice=practice_value(own),
        calendar=calendar,
    )
    return Judgement(
        facts=facts,
        answer=given,
        practice=own,
        residence_practice=residence,
        calendar_version=calendar.version,
    )


def _practice_elsewhere(code: str, on: date) -> Practice | None:
    rows = Practice.objects.filter(municipality__code=code, in_force_from__lte=on)
    return rows.order_by("-in_force_from", "-id").first()


def papers_that_do_not_suffice(
    judgement: Judgement, *, applicant: list[IdentityKind], representative: list[IdentityKind]
) -> frozenset[Paper]:
    """Whose identity papers hold no accepted pair. An inquiry letter, or naming them as missing, stands in for them."""
    wanted = judgement.answer.documents
    if wanted is None or judgement.facts.inquiry_letter:
        return frozenset()
    short = {
        paper
        for paper, shown, accepted in (
            (Paper.IDENTITY, applicant, wanted.applicant_papers),
            (Paper.REPRESENTATIVE_IDENTITY, representative, wanted.representative_papers),
        )
        if not identity_suffices(shown, accepted)
    }
    return frozenset(short - judgement.missing)


def without_missing(application: Application) -> Facts:
    """The facts of a pending application once all its papers are there; a police number that was missing is known."""
    facts = application.law_facts
    number = YesNo.YES if Paper.POLICE_NUMBER in application.missing else facts.police_number
    return replace(
        facts, missing=frozenset(), police_number=number, first_visit_on=application.first_visit_on
    )
