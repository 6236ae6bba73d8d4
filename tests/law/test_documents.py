"""Who comes, what they bring, which papers suffice, which passwords are set."""

from datetime import date
from typing import Any

import pytest

from eligibility.age import age_band, age_in_years, certificates_available
from eligibility.documents import (
    A_PAPERS,
    B_PAPERS,
    IdentityKind,
    attendance,
    documents,
    identity_lacks,
    identity_suffices,
    passwords_required,
)
from eligibility.events import BOTH_CERTIFICATES, AgeBand, Certificate, Paper
from eligibility.practice import NATIONAL, BirthCheck, IdentityPair, Practice
from tests.eligibility.cases import facts_of

ON = date(2026, 6, 10)
SIGNATURE, USER = Certificate.SIGNATURE, Certificate.USER_AUTHENTICATION
LICENCE, PASSPORT = IdentityKind.DRIVING_LICENCE, IdentityKind.PASSPORT
INSURANCE, PENSION = IdentityKind.HEALTH_INSURANCE, IdentityKind.PENSION_HANDBOOK
OTHER, CERTIFICATE = IdentityKind.OTHER_NAMED_PAPER, IdentityKind.PHOTO_CERTIFICATE

LOST = {"event": "LOST", "occurred_on": date(2026, 6, 1)}
BORN = {"event": "INFANT", "birth_date": date(2026, 6, 1)}


@pytest.mark.parametrize(
    ("birth_date", "on", "age"),
    [
        ("2025-06-11", "2026-06-10", 0),
        ("2025-06-10", "2026-06-10", 1),
        ("2024-02-29", "2025-02-28", 0),
        ("2024-02-29", "2025-03-01", 1),
        ("2012-02-29", "2027-02-28", 14),
        ("2012-02-29", "2027-03-01", 15),
        ("2011-06-10", "2026-06-10", 15),
        ("2011-06-11", "2026-06-10", 14),
    ],
)
def test_age(birth_date: str, on: str, age: int) -> None:
    assert age_in_years(date.fromisoformat(birth_date), on=date.fromisoformat(on)) == age


@pytest.mark.parametrize(
    ("facts", "who", "rule"),
    [
        (LOST, ["APPLICANT"], "IN_PERSON_AGE_UNKNOWN"),
        (LOST | {"birth_date": date(2011, 6, 10)}, ["APPLICANT"], "IN_PERSON"),
        (
            LOST | {"birth_date": date(2011, 6, 11)},
            ["APPLICANT", "LEGAL_REPRESENTATIVE"],
            "WITH_REPRESENTATIVE",
        ),
        (
            LOST | {"birth_date": date(1980, 1, 1), "is_ward": True},
            ["APPLICANT", "LEGAL_REPRESENTATIVE"],
            "WITH_REPRESENTATIVE",
        ),
        (LOST | {"is_ward": True}, ["APPLICANT", "LEGAL_REPRESENTATIVE"], "WITH_REPRESENTATIVE"),
        (BORN, ["APPLICANT", "LEGAL_REPRESENTATIVE"], "WITH_REPRESENTATIVE"),
        (
            {"event": "INFANT", "day_answer": "NOT_YET"},
            ["APPLICANT", "LEGAL_REPRESENTATIVE"],
            "WITH_REPRESENTATIVE",
        ),
        (BORN | {"with_birth_notification": True}, ["NOTIFIER"], "WITH_BIRTH_NOTIFICATION"),
    ],
)
def test_who_comes(facts: dict[str, Any], who: list[str], rule: str) -> None:
    """Source: Koriyama, Uto, Inzai, Yaita; Asahikawa and Kounosu for infants; Karatsu with the notification."""
    found = attendance(facts_of(facts), on=ON)
    assert [*found.who] == who
    assert found.rule == rule
    assert found.represented is (len(who) == 2 or rule == "WITH_BIRTH_NOTIFICATION")
    assert found.agent_allowed is (rule == "WITH_BIRTH_NOTIFICATION")


@pytest.mark.parametrize(
    ("facts", "bring"),
    [
        (LOST, ["IDENTITY", "PHOTO", "LOSS_NOTICE"]),
        (LOST | {"cause": "OUTSIDE"}, ["IDENTITY", "PHOTO", "LOSS_NOTICE", "POLICE_NUMBER"]),
        (LOST | {"cause": "AT_HOME"}, ["IDENTITY", "PHOTO", "LOSS_NOTICE"]),
        (
            LOST | {"event": "DAMAGE", "cause": "DISASTER"},
            ["IDENTITY", "PHOTO", "OLD_CARD", "DISASTER_CERTIFICATE"],
        ),
        (LOST | {"event": "SPACE_FULL"}, ["IDENTITY", "PHOTO", "OLD_CARD"]),
        (LOST | {"event": "OVERSEAS"}, ["IDENTITY", "PHOTO", "OLD_CARD"]),
        (LOST | {"event": "OVERSEAS", "had_card_before": "NO"}, ["IDENTITY", "PHOTO"]),
        (LOST | {"event": "FOREIGN"}, ["IDENTITY", "PHOTO", "RESIDENCE_CARD"]),
        (LOST | {"event": "NUMBER_CHANGE"}, ["IDENTITY", "PHOTO", "OLD_CARD", "NOTICE_LETTER"]),
        (LOST | {"event": "PENAL"}, ["IDENTITY", "PHOTO"]),
        (BORN, ["IDENTITY", "REPRESENTATIVE_IDENTITY", "REPRESENTATION"]),
        (
            LOST | {"birth_date": date(2020, 1, 1)},
            ["IDENTITY", "REPRESENTATIVE_IDENTITY", "REPRESENTATION", "PHOTO", "LOSS_NOTICE"],
        ),
        (
            BORN | {"with_birth_notification": True},
            ["REPRESENTATIVE_IDENTITY", "REPRESENTATION", "BIRTH_NOTIFICATION"],
        ),
    ],
)
def test_what_to_bring(facts: dict[str, Any], bring: list[str]) -> None:
    assert [*documents(facts_of(facts), on=ON, desk=NATIONAL).bring] == bring


def test_ina_checks_nobody_when_the_birth_is_notified() -> None:
    desk = Practice(birth_notification_check=BirthCheck.NOBODY)
    found = documents(facts_of(BORN | {"with_birth_notification": True}), on=ON, desk=desk)
    assert "REPRESENTATIVE_IDENTITY" not in found.bring
    assert found.applicant_papers == found.representative_papers == frozenset()


def test_a_baby_shows_less_than_its_representative() -> None:
    """Source: Asahikawa A+B or B+B for the infant; the handbook counts as B."""
    found = documents(facts_of(BORN), on=ON, desk=NATIONAL)
    assert identity_suffices([IdentityKind.MATERNAL_AND_CHILD_HANDBOOK, INSURANCE], found.applicant_papers)
    assert not identity_suffices([INSURANCE, PENSION], found.representative_papers)
    assert identity_suffices([LICENCE, PENSION], found.representative_papers)


@pytest.mark.parametrize(
    ("shown", "accepted", "suffices"),
    [
        ([LICENCE, PASSPORT], ["A_A"], True),
        ([LICENCE, INSURANCE], ["A_A"], False),
        ([LICENCE, INSURANCE], ["A_B"], True),
        ([LICENCE, PASSPORT], ["A_B"], True),
        ([LICENCE], ["A_A", "A_B", "B_B"], False),
        ([INSURANCE, PENSION], ["A_A", "A_B"], False),
        ([INSURANCE, PENSION], ["A_A", "A_B", "B_B"], True),
        ([LICENCE], ["A_A"], False),
        ([LICENCE], ["A_B"], False),
        ([INSURANCE], ["B_B"], False),
        ([LICENCE], ["A"], True),
        ([INSURANCE], ["A"], False),
        ([INSURANCE, PENSION], ["A"], False),
        ([INSURANCE, LICENCE], ["A"], True),
        ([INSURANCE, PENSION], ["A", "B_B"], True),
        ([], ["A"], False),
        ([], ["B_B"], False),
        ([], [], True),
        ([LICENCE, LICENCE], ["A_A", "A_B", "B_B"], False),
        ([INSURANCE, INSURANCE], ["B_B"], False),
        ([OTHER, OTHER], ["B_B"], True),
        ([CERTIFICATE, INSURANCE], ["B_B"], False),
        ([CERTIFICATE, INSURANCE, PENSION], ["A_B"], False),
    ],
)
def test_pairs_of_papers(shown: list[IdentityKind], accepted: list[str], suffices: bool) -> None:
    assert identity_suffices(shown, frozenset(map(IdentityPair, accepted))) is suffices


@pytest.mark.parametrize(
    ("shown", "accepted", "suffices"),
    [
        ([CERTIFICATE, INSURANCE, PENSION], ["A_B"], True),
        ([CERTIFICATE, INSURANCE, PENSION], ["A"], True),
        ([CERTIFICATE, INSURANCE, PENSION], ["A_A"], False),
        ([CERTIFICATE, INSURANCE], ["A_B"], False),
        ([CERTIFICATE, INSURANCE, INSURANCE], ["A_B"], False),
        ([INSURANCE, PENSION], ["A_B"], False),
    ],
)
def test_a_photo_certificate_and_two_of_b_stand_for_the_applicants_a(
    shown: list[IdentityKind], accepted: list[str], suffices: bool
) -> None:
    """Source: Shibushi; the representative has no such way (see the pairs above)."""
    assert identity_suffices(shown, frozenset(map(IdentityPair, accepted)), of_applicant=True) is suffices


@pytest.mark.parametrize(
    ("shown", "accepted", "of_applicant", "lacks"),
    [
        ([], ["A_A", "A_B"], False, [(1, 1, False)]),
        ([], ["A_A"], False, [(2, 0, False)]),
        ([], ["B_B", "A_B"], False, [(0, 2, False)]),
        ([LICENCE], ["A_A", "A_B"], False, [(0, 1, False)]),
        ([LICENCE], ["A_A"], True, [(1, 0, False)]),
        ([INSURANCE], ["A_A", "A_B"], False, [(1, 0, False)]),
        ([INSURANCE, PENSION], ["A_A", "A_B"], True, [(0, 0, True), (1, 0, False)]),
        ([INSURANCE], ["A_A", "A_B"], True, [(0, 1, True), (1, 0, False)]),
        ([CERTIFICATE, INSURANCE], ["A_B"], True, [(0, 1, False)]),
        ([LICENCE, PENSION], ["A_A", "A_B"], True, []),
    ],
)
def test_what_is_lacking_beside_the_papers_shown(
    shown: list[IdentityKind], accepted: list[str], of_applicant: bool, lacks: list[tuple[int, int, bool]]
) -> None:
    pairs = frozenset(map(IdentityPair, accepted))
    assert [tuple(lack) for lack in identity_lacks(shown, pairs, of_applicant=of_applicant)] == lacks


def test_a_return_with_a_card_from_before_brings_it_beside_the_other_papers() -> None:
    returned = {"event": "OVERSEAS", "occurred_on": date(2026, 6, 1), "had_card_before": "YES"}
    assert documents(facts_of(returned), on=ON, desk=NATIONAL).bring == (
        Paper.IDENTITY,
        Paper.PHOTO,
        Paper.OLD_CARD,
    )


def test_a_papers_show_a_face_and_come_from_a_public_body() -> None:
    """Source: lists of Ashiya and Hiroshima."""
    assert {
        "MY_NUMBER_CARD",
        "DRIVING_LICENCE",
        "DRIVING_HISTORY",
        "PASSPORT",
        "RESIDENT_REGISTER_CARD",
        "DISABILITY_HANDBOOK",
        "RESIDENCE_CARD",
        "SPECIAL_PERMANENT_RESIDENT",
        "LANDING_OR_STAY_PERMIT",
    } == A_PAPERS
    assert CERTIFICATE not in A_PAPERS | B_PAPERS


@pytest.mark.parametrize(
    ("on", "photo"), [("2026-06-01", False), ("2027-05-31", False), ("2027-06-01", True)]
)
def test_no_photo_under_one(on: str, photo: bool) -> None:
    """Source: Ina, Kokubunji, Joso; judged on the application day."""
    assert documents(facts_of(BORN), on=date.fromisoformat(on), desk=NATIONAL).photo is photo


@pytest.mark.parametrize(
    ("age", "is_ward", "certificates", "face", "asked"),
    [
        (
            30,
            False,
            BOTH_CERTIFICATES,
            False,
            "SIGNATURE USER_AUTHENTICATION RESIDENT_REGISTER CARD_FACE_INPUT",
        ),
        (
            None,
            False,
            BOTH_CERTIFICATES,
            False,
            "SIGNATURE USER_AUTHENTICATION RESIDENT_REGISTER CARD_FACE_INPUT",
        ),
        (
            15,
            False,
            BOTH_CERTIFICATES,
            False,
            "SIGNATURE USER_AUTHENTICATION RESIDENT_REGISTER CARD_FACE_INPUT",
        ),
        (14, False, BOTH_CERTIFICATES, False, "USER_AUTHENTICATION RESIDENT_REGISTER CARD_FACE_INPUT"),
        (0, False, BOTH_CERTIFICATES, False, "USER_AUTHENTICATION RESIDENT_REGISTER CARD_FACE_INPUT"),
        (40, True, BOTH_CERTIFICATES, False, "USER_AUTHENTICATION RESIDENT_REGISTER CARD_FACE_INPUT"),
        (30, False, frozenset({SIGNATURE}), False, "SIGNATURE RESIDENT_REGISTER CARD_FACE_INPUT"),
        (30, False, frozenset({USER}), False, "USER_AUTHENTICATION RESIDENT_REGISTER CARD_FACE_INPUT"),
        (14, False, frozenset({SIGNATURE}), False, "RESIDENT_REGISTER CARD_FACE_INPUT"),
        (30, False, frozenset(), False, "RESIDENT_REGISTER CARD_FACE_INPUT"),
        (30, False, BOTH_CERTIFICATES, True, ""),
    ],
)
def test_passwords(
    age: int | None, is_ward: bool, certificates: frozenset[Certificate], face: bool, asked: str
) -> None:
    """Source: Tono, Minamiashigara, Kounosu; Higashine for face authentication."""
    found = passwords_required(
        age, on=ON, is_ward=is_ward, certificates=certificates, face_authentication=face
    )
    assert [*found] == asked.split()


def test_a_face_authentication_card_carries_no_signature() -> None:
    assert certificates_available(30, on=ON, is_ward=False, face_authentication=True) == {USER}
    assert certificates_available(30, on=ON, is_ward=False, face_authentication=False) == BOTH_CERTIFICATES
    assert certificates_available(14, on=ON, is_ward=False, face_authentication=False) == {USER}


@pytest.mark.parametrize(
    ("birth_date", "band"),
    [
        ("2025-06-11", AgeBand.UNDER_ONE),
        ("2025-06-10", AgeBand.UNDER_FIFTEEN),
        ("2011-06-11", AgeBand.UNDER_FIFTEEN),
        ("2011-06-10", AgeBand.FIFTEEN_AND_OVER),
    ],
)
def test_age_bands(birth_date: str, band: AgeBand) -> None:
    assert age_band(facts_of(LOST | {"birth_date": date.fromisoformat(birth_date)}), on=ON) is band
