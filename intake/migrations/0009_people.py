import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from desks.rls import WEB, Protect

PROOFS = ["FAMILY_REGISTER", "REGISTRATION_CERTIFICATE", "SAME_HOUSEHOLD", "DOMICILE_HERE"]
KINDS = [
    "MY_NUMBER_CARD",
    "DRIVING_LICENCE",
    "DRIVING_HISTORY",
    "PASSPORT",
    "RESIDENT_REGISTER_CARD",
    "DISABILITY_HANDBOOK",
    "RESIDENCE_CARD",
    "SPECIAL_PERMANENT_RESIDENT",
    "LANDING_OR_STAY_PERMIT",
    "HEALTH_INSURANCE",
    "PENSION_HANDBOOK",
    "EMPLOYEE_CARD",
    "STUDENT_CARD",
    "BANK_BOOK",
    "MEDICAL_AID",
    "CHILD_ALLOWANCE",
    "PUBLIC_LICENCE",
    "MATERNAL_AND_CHILD_HANDBOOK",
    "OTHER_NAMED_PAPER",
    "PHOTO_CERTIFICATE",
]
YES_OR_NO = ["YES", "NO", "UNKNOWN"]


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_password_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="identitydocument",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=40),
        ),
        migrations.AddField(
            model_name="representative",
            name="proof",
            field=models.CharField(
                choices=[(kind, kind) for kind in PROOFS], db_default="", default="", max_length=30
            ),
        ),
        migrations.AddField(
            model_name="representative",
            name="proof_issued_on",
            field=models.DateField(null=True),
        ),
        # A proof that was awaited on the first visit is noted on the last.
        migrations.RunSQL(
            f"GRANT UPDATE ON intake_representative TO {WEB}",
            f"REVOKE UPDATE ON intake_representative FROM {WEB}",
        ),
        migrations.AddField(
            model_name="application",
            name="safe_to_post",
            field=models.CharField(
                choices=[(answer, answer) for answer in YES_OR_NO],
                db_default="UNKNOWN",
                default="UNKNOWN",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="safety_asked_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="safety_asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Agent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            (
                                "notifier",
                                "Notifier other than a parent (lives with them, doctor, midwife)",
                            ),
                            ("carrier", "Somebody who carries it, signed by a parent"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("relation", models.CharField(max_length=240)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agent",
                        to="intake.application",
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
            },
        ),
        Protect("intake_agent", web="SELECT, INSERT, UPDATE"),
    ]
