"""Eight clicks at once on one button: real threads, committed rows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

from django.db import connection

from delivery.models import Delivery, HandOff
from fees.models import Charge, Receipt, ReceiptSeries
from intake.models import Application
from intake.services import Submitted, submit_application
from tests.intake.entries import AT, ON, entry
from tests.places import Place

CLICKS = 8


def click(place: Place, key: UUID, together: Barrier, name: str = "見本 太郎") -> Submitted:
    try:
        with place.scope():
            # Inside the transaction: nobody may finish before the last has begun.
            together.wait()
            return submit_application(membership=place.clerk, entry=entry(name=name), key=key, at=AT, on=ON)
    finally:
        connection.close()


def test_eight_clicks_on_one_form_are_one_application(committed: None, mihon: Place) -> None:
    key, together = uuid4(), Barrier(CLICKS, timeout=30)
    with ThreadPoolExecutor(CLICKS) as pool:
        answers = list(pool.map(lambda _: click(mihon, key, together), range(CLICKS)))
    assert sum(answer.created for answer in answers) == 1
    assert len({answer.application.reference for answer in answers}) == 1
    with mihon.scope():
        counts = {model: model.objects.count() for model in (Application, Delivery, HandOff, Charge, Receipt)}
        assert set(counts.values()) == {1}
        assert ReceiptSeries.objects.get().last_number == 1


def test_eight_forms_at_once_are_eight_applications(committed: None, mihon: Place) -> None:
    together = Barrier(CLICKS, timeout=30)
    with ThreadPoolExecutor(CLICKS) as pool:
        answers = list(
            pool.map(lambda person: click(mihon, uuid4(), together, f"見本 {person}"), range(CLICKS))
        )
    assert all(answer.created for answer in answers)
    with mihon.scope():
        assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, CLICKS + 1))
