"""What tells that a person was entered before. Nothing here stops a desk at work: no index locks a table."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from intake.likeness import person_hash

BATCH = 5000
NEXT = (
    "SELECT id, birth_date, name_normalised FROM intake_application"
    " WHERE municipality_id = %s AND person_hash = '' AND id > %s ORDER BY id LIMIT %s"
)
FILL = (
    "UPDATE intake_application SET person_hash = new.hash"
    " FROM unnest(%s::bigint[], %s::text[]) AS new (id, hash) WHERE intake_application.id = new.id"
)


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Hashes the rows of before, a transaction a batch: the key is not in the database, so SQL alone cannot.

    The owner is held to the scope too.
    """
    alias = schema_editor.connection.alias
    with schema_editor.connection.cursor() as cursor:
        for place in (
            apps.get_model("desks", "Municipality").objects.using(alias).values_list("pk", flat=True)
        ):
            last = 0
            while last is not None:
                with transaction.atomic(alias):
                    cursor.execute("SELECT set_config('tokkyu.municipality', %s, true)", [str(place)])
                    cursor.execute(NEXT, [place, last, BATCH])
                    rows = cursor.fetchall()
                    hashes = [
                        person_hash(place, birth_date=born_on, name_normalised=name)
                        for _id, born_on, name in rows
                    ]
                    cursor.execute(FILL, [[row[0] for row in rows], hashes])
                last = rows[-1][0] if rows else None


class Migration(migrations.Migration):
    # An index is built beside the desk's work outside a transaction only.
    atomic = False
    dependencies = [("intake", "0011_late_and_inquiry")]

    operations = [
        *(
            migrations.AddField(
                "application", name, models.CharField(db_default="", default="", max_length=length)
            )
            for name, length in (("person_hash", 64), ("application_id_hash", 64), ("another_reason", 800))
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            "application",
            models.Index(
                condition=models.Q(
                    ("accepted_on", None),
                    ("pending_since__isnull", False),
                    ("refused_on", None),
                    ("withdrawn_on", None),
                    ("decision_asked_on__isnull", False),
                    ("exception_by", None),
                ),
                fields=["municipality", "decision_asked_on"],
                name="applications_undecided",
            ),
        ),
        AddIndexConcurrently(
            "application", models.Index(fields=["municipality", "person_hash"], name="applications_of_person")
        ),
        AddIndexConcurrently(
            "application",
            models.Index(
                condition=models.Q(("application_id_hash", ""), _negated=True),
                fields=["municipality", "application_id_hash"],
                name="applications_of_form",
            ),
        ),
    ]
