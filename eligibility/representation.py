"""Who may act for somebody else, and what shows that they may."""

import calendar
from datetime import date, timedelta
from enum import auto

from eligibility.age import age_in_years
from eligibility.plain import Term
from eligibility.rules import LAW


class ProofKind(Term):
    """What shows that the legal representative is one. The last two are looked up at the desk: nothing is brought."""

    FAMILY_REGISTER = auto()
    REGISTRATION_CERTIFICATE = auto()
    SAME_HOUSEHOLD = auto()
    DOMICILE_HERE = auto()


#: Papers with a day of issue; only a parent is shown by the desk's own records. Source: Hagi, Soma.
PROOF_PAPERS = frozenset({ProofKind.FAMILY_REGISTER, ProofKind.REGISTRATION_CERTIFICATE})


class ProofFault(Term):
    """Why a proof does not suffice."""

    MISSING = auto()
    PARENTS_ONLY = auto()
    ISSUE_DAY_MISSING = auto()
    ISSUED_LATER = auto()
    TOO_OLD = auto()


def proof_fault(
    kind: ProofKind | None, *, issued_on: date | None, by_parent: bool, birth_date: date, on: date
) -> ProofFault | None:
    """Why this does not show on that day who represents the person born on `birth_date`; None where it does."""
    if kind is None:
        return ProofFault.MISSING
    if kind not in PROOF_PAPERS:
        return None if by_parent else ProofFault.PARENTS_ONLY
    if issued_on is not None and issued_on > on:
        return ProofFault.ISSUED_LATER
    if not issue_day_counts(birth_date, on=on):
        return None
    if issued_on is None:
        return ProofFault.ISSUE_DAY_MISSING
    months = LAW.value("representation_proof_months", on=on)
    return ProofFault.TOO_OLD if on > last_day_of_months(issued_on, months) else None


def issue_day_counts(birth_date: date, *, on: date) -> bool:
    """Whether the person is so old that their representative's proof must be recent. Source: Mimata."""
    limited_from: int = LAW.value("own_application_from_age", on=on)
    return age_in_years(birth_date, on=on) >= limited_from


def last_day_of_months(day: date, months: int) -> date:
    """The last day of so many months after `day`, which is not counted. Source: Civil Code Art. 140 and 143."""
    first = day + timedelta(days=1)
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    length = calendar.monthrange(year, month)[1]
    return (
        date(year, month, first.day) - timedelta(days=1) if first.day <= length else date(year, month, length)
    )
