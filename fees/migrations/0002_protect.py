from django.db import migrations

from desks.rls import Protect


class Migration(migrations.Migration):
    dependencies = [("fees", "0001_initial"), ("desks", "0002_protect")]

    operations = [
        Protect("fees_charge", web="SELECT, INSERT"),
        Protect("fees_receipt", web="SELECT, INSERT"),
        Protect("fees_receiptseries", web="SELECT, INSERT, UPDATE"),
    ]
