"""Of a password-set request the facts stay and the sealed content goes: two tables instead of one."""

import uuid
from datetime import timedelta

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from desks.rls import Protect, Reveal

# The owner is held to the scope too. A sheet is a fact alone; a sealed request is a fact and what waits.
FACTS = """
DO $$
DECLARE
    place bigint;
    before text := coalesce(current_setting('tokkyu.municipality', true), '');
BEGIN
    FOR place IN SELECT id FROM desks_municipality LOOP
        PERFORM set_config('tokkyu.municipality', place::text, true);
        INSERT INTO intake_passwordevent (municipality_id, application_id, request, step, at, by_id, asked)
            SELECT municipality_id, application_id, key,
                CASE method WHEN 'paper' THEN 'sheet_received' ELSE 'sealed' END, made_at, received_by_id, '{}'
            FROM intake_passwordsetrequest;
        DELETE FROM intake_passwordsetrequest WHERE method = 'paper';
    END LOOP;
    PERFORM set_config('tokkyu.municipality', before, true);
END $$
"""
COMPLETE = ("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("desks", "0004_administrators"),
        ("intake", "0007_photo"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PasswordEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("request", models.UUIDField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("sealed", "Set on the screen and sealed"),
                            ("issuer_received", "Received by the issuer"),
                            ("expired", "Deleted after seven days"),
                            ("unreadable", "Cannot be opened any more, deleted"),
                            ("sheet_received", "Sealed sheet received"),
                            ("sheet_handed_on", "Sealed sheet handed on to the issuer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "asked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="password_events",
                        to="intake.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desks.municipality"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "application", "request", "step"),
                        name="one_password_step_a_request",
                    )
                ],
            },
        ),
        Protect("intake_passwordevent", web="SELECT, INSERT", worker="SELECT, INSERT"),
        migrations.AddField(
            "passwordsetrequest",
            "key",
            models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.RemoveConstraint("passwordsetrequest", "sealed_or_on_paper"),
        migrations.RunSQL(FACTS, migrations.RunSQL.noop),
        migrations.RunSQL([*COMPLETE], migrations.RunSQL.noop),
        migrations.RemoveField("passwordsetrequest", "method"),
        migrations.RemoveField("passwordsetrequest", "received_by"),
        migrations.AlterField("passwordsetrequest", "key_id", models.CharField(max_length=20)),
        migrations.AlterField("passwordsetrequest", "ciphertext", models.BinaryField()),
        migrations.AlterField("passwordsetrequest", "expires_on", models.DateField()),
        migrations.AddConstraint(
            "passwordsetrequest",
            models.CheckConstraint(
                condition=models.Q(expires_on__lte=models.F("made_on") + timedelta(days=7)),
                name="sealed_for_seven_days",
            ),
        ),
        # What the worker needs to hand a sealed request to the issuer: no name, no day of anybody's life.
        Reveal("intake_passwordsetrequest", "key", "application_id", "key_id", "made_at", "ciphertext"),
        Reveal("intake_application", "id", "uid", "municipality_id", "accepted_on", "withdrawn_on"),
    ]
