"""What applications are found by. Nothing here stops a desk at work: no table is rewritten, no index locks one."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Collate

# The owner is held to the scope too; each municipality is a transaction of its own.
FILL = r"""
DO $$
DECLARE
    place bigint;
    variations text := U&'[\FE00-\FE0F\+0E0100-\+0E01EF]';
BEGIN
    FOR place IN SELECT id FROM desks_municipality LOOP
        PERFORM set_config('tokkyu.municipality', place::text, true);
        UPDATE intake_application
            SET phone_backwards = reverse(regexp_replace(phone, '[^0-9]', '', 'g')) WHERE phone <> '';
        UPDATE intake_representative
            SET phone_backwards = reverse(regexp_replace(phone, '[^0-9]', '', 'g')) WHERE phone <> '';
        UPDATE intake_application SET
            name_normalised = regexp_replace(name_normalised, variations, '', 'g'),
            kana_normalised = regexp_replace(kana_normalised, variations, '', 'g')
        WHERE (name_normalised || kana_normalised) ~ variations;
        COMMIT;
    END LOOP;
END $$
"""

FILTERED = (
    "desk",
    "designation",
    "first_visit_on",
    "birth_date",
    "accepted_on",
    "refused_on",
    "withdrawn_on",
)
STANDING = Case(
    When(refused_on__isnull=False, then=Value("refused")),
    When(withdrawn_on__isnull=False, then=Value("withdrawn")),
    When(accepted_on__isnull=False, then=Value("accepted")),
    default=Value("pending"),
    output_field=models.TextField(),
)


class Migration(migrations.Migration):
    # An index is built beside the desk's work outside a transaction only.
    atomic = False
    dependencies = [("intake", "0002_protect")]

    operations = [
        migrations.AddField("application", "phone_backwards", models.TextField(default="", db_default="")),
        migrations.AddField("representative", "phone_backwards", models.TextField(default="", db_default="")),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        AddIndexConcurrently(
            "application",
            models.Index(
                "municipality",
                Collate("name_normalised", "C"),
                "id",
                include=[*FILTERED],
                name="applications_by_name",
            ),
        ),
        AddIndexConcurrently(
            "application",
            models.Index(
                "municipality",
                Collate("kana_normalised", "C"),
                "id",
                include=[*FILTERED, "name_normalised"],
                name="applications_by_kana",
            ),
        ),
        AddIndexConcurrently(
            "application",
            models.Index(
                "municipality",
                Collate("phone_backwards", "C"),
                name="applications_by_phone",
            ),
        ),
        AddIndexConcurrently(
            "representative",
            models.Index(
                "municipality",
                Collate("phone_backwards", "C"),
                name="representatives_by_phone",
            ),
        ),
        AddIndexConcurrently(
            "application",
            models.Index(
                fields=["municipality", "occurred_on"],
                condition=Q(occurred_on__isnull=False),
                name="applications_by_event_day",
            ),
        ),
        AddIndexConcurrently(
            "application",
            models.Index(
                "municipality",
                "desk",
                STANDING,
                "designation",
                "first_visit_on",
                name="applications_by_standing",
            ),
        ),
        RemoveIndexConcurrently("application", "application_by_name"),
        RemoveIndexConcurrently("application", "application_by_kana"),
    ]
