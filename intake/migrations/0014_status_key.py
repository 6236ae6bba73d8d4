"""What leads from a reference and a birth date to an application. `manage.py status_keys` fills it: the key is no data."""

import django.db.models.deletion
from django.db import migrations, models

from desks.rls import Protect


class Migration(migrations.Migration):
    dependencies = [("intake", "0013_character_choice")]

    operations = [
        migrations.CreateModel(
            name="StatusKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_with", models.CharField(max_length=16)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_key",
                        to="intake.application",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desks.municipality",
                    ),
                ),
            ],
            options={"base_manager_name": "objects"},
        ),
        Protect("intake_statuskey", web="SELECT, INSERT, DELETE", public_read=True),
    ]
