"""The one answer: a pure call for the self-check, the clerk's panel, and whatever else asks."""

from datetime import date
from typing import NamedTuple

from delivery.targets import Target, delivery_target, longer_reasons
from eligibility.calendar import Calendar
from eligibility.documents import Attendance, Documents, attendance, documents
from eligibility.events import DesignationEvent, Facts
from eligibility.practice import Practice
from eligibility.reasons import Assessment, DeskAction, Verdict
from eligibility.rules import assess, desk_of
from fees.rules import Fee, OrdinaryRoute, desk_fee, ordinary_route, resident_fee


class Answer(NamedTuple):
    """Everything that follows from the facts on one day; None where it does not apply.

    `fee` is what the resident reads and `desk_fee` what the desk takes, both while express issuance is not ruled out;
    `ordinary_route` is set where that is what to do instead; `target` where the person can apply.
    """

    assessment: Assessment
    fee: Fee | None
    desk_fee: Fee | None
    ordinary_route: OrdinaryRoute | None
    attendance: Attendance | None
    documents: Documents | None
    target: Target | None


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
        ordinary = assessment.desk_action is DeskAction.ORDINARY_ROUTE
        route = ordinary_route(facts, on=on, practice=practice) if ordinary else None
        return Answer(assessment, None, None, route, None, None, None)
    desk = desk_of(facts, practice, desk_practice)
    return Answer(
        assessment,
        resident_fee(facts, on=on, practice=practice),
        desk_fee(facts, on=on, practice=practice),
        None,
        attendance(facts, on=on),
        documents(facts, on=on, desk=desk),
        target_of(facts, on=on, desk=desk, calendar=calendar)
        if assessment.verdict is Verdict.ELIGIBLE
        else None,
    )


def target_of(facts: Facts, *, on: date, desk: Practice, calendar: Calendar) -> Target:
    """The delivery target of an application completed on that day."""
    longer = longer_reasons(facts)
    return delivery_target(
        on, practice=desk, calendar=calendar, longer=longer, may_take_longer=facts.with_birth_notification
    )
