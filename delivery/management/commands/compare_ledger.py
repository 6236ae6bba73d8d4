from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from delivery.issuer.embedded import EmbeddedIssuer
from delivery.models import Posting
from desks.models import Municipality
from desks.scope import municipality_scope


class Command(BaseCommand):
    help = "After a restore: list the letters that the issuer has booked and this database knows nothing of."

    def handle(self, *args: Any, **options: Any) -> None:
        booked = EmbeddedIssuer(settings.ISSUER_LEDGER, today=timezone.localdate).bookings()
        # Read after the ledger: what is booked meanwhile is not among what we look for.
        known = _known()
        unknown = [letter for letter in booked if letter.key not in known]
        for letter in unknown:
            self.stdout.write(f"{letter.municipality} {letter.reference} {letter.generation}")
        self.stdout.write(f"Letters in the issuer's ledger: {len(booked)}, unknown here: {len(unknown)}")


def _known() -> set[UUID]:
    """The keys of all letters. One municipality after the other: the web's role sees no other rows."""
    known: set[UUID] = set()
    for municipality_id in Municipality.objects.order_by("pk").values_list("pk", flat=True):
        with municipality_scope(municipality_id):
            known.update(Posting.objects.values_list("idempotency_key", flat=True).iterator())
    return known
