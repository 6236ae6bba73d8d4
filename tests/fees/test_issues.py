"""The list for an auditor, on screen and as a file."""

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse

from desks.permissions import Role
from fees import issues
from fees.export import cell, lines
from fees.issues import Filters, Kind
from tests.fees.cases import FREE, ON, charge, closed, replaced
from tests.intake.pages import words
from tests.places import Place

PERIOD = Filters(first=ON, last=ON + timedelta(days=1))
SENSITIVE = {
    "basis": "OTHER_REASON",
    "source": "practice",
    "reason": "番号変更の届出",
    "evidence": "在所証明書",
}


def file_of(place: Place, filters: Filters = PERIOD, language: str = "en") -> list[dict[str, str]]:
    """The file as a spreadsheet reads it."""
    text = "".join(lines(filters, municipality_id=place.municipality.pk, language=language))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def some(place: Place) -> None:
    """Two charged, one of them freed after the count; one freed at once; one sensitive; one outside the period."""
    charge(place, "BEFORE", on=ON - timedelta(days=1))
    charge(place, "KEPT")
    later = charge(place, "LATER", 1800)
    replaced(place, charge(place, "VOIDED", desk=place.hall))
    closed(place)
    replaced(place, later, by=place.supervisor, on=ON + timedelta(days=1))
    charge(place, "OTHER", 0, desk=place.branch, **SENSITIVE)


def test_every_decision_stands_in_the_file_with_what_it_rests_on(mihon: Place) -> None:
    some(mihon)
    rows = file_of(mihon)
    assert [(row["Reference"], row["Kind"], row["Amount in yen"]) for row in rows] == [
        ("KEPT", "Charged", "2000"),
        ("LATER", "Replaced", "1800"),
        ("VOIDED", "Replaced", "2000"),
        ("VOIDED", "Free", "0"),
        ("OTHER", "Free", "0"),
        ("LATER", "Free", "0"),
    ]
    assert rows[0]["Source"] == "National page on express issuance"
    assert (rows[1]["Receipt"], rows[1]["State of the receipt"]) == ("2026-00003", "Refunded")
    assert (rows[1]["Refund number"], rows[1]["Day of the void or refund"]) == ("2026-R00001", "2026-11-25")
    assert (rows[2]["State of the receipt"], rows[2]["Refund number"]) == ("Void", "")
    assert (rows[3]["Reason given"], rows[3]["Evidence seen"]) == ("盗難の番号を後から確認", "受理番号の控え")
    assert rows[3]["Who decided"] == "clerk@990019"
    assert rows[5]["Source"] == "Decided by the desk"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_tells_which_sensitive_reason_it_was(mihon: Place, language: str) -> None:
    charge(mihon, "OTHER", 0, **SENSITIVE)
    charge(mihon, "ELSE", 0, **(SENSITIVE | {"source": "national_page"}))
    one, other = file_of(mihon, language=language)
    for text in ("番号変更", "在所証明書"):
        assert text not in str(one)
    kept = {"ja": "申請の記録に保管", "en": "Kept with the case"}[language]
    assert list(one.values()).count(kept) == 3
    assert [value for value in one.values() if value != "OTHER"] == [
        value for value in other.values() if value != "ELSE"
    ]
    supervisor = mihon.client(Role.SUPERVISOR)
    page = words(
        supervisor.get(reverse("fees:issues"), {"first_year": 2026, "first_month": 1, "first_day": 1})
    )
    assert "番号変更" not in page
    assert "在所証明書" not in page


def test_the_sums_are_those_of_the_list(mihon: Place) -> None:
    some(mihon)
    with mihon.scope():
        hall, branch, everything = issues.sums(PERIOD)
    assert (hall["charged"], hall["charged_yen"], hall["free"], hall["replaced"]) == (1, 2000, 2, 2)
    assert (hall["void"], hall["refunded"], hall["refunded_yen"]) == (1, 1, 1800)
    assert (branch["charged"], branch["free"]) == (0, 1)
    assert (everything.desk, everything["free"]) == (None, 3)


@pytest.mark.parametrize(
    ("kind", "references"),
    [
        (Kind.CHARGED, ["KEPT"]),
        (Kind.FREE, ["VOIDED", "OTHER", "LATER"]),
        (Kind.REPLACED, ["LATER", "VOIDED"]),
    ],
)
def test_one_kind_alone(mihon: Place, kind: Kind, references: list[str]) -> None:
    some(mihon)
    assert [row["Reference"] for row in file_of(mihon, replace(PERIOD, kind=kind))] == references


def test_one_desk_alone(mihon: Place) -> None:
    some(mihon)
    assert [row["Reference"] for row in file_of(mihon, replace(PERIOD, desk=mihon.branch))] == ["OTHER"]


def test_a_receipt_that_was_not_written_again_stands_for_the_new_decision(mihon: Place) -> None:
    replaced(mihon, charge(mihon, "A"), replace(FREE, amount=2000))
    assert [row["Receipt"] for row in file_of(mihon)] == ["2026-00001", "2026-00001"]


def test_the_file_is_whole_whatever_the_parts(mihon: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    some(mihon)
    whole = file_of(mihon)
    monkeypatch.setattr(issues, "BATCH", 1)
    assert file_of(mihon) == whole


def test_a_part_costs_the_same_queries_however_many_there_are(
    mihon: Place, django_assert_num_queries
) -> None:
    some(mihon)
    with mihon.scope(), django_assert_num_queries(1):
        assert len(issues.issues(PERIOD, most=100)) == 6


@pytest.mark.parametrize("begins", ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_a_spreadsheet_runs_nothing(mihon: Place, begins: str) -> None:
    assert cell(begins) == f"'{begins}"
    charge(mihon, "A", 0, reason=begins, source="clerk")
    assert file_of(mihon)[0]["Reason given"] == f"'{begins}"


def test_the_page_turns_without_losing_a_row(mihon: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issues, "PAGE", 2)
    for number in range(5):
        charge(mihon, f"CASE{number}", on=ON + timedelta(days=number // 2))
    seen, after = [], None
    with mihon.scope():
        for _ in range(3):
            rows, more = issues.page(replace(PERIOD, last=ON + timedelta(days=9)), after)
            seen += [row.charge.reference for row in rows]
            after = issues.place(rows[-1])
    assert (seen, more) == ([f"CASE{number}" for number in range(5)], False)


def test_the_download_is_named_after_its_days(mihon: Place) -> None:
    charge(mihon, "A")
    asked = {"first_year": "R8", "first_month": "11", "first_day": "1"}
    asked |= {"last_year": "2026", "last_month": "１１", "last_day": "30"}
    answer = mihon.client(Role.SUPERVISOR).get(reverse("fees:export"), asked)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="issues-2026-11-01-2026-11-30.csv"'
    assert answer.getvalue().decode().count("\r\n") == 2
