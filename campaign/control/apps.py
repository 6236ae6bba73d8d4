"""What most houses do: after the commit, the web process itself tells the worker. Nobody looks at the row again."""

from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save


class WithoutOutbox(AppConfig):
    name = "campaign.control"
    label = "campaign_control"

    def ready(self) -> None:
        from delivery.models import HandOff
        from delivery.tasks import hand_off

        def publish(instance: HandOff, created: bool, **_: Any) -> None:
            if created:
                transaction.on_commit(
                    lambda: hand_off.apply_async(kwargs={"ids": [instance.pk]}, retry=False)
                )

        post_save.connect(publish, sender=HandOff, weak=False)
