"""One case in, one answer out, as JSON: the contract of `manage.py assess` and of the API (docs/assessments.md).

Nothing of a person is in it: `Asked` has no field for a name, and an error never repeats what was sent.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import get_language, override

from delivery.targets import Target
from eligibility.answer import Answer, answer
from eligibility.assessments.request import Asked, Case, Language, Settle, case_of, decoded, settled
from eligibility.assessments.wording import in_words as problem_in_words
from eligibility.calendar import NoOpenDay
from eligibility.documents import Attendance, Documents
from eligibility.events import Paper
from eligibility.nearest import Change, ChangeKind, nearest_changes
from eligibility.plain import NotPlain, Problem
from eligibility.reasons import ApplicationWindow, DeskAction, Procedure, Reason, ReasonCode, Value, Verdict
from eligibility.wording import change_in_words, in_words
from fees.rules import Fee, OrdinaryRoute

#: More errors than anybody mends at once.
_MOST_ERRORS = 50


class Step(NamedTuple):
    """One reason of the trace."""

    code: ReasonCode
    fact: str
    source: str
    values: Mapping[str, Value]
    rule: str
    parameter: str
    sentence: str | None


class Nearest(NamedTuple):
    """One other day or other answer, and what it would change."""

    kind: ChangeKind
    day: date | None
    fee: int | None
    action: DeskAction | None
    target_date: date | None
    sentence: str | None


class Assessed(NamedTuple):
    """The whole answer; null where it does not apply."""

    id: str | int | None
    on: date
    verdict: Verdict
    desk_action: DeskAction
    decided_by: ReasonCode
    desk_reason: ReasonCode
    window: ApplicationWindow | None
    days_left: int | None
    fee: Fee | None
    desk_fee: Fee | None
    ordinary_route: OrdinaryRoute | None
    attendance: Attendance | None
    documents: Documents | None
    target: Target | None
    procedure: Procedure | None
    missing: frozenset[Paper]
    trace: tuple[Step, ...]
    nearest_changes: tuple[Nearest, ...]


class Error(NamedTuple):
    """One thing to mend."""

    pointer: str
    code: str
    message: str


class Refused(NamedTuple):
    """Why there is no answer, all at once."""

    errors: tuple[Error, ...]


Reply = Assessed | Refused


def reply_to_text(text: bytes, *, language: Language, settle: Settle = settled) -> Reply:
    """The reply to one JSON text. `language` holds where the text names none."""
    try:
        data = decoded(text)
    except NotPlain as refusal:
        return refused(refusal, language)
    return reply_to(data, language=language, settle=settle)


def reply_to(data: Any, *, language: Language, settle: Settle = settled) -> Reply:
    """The reply to one question as JSON values. `language` holds where the question names none."""
    if isinstance(data, dict):
        asked_for = data.get("language")
        language = Language(asked_for) if asked_for in tuple(Language) else language
    try:
        case = case_of(data, settle=settle)
        with override(language.value):
            return assessed(case)
    except NotPlain as refusal:
        return refused(refusal, language)


def refused(refusal: NotPlain, language: Language) -> Refused:
    """Every problem with its sentence."""
    with override(language.value):
        return Refused(
            tuple(
                Error(_without_typed(problem.pointer), problem.code, problem_in_words(problem.code))
                for problem in refusal.problems[:_MOST_ERRORS]
            )
        )


def assessed(case: Case) -> Assessed:
    """The law's answer, in the language that is active. Raises `NotPlain` where the desk would never open."""
    asked = case.asked
    try:
        found = answer(
            asked.facts,
            on=asked.on,
            practice=case.practice,
            calendar=case.calendar,
            desk_practice=case.desk_practice,
        )
        changes = _changes(case, found) if asked.nearest_changes else ()
    except NoOpenDay:
        raise NotPlain(Problem("/closed_days", "no_open_day")) from None
    language = get_language() if asked.sentences else None
    trace = tuple(
        Step(*reason, language and _sentence(reason.code, tuple(reason.values.items()), language))
        for reason in found.trace
    )
    return _put_together(asked, found, trace, changes)


def _changes(case: Case, found: Answer) -> tuple[Nearest, ...]:
    asked = case.asked
    changes = nearest_changes(
        asked.facts,
        found,
        on=asked.on,
        practice=case.practice,
        calendar=case.calendar,
        desk_practice=case.desk_practice,
    )
    language = get_language() if asked.sentences else None
    return tuple(Nearest(*change, language and _change_sentence(change, language)) for change in changes)


@lru_cache(maxsize=4096)
def _change_sentence(change: Change, language: str) -> str:
    return change_in_words(change)


@lru_cache(maxsize=4096)
def _sentence(code: ReasonCode, values: tuple[tuple[str, Value], ...], language: str) -> str:
    # The same few days are said again and again; `language` is the one that is active.
    return in_words(Reason(code, "", "", dict(values)))


def _put_together(
    asked: Asked, found: Answer, trace: tuple[Step, ...], changes: tuple[Nearest, ...]
) -> Assessed:
    assessment = found.assessment
    return Assessed(
        id=asked.id,
        on=asked.on,
        verdict=assessment.verdict,
        desk_action=assessment.desk_action,
        decided_by=assessment.decided_by.code,
        desk_reason=assessment.desk_reason.code,
        window=assessment.window,
        days_left=assessment.days_left,
        fee=found.fee,
        desk_fee=found.desk_fee,
        ordinary_route=found.ordinary_route,
        attendance=found.attendance,
        documents=found.documents,
        target=found.target,
        procedure=found.procedure,
        missing=found.missing,
        trace=trace,
        nearest_changes=changes,
    )


#: What is no name of a field is not sent back: somebody may have typed a person's.
_FIELD_NAMES = re.compile("(/[a-z0-9_]{1,40})*")


def _without_typed(pointer: str) -> str:
    return pointer if _FIELD_NAMES.fullmatch(pointer) else pointer.rpartition("/")[0]
