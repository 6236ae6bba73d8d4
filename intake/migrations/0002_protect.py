from django.db import migrations

from desks.rls import Protect


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("desks", "0002_protect")]

    operations = [
        Protect("intake_application", web="SELECT, INSERT, UPDATE"),
        Protect("intake_representative", web="SELECT, INSERT"),
        Protect("intake_identitydocument", web="SELECT, INSERT"),
        # The worker deletes what has expired, and sees no more of it than the day.
        Protect(
            "intake_passwordsetrequest",
            web="SELECT, INSERT, DELETE",
            worker="SELECT (id, municipality_id, expires_on), DELETE",
        ),
    ]
