"""Applications as a clerk enters them. Days are counted back from a fixed one."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from eligibility.documents import IdentityKind
from eligibility.events import Cause, DesignationEvent, Facts
from eligibility.representation import ProofKind
from intake.entry import ApplicationEntry, RepresentativeEntry, SeenDocument
from intake.models import Application, Person, Relation, Sex
from intake.services import submit_application
from tests.places import Place

ON = date(2026, 11, 24)
"""A Tuesday with nothing near it but the holiday of the day before."""
AT = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Asia/Tokyo"))

A_AND_B = (
    SeenDocument(person=Person.APPLICANT, kind=IdentityKind.DRIVING_LICENCE, issuer="見本県公安委員会"),
    SeenDocument(person=Person.APPLICANT, kind=IdentityKind.HEALTH_INSURANCE),
)
MOTHER = RepresentativeEntry(relation=Relation.PARENT, name="見本 花子", proof=ProofKind.SAME_HOUSEHOLD)
MOTHERS_PAPERS = (
    SeenDocument(person=Person.REPRESENTATIVE, kind=IdentityKind.MY_NUMBER_CARD),
    SeenDocument(person=Person.REPRESENTATIVE, kind=IdentityKind.HEALTH_INSURANCE),
)
BABYS_PAPERS = (
    SeenDocument(person=Person.APPLICANT, kind=IdentityKind.MATERNAL_AND_CHILD_HANDBOOK),
    SeenDocument(person=Person.APPLICANT, kind=IdentityKind.MEDICAL_AID),
)


def facts(event: DesignationEvent, *, days_ago: int = 3, on: date = ON, **more: object) -> Facts:
    day = on - timedelta(days=days_ago)
    if event is DesignationEvent.INFANT:
        return Facts(event=event, birth_date=day, **more)
    return Facts(event=event, occurred_on=day, **{"birth_date": date(1985, 4, 2), **more})


def entry(
    event: DesignationEvent = DesignationEvent.LOST,
    *,
    days_ago: int = 3,
    on: date = ON,
    law: dict[str, object] | None = None,
    **more: object,
) -> ApplicationEntry:
    """An adult of みほん市 who lost the card at home, with the papers that suffice; a baby brings its mother."""
    law = dict(law or {})
    if event is DesignationEvent.LOST:
        law.setdefault("cause", Cause.AT_HOME)
    baby = event is DesignationEvent.INFANT
    standard = ApplicationEntry(
        facts=facts(event, days_ago=days_ago, on=on, **law),
        name="見本 太郎",
        kana="ミホン タロウ",
        sex=Sex.MALE,
        residence_code="990019",
        postcode="0000001",
        address="見本県みほん市見本町1-2-3",
        phone="000-1234-5678",
        representative=MOTHER if baby else None,
        documents=BABYS_PAPERS + MOTHERS_PAPERS if baby else A_AND_B,
    )
    return replace(standard, **more)


def submitted(place: Place, given: ApplicationEntry | None = None, *, on: date = ON) -> Application:
    """One application of the place's clerk, whoever was entered before; call it inside the place's scope."""
    again = replace(given or entry(on=on), another_reason="別の申請")
    return submit_application(membership=place.clerk, entry=again, key=uuid4(), at=AT, on=on).application
