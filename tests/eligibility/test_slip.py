"""The slip tells what the self-check was told: whoever reads it gets the same answer."""

import hashlib
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eligibility.answer import Answer, answer
from eligibility.calendar import Calendar
from eligibility.case import Case
from eligibility.events import (
    EVENTS_UNDER,
    SENSITIVE,
    Certificate,
    DayAnswer,
    DesignationEvent,
    Facts,
    Heading,
    OrdinaryCase,
    YesNo,
)
from eligibility.plain import from_json, to_json
from eligibility.practice import Practice
from eligibility.slip.cases import LIST, MOST, case_of, cases
from eligibility.slip.code import Packed, SlipFault, SlipRefused, pack, unpack
from eligibility.slip.content import Slip, SlipContent, read_slip, slip_of
from eligibility.steps import STEPS
from tests.eligibility.cases import CALENDAR, PRACTICES
from tests.eligibility.walks import SHINJUKU, answers, begun, every_walk, next_step
from tests.law.strategies import calendars, practices

RELEASED = (106, "8b22d820986171bd1b85e429b7dac0f3df611668c88762390d5d4a96570bcda8")
"""How many cases are out there on paper, and the SHA-256 of their lines."""

ON = date(2026, 11, 24)
IN_TIME, LATE, BEFORE_LAUNCH = date(2026, 11, 20), date(2026, 8, 3), date(2023, 5, 6)
UNDER_ONE, UNDER_FIFTEEN = date(2026, 3, 3), date(2015, 2, 28)
UNDER_OTHER = EVENTS_UNDER[Heading.OTHER]


def slip(case: Case) -> Slip:
    return slip_of(case.facts(), residence_code=SHINJUKU.code, on=case.on)


def told_again(content: SlipContent, facts: Facts) -> Facts:
    """The slip's facts; under another reason the desk asks which one it is and what only that one asks."""
    if content.event is not Heading.OTHER:
        return content.facts()
    asked = {"had_card_before", "card_received_since", "trigger"}
    if facts.had_card_before is YesNo.YES and facts.occurred_on:
        asked |= {"birth_date", "age_band", "is_ward", "at_residence_desk", "certificates"}
    return content.facts(facts.event, **{name: getattr(facts, name) for name in asked})


def judged(facts: Facts, case: Case) -> Answer:
    return answer(facts, on=case.on, practice=case.residence.practice, calendar=case.residence.calendar)


def what_matters(found: Answer) -> dict[str, Any]:
    """Verdict, desk action, last open day, fees, who comes, ordinary route."""
    return {
        "verdict": found.assessment.verdict,
        "action": found.assessment.desk_action,
        "reason": found.assessment.decided_by.code,
        "last open day": found.assessment.window and found.assessment.window.last_open_day,
        "fee": found.fee,
        "desk fee": found.desk_fee,
        "who": found.attendance,
        "ordinary": found.ordinary_route,
        "target": found.target,
    }


def assert_agrees(case: Case) -> None:
    facts = case.facts()
    content = read_slip(slip(case).code)
    again = told_again(content, facts)
    expected = what_matters(judged(facts, case))
    if content.is_earlier:
        # Which day it was is not told, so neither is what was counted from it.
        del expected["last open day"]
    found = what_matters(judged(again, case))
    assert {name: found[name] for name in expected} == expected, slip(case)
    by_json = what_matters(judged(from_json(Facts, to_json(facts)), case))
    assert {name: by_json[name] for name in expected} == expected


# -- The registry --------------------------------------------------------------------------------------------


def test_released_cases_never_change() -> None:
    count, digest = RELEASED
    lines = LIST.read_text("utf-8").splitlines(keepends=True)
    assert len(lines) > count
    assert hashlib.sha256("".join(lines[: count + 1]).encode()).hexdigest() == digest


def test_every_case_has_one_number_and_facts_that_can_be() -> None:
    assert [case.number for case in cases()] == list(range(len(cases())))
    assert len(cases()) <= MOST - 16, "leave room"
    told = [(case.event, frozenset(case.tells.items())) for case in cases()]
    assert len(set(told)) == len(told)
    for case in cases():
        Facts(
            **{
                "event": UNDER_OTHER[0] if case.event is Heading.OTHER else case.event,
                "day_answer": DayAnswer.KNOWN if isinstance(case.event, OrdinaryCase) else DayAnswer.NOT_YET,
                **case.facts(),
            }
        )


def test_whatever_happened_has_a_number() -> None:
    for event in [*DesignationEvent, *OrdinaryCase]:
        day = DayAnswer.KNOWN if isinstance(event, OrdinaryCase) else DayAnswer.UNKNOWN
        content = slip_of(Facts(event=event, day_answer=day), residence_code="131041", on=ON).content
        assert content.event is (Heading.OTHER if event in UNDER_OTHER else event)


@pytest.fixture(scope="module")
def walks() -> list[Case]:
    """Every way through the self-check with a day of each kind, where nothing but the day's practice differs."""
    first = begun(on=ON, practice=PRACTICES["national"], calendar=CALENDAR)
    return list(every_walk(first, days=(IN_TIME, LATE, BEFORE_LAUNCH), births=(UNDER_ONE, UNDER_FIFTEEN)))


def test_every_walk_agrees_with_its_slip(walks: list[Case]) -> None:
    assert len(walks) > 1000
    for case in walks:
        assert_agrees(case)


def test_every_number_is_for_some_walk(walks: list[Case]) -> None:
    """One is for a fact that the desk and the interface know and the self-check does not ask."""
    used = {unpack(slip(case).code).case for case in walks}
    unused = [(str(case.event), dict(case.tells)) for case in cases() if case.number not in used]
    assert unused == [("OVERSEAS", {"first_notice": "NO"})]


def test_a_slip_never_tells_a_sensitive_event(walks: list[Case]) -> None:
    """No code of theirs is for one of them alone."""
    events = defaultdict(set)
    for case in walks:
        if case.event in UNDER_OTHER:
            events[slip(case).code].add(case.event)
    alone = {code: found for code, found in events.items() if len(found) == 1 and found <= SENSITIVE}
    assert alone == {}
    assert set.union(*events.values()) == set(UNDER_OTHER)


# -- Any day, any practice -----------------------------------------------------------------------------------


@st.composite
def walked(draw: st.DrawFn) -> Case:
    """Somebody who answers whatever is asked, anywhere, on any day."""
    on = draw(st.dates(date(2024, 12, 2), date(2028, 12, 31)))
    case = begun(on=on, practice=draw(practices), calendar=draw(calendars))
    day = on - timedelta(days=draw(st.integers(0, 60) | st.integers(0, 1500)))
    birth = on - timedelta(days=draw(st.integers(0, 5400)))
    at = 1
    while (at := next_step(case, at)) < len(STEPS):
        case.take(**draw(st.sampled_from(answers(STEPS[at], case, days=[day], births=[birth]))))
        at += 1
    return case


@given(walked())
def test_text_json_and_slip_agree(case: Case) -> None:
    assert_agrees(case)


@given(walked())
def test_the_slip_keeps_desk_certificates_and_residence(case: Case) -> None:
    facts, content = case.facts(), slip(case).content
    assert content.residence_code == SHINJUKU.code
    if content.event is Heading.OTHER and facts.had_card_before is YesNo.YES:
        return
    assert content.at_residence_desk == facts.at_residence_desk
    assert content.certificates == facts.certificates
    assert content.day_answer == facts.day_answer
    assert content.is_earlier or content.day == facts.start_on
    again = slip_of(told_again(content, facts), residence_code=content.residence_code, on=case.on)
    assert again.code == slip(case).code


@settings(max_examples=300)
@given(st.builds(Packed, *map(st.integers, (0,) * 5, (127, 4095, 2047, 1, 3))))
def test_any_code_is_read_or_refused_by_name(packed: Packed) -> None:
    try:
        content = read_slip(pack(packed))
    except SlipRefused as refused:
        named = {SlipFault.CASE_UNKNOWN, SlipFault.MUNICIPALITY_UNKNOWN, SlipFault.CONTRADICTORY}
        assume(refused.fault not in named)
        raise
    event = UNDER_OTHER[0] if content.event is Heading.OTHER else content.event
    case = begun(on=ON, practice=Practice(), calendar=Calendar())
    judged(content.facts(event), case)


# -- Its edges -----------------------------------------------------------------------------------------------


def facts_of(event: DesignationEvent, day: date, **more: Any) -> Facts:
    fact = "birth_date" if event is DesignationEvent.INFANT else "occurred_on"
    return Facts(event=event, **{fact: day}, **more)


@pytest.mark.parametrize(
    ("event", "day", "told"),
    [
        (DesignationEvent.LOST, date(2024, 12, 1), None),
        (DesignationEvent.LOST, date(2024, 12, 2), date(2024, 12, 2)),
        (DesignationEvent.INFANT, date(2023, 12, 2), None),
        (DesignationEvent.INFANT, date(2023, 12, 3), date(2023, 12, 3)),
        (DesignationEvent.INFANT, date(2035, 2, 15), date(2035, 2, 15)),
    ],
)
def test_days_before_the_scheme_are_told_as_earlier(
    event: DesignationEvent, day: date, told: date | None
) -> None:
    content = slip_of(facts_of(event, day), residence_code="990019", on=max(day, ON)).content
    assert (content.day, content.is_earlier) == (told, told is None)
    assert content.day_answer is DayAnswer.KNOWN


def test_a_day_from_2035_on_has_no_slip() -> None:
    with pytest.raises(SlipRefused) as refused:
        slip_of(facts_of(DesignationEvent.LOST, date(2035, 2, 16)), residence_code="990019", on=ON)
    assert refused.value.fault is SlipFault.DAY_OUTSIDE


def test_a_municipality_without_a_number_has_no_slip() -> None:
    with pytest.raises(SlipRefused) as refused:
        slip_of(Facts(event=OrdinaryCase.RENEWAL), residence_code="999999", on=ON)
    assert refused.value.fault is SlipFault.MUNICIPALITY_UNKNOWN


def number_of_line(event: DesignationEvent | OrdinaryCase) -> int:
    return next(case.number for case in cases() if case.event is event and not case.tells)


@pytest.mark.parametrize(
    ("numbers", "fault"),
    [
        (Packed(127, 0, 0, False, 3), SlipFault.CASE_UNKNOWN),
        (Packed(0, 0, 2047, False, 3), SlipFault.MUNICIPALITY_UNKNOWN),
        (Packed(number_of_line(OrdinaryCase.RENEWAL), 400, 0, False, 3), SlipFault.CONTRADICTORY),
        (Packed(number_of_line(DesignationEvent.LOST), 366, 0, False, 3), SlipFault.CONTRADICTORY),
    ],
)
def test_a_code_that_no_slip_has_is_refused(numbers: Packed, fault: SlipFault) -> None:
    with pytest.raises(SlipRefused) as refused:
        read_slip(pack(numbers))
    assert refused.value.fault is fault


def test_another_reason_has_no_facts_until_one_is_chosen() -> None:
    facts = facts_of(DesignationEvent.PENAL, IN_TIME)
    content = slip_of(facts, residence_code="990019", on=ON).content
    with pytest.raises(ValueError, match="another reason"):
        content.facts()
    assert content.facts(DesignationEvent.PENAL) == facts


def test_a_baby_s_age_folds_only_where_who_comes_stays_the_same() -> None:
    lost = facts_of(DesignationEvent.LOST, IN_TIME, birth_date=UNDER_ONE)
    moved = facts_of(DesignationEvent.OVERSEAS, IN_TIME, birth_date=UNDER_ONE, had_card_before=YesNo.NO)
    told = [
        slip_of(facts, residence_code="990019", on=ON).content.told["age_band"] for facts in (lost, moved)
    ]
    assert told == ["UNDER_FIFTEEN", "UNDER_ONE"]


def test_an_example_that_is_on_paper_reads_the_same_for_ever() -> None:
    """A card lost outside in Minato, no police number yet, 15 or over, 20 November 2026."""
    content = read_slip("9YGY-MXB1")
    assert (content.residence_code, content.day, content.event) == ("131032", IN_TIME, DesignationEvent.LOST)
    assert content.certificates == frozenset(Certificate)
    assert content.told == {
        "cause": "OUTSIDE",
        "police_number": "NO",
        "age_band": "FIFTEEN_AND_OVER",
        "is_ward": False,
    }
    assert case_of(0).event is DesignationEvent.INFANT
