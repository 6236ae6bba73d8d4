from django.db import migrations, models
from django.db.models.deletion import PROTECT
from django.db.models.functions import Now

from desks.rls import Protect


class Migration(migrations.Migration):
    dependencies = [("delivery", "0008_postings_to_ask_for"), ("desks", "0006_by_file")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="email",
            field=models.CharField(db_default="", default="", max_length=254),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("support_measures", False), ("email", ""), _connector="OR"),
                name="letter_protected_gets_no_email",
            ),
        ),
        migrations.CreateModel(
            name="Email",
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
                        choices=[
                            ("accepted", "Application accepted"),
                            ("posted", "Handed over to the post"),
                            ("absent", "Nobody was at home"),
                            ("returned", "Returned"),
                            ("at_desk", "Kept at the desk"),
                        ],
                        max_length=10,
                    ),
                ),
                ("generation", models.PositiveSmallIntegerField()),
                ("created_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField(db_default=Now())),
                ("attempts", models.PositiveIntegerField(default=0)),
                (
                    "last_error",
                    models.CharField(
                        choices=[
                            ("server_away", "The mail server did not take it yet"),
                            ("refused", "The mail server refused this address"),
                            ("no_plan", "The days are still being worked out"),
                            ("overtaken", "No longer true when its turn came"),
                            ("not_wanted", "No e-mail is wanted any more"),
                            ("failed", "Something went wrong on our side"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("dead_at", models.DateTimeField(null=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False, on_delete=PROTECT, related_name="emails", to="delivery.delivery"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="desks.municipality"),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "delivery", "generation", "kind"), name="one_email_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_at", None), ("dead_at", None), _connector="OR"),
                        name="sent_or_dead",
                    ),
                ],
                "indexes": [
                    models.Index(
                        models.F("next_try_at"),
                        models.F("id"),
                        condition=models.Q(("dead_at", None), ("sent_at", None)),
                        name="emails_waiting",
                    )
                ],
            },
        ),
        Protect("delivery_email", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE"),
    ]
