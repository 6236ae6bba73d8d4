from django.db import migrations, models

from desks.rls import ChangeOnly, OwnRowOnly


class Migration(migrations.Migration):
    dependencies = [("desks", "0002_protect")]

    operations = [
        migrations.AlterField("closedday", "reason", models.CharField(max_length=240)),
        OwnRowOnly(),
        ChangeOnly("desks_municipality", "calendar_version"),
        ChangeOnly("desks_helpdesk", "opens_at", "closes_at"),
        ChangeOnly("desks_closedday"),
    ]
