import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from desks.rls import ChangeOnly, Protect

YES_OR_NO = [("YES", "YES"), ("NO", "NO"), ("UNKNOWN", "UNKNOWN")]


def asked(name):
    """A question of the check whether the letter will arrive; rows from before it were not asked."""
    return migrations.AddField(
        model_name="application",
        name=name,
        field=models.CharField(choices=YES_OR_NO, db_default="UNKNOWN", default="UNKNOWN", max_length=7),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0006_draft"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *map(asked, ("forwarding_order", "moving_soon", "name_on_letter_box", "somebody_at_home")),
        migrations.AddField(
            model_name="application",
            name="arrival_asked_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="arrival_asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("attached", "Attached as a file"), ("paper", "Glued on the paper form")],
                        max_length=10,
                    ),
                ),
                ("picture", models.BinaryField(null=True)),
                ("sha256", models.CharField(default="", max_length=64)),
                ("taken_on", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                ("check_asked", models.BooleanField()),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.application",
                    ),
                ),
                (
                    "checked_by",
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
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("check_asked", True), ("checked_at", None), ("replaced_at", None)
                        ),
                        fields=["municipality", "added_at"],
                        name="photos_to_check",
                    ),
                    models.Index(
                        condition=models.Q(("sha256", ""), _negated=True),
                        fields=["municipality", "sha256"],
                        name="photos_by_content",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("municipality", "application"),
                        name="one_photo_an_application",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "paper"), ("picture", None), ("sha256", "")),
                            models.Q(
                                models.Q(("kind", "attached"), models.Q(("sha256", ""), _negated=True)),
                                models.Q(("picture", None), ("replaced_at", None), _connector="XOR"),
                            ),
                            _connector="OR",
                        ),
                        name="photo_has_a_picture_until_replaced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at", None), ("checked_by", None)),
                            models.Q(
                                ("checked_at__isnull", False),
                                ("checked_by__isnull", False),
                                models.Q(("checked_by", models.F("added_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="photo_is_checked_by_somebody_else",
                    ),
                ],
            },
        ),
        Protect("intake_photo", web="SELECT, INSERT, UPDATE"),
        # A photo stays with its case: whose it is, who attached it and its checksum are never changed.
        ChangeOnly("intake_photo", "picture", "replaced_at", "checked_by_id", "checked_at"),
    ]
