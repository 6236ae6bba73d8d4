"""The law's answer for a person at this desk: which practice and which calendar it was given by."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import auto
from typing import NamedTuple

from desks.calendars import calendar_of, practice_row, practice_value
from desks.models import Municipality, Practice
from eligibility.age import certificates_carried
from eligibility.answer import Answer, answer
from eligibility.calendar import Calendar
from eligibility.documents import Attendance
from eligibility.events import Facts, Paper, YesNo
from eligibility.nearest import Change, nearest_changes
from eligibility.plain import Term
from eligibility.practice import NATIONAL
from eligibility.reasons import DeskAction, ReasonCode, Verdict
from eligibility.representation import ProofFault
from eligibility.rules import first_seen
from fees.models import CLERK
from fees.rules import FeeBasis, rests_on_paper
from intake.attending import People, fault_of_proof, gaps
from intake.entry import FeeDecision
from intake.models import Application, Person
from intake.posting import Danger, Posting, danger

LATE = frozenset({ReasonCode.LATE_BUT_PREVENTED, ReasonCode.THIRTY_DAYS_BIND_HERE})
"""After the end of the period: only a supervisor accepts, with the circumstances written down."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """An answer with what it rests on. `residence_practice` None: not in this system, the national default held.

    `missing`: the papers it waits for, those the clerk named and the police's number where that is needed and was not
    shown.
    """

    facts: Facts
    answer: Answer
    missing: frozenset[Paper]
    practice: Practice
    residence_practice: Practice | None
    calendar: Calendar

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
    def clerk_decides_fee(self) -> bool:
        return self.answer.desk_fee is not None and self.answer.desk_fee.amount is None


def judge(facts: Facts, *, at: Municipality, residence_code: str, on: date) -> Judgement:
    """The answer at a desk of `at` for a person registered in `residence_code` (six digits, empty where unknown).

    Practice is that of the day the person applied: a change while papers were missing makes nobody late.
    Raises Practice.DoesNotExist where the desk's municipality has settled nothing yet, NotInForce before the launch.
    """
    applied_on = first_seen(facts, on=on)
    own = practice_row(at, applied_on)
    facts = replace(
        facts,
        at_residence_desk=residence_code == at.code,
        certificates=certificates_carried(facts, on=on),
        missing=facts.missing | _awaited_from_home(facts),
    )
    residence = own if facts.at_residence_desk else _practice_elsewhere(residence_code, applied_on)
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
        missing=given.missing,
        practice=own,
        residence_practice=residence,
        calendar=calendar,
    )


def _awaited_from_home(facts: Facts) -> frozenset[Paper]:
    """An inquiry letter that is asked for on the first visit cannot be back on it."""
    first = facts.inquiry_letter and facts.first_visit_on is None
    return frozenset({Paper.INQUIRY_REPLY}) if first else frozenset()


def changes(judgement: Judgement, *, on: date) -> tuple[Change, ...]:
    """What would change the answer that was given on `on`."""
    residence = judgement.residence_practice
    return nearest_changes(
        judgement.facts,
        judgement.answer,
        on=on,
        practice=practice_value(residence) if residence else NATIONAL,
        desk_practice=practice_value(judgement.practice),
        calendar=judgement.calendar,
    )


def _practice_elsewhere(code: str, on: date) -> Practice | None:
    rows = Practice.objects.filter(municipality__code=code, in_force_from__lte=on)
    return rows.order_by("-in_force_from", "-id").first()


class Obstacle(Term):
    """Why the desk cannot accept or keep it as it stands."""

    CLOSED = auto()
    SUPERVISOR_DECIDES = auto()
    REASON_NEEDED = auto()
    REPRESENTATIVE_NEEDED = auto()
    REPRESENTATIVE_NOT_ALLOWED = auto()
    AGENT_NOT_ALLOWED = auto()
    PROOF_NEEDED = auto()
    PROOF_OF_PARENTS_ONLY = auto()
    PROOF_DAY_NEEDED = auto()
    PROOF_DAY_AHEAD = auto()
    PROOF_TOO_OLD = auto()
    APPLICANT_PAPERS = auto()
    REPRESENTATIVE_PAPERS = auto()
    REPLY_AWAITED = auto()
    INQUIRY_NOT_POSTED = auto()
    SAFETY_NOT_ASKED = auto()
    NOT_SAFE_TO_POST = auto()
    FEE_UNDECIDED = auto()
    EVIDENCE_NEEDED = auto()
    LATE_EVIDENCE_NEEDED = auto()
    ENTERED_BEFORE = auto()
    SUPERVISOR_COMPLETES = auto()


_PROOF = {
    ProofFault.MISSING: Obstacle.PROOF_NEEDED,
    ProofFault.PARENTS_ONLY: Obstacle.PROOF_OF_PARENTS_ONLY,
    ProofFault.ISSUE_DAY_MISSING: Obstacle.PROOF_DAY_NEEDED,
    ProofFault.ISSUED_LATER: Obstacle.PROOF_DAY_AHEAD,
    ProofFault.TOO_OLD: Obstacle.PROOF_TOO_OLD,
}
POSTING = {Danger.NOT_ASKED: Obstacle.SAFETY_NOT_ASKED, Danger.NOT_SAFE: Obstacle.NOT_SAFE_TO_POST}
_PAPERS_OF = {
    Person.APPLICANT: (Paper.IDENTITY, Obstacle.APPLICANT_PAPERS),
    Person.REPRESENTATIVE: (Paper.REPRESENTATIVE_IDENTITY, Obstacle.REPRESENTATIVE_PAPERS),
}


def obstacles(
    judgement: Judgement,
    *,
    may_excuse: bool,
    excused: bool,
    people: People,
    posting: Posting,
    fee: FeeDecision | None,
    evidence: str,
    late_evidence: bool = True,
    on: date,
) -> frozenset[Obstacle]:
    """All that stands in the way. `excused`: a reason is given; `evidence`: the papers seen for what happened.

    SUPERVISOR_DECIDES stops no new application: it is stored, and a supervisor is asked.
    """
    if not judgement.is_open or judgement.answer.attendance is None:
        return frozenset({Obstacle.CLOSED})
    is_late = judgement.consult in LATE
    takes_fee = not judgement.missing and not (is_late and not may_excuse)
    fault = fault_of_proof(judgement.answer, judgement.facts, people, on=on)
    harm = danger(posting)
    found = {
        Obstacle.SUPERVISOR_DECIDES: is_late and not may_excuse,
        Obstacle.REASON_NEEDED: judgement.consult is not None and not excused,
        Obstacle.LATE_EVIDENCE_NEEDED: is_late and not late_evidence,
        Obstacle.INQUIRY_NOT_POSTED: posting.support_measures and Paper.INQUIRY_REPLY in judgement.missing,
        Obstacle.FEE_UNDECIDED: takes_fee and judgement.clerk_decides_fee and not (fee and fee.reason),
        Obstacle.EVIDENCE_NEEDED: takes_fee and not evidence and _free_on_evidence(judgement, fee),
        **({_PROOF[fault]: judgement.answer.attendance.represented} if fault else {}),
        **({POSTING[harm]: True} if harm else {}),
    }
    return frozenset(
        {
            *(obstacle for obstacle, stands in found.items() if stands),
            *_who_is_there(judgement.answer.attendance, people),
            *_short_of_papers(judgement, people, on),
        }
    )


def _free_on_evidence(judgement: Judgement, decision: FeeDecision | None) -> bool:
    """Free by the clerk's decision, or because of a paper: an auditor asks what was seen."""
    fee = judgement.answer.desk_fee
    if fee is None:
        return False
    if fee.amount is None:
        return decision is not None and not decision.charged
    return rests_on_paper(fee, judgement.facts)


def _who_is_there(attendance: Attendance, people: People) -> Iterator[Obstacle]:
    """Who is not there and must be, or is there and may not."""
    if attendance.represented and people.acting is None:
        yield Obstacle.REPRESENTATIVE_NEEDED
    if people.acting and not attendance.represented:
        yield Obstacle.REPRESENTATIVE_NOT_ALLOWED
    if people.agent and not attendance.agent_allowed:
        yield Obstacle.AGENT_NOT_ALLOWED


def _short_of_papers(judgement: Judgement, people: People, on: date) -> Iterator[Obstacle]:
    """Whose papers hold no accepted pair. Naming them as missing stands in for them, and so does an inquiry letter."""
    wanted, by_letter = judgement.answer.documents, judgement.facts.inquiry_letter
    if wanted is None:
        return
    waived = by_letter and (people.replied or Paper.INQUIRY_REPLY in judgement.missing)
    facts = replace(judgement.facts, inquiry_letter=waived)
    for person, gap in gaps(wanted, facts, people.shown, on=on).items():
        paper, obstacle = _PAPERS_OF[person]
        if gap.lacks and paper not in judgement.missing:
            yield Obstacle.REPLY_AWAITED if by_letter else obstacle


class DecidedFee(NamedTuple):
    """The amount in whole yen, why, where it comes from, and the clerk's reason where it was the clerk who decided."""

    amount: int
    basis: FeeBasis
    source: str
    reason: str


def decided_fee(judgement: Judgement, decision: FeeDecision | None) -> DecidedFee:
    """The fee the desk takes. Raises ValueError where obstacles() would have said that it is undecided."""
    fee = judgement.answer.desk_fee
    if fee is not None and fee.amount is not None:
        return DecidedFee(fee.amount, fee.basis, fee.source, "")
    if fee is None or decision is None:
        raise ValueError("nobody has decided the fee")
    return DecidedFee((fee.may_be or 0) if decision.charged else 0, fee.basis, CLERK, decision.reason)


def without_missing(application: Application) -> Facts:
    """The facts of a pending application once all its papers are there; a police number that was missing is known."""
    facts = application.law_facts
    number = YesNo.YES if Paper.POLICE_NUMBER in application.missing else facts.police_number
    return replace(
        facts, missing=frozenset(), police_number=number, first_visit_on=application.first_visit_on
    )
