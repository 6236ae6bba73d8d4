"""Late applications that a supervisor decides, inquiry letters, and identity papers that are corrected."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from desks.rls import ChangeOnly, Protect


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def refers_to(model: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model, **more)


def one_of(related_name: str) -> models.OneToOneField:
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="intake.application"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("desks", "0004_administrators"),
        ("intake", "0010_print_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("application", "decision_asked_on", models.DateField(null=True)),
        migrations.AddConstraint(
            "application",
            models.CheckConstraint(
                condition=models.Q(
                    ("decision_asked_on", None),
                    ("pending_since__lte", models.F("decision_asked_on")),
                    _connector="OR",
                ),
                name="decision_asked_while_pending",
            ),
        ),
        migrations.CreateModel(
            name="LateRequest",
            fields=[
                ("id", key()),
                ("reason", models.CharField(max_length=800)),
                ("evidence", models.CharField(max_length=800)),
                ("at", models.DateTimeField()),
                ("on", models.DateField()),
                ("application", one_of("late_request")),
                ("by", refers_to(settings.AUTH_USER_MODEL)),
                ("municipality", refers_to("desks.municipality")),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("evidence", ""), _negated=True)
                        ),
                        name="late_for_a_reason_with_evidence",
                    )
                ],
            },
        ),
        Protect("intake_laterequest", web="SELECT, INSERT"),
        migrations.CreateModel(
            name="LateDecision",
            fields=[
                ("id", key()),
                ("accepted", models.BooleanField()),
                ("reason", models.CharField(max_length=800)),
                ("at", models.DateTimeField()),
                ("on", models.DateField()),
                ("application", one_of("late_decision")),
                ("by", refers_to(settings.AUTH_USER_MODEL)),
                ("municipality", refers_to("desks.municipality")),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["municipality", "on"], name="late_decisions_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="late_decision_has_a_reason"
                    )
                ],
            },
        ),
        Protect("intake_latedecision", web="SELECT, INSERT"),
        migrations.CreateModel(
            name="InquiryLetter",
            fields=[
                ("id", key()),
                ("printed_on", models.DateField()),
                ("sent_on", models.DateField(null=True)),
                ("returned_on", models.DateField(null=True)),
                (
                    "came_back",
                    models.CharField(
                        choices=[
                            ("reply", "The letter with the applicant's answer"),
                            ("undelivered", "The letter, not delivered"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("remark", models.CharField(default="", max_length=800)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.application",
                    ),
                ),
                ("looked_by", refers_to(settings.AUTH_USER_MODEL, null=True)),
                ("municipality", refers_to("desks.municipality")),
                ("printed_by", refers_to(settings.AUTH_USER_MODEL)),
                ("sent_by", refers_to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "ordering": ["id"],
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("returned_on", None), ("sent_on__isnull", False)),
                        fields=["municipality", "sent_on"],
                        name="inquiry_letters_sent",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_on", None)),
                        fields=("municipality", "application"),
                        name="one_inquiry_letter_on_the_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_by", None), ("sent_on", None)),
                            models.Q(("sent_by__isnull", False), ("sent_on__gte", models.F("printed_on"))),
                            _connector="OR",
                        ),
                        name="inquiry_sent_after_printed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("came_back", ""), ("looked_by", None), ("remark", ""), ("returned_on", None)
                            ),
                            models.Q(
                                ("looked_by__isnull", False),
                                ("returned_on__gte", models.F("sent_on")),
                                models.Q(("came_back", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_returned_after_sent",
                    ),
                ],
            },
        ),
        Protect("intake_inquiryletter", web="SELECT, INSERT"),
        ChangeOnly(
            "intake_inquiryletter",
            "sent_on",
            "sent_by_id",
            "returned_on",
            "came_back",
            "remark",
            "looked_by_id",
        ),
        migrations.AddField("identitydocument", "replaced_in", models.PositiveIntegerField(null=True)),
        ChangeOnly("intake_identitydocument", "replaced_in"),
    ]
