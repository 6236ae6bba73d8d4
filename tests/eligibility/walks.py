"""Every way through the self-check, without its pages: what each question offers is taken as it is offered."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from desks.places import Place
from eligibility.calendar import Calendar
from eligibility.case import Case
from eligibility.events import DayAnswer
from eligibility.forms import BirthDate, Day
from eligibility.practice import Practice
from eligibility.residence import Residence
from eligibility.steps import STEPS, Step

SHINJUKU = Place("131041", "", "東京都", "", "新宿区", "シンジュクク", "Tokyo", "Shinjuku-ku")

Answer = dict[str, Any]


def begun(*, on: date, practice: Practice, calendar: Calendar) -> Case:
    """Somebody who lives where that practice and that calendar hold."""
    return _with(on, {"places": (SHINJUKU,)}, Residence(SHINJUKU, None, practice, calendar))


def answers(step: Step, case: Case, *, days: Sequence[date], births: Sequence[date]) -> list[Answer]:
    """What the case learns from each answer to the question; `births` are birth dates of children under 15."""
    if step.form is BirthDate:
        return [{"birth_date": day} for day in births]
    offered = [dict(option.gives) for option in step.options(case).values()]
    if step.form is not Day:
        return offered
    fact = "birth_date" if case.is_infant else "occurred_on"
    known = [{"day_answer": DayAnswer.KNOWN, fact: day} for day in days]
    return [*known, *(gives for gives in offered if gives["day_answer"] is not DayAnswer.KNOWN)]


def next_step(case: Case, at: int) -> int:
    """The next question that applies, the number of questions where there is none."""
    applying = (index for index in range(at, len(STEPS)) if STEPS[index].applies(case))
    return next(applying, len(STEPS))


def every_walk(case: Case, *, days: Sequence[date], births: Sequence[date], at: int = 1) -> Iterator[Case]:
    """All that can be answered from here on; where the person lives is known."""
    at = next_step(case, at)
    if at == len(STEPS):
        yield case
        return
    for given in answers(STEPS[at], case, days=days, births=births):
        further = _with(case.on, case.given | given, case.residence)
        yield from every_walk(further, days=days, births=births, at=at + 1)


def _with(on: date, given: Answer, residence: Residence) -> Case:
    case = Case(on=on)
    case.take(**given)
    case.__dict__["residence"] = residence
    return case
