"""Every address x every person x their own, another municipality's and a missing object, with either net off.

A page without a sample here fails: what is not crawled is not known to be closed.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from delivery.models import Delivery, Outgoing, OutgoingFile
from delivery.post.reading import Left, Line, Why
from delivery.post.services import take_in
from desks import scope
from desks.held import pack
from desks.permissions import PERMISSIONS, Role
from fees.models import Charge
from intake.day_papers.services import ask_for_papers
from intake.models import Application, Draft, PrintPart
from intake.photos.pictures import Picture
from intake.photos.services import add_photo
from tests.intake.entries import entry, submitted
from tests.places import Place
from tests.test_house import patterns

PAGES = dict(patterns())
STAFF = {name: pattern for name, pattern in PAGES.items() if hasattr(pattern.callback, "permission")}
NAME = "他町 秘密子"
"""Somebody of the other municipality, whose name must never be read here."""


@dataclass(frozen=True)
class Objects:
    """One of each thing that an address may name."""

    application: UUID
    delivery: UUID
    charge: UUID
    draft: UUID
    papers: UUID
    file: UUID
    statuses: UUID
    desk: UUID
    staff: UUID
    reference: str


def objects_of(place: Place) -> Objects:
    on = timezone.localdate()
    with place.scope():
        application = submitted(place, entry(on=on, name=NAME, residence_code=place.municipality.code), on=on)
        delivery = Delivery.objects.get(reference=application.reference)
        add_photo(
            membership=place.clerk,
            application=application,
            picture=Picture(b"jpeg", "0" * 64),
            taken_on=on,
            in_place_of=0,
            at=timezone.now(),
            on=on,
        )
        charge = Charge.objects.get(reference=application.reference)
        key, papers = drafts_of_everybody(place), papers_of(application, place)
        file, statuses = file_of(delivery, place), statuses_of(delivery, place)
        people = (place.branch.uid, place.supervisor.staff.uid)
        return Objects(
            *(application.uid, delivery.uid, charge.uid, key, papers, file, statuses, *people),
            application.reference,
        )


def papers_of(application: Application, place: Place) -> UUID:
    """A day's papers that are made."""
    on, at = timezone.localdate(), timezone.now()
    job = ask_for_papers(membership=place.clerk, key=uuid4(), day=on, sheets=["application"], at=at, on=on)
    pdf = application.reference.encode()
    PrintPart.objects.filter(job=job).update(finished_at=at, pdf=pdf, pages=1)
    return job.uid


def file_of(delivery: Delivery, place: Place) -> UUID:
    """A file for the issuer with this letter in it."""
    posting = delivery.postings.get()
    written = {"municipality": place.municipality, "to_desk": False, "addressee": NAME}
    file = OutgoingFile.objects.create(
        municipality=place.municipality,
        number=1,
        characters="utf-8-sig",
        letters=1,
        made_at=timezone.now(),
        made_by=place.supervisor.staff,
    )
    Outgoing.objects.create(posting=posting, file=file, postcode="0000001", address=NAME, **written)
    return file.uid


def statuses_of(delivery: Delivery, place: Place) -> UUID:
    """A file of the post in which a line was not understood."""
    line = Left(Line(place=2, number=delivery.reference, word=NAME, day=""), Why.NUMBER)
    read = {"told": [], "left": [line], "digest": "", "municipality_id": place.municipality.pk}
    return take_in(by=place.supervisor.staff, at=timezone.now(), **read).uid


def drafts_of_everybody(place: Place) -> UUID:
    """A draft is its person's own: each has one, and all under one key."""
    key, on = uuid4(), timezone.localdate()
    for role in Role:
        Draft.objects.create(
            municipality=place.municipality,
            staff=getattr(place, role.value).staff,
            key=key,
            typed=pack(QueryDict(urlencode({"name": NAME}))),
            saved_at=timezone.now(),
            expires_on=on,
        )
    return key


def address(name: str, pattern: URLPattern, things: Objects) -> str:
    """The page's address for these things. What a page's `uid` is follows from its set of addresses."""
    named = {
        "review": things.delivery,
        "letters": things.delivery,
        "fees": things.charge,
        "papers": things.papers,
        "by_file": things.file,
        "post": things.statuses,
        "desks": things.desk,
        "staff": things.staff,
    }
    samples = {
        "uid": named.get(name.partition(":")[0], things.application),
        "key": things.draft,
        "sheet": "checklist",
        "number": 1,
    }
    wanted = pattern.pattern.converters
    assert wanted.keys() <= samples.keys(), f"{name} has no sample here: {wanted}"
    return reverse(name, kwargs={key: samples[key] for key in wanted})


def opened(client: Client, url: str) -> HttpResponse:
    """The page; where it takes answers only, the page for an empty one."""
    response = client.get(url)
    return client.post(url) if response.status_code == 405 else response


def plain(response: HttpResponse) -> str:
    """The page without what differs at each request: the form's token, and the address that was asked for."""
    text = response.getvalue().decode("utf-8", "replace").replace(response.request["PATH_INFO"], "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


@contextmanager
def without_row_level_security() -> Iterator[None]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        try:
            yield
        finally:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


@contextmanager
def without_the_scope() -> Iterator[None]:
    """Managers filter nothing, as if somebody had forgotten them: only the database stands between."""
    held = scope.current
    scope.current = lambda: scope.EVERYWHERE
    try:
        yield
    finally:
        scope.current = held


def widest(pattern: URLPattern) -> Role:
    """Of those who may open it the one who may open most: what a net lets through hangs on nobody's role."""
    allowed = [role for role in Role if pattern.callback.permission in PERMISSIONS[role]]
    return max(allowed, key=lambda role: len(PERMISSIONS[role]))


def crawl(mihon: Place, renshu: Place, *nets_off: AbstractContextManager[None]) -> None:
    own, other = objects_of(mihon), objects_of(renshu)
    missing = Objects(*(uuid4() for _ in range(9)), "")
    seen = 0
    with ExitStack() as stack:
        for net_off in nets_off:
            stack.enter_context(net_off)
        for role in Role:
            client = mihon.client(role)
            for name, pattern in STAFF.items():
                if nets_off and role is not widest(pattern):
                    continue
                # In a browser of its own: what it leaves to be said on the next page is not the next page's.
                page = opened(mihon.client(role), address(name, pattern, own))
                if pattern.callback.permission not in PERMISSIONS[role]:
                    assert page.status_code == 403, (name, role)
                    continue
                assert page.status_code < 500, (name, role)
                assert page.status_code not in (403, 405), (name, role)
                assert other.reference not in plain(page), (name, role)
                seen += 1
                if not pattern.pattern.converters.keys() & {"uid", "key"}:
                    continue
                assert page.status_code != 404, (name, role)
                others = opened(client, address(name, pattern, other))
                nobodys = opened(client, address(name, pattern, missing))
                assert others.status_code == nobodys.status_code == 404, (name, role)
                assert plain(others) == plain(nobodys), (name, role)
    assert seen >= len(STAFF)


def test_nobody_opens_what_is_not_theirs(committed: None, mihon: Place, renshu: Place) -> None:
    crawl(mihon, renshu)


def test_the_scope_holds_alone(committed: None, mihon: Place, renshu: Place) -> None:
    crawl(mihon, renshu, without_row_level_security())


def test_row_level_security_holds_alone(committed: None, mihon: Place, renshu: Place) -> None:
    crawl(mihon, renshu, without_the_scope())


def test_the_crawl_is_not_blind(committed: None, mihon: Place, renshu: Place) -> None:
    """With both nets off it must find the other municipality's case."""
    with pytest.raises(AssertionError):
        crawl(mihon, renshu, without_row_level_security(), without_the_scope())


@pytest.mark.parametrize("name", sorted(STAFF))
def test_without_a_login_every_staff_page_leads_to_the_login(db: None, name: str) -> None:
    pattern = STAFF[name]
    page = Client().get(address(name, pattern, Objects(*(uuid4() for _ in range(9)), "")))
    assert page.status_code == 302
    assert page["Location"].startswith(reverse("login"))


def test_somebody_without_a_membership_is_refused(mihon: Place) -> None:
    client = mihon.client()
    with mihon.scope():
        type(mihon.clerk).objects.filter(pk=mihon.clerk.pk).update(
            valid_until=timezone.localdate().replace(year=2025)
        )
    assert client.get(reverse("desk:today")).status_code == 403


def test_a_disabled_account_ends_at_the_next_request(mihon: Place) -> None:
    client = mihon.client()
    type(mihon.clerk.staff).objects.filter(pk=mihon.clerk.staff.pk).update(is_active=False)
    assert client.get(reverse("desk:today")).status_code == 302
