from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0014_status_key")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="email",
            field=models.CharField(db_default="", default="", max_length=254),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("support_measures", False), ("email", ""), _connector="OR"),
                name="protected_gets_no_email",
            ),
        ),
    ]
