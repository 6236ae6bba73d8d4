"""What stands beside the form: the answer so far, in the words a clerk reads."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext

from delivery.targets import Target
from desks.models import Membership
from desks.permissions import Permission
from eligibility.day_count import DayCount, day_count
from eligibility.documents import Documents
from eligibility.practice import IdentityPair
from eligibility.reasons import ApplicationWindow, DeskAction, Verdict
from eligibility.why import Because, because, unsaid
from eligibility.wording import (
    DESK_ACTIONS,
    FEE_BASES,
    VERDICT_NAMES,
    desk_fee_in_words,
    ordinary_route_in_words,
    target_in_words,
)
from eligibility.words import ATTENDANCE, IDENTITY_PAIRS, PAPERS
from intake.attending import People, gaps
from intake.completing import judge_completed, obstacles_to_completing, people_of
from intake.decision_forms import CompletionForm, DecisionForm
from intake.duplicates import Earlier, earlier, likeness
from intake.forms import EntryForm
from intake.judging import Judgement, Obstacle, changes, judge, obstacles
from intake.models import Application, Person
from intake.obstacle_words import expired, to_do

TONES = {
    Verdict.ELIGIBLE: "good",
    Verdict.NOT_YET: "wait",
    Verdict.CONSULT: "ask",
    Verdict.NOT_ELIGIBLE: "plain",
}
ICONS = {"good": "check", "wait": "clock", "ask": "talk", "plain": "bar"}


class Task(NamedTuple):
    """What stands in the way, and the id of the field where it is cleared; empty where this form has none."""

    words: str
    anchor: str


@dataclass(frozen=True)
class Panel:
    """The answer to what was typed so far."""

    judgement: Judgement
    to_do: tuple[Task, ...]
    people: People
    on: date
    earlier: tuple[Earlier, ...] = ()
    # Nothing to do here: a supervisor decides after it is submitted.
    supervisor_decides: bool = False

    @property
    def tone(self) -> str:
        if self.judgement.is_open and self.judgement.consult:
            return "ask"
        if self.judgement.is_open and self.judgement.missing:
            return "wait"
        return TONES[self.judgement.answer.assessment.verdict]

    @property
    def icon(self) -> str:
        return ICONS[self.tone]

    @property
    def verdict(self) -> Promise:
        return VERDICT_NAMES[self.judgement.answer.assessment.verdict]

    @property
    def action(self) -> Promise:
        assessment = self.judgement.answer.assessment
        pending = self.judgement.is_open and self.judgement.missing
        return DESK_ACTIONS[DeskAction.PENDING if pending else assessment.desk_action]

    @property
    def reasons(self) -> list[Because]:
        """Why, and what the desk does about it; one sentence where both are the same."""
        assessment = self.judgement.answer.assessment
        return list(dict.fromkeys(map(because, (assessment.decided_by, assessment.desk_reason))))

    @property
    def changes(self) -> list[str]:
        """What would change the answer."""
        return unsaid(changes(self.judgement, on=self.on))

    @property
    def window(self) -> ApplicationWindow | None:
        return self.judgement.answer.assessment.window

    @property
    def day_count(self) -> DayCount | None:
        return day_count(self.judgement.answer.assessment, self.judgement.calendar)

    @property
    def days_left(self) -> int | None:
        return self.judgement.answer.assessment.days_left

    @property
    def fee(self) -> str:
        fee = self.judgement.answer.desk_fee
        return desk_fee_in_words(fee) if fee else ""

    @property
    def fee_basis(self) -> Promise | str:
        fee = self.judgement.answer.desk_fee
        return FEE_BASES[fee.basis] if fee else ""

    @property
    def target(self) -> str:
        """None while papers are missing: it counts from the day of the last one."""
        target: Target | None = self.judgement.answer.target
        return target_in_words(target) if target and not self.judgement.missing else ""

    @property
    def ordinary_route(self) -> str:
        route = self.judgement.answer.ordinary_route
        return ordinary_route_in_words(route) if route else ""

    @property
    def attendance(self) -> Promise | str:
        attendance = self.judgement.answer.attendance
        return ATTENDANCE[attendance.rule] if attendance else ""

    @property
    def people_asked(self) -> list[str]:
        """Who has a place on the form beside the applicant."""
        attendance = self.judgement.answer.attendance
        if attendance is None:
            return []
        asked = {"representative": attendance.represented, "agent": attendance.agent_allowed}
        return [person for person, is_asked in asked.items() if is_asked]

    @property
    def identity(self) -> list[str]:
        """Which pairs of identity papers suffice, and which do not count, a line for each person who shows some."""
        wanted: Documents | None = self.judgement.answer.documents
        if wanted is None:
            return []
        lines = {
            Person.APPLICANT: (gettext("Applicant: %(pairs)s"), wanted.applicant_papers),
            Person.REPRESENTATIVE: (gettext("Representative: %(pairs)s"), wanted.representative_papers),
        }
        found = gaps(wanted, self.judgement.facts, self.people.shown, on=self.on)
        return [
            " ".join(
                (
                    lines[person][0] % {"pairs": _pairs(lines[person][1])},
                    # What lacks names them too.
                    *(() if gap.lacks else map(expired, gap.expired)),
                )
            )
            for person, gap in found.items()
        ]

    @property
    def checklist(self) -> list[tuple[Promise, bool]]:
        """What the person needs, and whether it is named as missing."""
        wanted: Documents | None = self.judgement.answer.documents
        missing = self.judgement.missing
        papers = dict.fromkeys((*(wanted.bring if wanted else ()), *sorted(missing)))
        return [(PAPERS[paper], paper in missing) for paper in papers]


def panel_of(form: EntryForm, *, membership: Membership, on: date) -> Panel | None:
    """The panel for what was typed, None until the designation, its day and the birth date are known."""
    if form.facts is None:
        return None
    judgement = judge(form.facts, at=membership.municipality, residence_code=form.residence_code, on=on)
    given = form.cleaned_data
    in_the_way = obstacles(
        judgement,
        may_excuse=membership.may(Permission.EXCUSE),
        excused=bool(given.get("exception_reason")),
        people=form.people(),
        posting=form.posting(),
        fee=form.fee_decision(),
        evidence=given.get("evidence", ""),
        late_evidence=bool(given.get("exception_evidence")),
        on=on,
    )
    before = earlier_of(form, membership=membership, on=on)
    if before and not form.reason_for_another():
        in_the_way |= {Obstacle.ENTERED_BEFORE}
    return _panel(form, judgement, in_the_way, form.people(), earlier=before, on=on)


def earlier_of(form: EntryForm, *, membership: Membership, on: date) -> tuple[Earlier, ...]:
    """What was entered of this person before; none until the name and the birth date are typed."""
    given = form.cleaned_data
    if not (given.get("name") and given.get("birth_date")):
        return ()
    one = likeness(
        membership.municipality_id,
        birth_date=given["birth_date"],
        name=given["name"],
        application_id=given.get("application_id", ""),
    )
    return tuple(earlier(one, on=on, except_key=given.get("key")))


def panel_of_completion(
    application: Application, form: CompletionForm, *, membership: Membership, on: date
) -> Panel:
    """The answer if the last paper comes on `on`; what is typed counts once the form was sent."""
    judgement = judge_completed(application, membership=membership, on=on)
    people = people_with(application, form)
    in_the_way = obstacles_to_completing(
        application,
        judgement,
        membership=membership,
        people=people,
        fee=form.fee_decision() if form.is_bound else None,
        evidence=form.cleaned_data.get("evidence", "") if form.is_bound else application.evidence,
        exception_reason=form.cleaned_data.get("exception_reason", "") if form.is_bound else "",
        on=on,
    )
    return _panel(form, judgement, in_the_way, people, on=on)


def people_with(application: Application, form: CompletionForm) -> People:
    """Who is at the desk, as stored and with what is typed once the form was sent."""
    if not form.is_bound:
        return people_of(application)
    proof = form.proof()
    return people_of(application, shown=form.documents(), proof=proof if proof.kind else None)


def panel_of_decision(judgement: Judgement, *, on: date) -> Panel:
    """The answer alone, where the desk only looks at it."""
    return Panel(judgement, (), People(), on)


def _panel(
    form: DecisionForm,
    judgement: Judgement,
    in_the_way: frozenset[Obstacle],
    people: People,
    *,
    earlier: tuple[Earlier, ...] = (),
    on: date,
) -> Panel:
    # Of a closed case the verdict says all there is to say.
    told = to_do(judgement, in_the_way - {Obstacle.CLOSED, Obstacle.SUPERVISOR_DECIDES}, people, on=on)
    tasks = (Task(one.words, _anchor(form, one.field)) for one in told)
    asks_supervisor = Obstacle.SUPERVISOR_DECIDES in in_the_way
    return Panel(judgement, tuple(tasks), people, on, earlier, asks_supervisor)


def _anchor(form: DecisionForm, field: str) -> str:
    """The id to go to; of several buttons the first. Empty where this form has none."""
    if field not in form.fields:
        return ""
    return form[field].id_for_label or f"{form[field].auto_id}_0"


def _pairs(accepted: frozenset[IdentityPair]) -> str:
    return gettext(" / ").join(str(IDENTITY_PAIRS[pair]) for pair in IdentityPair if pair in accepted)
