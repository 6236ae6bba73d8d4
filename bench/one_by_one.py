"""What hand-offs are measured against: a Celery task for each application, which does the same work for one."""

from celery import shared_task
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from delivery.hand_off import letters_of
from delivery.issuer import the_issuer
from delivery.models import Delivery, HandOff, Posting
from delivery.planning import plans_of, write
from delivery.states import Source, State
from desks.scope import across_municipalities


@shared_task  # type: ignore[untyped-decorator]
def schedule(*, delivery_id: int) -> None:
    """Plans, books and moves one letter; no lease and no second attempt, as if nothing ever failed."""
    at = timezone.now()
    with across_municipalities():
        plans, _ = plans_of([delivery_id])
        write(plans.values())
        the_issuer().request(list(letters_of([delivery_id]).values()))
        with transaction.atomic():
            delivery = Delivery.objects.get(pk=delivery_id)
            delivery.move(State.SCHEDULED, at=at, on=timezone.localdate(at), source=Source.TOKKYU)
            Posting.objects.filter(delivery=delivery).update(booked_at=at)
            HandOff.objects.filter(delivery=delivery).update(done_at=Now())
