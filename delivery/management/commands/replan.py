from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from delivery.replanning import replan
from desks.models import Municipality
from desks.scope import municipality_scope


class Command(BaseCommand):
    help = "Plan letters anew that were planned by an older calendar and that the post does not have yet."

    def handle(self, *args: Any, **options: Any) -> None:
        changed, at = 0, timezone.now()
        # One after the other in its scope: the operator's own role sees no other rows.
        for municipality_id in Municipality.objects.order_by("pk").values_list("pk", flat=True):
            with municipality_scope(municipality_id):
                changed += replan(at=at)
        self.stdout.write(f"Letters whose days have changed: {changed}")
