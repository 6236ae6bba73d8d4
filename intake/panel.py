"""What stands beside the form: the answer so far, in the words a clerk reads."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
from intake.decision_forms import CompletionForm, DecisionForm
from intake.forms import EntryForm
from intake.judging import Judgement, Obstacle, changes, judge, obstacles
from intake.models import Application
from intake.services import judge_completed, obstacles_to_completing

TONES = {
    Verdict.ELIGIBLE: "good",
    Verdict.NOT_YET: "wait",
    Verdict.CONSULT: "ask",
    Verdict.NOT_ELIGIBLE: "plain",
}
ICONS = {"good": "check", "wait": "clock", "ask": "talk", "plain": "bar"}

OBSTACLES: dict[Obstacle, tuple[str, Promise]] = {
    Obstacle.CLOSED: (
        "event",
        _("Express issuance is not open to this person. The panel says what to do instead."),
    ),
    Obstacle.SUPERVISOR_DECIDES: (
        "exception_reason",
        _("Only a supervisor accepts a late application. Ask one to sign in and enter it."),
    ),
    Obstacle.REASON_NEEDED: ("exception_reason", _("Say why it is accepted all the same.")),
    Obstacle.REPRESENTATIVE_NEEDED: (
        "representative_name",
        _("A legal representative must act for this person. Enter who it is."),
    ),
    Obstacle.APPLICANT_PAPERS: (
        "applicant_1_kind",
        _("The applicant's valid papers do not suffice. Add one, or tick identity papers as missing."),
    ),
    Obstacle.REPRESENTATIVE_PAPERS: (
        "representative_1_kind",
        _("The representative's valid papers do not suffice. Add one, or tick them as missing."),
    ),
    Obstacle.FEE_UNDECIDED: ("fee_reason", _("Decide the fee and say why.")),
}
"""Where each stands on the form, and what to do about it."""


class Task(NamedTuple):
    """What stands in the way, and the id of the field where it is cleared; empty where this form has none."""

    words: Promise
    anchor: str


@dataclass(frozen=True)
class Panel:
    """The answer to what was typed so far."""

    judgement: Judgement
    to_do: tuple[Task, ...]
    on: date

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
    def identity(self) -> list[str]:
        """Which pairs of identity papers suffice, a sentence for each person who shows some."""
        wanted: Documents | None = self.judgement.answer.documents
        if wanted is None:
            return []
        people = (
            (gettext("Applicant: %(pairs)s"), wanted.applicant_papers),
            (gettext("Representative: %(pairs)s"), wanted.representative_papers),
        )
        return [sentence % {"pairs": _pairs(accepted)} for sentence, accepted in people if accepted]

    @property
    def missing(self) -> list[Promise]:
        return [PAPERS[paper] for paper in sorted(self.judgement.missing)]


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
        represented=bool(given.get("representative_name")),
        shown=form.documents(),
        fee=form.fee_decision(),
        on=on,
    )
    return _panel(form, judgement, in_the_way, on=on)


def panel_of_completion(
    application: Application, form: CompletionForm, *, membership: Membership, on: date
) -> Panel:
    """The answer if the last paper comes on `on`; what is typed counts once the form was sent."""
    judgement = judge_completed(application, membership=membership, on=on)
    in_the_way = obstacles_to_completing(
        application,
        judgement,
        membership=membership,
        shown=[*application.identity_documents.all(), *(form.documents() if form.is_bound else ())],
        fee=form.fee_decision() if form.is_bound else None,
        exception_reason=form.cleaned_data.get("exception_reason", "") if form.is_bound else "",
        on=on,
    )
    return _panel(form, judgement, in_the_way, on=on)


def panel_of_decision(judgement: Judgement, *, on: date) -> Panel:
    """The answer alone, where the desk only looks at it."""
    return Panel(judgement, (), on)


def _panel(form: DecisionForm, judgement: Judgement, in_the_way: frozenset[Obstacle], *, on: date) -> Panel:
    # Of a closed case the verdict says all there is to say.
    tasks = [OBSTACLES[one] for one in Obstacle if one in in_the_way and one is not Obstacle.CLOSED]
    return Panel(
        judgement,
        tuple(Task(words, form[name].id_for_label if name in form.fields else "") for name, words in tasks),
        on,
    )


def _pairs(accepted: frozenset[IdentityPair]) -> str:
    return gettext(" / ").join(str(IDENTITY_PAIRS[pair]) for pair in IdentityPair if pair in accepted)
