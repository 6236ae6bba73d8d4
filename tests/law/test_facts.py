"""What can be told of a case: facts that fit together, days that can be right, headings that tell nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

from eligibility.events import (
    CAUSES_OF,
    EVENTS_UNDER,
    SENSITIVE,
    AgeBand,
    Cause,
    ContradictoryFacts,
    DayAnswer,
    DesignationEvent,
    Facts,
    Heading,
    OrdinaryCase,
    Trigger,
    YesNo,
    doubtful_days,
    public_heading,
)
from eligibility.plain import to_json

JUNE = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"event": DesignationEvent.LOST}, "occurred_on", "day_missing"),
        (
            {"event": DesignationEvent.LOST, "occurred_on": JUNE, "day_answer": DayAnswer.NOT_YET},
            "occurred_on",
            "day_not_known",
        ),
        ({"event": DesignationEvent.INFANT}, "birth_date", "day_missing"),
        (
            {"event": DesignationEvent.INFANT, "birth_date": JUNE, "day_answer": DayAnswer.UNKNOWN},
            "birth_date",
            "day_not_known",
        ),
        (
            {"event": DesignationEvent.INFANT, "birth_date": JUNE, "occurred_on": JUNE},
            "occurred_on",
            "infant_counts_from_birth",
        ),
        ({"event": OrdinaryCase.RENEWAL, "occurred_on": JUNE}, "occurred_on", "no_day_counts"),
        (
            {"event": DesignationEvent.LOST, "occurred_on": JUNE, "with_birth_notification": True},
            "with_birth_notification",
            "infants_only",
        ),
        (
            {"event": DesignationEvent.LOST, "occurred_on": JUNE, "cause": Cause.DEFECT},
            "cause",
            "not_of_this_event",
        ),
        (
            {"event": DesignationEvent.DAMAGE, "occurred_on": JUNE, "cause": Cause.STOLEN},
            "cause",
            "not_of_this_event",
        ),
        (
            {"event": DesignationEvent.LOST, "occurred_on": JUNE, "trigger": Trigger.OWN_REQUEST},
            "trigger",
            "not_of_this_event",
        ),
        (
            {"event": DesignationEvent.FOREIGN, "occurred_on": JUNE, "first_notice": YesNo.NO},
            "first_notice",
            "not_of_this_event",
        ),
        (
            {
                "event": DesignationEvent.LOST,
                "occurred_on": JUNE,
                "birth_date": date(1990, 1, 1),
                "age_band": AgeBand.FIFTEEN_AND_OVER,
            },
            "age_band",
            "birth_date_tells",
        ),
        (
            {
                "event": DesignationEvent.INFANT,
                "day_answer": DayAnswer.NOT_YET,
                "age_band": AgeBand.UNDER_FIFTEEN,
            },
            "age_band",
            "infants_are_under_one",
        ),
    ],
)
def test_facts_that_contradict_each_other_are_refused(fields: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(ContradictoryFacts) as caught:
        Facts(**fields)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_days_that_cannot_be_right() -> None:
    facts = Facts(
        event=DesignationEvent.LOST,
        occurred_on=date(2026, 5, 31),
        birth_date=JUNE,
        first_visit_on=date(2026, 6, 3),
    )
    assert doubtful_days(facts, on=date(2026, 6, 2)) == {
        "occurred_on": "BEFORE_BIRTH",
        "first_visit_on": "AHEAD",
    }
    assert doubtful_days(facts, on=date(2026, 5, 31)) == {
        "birth_date": "AHEAD",
        "occurred_on": "BEFORE_BIRTH",
        "first_visit_on": "AHEAD",
    }
    old = Facts(event=OrdinaryCase.RENEWAL, birth_date=date(1905, 12, 31))
    assert doubtful_days(old, on=JUNE) == {"birth_date": "TOO_LONG_AGO"}
    assert doubtful_days(Facts(event=OrdinaryCase.RENEWAL, birth_date=date(1906, 1, 1)), on=JUNE) == {}
    assert doubtful_days(Facts(event=DesignationEvent.LOST, occurred_on=JUNE), on=JUNE) == {}


def test_the_five_headings_hold_each_designation_once() -> None:
    assert [heading.value for heading in EVENTS_UNDER] == [heading.value for heading in Heading]
    held = [event for events in EVENTS_UNDER.values() for event in events]
    assert sorted(held) == sorted(DesignationEvent)


def test_no_heading_tells_a_sensitive_event() -> None:
    assert {"PENAL", "NUMBER_CHANGE", "NEW_ENTRY"} == SENSITIVE
    assert {public_heading(event) for event in SENSITIVE} == {Heading.OTHER}
    assert public_heading(DesignationEvent.DAMAGE) is Heading.LOST_OR_DAMAGED


def test_facts_that_were_not_told() -> None:
    assert to_json(Facts(event=OrdinaryCase.RENEWAL)) == {
        "event": "RENEWAL",
        "day_answer": "KNOWN",
        "occurred_on": None,
        "birth_date": None,
        "age_band": "UNKNOWN",
        "is_ward": False,
        "at_residence_desk": True,
        "with_birth_notification": False,
        "certificates": ["SIGNATURE", "USER_AUTHENTICATION"],
        "cause": "UNKNOWN",
        "police_number": "UNKNOWN",
        "disaster_certificate": "UNKNOWN",
        "trigger": "UNKNOWN",
        "first_notice": "UNKNOWN",
        "had_card_before": "UNKNOWN",
        "old_card_shown": "UNKNOWN",
        "card_received_since": "UNKNOWN",
        "prevented": "UNKNOWN",
        "missing": [],
        "first_visit_on": None,
        "kept_character": False,
        "face_authentication": False,
        "inquiry_letter": False,
    }


def test_causes_and_beginnings_of_each_event() -> None:
    causes = {
        event: [cause for cause in Cause if _constructible(event, cause=cause)] for event in DesignationEvent
    }
    assert causes.pop(DesignationEvent.LOST) == ["AT_HOME", "OUTSIDE", "STOLEN", "DISASTER", "UNKNOWN"]
    assert causes.pop(DesignationEvent.DAMAGE) == [
        "OWN_FAULT",
        "NOT_OWN_FAULT",
        "DISASTER",
        "DEFECT",
        "UNKNOWN",
    ]
    assert {tuple(found) for found in causes.values()} == {("UNKNOWN",)}
    begun = {
        event: [trigger for trigger in Trigger if _constructible(event, trigger=trigger)]
        for event in DesignationEvent
    }
    assert begun.pop(DesignationEvent.FOREIGN) == ["ADDRESS_FIXED", "BECAME_RESIDENT", "UNKNOWN"]
    assert begun.pop(DesignationEvent.NUMBER_CHANGE) == [
        "OWN_REQUEST",
        "NOTICE_LETTER",
        "PUBLIC_NOTICE",
        "UNKNOWN",
    ]
    assert {tuple(found) for found in begun.values()} == {("UNKNOWN",)}


def test_causes_are_offered_in_their_order_and_not_knowing_comes_last() -> None:
    assert CAUSES_OF == {
        DesignationEvent.LOST: ("AT_HOME", "OUTSIDE", "STOLEN", "DISASTER", "UNKNOWN"),
        DesignationEvent.DAMAGE: ("OWN_FAULT", "NOT_OWN_FAULT", "DISASTER", "DEFECT", "UNKNOWN"),
    }


def test_a_child_not_born_yet_may_be_told_as_under_one() -> None:
    told = Facts(event=DesignationEvent.INFANT, day_answer=DayAnswer.NOT_YET, age_band=AgeBand.UNDER_ONE)
    assert told.age_band is AgeBand.UNDER_ONE


def test_a_day_to_come_is_doubted_whoever_it_is() -> None:
    ahead = Facts(event=DesignationEvent.LOST, occurred_on=JUNE + timedelta(days=1))
    assert doubtful_days(ahead, on=JUNE) == {"occurred_on": "AHEAD"}


def _constructible(event: DesignationEvent, **fields: Any) -> bool:
    try:
        Facts(event=event, day_answer=DayAnswer.UNKNOWN, **fields)
    except ContradictoryFacts:
        return False
    return True
