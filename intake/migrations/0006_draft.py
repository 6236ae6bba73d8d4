import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from desks.rls import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("desks", "0004_administrators"),
        ("intake", "0005_correction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField()),
                ("counter", models.CharField(max_length=64)),
                ("opening", models.CharField(max_length=100)),
                ("typed", models.TextField()),
                ("saved_at", models.DateTimeField()),
                ("expires_on", models.DateField()),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desks.municipality"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "staff", "key"), name="one_draft_a_form"),
                ],
            },
        ),
        # The worker deletes what has expired, and sees no more of it than the day.
        Protect(
            "intake_draft",
            web="SELECT, INSERT, UPDATE, DELETE",
            worker="SELECT (id, municipality_id, expires_on), DELETE",
        ),
    ]
