"""Receipt numbers, as an administrator sees them and begins a year."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desks.permissions import Role
from fees.models import Receipt
from fees.till import fiscal_year
from tests.intake.entries import entry, submitted
from tests.intake.pages import words
from tests.places import Place

ON = timezone.localdate


def administrator(place: Place) -> Client:
    client = place.client(Role.ADMINISTRATOR)
    client.cookies["language"] = "ja"
    return client


def begun(place: Place, **more: object) -> str:
    typed = {"desk": place.hall.pk, "year": fiscal_year(ON()), "first": "101"} | more
    return words(administrator(place).post(reverse("fees:series"), typed, follow=True))


def receipt(place: Place) -> Receipt:
    with place.scope():
        reference = submitted(place, entry(on=ON()), on=ON()).reference
        return Receipt.objects.select_related("charge").get(charge__reference=reference)


def test_a_year_begins_with_the_number_that_was_set_and_goes_on(mihon: Place) -> None:
    assert "最初の番号を決めました。" in begun(mihon)
    assert receipt(mihon).number == 101
    page = words(administrator(mihon).get(reverse("fees:series")))
    assert f"{fiscal_year(ON())} 本庁窓口 00101" in page
    assert "番号はその続きになります" in begun(mihon, first="500")
    assert receipt(mihon).number == 102
    assert "今年度は1つの窓口で発行しています。" in words(administrator(mihon).get(reverse("setup:parts")))


@pytest.mark.parametrize(
    "more", [{"first": "0"}, {"first": "100000"}, {"year": "2020"}, {"desk": "x"}, {"first": ""}]
)
def test_what_does_not_fit_is_said(mihon: Place, more: dict[str, str]) -> None:
    assert "もう一度ご確認ください" in begun(mihon, **more)


def test_another_municipalitys_desk_cannot_be_chosen(mihon: Place, renshu: Place) -> None:
    assert "選んでください" in begun(mihon, desk=renshu.hall.pk)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
def test_nobody_else_sets_numbers(mihon: Place, role: Role) -> None:
    assert mihon.client(role).post(reverse("fees:series"), {}).status_code == 403
