from django.db import migrations

from desks.rls import Protect


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial"), ("desks", "0002_protect")]

    operations = [
        Protect("delivery_delivery", web="SELECT, INSERT, UPDATE", worker="SELECT, UPDATE"),
        Protect("delivery_move", web="SELECT, INSERT", worker="SELECT, INSERT"),
        Protect("delivery_note", web="SELECT, INSERT"),
        Protect("delivery_posting", web="SELECT, INSERT, UPDATE", worker="SELECT, UPDATE"),
        Protect("delivery_trackingevent", web="SELECT, INSERT", worker="SELECT, INSERT"),
        Protect("delivery_handoff", web="SELECT, INSERT, UPDATE", worker="SELECT, UPDATE"),
    ]
