import django.db.models.deletion
from django.db import migrations, models

from desks.rls import Protect


class Migration(migrations.Migration):
    dependencies = [("delivery", "0009_emails"), ("desks", "0005_issuer_days")]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "came",
                    models.CharField(
                        choices=[
                            ("applicant", "The applicant"),
                            ("represented", "The applicant with the legal representative"),
                            ("somebody_else", "Somebody else, as a supervisor decided"),
                        ],
                        max_length=20,
                    ),
                ),
                ("receiver", models.CharField(default="", max_length=200)),
                ("relation", models.CharField(default="", max_length=240)),
                ("authority", models.CharField(default="", max_length=30)),
                ("authority_issued_on", models.DateField(null=True)),
                ("papers", models.JSONField(default=list)),
                (
                    "old_card",
                    models.CharField(
                        choices=[
                            ("now", "Handed back now"),
                            ("before", "Handed back before"),
                            ("not_there", "They no longer have it"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(default="", max_length=800)),
                (
                    "move",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_over",
                        to="delivery.move",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("came", "applicant"), models.Q(("receiver", ""), _negated=True), _connector="XOR"
                        ),
                        name="who_else_took_it_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came", "somebody_else"), ("reason", ""), _connector="XOR"),
                        name="a_decision_has_a_reason",
                    ),
                ],
            },
        ),
        Protect("delivery_handover", web="SELECT, INSERT"),
    ]
