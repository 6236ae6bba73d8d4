"""Support measures: where somebody lives, and which desk knows them, is told by one page only, and that is logged."""

import re
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from delivery.models import Delivery, HandOff
from delivery.states import State
from desks.models import AuditEntry
from desks.permissions import PERMISSIONS, Role
from eligibility.events import Paper, YesNo
from fees.models import Charge
from intake.judging import Obstacle
from intake.models import Application
from intake.papers import MAKERS, PACK
from intake.refusals import NotAccepted
from tests.intake.entries import MOTHER, MOTHERS_PAPERS, entry, submitted
from tests.intake.pages import typed, words
from tests.intake.test_correcting import form_of
from tests.paper.reading import text
from tests.places import Place
from tests.test_house import patterns

DESK, DESK_PHONE, DESK_NOTE = "奥の窓口", "000-999-9999", "三階の奥"
STREET, MOVED_FROM, HERS = "隠れ町9番9号", "前の町1番1号", "母の町3番3号"
TOLD = (DESK_PHONE, DESK_NOTE, STREET, MOVED_FROM, HERS, "〒999-9999", "999-9999")
"""What nobody reads. The desk's name stands on pages about desks; never with the case."""
CHILD = {"birth_date": date(2016, 4, 2)}


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def case(place: Place, today: date, **more: object) -> Application:
    """A child and its mother who must not be found, entered at the back desk."""
    given = entry(
        on=today,
        name="秘 見本",
        postcode="9999999",
        address=STREET,
        support_measures=True,
        safe_to_post=YesNo.YES,
        representative=MOTHER.__class__(**{**vars(MOTHER), "postcode": "9999999", "address": HERS}),
        **{"law": CHILD, **more},
    )
    with place.scope():
        return submitted(place, given, on=today)


@pytest.fixture
def cases(mihon: Place, today: date) -> list[Application]:
    """One accepted, overdue and stuck, whose address was corrected once; one that waits; one that was refused."""
    with mihon.scope():
        mihon.branch.name, mihon.branch.phone, mihon.branch.note = DESK, DESK_PHONE, DESK_NOTE
        mihon.branch.save(update_fields=["name", "phone", "note"])
    mihon.clerk_moves_to(mihon.branch)
    papers = entry().documents + MOTHERS_PAPERS
    accepted = case(mihon, today, documents=papers)
    waiting = case(mihon, today, documents=papers, law=CHILD | {"missing": frozenset({Paper.PHOTO})})
    refused = case(mihon, today, documents=papers, law=CHILD | {"missing": frozenset({Paper.PHOTO})})
    with mihon.scope():
        accepted.corrections.create(
            municipality=mihon.municipality,
            version=2,
            at=timezone.now(),
            by=mihon.clerk.staff,
            reason="転居",
            before={"address": MOVED_FROM},
            after={"address": STREET},
        )
        long_ago = today - timedelta(days=9)
        Delivery.objects.filter(pk=accepted.delivery_id).update(
            state=State.SCHEDULED, target_date=long_ago, chase_on=long_ago, latest_posting_on=long_ago
        )
        HandOff.objects.update(dead_at=timezone.now())
        refused.refused_on, refused.refused_by = today, mihon.clerk.staff
        refused.save()
    return [accepted, waiting, refused]


def read(response: HttpResponse) -> str:
    """The whole answer, without the choice of desks that filters offer to everybody, and without sums of desks."""
    sent = response.getvalue()
    if response["Content-Type"] == "application/pdf":
        return text(sent)
    return re.sub(
        r'(?s)<option.*?</option>|<table class="money">.*?</table>', "", sent.decode("utf-8", "replace")
    )


def pages() -> dict[str, URLPattern]:
    """Everything that a supervisor may open and that is about cases: more than a clerk."""
    return {
        name: pattern
        for name, pattern in patterns()
        if name.partition(":")[0] in ("desk", "review", "fees", "papers")
        and getattr(pattern.callback, "permission", None) in PERMISSIONS[Role.SUPERVISOR]
        and pattern.pattern.converters.keys() <= {"uid", "sheet"}
        and name != "desk:address"
    }


def addresses(name: str, pattern: URLPattern, row: Application, charge: Charge | None) -> list[str]:
    named = {"review": row.delivery and row.delivery.uid, "fees": charge and charge.uid, "desk": row.uid}
    wanted = {}
    if "uid" in pattern.pattern.converters:
        uid = named.get(name.partition(":")[0])
        if uid is None:
            return []
        wanted["uid"] = uid
    if "sheet" in pattern.pattern.converters:
        return [reverse(name, kwargs={**wanted, "sheet": sheet}) for sheet in (*MAKERS, PACK)]
    return [reverse(name, kwargs=wanted)]


def opened(client: Client, url: str) -> HttpResponse:
    response = client.get(url)
    if response.status_code == 405:
        response = client.post(url)
    assert response.status_code < 500, url
    return response


def assert_hidden(page: str, row: Application, where: object) -> None:
    for told in TOLD:
        assert told not in page, (where, told)
    assert DESK not in page or row.reference not in page, where


def test_no_page_sheet_or_file_tells_address_or_desk(
    mihon: Place, cases: list[Application], today: date
) -> None:
    # Of another desk: the own one stands at the head of every page.
    client = mihon.client(Role.SUPERVISOR)
    seen: dict[str, str] = {}
    names = set()
    for row in cases:
        with mihon.scope():
            charge = Charge.objects.filter(reference=row.reference).first()
        for name, pattern in pages().items():
            for url in addresses(name, pattern, row, charge):
                # A page about no case is the same for each.
                if url not in seen:
                    seen[url] = read(opened(client, url))
                assert_hidden(seen[url], row, url)
                names.add(name)
        for sent in (
            {"q": row.reference},
            {"q": "秘 見本"},
            {"standing": "pending"},
            {"desk": mihon.branch.pk},
        ):
            found = client.post(reverse("desk:search"), sent, follow=True)
            assert_hidden(read(found), row, sent)
    assert {"desk:application", "desk:correct", "desk:paper", "review:delivery", "fees:charge"} <= names
    accepted = cases[0].reference
    every = {"first_year": today.year, "first_month": today.month, "first_day": 1}
    for listed in (reverse("review:overdue"), reverse("fees:issues"), reverse("fees:export")):
        assert accepted in read(client.get(listed, every))
        of_desk = client.get(listed, every | {"desk": mihon.branch.pk, "group": "no_news"})
        assert f">{accepted}<" not in read(of_desk).replace("hand-off", ""), listed


def test_the_address_is_shown_when_it_is_asked_for_and_that_is_logged(
    mihon: Place, cases: list[Application]
) -> None:
    row, client = cases[0], mihon.client()
    url = reverse("desk:address", args=[row.uid])
    assert f'action="{url}"' in client.get(reverse("desk:application", args=[row.uid])).content.decode()
    assert client.get(url).status_code == 405
    shown = client.post(url)
    for told in (STREET, HERS, "999-9999", DESK):
        assert told in words(shown)
    assert "no-store" in shown["Cache-Control"]
    with mihon.scope():
        logged = AuditEntry.objects.filter(action="desk:address", subject=row.uid, method="POST")
        assert [entry.staff for entry in logged] == [mihon.clerk.staff]


@pytest.mark.parametrize(
    ("safe", "to_desk", "obstacle"),
    [
        (YesNo.UNKNOWN, False, Obstacle.SAFETY_NOT_ASKED),
        (YesNo.NO, False, Obstacle.NOT_SAFE_TO_POST),
        (YesNo.YES, False, None),
        (YesNo.NO, True, None),
        (YesNo.UNKNOWN, True, None),
    ],
)
def test_nothing_is_posted_before_somebody_asked(
    mihon: Place, today: date, safe: YesNo, to_desk: bool, obstacle: Obstacle | None
) -> None:
    given = entry(on=today, support_measures=True, safe_to_post=safe, to_desk=to_desk)
    with mihon.scope():
        if obstacle:
            with pytest.raises(NotAccepted) as refusal:
                submitted(mihon, given, on=today)
            assert refusal.value.obstacles == {obstacle}
            return
        row = submitted(mihon, given, on=today)
    asked = (row.safety_asked_by, row.safety_asked_on)
    assert asked == ((None, None) if safe is YesNo.UNKNOWN else (mihon.clerk.staff, today))


def test_the_form_asks_and_offers_the_desk(mihon: Place) -> None:
    client = mihon.client()
    page = words(client.post(reverse("desk:new"), typed(support_measures="on")))
    assert "この住所に郵送しても安全ですか: この住所に郵送しても安全か尋ね" in page
    page = words(client.post(reverse("desk:new"), typed(support_measures="on", safe_to_post="NO")))
    assert "受取方法: この住所への郵送は安全ではありません。窓口での受取りを選んでください" in page
    done = client.post(
        reverse("desk:new"), typed(support_measures="on", safe_to_post="NO", deliver_to="desk")
    )
    assert done.status_code == 302
    assert "この住所に郵送しても安全ですか いいえ" in words(client.get(done.url))


# -- Set and lifted later --------------------------------------------------------------------------------------


EMPTY = {"postcode": None, "address": None}
"""What the form of somebody under support measures holds of where they live."""


def corrected(client: Client, row: Application, **changed: object) -> HttpResponse:
    """The correction form sent with these changes, then saved; None is not sent."""
    url = reverse("desk:correct", args=[row.uid])
    sent = {name: value for name, value in form_of(row, **changed).items() if value is not None}
    looked_at = client.post(url, sent).context["form"]
    return client.post(url, sent | {"save": "1", "shown": looked_at["shown"].value() or ""}, follow=True)


def test_a_correction_sets_the_flag_and_only_a_supervisor_lifts_it(mihon: Place, today: date) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(on=today), on=today)
    clerk, supervisor = mihon.client(), mihon.client(Role.SUPERVISOR)

    def stands() -> tuple[bool, str, str, bool]:
        with mihon.scope():
            row.refresh_from_db()
            return row.support_measures, row.safe_to_post, row.address, row.delivery.support_measures

    unasked = corrected(clerk, row, support_measures="on")
    assert "この住所に郵送しても安全か尋ね" in words(unasked)
    corrected(clerk, row, support_measures="on", safe_to_post="YES")
    address = entry().address
    assert stands() == (True, "YES", address, True)
    refused = corrected(clerk, row, **EMPTY)
    assert "管理職だけ" in words(refused)
    assert stands() == (True, "YES", address, True)
    assert address not in clerk.get(reverse("desk:correct", args=[row.uid])).content.decode()
    corrected(supervisor, row, **EMPTY)
    assert stands() == (False, "UNKNOWN", address, False)
    with mihon.scope():
        lifted = row.corrections.last()
    assert (lifted.by, lifted.reason) == (mihon.supervisor.staff, "聞き間違い")


def test_a_new_address_is_taken_and_never_told(mihon: Place, today: date) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(on=today, support_measures=True, to_desk=True), on=today)
    page = corrected(
        mihon.client(), row, support_measures="on", deliver_to="desk", postcode=None, address=STREET
    )
    assert STREET not in words(page)
    assert "非表示(支援措置)" in words(page)
    with mihon.scope():
        row.refresh_from_db()
    assert (row.address, row.residence_code) == (STREET, "990019")
