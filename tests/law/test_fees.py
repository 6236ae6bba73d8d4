"""What it costs: to the resident, at the desk, and on the ordinary route."""

from datetime import date
from typing import Any

import pytest

from eligibility.events import Certificate, DesignationEvent, OrdinaryCase
from eligibility.practice import NATIONAL, FeeChoice, Practice
from fees.rules import Fee, FeeBasis, amounts, desk_fee, ordinary_route, resident_fee
from tests.eligibility.cases import facts_of

ON = date(2026, 6, 10)
MAY = 2000
SURE_FREE = (0, None, None)
LOSS = (2000, None, 1800)

# facts, what differs in practice, resident: (amount, may be, without certificates), desk: the same.
CASES: list[tuple[str, dict[str, str], dict[str, str], tuple[Any, ...], tuple[Any, ...]]] = [
    ("loss costs (national page)", {"event": "LOST"}, {}, LOSS, LOSS),
    ("lost at home", {"event": "LOST", "cause": "AT_HOME"}, {}, LOSS, LOSS),
    (
        "theft with a number, practice silent (page against kakogawa, matsuyama)",
        {"event": "LOST", "cause": "STOLEN", "police_number": "YES"},
        {},
        (2000, 0, 1800),
        (None, 2000, 1800),
    ),
    (
        "theft with a number, free (kakogawa)",
        {"event": "LOST", "cause": "STOLEN", "police_number": "YES"},
        {"theft_with_police_number": "FREE"},
        SURE_FREE,
        SURE_FREE,
    ),
    (
        "theft without a number (kakogawa)",
        {"event": "LOST", "cause": "STOLEN", "police_number": "NO"},
        {"theft_with_police_number": "FREE"},
        LOSS,
        LOSS,
    ),
    (
        "theft, number not asked yet",
        {"event": "LOST", "cause": "STOLEN"},
        {"theft_with_police_number": "FREE"},
        (2000, 0, 1800),
        (None, 2000, 1800),
    ),
    (
        "theft, practice charges it as a loss",
        {"event": "LOST", "cause": "STOLEN", "police_number": "YES"},
        {"theft_with_police_number": "CHARGED"},
        LOSS,
        LOSS,
    ),
    (
        "lost in a disaster with certificate (matsuyama)",
        {"event": "LOST", "cause": "DISASTER", "disaster_certificate": "YES"},
        {},
        SURE_FREE,
        SURE_FREE,
    ),
    (
        "lost in a disaster without certificate",
        {"event": "LOST", "cause": "DISASTER", "disaster_certificate": "NO"},
        {},
        LOSS,
        LOSS,
    ),
    (
        "lost in a disaster, certificate not seen yet",
        {"event": "LOST", "cause": "DISASTER"},
        {},
        (2000, 0, 1800),
        (None, 2000, 1800),
    ),
    (
        "own-fault damage (mitake, kokubunji)",
        {"event": "DAMAGE", "cause": "OWN_FAULT"},
        {},
        (0, MAY, 1800),
        (2000, None, 1800),
    ),
    (
        "own-fault damage, free here",
        {"event": "DAMAGE", "cause": "OWN_FAULT"},
        {"own_fault_damage": "FREE"},
        SURE_FREE,
        SURE_FREE,
    ),
    (
        "damage, not the holder's fault",
        {"event": "DAMAGE", "cause": "NOT_OWN_FAULT"},
        {},
        SURE_FREE,
        SURE_FREE,
    ),
    ("defect (hyuga)", {"event": "DAMAGE", "cause": "DEFECT"}, {}, SURE_FREE, SURE_FREE),
    (
        "defect, charged here (shugiin 2021)",
        {"event": "DAMAGE", "cause": "DEFECT"},
        {"defect": "CHARGED"},
        (0, MAY, 1800),
        (2000, None, 1800),
    ),
    (
        "burnt in a fire with certificate (matsuyama)",
        {"event": "DAMAGE", "cause": "DISASTER", "disaster_certificate": "YES"},
        {},
        SURE_FREE,
        SURE_FREE,
    ),
    (
        "burnt in a fire, certificate not seen",
        {"event": "DAMAGE", "cause": "DISASTER"},
        {},
        (0, MAY, 1800),
        (None, 2000, 1800),
    ),
    (
        "damage of unknown cause: the desk asks",
        {"event": "DAMAGE"},
        {},
        (0, MAY, 1800),
        (None, 2000, 1800),
    ),
    (
        "from abroad, never had a card",
        {"event": "OVERSEAS", "had_card_before": "NO"},
        {},
        SURE_FREE,
        SURE_FREE,
    ),
    (
        "returnee who shows the lapsed card (kakogawa)",
        {"event": "OVERSEAS", "had_card_before": "YES", "old_card_shown": "YES"},
        {"returnee_without_old_card": "CHARGED"},
        SURE_FREE,
        SURE_FREE,
    ),
    (
        "returnee without the old card, practice silent ([ip])",
        {"event": "OVERSEAS", "had_card_before": "YES", "old_card_shown": "NO"},
        {},
        (0, MAY, 1800),
        (None, 2000, 1800),
    ),
    (
        "returnee without the old card (kakogawa, mitake)",
        {"event": "OVERSEAS", "had_card_before": "YES", "old_card_shown": "NO"},
        {"returnee_without_old_card": "CHARGED"},
        (0, MAY, 1800),
        (2000, None, 1800),
    ),
    (
        "from abroad, earlier card not asked about yet",
        {"event": "OVERSEAS"},
        {"returnee_without_old_card": "CHARGED"},
        (0, MAY, 1800),
        (None, 2000, 1800),
    ),
    ("number change", {"event": "NUMBER_CHANGE"}, {}, SURE_FREE, SURE_FREE),
    (
        "number change, may be charged (suzaka)",
        {"event": "NUMBER_CHANGE"},
        {"number_change": "CLERK_DECIDES"},
        (0, MAY, 1800),
        (None, 2000, 1800),
    ),
    ("infant's first card", {"event": "INFANT"}, {}, SURE_FREE, SURE_FREE),
    ("newly entered", {"event": "NEW_ENTRY"}, {}, SURE_FREE, SURE_FREE),
    ("foreign resident", {"event": "FOREIGN"}, {}, SURE_FREE, SURE_FREE),
    ("official error", {"event": "ADMIN_ERROR"}, {}, SURE_FREE, SURE_FREE),
    ("space full", {"event": "SPACE_FULL"}, {}, SURE_FREE, SURE_FREE),
    ("released", {"event": "PENAL"}, {}, SURE_FREE, SURE_FREE),
]


def in_yen(fee: Fee) -> tuple[Any, ...]:
    return fee.amount, fee.may_be, fee.without_certificates


def known(fields: dict[str, Any]) -> dict[str, Any]:
    """The facts with a day, where the event has one."""
    if fields["event"] in set(OrdinaryCase):
        return fields
    return {("birth_date" if fields["event"] == "INFANT" else "occurred_on"): date(2026, 6, 1)} | fields


@pytest.mark.parametrize(
    ("facts", "practice", "resident", "desk"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_fee(
    facts: dict[str, str], practice: dict[str, str], resident: tuple[Any, ...], desk: tuple[Any, ...]
) -> None:
    settled = Practice(**{name: FeeChoice(choice) for name, choice in practice.items()})
    case = facts_of(known(facts))
    assert in_yen(resident_fee(case, on=ON, practice=settled)) == resident
    assert in_yen(desk_fee(case, on=ON, practice=settled)) == desk


@pytest.mark.parametrize(
    ("certificates", "amount", "without"),
    [
        (["SIGNATURE", "USER_AUTHENTICATION"], 2000, 1800),
        (["USER_AUTHENTICATION"], 2000, 1800),
        (["SIGNATURE"], 2000, 1800),
        ([], 1800, None),
    ],
)
def test_one_certificate_costs_as_much_as_two(
    certificates: list[str], amount: int, without: int | None
) -> None:
    """Source: Mitake; split in Ashiya, Nishiaizu, Oe."""
    facts = facts_of(known({"event": "LOST", "certificates": certificates}))
    assert in_yen(desk_fee(facts, on=ON, practice=NATIONAL)) == (amount, None, without)


@pytest.mark.parametrize(
    ("facts", "amount", "basis"),
    [
        ({"event": "RENEWAL"}, 0, FeeBasis.RENEWAL),
        ({"event": "EXPIRED"}, 0, FeeBasis.RENEWAL),
        ({"event": "FIRST_CARD"}, 0, FeeBasis.FIRST_CARD),
        ({"event": "ENTRY_WRITTEN"}, 0, FeeBasis.SPACE_FULL),
        ({"event": "MOVED_INSIDE_JAPAN"}, 1000, FeeBasis.LAPSED),
        ({"event": "STAY_EXTENSION_MISSED"}, 1000, FeeBasis.LAPSED),
        ({"event": "OWN_WISH"}, 1000, FeeBasis.OWN_WISH),
        ({"event": "OWN_WISH", "certificates": []}, 800, FeeBasis.OWN_WISH),
        ({"event": "LOST"}, 1000, FeeBasis.LOSS),
        ({"event": "LOST", "certificates": []}, 800, FeeBasis.LOSS),
        ({"event": "DAMAGE", "cause": "OWN_FAULT"}, 1000, FeeBasis.OWN_FAULT),
        ({"event": "DAMAGE", "cause": "DEFECT"}, 0, FeeBasis.DEFECT),
        ({"event": "INFANT"}, 0, FeeBasis.FIRST_CARD),
        ({"event": "SPACE_FULL"}, 0, FeeBasis.SPACE_FULL),
    ],
)
def test_the_ordinary_route_has_a_price_and_a_duration(
    facts: dict[str, Any], amount: int, basis: FeeBasis
) -> None:
    """Source: Makubetsu, Komoro, Mitake, Ashiya; about one to two months."""
    route = ordinary_route(facts_of(known(facts)), on=ON, practice=NATIONAL)
    assert (route.fee.amount, route.fee.basis) == (amount, basis)
    assert (route.shortest_months, route.longest_months) == (1, 2)


def test_no_basis_tells_a_sensitive_event() -> None:
    told = {
        desk_fee(facts_of(known({"event": event})), on=ON, practice=NATIONAL).basis
        for event in ("PENAL", "NUMBER_CHANGE", "NEW_ENTRY", "ADMIN_ERROR")
    }
    assert told == {FeeBasis.OTHER_REASON}


@pytest.mark.parametrize("event", [*DesignationEvent])
@pytest.mark.parametrize("certificates", [[], ["SIGNATURE"], [*Certificate]])
def test_the_desk_has_an_amount_or_a_decision_to_make(event: str, certificates: list[str]) -> None:
    fee = desk_fee(facts_of(known({"event": event, "certificates": certificates})), on=ON, practice=NATIONAL)
    assert (fee.amount is None) == (fee.may_be is not None)
    assert fee.amount in (None, 0, 1800, 2000)


def test_all_that_express_issuance_can_cost() -> None:
    """Source: national page; nothing, the card, the card with certificates."""
    assert amounts(on=ON) == (0, 1800, 2000)


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({"birth_date": date(2011, 6, 11)}, 1800),
        ({"birth_date": date(2011, 6, 10)}, 2000),
        ({"age_band": "UNDER_FIFTEEN"}, 1800),
        ({"is_ward": True}, 1800),
        ({"face_authentication": True}, 1800),
        ({}, 2000),
    ],
)
def test_a_certificate_that_cannot_be_issued_is_not_paid(facts: dict[str, Any], amount: int) -> None:
    """The signature certificate: not under 15, not for wards, not with face authentication."""
    wished = {"event": "LOST", "occurred_on": date(2026, 6, 1), "certificates": ["SIGNATURE"]}
    fee = desk_fee(facts_of(wished | facts), on=date(2026, 6, 10), practice=NATIONAL)
    assert (fee.amount, fee.without_certificates) == (amount, 1800 if amount == 2000 else None)
