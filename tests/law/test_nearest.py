"""The nearest changes: the day, and each single other answer that would better the one given."""

from datetime import date
from typing import Any

import pytest

from eligibility.answer import answer
from eligibility.nearest import nearest_changes
from eligibility.practice import NATIONAL, FeeChoice, OtherDesk, Practice
from tests.eligibility.cases import CALENDAR, facts_of

ON = date(2026, 6, 10)
LAST, TARGET = date(2026, 7, 1), date(2026, 6, 17)
UNTIL = {"kind": "UNTIL", "day": LAST}
CHEAPER = {"kind": "WITHOUT_CERTIFICATES", "fee": 1800}
ACCEPTING = Practice(other_desk=OtherDesk.ACCEPT)


def changes(
    facts: dict[str, Any], practice: Practice = NATIONAL, desk_practice: Practice | None = None
) -> list[dict[str, Any]]:
    """Each change with what it betters and nothing else."""
    told = facts_of(facts)
    of = {"on": ON, "practice": practice, "calendar": CALENDAR, "desk_practice": desk_practice}
    found = nearest_changes(told, answer(told, **of), **of)
    assert isinstance(found, tuple)
    return [{name: item for name, item in change._asdict().items() if item is not None} for change in found]


def of(event: str, **facts: Any) -> dict[str, Any]:
    return {"event": event, "occurred_on": date(2026, 6, 1)} | facts


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (of("SPACE_FULL"), [UNTIL]),
        (of("LOST", cause="AT_HOME"), [UNTIL, CHEAPER]),
        (of("LOST", cause="AT_HOME", certificates=[]), [UNTIL]),
        (
            of("LOST", cause="OUTSIDE", police_number="NO"),
            [UNTIL, CHEAPER, {"kind": "WITH_POLICE_NUMBER", "action": "ACCEPT"}],
        ),
        (of("LOST", cause="OUTSIDE", police_number="YES"), [UNTIL, CHEAPER]),
        (
            of("LOST", cause="STOLEN", police_number="NO"),
            [UNTIL, CHEAPER, {"kind": "WITH_POLICE_NUMBER", "action": "ACCEPT"}],
        ),
        (
            of("LOST", cause="DISASTER", disaster_certificate="NO"),
            [UNTIL, CHEAPER, {"kind": "WITH_DISASTER_CERTIFICATE", "fee": 0}],
        ),
        # The clerk decides: what is not sure is not promised, but what would make it sure is.
        (of("DAMAGE", cause="DISASTER"), [UNTIL, {"kind": "WITH_DISASTER_CERTIFICATE", "fee": 0}]),
        (of("DAMAGE", cause="DISASTER", disaster_certificate="YES"), [UNTIL]),
        (of("DAMAGE", cause="UNKNOWN"), [UNTIL]),
        (of("DAMAGE", cause="DEFECT"), [UNTIL]),
        (
            of("OVERSEAS", had_card_before="YES", old_card_shown="NO"),
            [UNTIL, {"kind": "WITH_OLD_CARD", "fee": 0}],
        ),
        (of("OVERSEAS", had_card_before="NO"), [UNTIL]),
        (
            of("SPACE_FULL", at_residence_desk=False),
            [UNTIL, {"kind": "AT_OWN_DESK", "action": "ACCEPT", "target_date": TARGET}],
        ),
        (
            of("LOST", cause="OUTSIDE", police_number="NO", at_residence_desk=False),
            [UNTIL, CHEAPER, {"kind": "AT_OWN_DESK", "action": "PENDING"}],
        ),
        (
            of("SPACE_FULL", kept_character=True),
            [UNTIL, {"kind": "CHARACTER_REPLACED", "target_date": TARGET}],
        ),
        (
            of("SPACE_FULL", face_authentication=True),
            [UNTIL, {"kind": "WITHOUT_FACE_AUTHENTICATION", "target_date": TARGET}],
        ),
        # Neither alone would name a day.
        (of("SPACE_FULL", kept_character=True, face_authentication=True), [UNTIL]),
        (
            of("LOST", occurred_on=date(2026, 4, 1)),
            [{"kind": "IF_PREVENTED", "action": "CONSULT"}],
        ),
        (
            {"event": "INFANT", "birth_date": date(2025, 6, 10)},
            [{"kind": "IF_PREVENTED", "action": "CONSULT"}],
        ),
        (
            of("LOST", occurred_on=date(2026, 6, 15)),
            [{"kind": "FROM", "day": date(2026, 6, 15)}, CHEAPER],
        ),
        ({"event": "LOST", "day_answer": "NOT_YET"}, [CHEAPER]),
        ({"event": "SPACE_FULL", "day_answer": "UNKNOWN"}, []),
        (of("SPACE_FULL", card_received_since="YES"), []),
        ({"event": "RENEWAL"}, []),
        ({"event": "NAME_CHANGE_FITS"}, []),
        ({"event": "SOMETHING_ELSE"}, []),
    ],
    ids=lambda part: "-".join(map(str, part.values())) if isinstance(part, dict) else "",
)
def test_what_would_change(facts: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    assert changes(facts) == expected


def test_by_practice() -> None:
    stolen = of("LOST", cause="STOLEN")
    assert changes(stolen, Practice(theft_with_police_number=FeeChoice.FREE)) == [
        UNTIL,
        {"kind": "WITH_POLICE_NUMBER", "fee": 0},
    ]
    returned = of("OVERSEAS", had_card_before="YES", old_card_shown="NO")
    assert changes(returned, Practice(returnee_without_old_card=FeeChoice.CHARGED)) == [
        UNTIL,
        CHEAPER,
        {"kind": "WITH_OLD_CARD", "fee": 0},
    ]
    baby = {"event": "INFANT", "birth_date": date(2026, 4, 1)}
    assert changes(baby, Practice(infant_thirty_days_binding=True)) == []


def test_by_the_other_desks_practice() -> None:
    there = of("SPACE_FULL", at_residence_desk=False)
    assert changes(there, desk_practice=ACCEPTING) == [
        UNTIL,
        {"kind": "AT_OWN_DESK", "target_date": TARGET},
    ]
    lacking = of("LOST", cause="OUTSIDE", police_number="NO", at_residence_desk=False)
    assert {"kind": "WITH_POLICE_NUMBER", "action": "ACCEPT"} in changes(lacking, desk_practice=ACCEPTING)
