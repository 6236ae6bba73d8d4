"""Letters handed over by file, and when each letter is asked for next."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now

from desks.rls import ChangeOnly, Protect

# The owner is held to the scope too. Of letters that have arrived there is nothing more to hear.
ASK_FOR_THE_OPEN = """
DO $$
DECLARE
    place bigint;
    before text := coalesce(current_setting('tokkyu.municipality', true), '');
BEGIN
    FOR place IN SELECT id FROM desks_municipality LOOP
        PERFORM set_config('tokkyu.municipality', place::text, true);
        UPDATE delivery_posting SET ask_at = now() FROM delivery_delivery
        WHERE delivery_delivery.id = delivery_posting.delivery_id
            AND delivery_delivery.state NOT IN ('delivered', 'handed_over', 'disposed', 'cancelled', 'returned');
    END LOOP;
    PERFORM set_config('tokkyu.municipality', before, true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0006_schedule"),
        ("desks", "0006_by_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("posting", "by_file", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("posting", "ask_at", models.DateTimeField(null=True)),
        migrations.AlterField("posting", "ask_at", models.DateTimeField(null=True, db_default=Now())),
        migrations.RunSQL(ASK_FOR_THE_OPEN, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="OutgoingFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("number", models.PositiveIntegerField()),
                (
                    "characters",
                    models.CharField(
                        max_length=9,
                        choices=[
                            ("utf-8-sig", "UTF-8: holds every character"),
                            ("cp932", "Shift_JIS: for older programs; holds fewer characters"),
                        ],
                    ),
                ),
                ("letters", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
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
            ],
            options={"base_manager_name": "objects"},
        ),
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("written_at", models.DateTimeField(db_default=Now())),
                ("post_by", models.DateField(null=True)),
                ("to_desk", models.BooleanField()),
                ("addressee", models.CharField(max_length=200)),
                ("postcode", models.CharField(max_length=7)),
                ("address", models.CharField(max_length=300)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(
                        max_length=7,
                        choices=[("taken", "taken on"), ("posted", "posted"), ("refused", "refused")],
                        default="",
                    ),
                ),
                ("answered_on", models.DateField(null=True)),
                ("tracking_number", models.CharField(default="", max_length=13)),
                (
                    "file",
                    models.ForeignKey(
                        "delivery.outgoingfile",
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="rows",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        "desks.municipality", django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
                (
                    "posting",
                    models.OneToOneField(
                        "delivery.posting", django.db.models.deletion.PROTECT, related_name="outgoing"
                    ),
                ),
            ],
            options={"base_manager_name": "objects"},
        ),
        migrations.AddConstraint(
            "outgoingfile",
            models.UniqueConstraint(fields=("municipality", "number"), name="one_outgoing_file_a_number"),
        ),
        migrations.AddIndex(
            "outgoing",
            models.Index(
                F("municipality"),
                F("post_by").asc(nulls_last=True),
                F("id"),
                condition=Q(file=None, cancelled_at=None),
                name="letters_without_a_file",
            ),
        ),
        migrations.AddConstraint(
            "outgoing",
            models.CheckConstraint(
                condition=Q(file=None) | Q(cancelled_at=None), name="taken_back_before_its_file"
            ),
        ),
        migrations.AddConstraint(
            "outgoing",
            models.CheckConstraint(
                condition=~Q(answer="posted") | Q(answered_on__isnull=False), name="posted_by_file_has_a_day"
            ),
        ),
        Protect("delivery_outgoingfile", web="SELECT, INSERT"),
        Protect("delivery_outgoing", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT"),
        ChangeOnly(
            "delivery_outgoing", "file_id", "cancelled_at", "answer", "answered_on", "tracking_number"
        ),
    ]
