"""Files of the post's statuses; one day's news with and without a problem; reasons and notes as wide as they may be."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from desks.rls import ChangeOnly, Protect


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0010_hand_over"),
        ("desks", "0006_by_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrackingImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                ("letters", models.PositiveIntegerField()),
                ("moved", models.PositiveIntegerField()),
                ("kept", models.PositiveIntegerField()),
                ("known", models.PositiveIntegerField()),
                ("left", models.JSONField(default=list)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        "desks.municipality", django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="+",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["municipality", "-at"], condition=Q(seen_at=None), name="imports_to_look_at"
                    ),
                    models.Index(fields=["municipality", "digest"], name="imports_by_file"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(seen_at=None, seen_by=None)
                        | Q(seen_at__isnull=False, seen_by__isnull=False),
                        name="who_looked_and_when",
                    )
                ],
            },
        ),
        Protect("delivery_trackingimport", web="SELECT, INSERT, UPDATE"),
        ChangeOnly("delivery_trackingimport", "seen_at", "seen_by_id"),
        migrations.RemoveConstraint("trackingevent", "same_news_once"),
        migrations.AddConstraint(
            "trackingevent",
            models.UniqueConstraint(
                fields=["municipality", "posting", "state", "on", "source", "problem"], name="same_news_once"
            ),
        ),
        migrations.AlterField("move", "cause", models.CharField(default="", max_length=800)),
        migrations.AlterField("note", "text", models.CharField(max_length=2000)),
    ]
