"""Submitting: what the rows say afterwards, for each designation and each thing that can stand in the way."""

from uuid import uuid4

import pytest

from eligibility.events import DesignationEvent
from fees.models import Charge
from intake.models import Standing
from intake.services import submit_application
from tests.intake.entries import AT, ON, entry
from tests.places import Place

FREE = set(DesignationEvent) - {DesignationEvent.LOST, DesignationEvent.DAMAGE, DesignationEvent.OVERSEAS}


@pytest.mark.parametrize("event", sorted(FREE))
def test_free_designations_are_accepted_without_a_receipt(mihon: Place, event: DesignationEvent) -> None:
    with mihon.scope():
        done = submit_application(membership=mihon.clerk, entry=entry(event), key=uuid4(), at=AT, on=ON)
        charge = Charge.objects.get(reference=done.application.reference)
        assert done.created
        assert done.application.standing is Standing.ACCEPTED
        assert charge.amount == 0
        assert not hasattr(charge, "receipt")
        assert done.application.delivery.hand_off.done_at is None
