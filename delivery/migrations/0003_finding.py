from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # An index is built beside the desk's work outside a transaction only.
    atomic = False
    dependencies = [("delivery", "0002_protect")]

    operations = [
        AddIndexConcurrently(
            "posting",
            models.Index(
                fields=["municipality", "tracking_number"],
                condition=~models.Q(tracking_number=""),
                name="postings_by_number",
            ),
        ),
        AddIndexConcurrently(
            "move",
            models.Index(
                fields=["municipality", "on"],
                condition=models.Q(after="scheduled"),
                name="moves_to_scheduled",
            ),
        ),
    ]
