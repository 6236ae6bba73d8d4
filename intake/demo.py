"""Makes the demo: enters the invented cases day by day through the services that real ones go through.

Only where the municipality is a demo's. An untouched demo is made anew when the day changes, so that "three days ago"
stays true; one that somebody has worked in stays as it is.
"""

import json
import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from functools import partial
from typing import Any, Final
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from delivery.hand_off import hand_off
from delivery.issuer.embedded import Answer, EmbeddedCarrier, EmbeddedIssuer
from delivery.issuer.protocol import News
from delivery.issuer.script import demo_number
from delivery.models import HandOff, Move, Note
from delivery.news import collect
from delivery.services import add_note
from delivery.shelf.services import put_on_shelf
from delivery.states import Source, State
from desks.demo import EXTRA_OPEN, TOWNS, Town, open_on, set_up, write_private
from desks.models import ClosedDay, Membership, Municipality, Practice
from desks.scope import InMunicipality, municipality_scope
from eligibility.documents import IdentityKind
from eligibility.events import BOTH_CERTIFICATES, Certificate, DesignationEvent, Facts
from eligibility.representation import ProofKind
from intake.demo_cases import CASES, Case
from intake.entry import ApplicationEntry, RepresentativeEntry, SeenDocument
from intake.models import Application, PasswordEvent, Person, Relation
from intake.passwords.requests import record_sheet, record_sheet_handed_on
from intake.record import passwords_asked
from intake.services import submit_application

MARKER: Final = "demo.json"
OPENS, NOTED, CLOSES = time(9), time(15), time(17)
_ADULT = (IdentityKind.DRIVING_LICENCE, IdentityKind.HEALTH_INSURANCE)
_BABY = (IdentityKind.HEALTH_INSURANCE, IdentityKind.MATERNAL_AND_CHILD_HANDBOOK)


class Did(Enum):
    """What `prepare` found to do."""

    MADE = auto()
    MOVED = auto()
    KEPT = auto()


def prepare(at: datetime, *, reset: bool = False) -> Did:
    """Makes the demo for the day of `at` where there is none, or where nobody has touched an older one."""
    on = timezone.localdate(at)
    memberships = set_up(on)
    made = _read_marker()
    if not reset:
        # A marker of an earlier version counts less.
        if made and (made["on"] == on.isoformat() or not made["footprint"].items() <= footprint().items()):
            return Did.KEPT
        if not made and any(footprint()["applications"]):
            return Did.KEPT
    clear()
    for town in TOWNS:
        _live_through(town, memberships, on, at)
    marker = {"on": on.isoformat(), "footprint": footprint()}
    write_private(settings.VAR / MARKER, json.dumps(marker).encode())
    return Did.MOVED if made and not reset else Did.MADE


def footprint() -> dict[str, list[int]]:
    """How much people have done in each town: what changes when somebody works in the demo, and not by itself."""
    counts: dict[str, list[int]] = {}
    for municipality in _municipalities():
        with municipality_scope(municipality.pk):
            own = {
                "applications": Application.objects.count(),
                "versions": Application.objects.aggregate(sum=Sum("version"))["sum"] or 0,
                "passwords": PasswordEvent.objects.exclude(by=None).count(),
                "notes": Note.objects.count(),
                "moves": Move.objects.exclude(by=None).count(),
                "retries": HandOff.objects.exclude(retried_at=None).count(),
                "practices": Practice.objects.filter(municipality=municipality).count(),
                "days": _own_days(municipality).count(),
                "by_file": int(municipality.by_file),
            }
        for name, count in own.items():
            counts.setdefault(name, []).append(count)
    return counts


def clear() -> None:
    """Deletes every row of the demo's towns, which only the owner may; of practice and days what people added.

    Staff, desks and keys stay.
    """
    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, InMunicipality)]
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for municipality in _municipalities():
            cursor.execute("SELECT set_config('tokkyu.municipality', %s, true)", [str(municipality.pk)])
            for table in tables:
                cursor.execute(f"DELETE FROM {table} WHERE municipality_id = %s", [municipality.pk])  # noqa: S608
            practices = "DELETE FROM desks_practice WHERE municipality_id = %s AND created_by_id IS NOT NULL"
            cursor.execute(practices, [municipality.pk])
            cursor.execute("DELETE FROM desks_closedday WHERE municipality_id = %s", [municipality.pk])
            cursor.execute("UPDATE desks_municipality SET by_file = false WHERE id = %s", [municipality.pk])


def _own_days(municipality: Municipality) -> QuerySet[ClosedDay]:
    """The days that people entered; those the demo opens for its cases come and go by themselves."""
    return ClosedDay.objects.filter(municipality=municipality).exclude(reason=EXTRA_OPEN)


def _municipalities() -> Iterable[Municipality]:
    return Municipality.objects.filter(is_demo=True, code__in=[town.code for town in TOWNS]).order_by("code")


def _read_marker() -> dict[str, Any] | None:
    path = settings.VAR / MARKER
    return json.loads(path.read_bytes()) if path.exists() else None


def _live_through(town: Town, memberships: dict[str, Membership], on: date, at: datetime) -> None:
    """Every day from the oldest case to today: people come, the issuer books, the post brings its news."""
    cases = [case for case in CASES if case.by.endswith(f"@{town.code}")]
    open_on({on - timedelta(days=case.days_ago) for case in cases if case.days_ago}, town)
    municipality = Municipality.objects.get(code=town.code)
    with municipality_scope(municipality.pk):
        for days_ago in _days_on_which_something_happens(cases):
            day = on - timedelta(days=days_ago)
            issuer = EmbeddedIssuer(settings.ISSUER_LEDGER, today=partial(_same, day))
            carrier = EmbeddedCarrier(settings.ISSUER_LEDGER, today=partial(_same, day))
            coming = [case for case in cases if case.days_ago == days_ago]
            for number, case in enumerate(coming):
                moment = min(_at(day, OPENS) + timedelta(minutes=35 * number), at)
                _enter(case, memberships[case.by], issuer, day, moment)
            collect(issuer, carrier, at=min(_at(day, CLOSES), at))
            for case in cases:
                if case.shelf and case.days_ago - case.shelf[1] == days_ago:
                    _shelve(case, case.shelf[0], memberships[case.by], day, min(_at(day, CLOSES), at))
        _leave_notes(cases, memberships, on - timedelta(days=1))


def _days_on_which_something_happens(cases: Iterable[Case]) -> list[int]:
    """Counted back from the demo's day, the oldest first."""
    days = {case.days_ago for case in cases}
    for case in cases:
        later = [after for _state, after, *_problem in case.story] + [case.shelf[1] if case.shelf else 0]
        days |= {case.days_ago - after for after in later}
    return sorted((day for day in days if day >= 0), reverse=True)


def _shelve(case: Case, shelf: str, membership: Membership, day: date, moment: datetime) -> None:
    delivery = Application.objects.get(name=case.name).delivery
    put_on_shelf(delivery, on=day, shelf=shelf, by=membership.staff, at=moment)


def _same(day: date) -> date:
    return day


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _enter(case: Case, membership: Membership, issuer: EmbeddedIssuer, day: date, moment: datetime) -> None:
    entered = submit_application(
        membership=membership, entry=_entry(case, day), key=uuid4(), at=moment, on=day
    ).application
    if not entered.delivery:
        return
    answer = Answer.REFUSE if case.refused else Answer.BOOK
    issuer.plant(membership.municipality.code, entered.reference, answer=answer, news=_news(case, day))
    hand_off([entered.delivery.hand_off.pk], issuer=issuer, at=moment)
    if case.refused:
        # The supervisor who has it tried again sees it go through.
        issuer.plant(membership.municipality.code, entered.reference)
    if case.days_ago:
        by = membership.staff
        record_sheet(application=entered, asked=passwords_asked(entered), by=by, at=moment)
        record_sheet_handed_on(application=entered, by=by, at=moment)


def _news(case: Case, day: date) -> list[News]:
    number = demo_number(random.Random(case.name))  # noqa: S311 (a play, not a secret)
    return [
        News(
            state,
            day + timedelta(days=after),
            Source.ISSUER if state is State.POSTED else Source.TRACKING,
            number,
            *problem,
        )
        for state, after, *problem in case.story
    ]


def _leave_notes(cases: Iterable[Case], memberships: dict[str, Membership], yesterday: date) -> None:
    for case in cases:
        if case.note:
            delivery = Application.objects.get(name=case.name).delivery
            add_note(delivery, text=case.note, by=memberships[case.by].staff, at=_at(yesterday, NOTED))


def _entry(case: Case, day: date) -> ApplicationEntry:
    baby = case.event is DesignationEvent.INFANT
    town = case.lives_in
    return ApplicationEntry(
        facts=_facts(case, day),
        name=case.name,
        kana=case.kana,
        sex=case.sex,
        residence_code=town.code,
        postcode=town.postcode,
        address=f"見本県{town.name}見本町{case.age % 5 + 1}丁目{case.age % 17 + 1}番{len(case.name)}号",
        phone="000-0000-0000",
        language=case.language,
        to_desk=case.to_desk,
        support_measures=case.support_measures,
        evidence=case.evidence,
        representative=_parent(case) if baby else None,
        documents=_shown(case),
        exception_reason=case.reason,
        exception_evidence=case.late_evidence,
    )


def _facts(case: Case, day: date) -> Facts:
    baby = case.event is DesignationEvent.INFANT
    # A year is a little longer than 365 days: everybody has had their birthday.
    born = day - timedelta(days=case.age if baby else case.age * 366)
    wanted = BOTH_CERTIFICATES if case.certificates else frozenset[Certificate]()
    return Facts(
        event=case.event,
        occurred_on=None if baby else day - timedelta(days=case.happened),
        birth_date=born,
        certificates=frozenset({Certificate.USER_AUTHENTICATION}) if baby else wanted,
        **case.facts,
    )


def _parent(case: Case) -> RepresentativeEntry:
    return RepresentativeEntry(
        relation=Relation.PARENT, name=f"{case.name.split()[0]} 親代", proof=ProofKind.SAME_HOUSEHOLD
    )


def _shown(case: Case) -> tuple[SeenDocument, ...]:
    baby = case.event is DesignationEvent.INFANT
    own = tuple(SeenDocument(person=Person.APPLICANT, kind=kind) for kind in (_BABY if baby else _ADULT))
    parents = tuple(SeenDocument(person=Person.REPRESENTATIVE, kind=kind) for kind in _ADULT)
    return own + parents if baby else own
