"""The one answer: a pure call for the self-check, the clerk's panel, and whatever else asks."""

from datetime import date
from typing import NamedTuple

from delivery.targets import Target, delivery_target, longer_reasons
from eligibility.calendar import Calendar
from eligibility.consequences import (
    because_of_attendance,
    because_of_fee,
    because_of_ordinary_route,
    because_of_photo,
    because_of_target,
)
from eligibility.documents import Attendance, Documents, attendance, documents, ordinary_documents
from eligibility.events import DesignationEvent, Facts, Paper
from eligibility.practice import Practice
from eligibility.reasons import Assessment, DeskAction, Procedure, Reason, Verdict
from eligibility.rules import LAW, assess, desk_of, missing_papers
from fees.rules import Fee, OrdinaryRoute, desk_fee, ordinary_route, resident_fee


class Answer(NamedTuple):
    """Everything that follows from the facts on one day; None where it does not apply.

    `fee` is what the resident reads and `desk_fee` what the desk takes, both while express issuance is not ruled out;
    `ordinary_route` (with its `documents`) is set where that is what to do instead, `procedure` where the desk does
    something else; `missing` is what the application would wait for, `target` is set where the person can apply and
    nothing is missing: it counts from the day of the last paper. `trace` has every reason in order: the assessment's,
    then fee, who comes, photo, target or ordinary route.
    """

    assessment: Assessment
    fee: Fee | None = None
    desk_fee: Fee | None = None
    ordinary_route: OrdinaryRoute | None = None
    attendance: Attendance | None = None
    documents: Documents | None = None
    target: Target | None = None
    procedure: Procedure | None = None
    missing: frozenset[Paper] = frozenset()
    trace: tuple[Reason, ...] = ()


def answer(
    facts: Facts, *, on: date, practice: Practice, calendar: Calendar, desk_practice: Practice | None = None
) -> Answer:
    """The answer to these facts on that day.

    `practice` is the residence municipality's and decides window and fee; `desk_practice` that of another
    municipality's desk and decides documents and extra days, the national default where it is not known. Raises
    `NotInForce` for a day before the launch and `ContradictoryFacts` for a first visit after `on`.
    """
    assessment = assess(facts, on=on, practice=practice, calendar=calendar, desk_practice=desk_practice)
    if assessment.verdict is Verdict.NOT_ELIGIBLE or not isinstance(facts.event, DesignationEvent):
        return _not_express(facts, assessment, on=on, practice=practice)
    desk = desk_of(facts, practice, desk_practice)
    fee = desk_fee(facts, on=on, practice=practice)
    who = attendance(facts, on=on)
    papers = documents(facts, on=on, desk=desk)
    waits = assessment.verdict is not Verdict.NOT_YET
    missing = missing_papers(facts, desk=desk) if waits else frozenset[Paper]()
    target = None
    because_target: tuple[Reason, ...] = ()
    if assessment.verdict is Verdict.ELIGIBLE and not missing:
        target = target_of(facts, on=on, desk=desk, calendar=calendar)
        because_target = (because_of_target(target, facts),)
    return Answer(
        assessment,
        resident_fee(facts, on=on, practice=practice),
        fee,
        None,
        who,
        papers,
        target,
        None,
        missing,
        (
            *assessment.trace,
            because_of_fee(fee, facts, on=on),
            because_of_attendance(who, facts, on=on),
            because_of_photo(papers, facts, on=on),
            *because_target,
        ),
    )


def target_of(facts: Facts, *, on: date, desk: Practice, calendar: Calendar) -> Target:
    """The delivery target of an application completed on that day."""
    longer = longer_reasons(facts)
    return delivery_target(
        on, practice=desk, calendar=calendar, longer=longer, may_take_longer=facts.with_birth_notification
    )


def _not_express(facts: Facts, assessment: Assessment, *, on: date, practice: Practice) -> Answer:
    """The ordinary route or another procedure; neither where the desk has to decide first."""
    if assessment.desk_action is DeskAction.ORDINARY_ROUTE:
        route = ordinary_route(facts, on=on, practice=practice)
        because = because_of_ordinary_route(route, on=on)
        papers = ordinary_documents(facts, on=on)
        return Answer(assessment, ordinary_route=route, documents=papers, trace=(*assessment.trace, because))
    procedure = None
    if assessment.desk_action is DeskAction.OTHER_PROCEDURE:
        procedure = Procedure(LAW.value(facts.event, on=on)["procedure"])
    return Answer(assessment, procedure=procedure, trace=assessment.trace)
