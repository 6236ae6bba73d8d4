from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    # An index is built beside the desk's work outside a transaction only.
    atomic = False
    dependencies = [("delivery", "0007_by_file")]

    operations = [
        AddIndexConcurrently(
            "posting",
            models.Index(fields=["ask_at"], condition=Q(ask_at__isnull=False), name="postings_to_ask_for"),
        ),
    ]
