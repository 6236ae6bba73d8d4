"""Whatever is sent, every form answers with a page: never a 500, and nothing half written."""

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligibility.documents import IdentityKind
from eligibility.events import Cause, DesignationEvent, Paper
from fees.models import Charge
from intake.models import Application, Standing
from tests.intake.entries import entry, submitted
from tests.intake.pages import typed
from tests.places import Place

AWKWARD = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-1",
        "1_0",
        "１２",
        "元",
        "R1",
        "令和",
        "\x00",
        "\ud7ff",
        "\ufffe",
        "\u202e",
        "e\u0301" * 90,
        "葛\U000e0100" * 61,
        "9" * 400,
        "on",
        "2/29",
        "null",
        "<b>",
        "'; --",
        "000-0001",
        "1050011",
        "2147483648",
    ]
)
WORDS = st.sampled_from(
    [*DesignationEvent, *Cause, *IdentityKind, *Paper, "here", "elsewhere", "free", "charged"]
)
VALUES = AWKWARD | WORDS | st.text(max_size=30)
# A surrogate cannot leave a browser.
SENDABLE = VALUES.filter(lambda text: not any("\ud800" <= point <= "\udfff" for point in text))
FEW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def clerk(mihon: Place) -> Client:
    return mihon.client()


def assert_whole(place: Place) -> None:
    """Each accepted application has its charge and its letter; no charge is without an application."""
    with place.scope():
        accepted = {row.reference for row in Application.objects.all() if row.standing is Standing.ACCEPTED}
        assert accepted == set(Charge.objects.values_list("reference", flat=True))


@FEW
@given(st.dictionaries(st.sampled_from(sorted(typed())), SENDABLE, min_size=1, max_size=5))
def test_the_application_form(mihon: Place, clerk: Client, wrong: dict[str, str]) -> None:
    form = typed(**wrong)
    assert clerk.post("/desk/new/panel/", form).status_code == 200
    assert clerk.post("/desk/new/", {**form, "check": "1"}).status_code == 200
    assert clerk.post("/desk/new/", form).status_code in (200, 302)
    assert_whole(mihon)


@FEW
@given(SENDABLE, SENDABLE)
def test_search(clerk: Client, name: str, year: str) -> None:
    assert clerk.post("/desk/search/", {"q": name, "born_on_year": year}).status_code in (200, 302)


@FEW
@given(SENDABLE, SENDABLE, SENDABLE)
def test_completing_and_withdrawing(
    mihon: Place, clerk: Client, version: str, reason: str, kind: str
) -> None:
    on = timezone.localdate()
    with mihon.scope():
        row = submitted(mihon, entry(on=on, law={"missing": frozenset({Paper.PHOTO})}), on=on)
    address = f"/desk/applications/{row.uid}/"
    form = {"version": version, "exception_reason": reason, "fee_reason": reason, "applicant_1_kind": kind}
    assert clerk.post(f"{address}complete/", form).status_code in (200, 302)
    assert clerk.post(f"{address}withdraw/", {"version": version}).status_code == 302
    assert_whole(mihon)
