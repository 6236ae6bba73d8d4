from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    # An index is built beside the desk's work outside a transaction only; the old one serves until it is there.
    atomic = False
    dependencies = [("delivery", "0004_whole_delivery")]

    operations = [
        AddIndexConcurrently(
            "delivery",
            models.Index(
                models.F("municipality"),
                Coalesce("target_date", "chase_on"),
                models.F("id"),
                condition=models.Q(
                    state__in=[
                        "absent",
                        "at_desk",
                        "held",
                        "in_transit",
                        "out",
                        "posted",
                        "reposted",
                        "requested",
                        "returned",
                        "returning",
                        "scheduled",
                    ]
                ),
                name="open_letters_by_day",
            ),
        ),
        RemoveIndexConcurrently("delivery", "open_by_expected_day"),
    ]
