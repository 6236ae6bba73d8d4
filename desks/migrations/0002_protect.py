from django.db import migrations

from desks.rls import Grant, MakeRoles, Protect


class Migration(migrations.Migration):
    dependencies = [("desks", "0001_initial")]

    operations = [
        MakeRoles(),
        Grant("desks_municipality", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        Grant("desks_staff", web="SELECT, INSERT, UPDATE"),
        Grant("desks_staff_groups", web="SELECT"),
        Grant("desks_staff_user_permissions", web="SELECT"),
        Grant("desks_membership", web="SELECT, INSERT, UPDATE"),
        Protect("desks_helpdesk", web="SELECT, INSERT, UPDATE", worker="SELECT", public_read=True),
        Protect("desks_closedday", web="SELECT, INSERT, UPDATE, DELETE", worker="SELECT", public_read=True),
        Protect("desks_practice", web="SELECT, INSERT", worker="SELECT", public_read=True),
        Protect("desks_issuerkey", web="SELECT, INSERT, UPDATE", public_read=True),
        Protect("desks_auditentry", web="SELECT, INSERT"),
    ]
