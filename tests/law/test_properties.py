"""What holds for every case that can be told, on every day."""

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eligibility.answer import Answer, answer
from eligibility.calendar import Calendar
from eligibility.events import DesignationEvent, Facts, YesNo
from eligibility.nearest import Change, ChangeKind, nearest_changes
from eligibility.plain import from_json, to_json
from eligibility.practice import Practice
from eligibility.reasons import Assessment, DeskAction, Verdict
from eligibility.rules import assess
from tests.eligibility.cases import CALENDAR
from tests.law.strategies import any_facts, application_days, calendars, known_facts, practices, visits

BETTER_TO_WORSE = [Verdict.ELIGIBLE, Verdict.CONSULT, Verdict.NOT_ELIGIBLE]


@given(known_facts(), application_days, st.integers(1, 400), practices, calendars)
def test_once_it_has_opened_a_later_application_is_never_better(
    facts: Facts, on: date, wait: int, practice: Practice, calendar: Calendar
) -> None:
    earlier = assess(facts, on=on, practice=practice, calendar=calendar).verdict
    later = assess(facts, on=on + timedelta(days=wait), practice=practice, calendar=calendar).verdict
    if earlier is not Verdict.NOT_YET:
        assert BETTER_TO_WORSE.index(later) >= BETTER_TO_WORSE.index(earlier)


@given(known_facts(), application_days, practices, calendars)
def test_the_last_open_day_is_open_and_lies_in_the_window(
    facts: Facts, on: date, practice: Practice, calendar: Calendar
) -> None:
    found = assess(facts, on=on, practice=practice, calendar=calendar)
    if found.window is None:
        return
    window = found.window
    assert calendar.is_open(window.last_open_day)
    assert window.last_open_day <= window.closes_on
    assert window.legal_end <= window.closes_on
    assert not any(
        calendar.is_open(window.last_open_day + timedelta(days=n))
        for n in range(1, (window.closes_on - window.last_open_day).days + 1)
    )
    if found.verdict is Verdict.ELIGIBLE:
        assert window.opens_on <= on <= window.last_open_day
        assert found.days_left == (window.last_open_day - on).days


@given(known_facts(), application_days, practices)
def test_whoever_is_told_a_last_open_day_can_still_go_on_it(
    facts: Facts, on: date, practice: Practice
) -> None:
    told = assess(facts, on=on, practice=practice, calendar=CALENDAR)
    if told.verdict is Verdict.ELIGIBLE:
        assert told.window is not None
        there = assess(facts, on=told.window.last_open_day, practice=practice, calendar=CALENDAR)
        assert (there.verdict, there.desk_action, there.days_left) == (told.verdict, told.desk_action, 0)


@given(any_facts(), application_days, practices, st.none() | practices)
def test_facts_and_practice_from_json_have_the_same_answer(
    facts: Facts, on: date, practice: Practice, desk_practice: Practice | None
) -> None:
    told = json.dumps([to_json(facts), to_json(practice), to_json(desk_practice)])
    plain_facts, plain_practice, plain_desk = json.loads(told)
    read = from_json(Facts, plain_facts)
    desk = from_json(Practice, plain_desk) if plain_desk else None
    given_answer = answer(facts, on=on, practice=practice, calendar=CALENDAR, desk_practice=desk_practice)
    assert read == facts
    assert given_answer == answer(
        read, on=on, practice=from_json(Practice, plain_practice), calendar=CALENDAR, desk_practice=desk
    )
    stored = json.loads(json.dumps(to_json(given_answer.assessment)))
    assert from_json(Assessment, stored) == given_answer.assessment


@given(visits(), practices, calendars)
def test_a_first_visit_before_is_answered_too(
    visit: tuple[Facts, date], practice: Practice, calendar: Calendar
) -> None:
    """Eligibility is judged on the first visit; what was completed late is never simply refused."""
    facts, on = visit
    found = answer(facts, on=on, practice=practice, calendar=calendar).assessment
    if facts.first_visit_on is None:
        return
    first = answer(
        replace(facts, first_visit_on=None), on=facts.first_visit_on, practice=practice, calendar=calendar
    ).assessment
    if first.verdict is Verdict.ELIGIBLE:
        assert found.verdict in (Verdict.ELIGIBLE, Verdict.CONSULT)
    if found.verdict is Verdict.ELIGIBLE:
        assert found.window is not None
        assert on <= found.window.closes_on


@given(any_facts(), application_days, practices)
def test_an_answer_has_what_its_verdict_needs_and_nothing_else(
    facts: Facts, on: date, practice: Practice
) -> None:
    given_answer = answer(facts, on=on, practice=practice, calendar=CALENDAR)
    found = given_answer.assessment
    possible = found.verdict is not Verdict.NOT_ELIGIBLE and isinstance(facts.event, DesignationEvent)
    assert (given_answer.ordinary_route is not None) == (found.desk_action is DeskAction.ORDINARY_ROUTE)
    for part in (given_answer.fee, given_answer.desk_fee, given_answer.attendance):
        assert (part is not None) == possible
    documents = given_answer.documents
    assert (documents is not None) == (possible or given_answer.ordinary_route is not None)
    assert (given_answer.procedure is not None) == (found.desk_action is DeskAction.OTHER_PROCEDURE)
    assert given_answer.trace[: len(found.trace)] == found.trace
    applies = found.verdict is Verdict.ELIGIBLE and not given_answer.missing
    assert (given_answer.target is not None) == applies
    assert found.decided_by in found.trace
    assert found.trace[-1] == found.desk_reason
    assert answer(facts, on=on, practice=practice, calendar=CALENDAR) == given_answer


def codes_after(given_answer: Answer) -> list[str]:
    """What the trace tells beyond the verdict, as the kind of each step."""
    kinds = {"FEE": "fee", "COMES": "who", "PHOTO": "photo", "NO_PHOTO": "photo", "ORDINARY": "ordinary"}
    kinds |= {"TARGET": "target", "NO_TARGET": "target"}
    steps = given_answer.trace[len(given_answer.assessment.trace) :]
    return [next(kind for start, kind in kinds.items() if step.code.startswith(start)) for step in steps]


@given(any_facts(), application_days, practices)
def test_the_trace_ends_with_what_follows(facts: Facts, on: date, practice: Practice) -> None:
    found = answer(facts, on=on, practice=practice, calendar=CALENDAR)
    possible = found.fee is not None
    assert codes_after(found) == [
        *(["fee", "who", "photo"] if possible else []),
        *(["target"] if found.target else []),
        *(["ordinary"] if found.ordinary_route else []),
    ]
    assert all(step.rule and step.source for step in found.trace)


ALTERED = {
    ChangeKind.WITHOUT_CERTIFICATES: {"certificates": frozenset()},
    ChangeKind.WITH_POLICE_NUMBER: {"police_number": YesNo.YES},
    ChangeKind.WITH_DISASTER_CERTIFICATE: {"disaster_certificate": YesNo.YES},
    ChangeKind.WITH_OLD_CARD: {"old_card_shown": YesNo.YES},
    ChangeKind.AT_OWN_DESK: {"at_residence_desk": True},
    ChangeKind.CHARACTER_REPLACED: {"kept_character": False},
    ChangeKind.WITHOUT_FACE_AUTHENTICATION: {"face_authentication": False},
    ChangeKind.IF_PREVENTED: {"prevented": YesNo.YES},
}
BEST_TO_WORST = [DeskAction.ACCEPT, DeskAction.PENDING, DeskAction.CONSULT, DeskAction.ORDINARY_ROUTE]


def is_better(given_answer: Answer, other: Answer) -> list[object]:
    """Fee, action and target of the other answer, each where it betters this one, else None."""
    fee, other_fee = given_answer.desk_fee, other.desk_fee
    now, then = given_answer.assessment.desk_action, other.assessment.desk_action
    cheaper = (
        fee is not None
        and other_fee is not None
        and other_fee.amount is not None
        and other_fee.amount < (fee.amount if fee.amount is not None else fee.may_be or 0)
    )
    ranked = now in BEST_TO_WORST and then in BEST_TO_WORST
    sooner = given_answer.target and other.target and given_answer.target.target_date is None
    return [
        other_fee.amount if cheaper and other_fee else None,
        then if ranked and BEST_TO_WORST.index(then) < BEST_TO_WORST.index(now) else None,
        other.target.target_date if sooner and other.target else None,
    ]


@given(any_facts(), application_days, practices, st.none() | practices)
def test_each_nearest_change_gives_what_it_promises_and_none_is_left_out(
    facts: Facts, on: date, practice: Practice, desk_practice: Practice | None
) -> None:
    def asked(about: Facts, day: date) -> Answer:
        return answer(about, on=day, practice=practice, calendar=CALENDAR, desk_practice=desk_practice)

    given_answer = asked(facts, on)
    found = nearest_changes(
        facts, given_answer, on=on, practice=practice, calendar=CALENDAR, desk_practice=desk_practice
    )
    by_kind = {change.kind: change for change in found}
    assert len(by_kind) == len(found)
    for kind, fields in ALTERED.items():
        change = by_kind.get(kind, Change(kind))
        promised = [change.fee, change.action, change.target_date]
        better = is_better(given_answer, asked(replace(facts, **fields), on))
        if kind in by_kind or _could_be_offered(kind, facts):
            assert promised == better
    until, since = by_kind.get(ChangeKind.UNTIL), by_kind.get(ChangeKind.FROM)
    assert (until is not None) == (given_answer.assessment.verdict is Verdict.ELIGIBLE)
    if until is not None and until.day is not None:
        assert asked(facts, until.day).assessment.verdict is Verdict.ELIGIBLE
        assert asked(facts, until.day + timedelta(days=1)).assessment.verdict is not Verdict.ELIGIBLE
    if since is not None and since.day is not None:
        assert asked(facts, since.day).assessment.verdict is not Verdict.NOT_YET
        assert asked(facts, since.day - timedelta(days=1)).assessment.verdict is Verdict.NOT_YET


def _could_be_offered(kind: ChangeKind, facts: Facts) -> bool:
    """Proof is offered only where the case can have it."""
    match kind:
        case ChangeKind.WITH_OLD_CARD:
            return facts.event is DesignationEvent.OVERSEAS
        case ChangeKind.WITH_POLICE_NUMBER:
            return facts.cause in ("OUTSIDE", "STOLEN")
        case ChangeKind.WITH_DISASTER_CERTIFICATE:
            return facts.cause == "DISASTER"
    return True
