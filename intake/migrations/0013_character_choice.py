"""Whether a character outside the standard set may be replaced: asked of everybody whose name has one."""

from django.db import migrations, models

# The owner is held to the scope too. What the law was told before is what the applicant had chosen.
KEPT = """
DO $$
DECLARE
    place bigint;
    before text := coalesce(current_setting('tokkyu.municipality', true), '');
BEGIN
    FOR place IN SELECT id FROM desks_municipality LOOP
        PERFORM set_config('tokkyu.municipality', place::text, true);
        UPDATE intake_application SET character_choice = 'keep' WHERE facts->'kept_character' = 'true';
    END LOOP;
    PERFORM set_config('tokkyu.municipality', before, true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0012_same_person")]

    operations = [
        migrations.AddField(
            "application",
            "character_choice",
            models.CharField(
                max_length=7,
                choices=[
                    ("replace", "May be replaced by a standard one (consent)"),
                    ("keep", "Stays as it is (takes longer)"),
                ],
                default="",
                db_default="",
            ),
        ),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
    ]
