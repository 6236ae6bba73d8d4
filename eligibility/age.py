"""How old the person is, as far as it changes what a card carries and who comes."""

from datetime import date

from eligibility.events import BOTH_CERTIFICATES, AgeBand, Certificate, DesignationEvent, Facts
from eligibility.rules import LAW


def age_in_years(birth_date: date, *, on: date) -> int:
    """Full years of age; born on 29 February, a year is full at the end of 28 February of a common year."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def age_band(facts: Facts, *, on: date) -> AgeBand:
    """The age band on that day: the birth date's, else what was told; a child not born yet is under one."""
    if facts.birth_date is None:
        return AgeBand.UNDER_ONE if facts.event is DesignationEvent.INFANT else facts.age_band
    age = age_in_years(facts.birth_date, on=on)
    if age < LAW.value("photo_from_age", on=on):
        return AgeBand.UNDER_ONE
    if age < LAW.value("own_application_from_age", on=on):
        return AgeBand.UNDER_FIFTEEN
    return AgeBand.FIFTEEN_AND_OVER


def age_at_most(facts: Facts, *, on: date) -> int | None:
    """Years: the birth date's, else the most that a band told allows; None where nothing was told, or of age."""
    if facts.birth_date is not None:
        return age_in_years(facts.birth_date, on=on)
    return _AGE_AT_MOST.get(age_band(facts, on=on))


_AGE_AT_MOST = {AgeBand.UNDER_ONE: 0, AgeBand.UNDER_FIFTEEN: 14}


def certificates_available(
    age: int | None, *, on: date, is_ward: bool, face_authentication: bool
) -> frozenset[Certificate]:
    """The certificates a card can carry: no signature under 15, for wards or with face authentication.

    `age` None: of age.
    """
    of_age = age is None or age >= LAW.value("signature_certificate_from_age", on=on)
    if of_age and not is_ward and not face_authentication:
        return BOTH_CERTIFICATES
    return _USER_CERTIFICATE


_USER_CERTIFICATE = frozenset({Certificate.USER_AUTHENTICATION})


def certificates_carried(facts: Facts, *, on: date) -> frozenset[Certificate]:
    """Those wished for that can be issued: asking for more is not refused, it is not issued and not paid."""
    return facts.certificates & certificates_available(
        age_at_most(facts, on=on), on=on, is_ward=facts.is_ward, face_authentication=facts.face_authentication
    )
