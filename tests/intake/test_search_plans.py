"""How the database answers a search, as the web's role under row-level security: by an index, never by every row.

LIKE would read every row of the municipality: it is not leakproof, so the policy comes first.
"""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from delivery.models import Posting
from desks.models import HelpDesk
from eligibility.events import Heading
from intake.finding.searching import readings, searched_copies
from intake.finding.services import Filters, found_by
from intake.models import Application, Standing
from tests.intake.test_search import NO_PHOTO, application, copies
from tests.places import Place

ROWS = 3000


def many(place: Place) -> None:
    """Pending applications of all kinds of names, numbers and days."""

    def change(number: int, row: Application) -> None:
        name, phone = f"名{number % 900:03d} {number}", f"090{number:08d}"
        for column, value in searched_copies(name=name, kana=f"カナ{number}", phone=phone).items():
            setattr(row, column, value)
        row.occurred_on, row.designation = row.first_visit_on, "LOST" if number % 50 else "SPACE_FULL"

    copies(place, application(place, law=NO_PHOTO), ROWS, change=change)
    with place.scope():
        accepted = application(place)
        letters = [
            Posting(
                municipality=place.municipality,
                delivery=accepted.delivery,
                generation=number + 10,
                tracking_number=f"{10**10 + number}",
            )
            for number in range(ROWS)
        ]
        Posting.objects.bulk_create(letters)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) intake_application, delivery_posting, delivery_move")


def plans(place: Place, typed: str, **chosen: object) -> str:
    """The plans of all that a search asks."""
    with place.scope():
        desks = list(HelpDesk.objects.filter(municipality=place.municipality))
        with CaptureQueriesContext(connection) as captured:
            found_by(readings(typed), Filters(desks=desks, **chosen))
        asked = [query["sql"] for query in captured if "intake_application" in query["sql"]]
        with connection.cursor() as cursor:
            lines = []
            for sql in asked:
                cursor.execute(f"EXPLAIN {sql}")
                lines += [line for (line,) in cursor.fetchall()]
    return "\n".join(lines)


@pytest.fixture
def full(committed: None, mihon: Place) -> Place:
    many(mihon)
    return mihon


def test_every_search_is_answered_by_its_index(full: Place) -> None:
    rare = {"heading": Heading.SPACE_FULL, "standing": Standing.REFUSED}
    for typed, chosen, index in (
        ("名5", {}, "Index Only Scan using applications_by_name"),
        ("名5", rare, "applications_by_"),
        ("かな5", {}, "Index Only Scan using applications_by_kana"),
        ("0042", {}, "applications_by_phone"),
        ("10000000042", {}, "postings_by_number"),
        ("", {"standing": Standing.REFUSED}, "applications_by_standing"),
        ("", {"heading": Heading.SPACE_FULL}, "applications_by_standing"),
        ("", rare, "applications_by_standing"),
    ):
        plan = plans(full, typed, **chosen)
        assert index in plan, (typed, chosen, plan)
        assert "Seq Scan on intake_application" not in plan, (typed, chosen, plan)
