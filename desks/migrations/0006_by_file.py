from django.db import migrations, models

from desks.rls import WEB


class Migration(migrations.Migration):
    dependencies = [("desks", "0005_issuer_days")]

    operations = [
        migrations.AddField("municipality", "by_file", models.BooleanField(default=False, db_default=False)),
        migrations.RunSQL(
            f"GRANT UPDATE (by_file) ON desks_municipality TO {WEB}",
            f"REVOKE UPDATE (by_file) ON desks_municipality FROM {WEB}",
        ),
    ]
