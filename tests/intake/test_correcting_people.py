"""The representative and the identity papers corrected: with reason and history, and nothing is written over."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from eligibility.documents import IdentityKind
from eligibility.events import DesignationEvent
from intake.correcting.people import correct_people, documents_of, representative_of
from intake.entry import RepresentativeEntry, SeenDocument
from intake.models import Application, Correction, IdentityDocument, Person
from intake.refusals import ChangedMeanwhile, SupervisorCorrects
from tests.intake.entries import A_AND_B, AT, ON, entry, submitted
from tests.intake.pages import words
from tests.places import Place

PASSPORT = SeenDocument(
    person=Person.APPLICANT, kind=IdentityKind.PASSPORT, issuer="外務省", valid_until=ON + timedelta(days=400)
)


def correct(
    place: Place,
    row: Application,
    *,
    representative: RepresentativeEntry | None = None,
    documents: tuple[SeenDocument, ...] = A_AND_B,
    by: str = "clerk",
    version: int | None = None,
) -> Correction | None:
    return correct_people(
        membership=getattr(place, by),
        application=row,
        version=version or row.version,
        representative=representative,
        documents=documents,
        reason="見間違い",
        at=AT,
        on=ON,
    )


def test_a_paper_is_replaced_and_its_row_stays_as_it_was(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon)
        kept = correct(mihon, row, documents=(PASSPORT, A_AND_B[1]), by="supervisor")
        assert documents_of(row) == (A_AND_B[1], PASSPORT)
        rows = IdentityDocument.objects.filter(application=row).values_list("kind", "replaced_in", "seen_by")
        clerk, supervisor = mihon.clerk.staff_id, mihon.supervisor.staff_id
        assert sorted(rows) == [
            ("DRIVING_LICENCE", 2, clerk),
            ("HEALTH_INSURANCE", None, clerk),
            ("PASSPORT", None, supervisor),
        ]
    assert kept.before["applicant_papers"][0]["kind"] == "DRIVING_LICENCE"
    assert (kept.version, kept.reason) == (2, "見間違い")
    page = words(mihon.client().get(reverse("desk:application", args=[row.uid])))
    assert "運転免許証、見本県公安委員会" in page, "what was stays to be read"


def test_only_that_it_was_replaced_is_ever_written_to_a_paper(mihon: Place) -> None:
    with mihon.scope():
        submitted(mihon)
    with pytest.raises(ProgrammingError, match="permission denied"), mihon.scope():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE intake_identitydocument SET kind = 'PASSPORT'")


def test_who_acts_is_corrected_with_the_proof(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(DesignationEvent.INFANT))
        papers, mother = documents_of(row), representative_of(row)
        assert correct(mihon, row, representative=mother, documents=papers) is None
        kept = correct(mihon, row, representative=replace(mother, name="見本 華子"), documents=papers)
        assert representative_of(row).name == "見本 華子"
    assert kept.before == {"representative_name": "見本 花子"}


def test_papers_that_do_not_suffice_are_for_a_supervisor_and_of_two_clerks_the_second_is_told(
    mihon: Place,
) -> None:
    with mihon.scope():
        row = submitted(mihon)
        with pytest.raises(SupervisorCorrects):
            correct(mihon, row, documents=A_AND_B[1:])
        assert documents_of(row) == tuple(sorted(A_AND_B, key=lambda one: one.kind))
        correct(mihon, row, documents=A_AND_B[1:], by="supervisor")
        with pytest.raises(ChangedMeanwhile):
            correct(mihon, row, documents=A_AND_B, version=1)


def test_the_page_opens_with_what_is_stored_and_saves_a_correction(mihon: Place) -> None:
    today = timezone.localdate()
    with mihon.scope():
        row = submitted(mihon, entry(DesignationEvent.INFANT, on=today), on=today)
    client, address = mihon.client(), reverse("desk:correct_people", args=[row.uid])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if not name.endswith("_until")}
    sent = {name: value for name, value in sent.items() if "issued_on" not in name}
    missing = client.post(address, sent)
    assert "訂正の理由: " in words(missing)
    done = client.post(
        address, sent | {"representative_name": "見本 華子", "reason": "聞き間違い"}, follow=True
    )
    assert "見本 華子" in words(done)
    assert "聞き間違い" in words(done)
