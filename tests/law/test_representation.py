"""What shows that a legal representative is one, and how old it may be."""

from datetime import date

import pytest

from eligibility.representation import ProofFault, ProofKind, last_day_of_months, proof_fault

ON = date(2026, 11, 24)
ADULT, TURNS_FIFTEEN, STILL_FOURTEEN = date(1960, 1, 1), date(2011, 11, 24), date(2011, 11, 25)
REGISTER, CERTIFICATE = ProofKind.FAMILY_REGISTER, ProofKind.REGISTRATION_CERTIFICATE
HOUSEHOLD, DOMICILE = ProofKind.SAME_HOUSEHOLD, ProofKind.DOMICILE_HERE


@pytest.mark.parametrize(
    ("kind", "issued_on", "by_parent", "born", "fault"),
    [
        (None, None, True, STILL_FOURTEEN, ProofFault.MISSING),
        (HOUSEHOLD, None, True, STILL_FOURTEEN, None),
        (DOMICILE, None, True, STILL_FOURTEEN, None),
        (HOUSEHOLD, None, False, STILL_FOURTEEN, ProofFault.PARENTS_ONLY),
        (DOMICILE, None, False, ADULT, ProofFault.PARENTS_ONLY),
        (REGISTER, None, False, STILL_FOURTEEN, None),
        (REGISTER, date(2020, 1, 1), True, STILL_FOURTEEN, None),
        (REGISTER, date(2026, 11, 25), True, STILL_FOURTEEN, ProofFault.ISSUED_LATER),
        (CERTIFICATE, None, False, TURNS_FIFTEEN, ProofFault.ISSUE_DAY_MISSING),
        (CERTIFICATE, date(2026, 11, 24), False, ADULT, None),
        (CERTIFICATE, date(2026, 5, 24), False, ADULT, None),
        (CERTIFICATE, date(2026, 5, 23), False, ADULT, ProofFault.TOO_OLD),
        (CERTIFICATE, date(2026, 5, 23), False, TURNS_FIFTEEN, ProofFault.TOO_OLD),
        (CERTIFICATE, date(2026, 5, 23), False, STILL_FOURTEEN, None),
        (CERTIFICATE, date(2026, 11, 25), False, ADULT, ProofFault.ISSUED_LATER),
    ],
)
def test_what_shows_that_they_may_act(
    kind: ProofKind | None, issued_on: date | None, by_parent: bool, born: date, fault: ProofFault | None
) -> None:
    """Source: Hagi and Soma (none needed of a parent in one household or with domicile here), Mimata (six months)."""
    assert proof_fault(kind, issued_on=issued_on, by_parent=by_parent, birth_date=born, on=ON) is fault


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2026-05-24", "2026-11-24"),
        ("2026-02-28", "2026-08-31"),
        ("2026-08-30", "2027-02-28"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-30", "2028-02-29"),
        ("2026-07-01", "2027-01-01"),
    ],
)
def test_six_months_end_the_day_before_the_day_they_began(day: str, last: str) -> None:
    """Source: Civil Code Art. 140 (the first day is not counted) and 143 (by the calendar)."""
    assert last_day_of_months(date.fromisoformat(day), 6) == date.fromisoformat(last)
