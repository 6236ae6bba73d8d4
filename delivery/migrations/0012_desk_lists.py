from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # An index is built beside the desk's work outside a transaction only.
    atomic = False
    dependencies = [("delivery", "0011_imports")]

    operations = [
        AddIndexConcurrently(
            "delivery",
            models.Index(
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
                fields=["municipality", "accepted_on"],
                name="open_letters_asked_for",
            ),
        ),
        AddIndexConcurrently(
            "delivery",
            models.Index(
                condition=models.Q(state__in=["absent", "at_desk", "held", "returned"]),
                fields=["municipality", "desk"],
                name="letters_that_wait",
            ),
        ),
        AddIndexConcurrently(
            "delivery",
            models.Index(
                condition=models.Q(state="disposed"),
                fields=["municipality", "disposed_on"],
                name="letters_disposed_of",
            ),
        ),
    ]
