"""Two real processes at one till: every number once, none left out."""

import subprocess
import sys

from fees.models import Receipt, Reversal
from tests.places import Place
from tests.processes import environment_of_tests

EACH = 10
PROGRAM = """
from tests.fees.cases import charge, replaced, FREE
from tests.places import Place
from desks.models import HelpDesk, Membership, Municipality, Practice
town = Municipality.objects.get()
hall, branch = HelpDesk.objects.order_by("id")
people = {row.role: row for row in Membership.objects.select_related("staff", "desk", "municipality")}
place = Place(town, hall, branch, Practice.objects.get(), **people)
for number in range(%(each)s):
    made = charge(place, f"%(name)s{number}", desk=hall if number %% 2 else branch)
    replaced(place, made, FREE, by=place.supervisor)
"""


def test_two_processes_share_the_numbers_without_a_gap(committed: None, mihon: Place) -> None:
    programs = [
        subprocess.Popen(
            [
                sys.executable,
                "manage.py",
                "shell",
                "--no-imports",
                "-c",
                PROGRAM % {"name": name, "each": EACH},
            ],
            env=environment_of_tests(),
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("A", "B")
    ]
    for program in programs:
        _, said = program.communicate(timeout=120)
        assert program.returncode == 0, said
    with mihon.scope():
        for desk in (mihon.hall, mihon.branch):
            numbers = Receipt.objects.filter(desk=desk).values_list("number", flat=True)
            assert sorted(numbers) == list(range(1, EACH + 1))
        refunds = Reversal.objects.filter(kind=Reversal.Kind.REFUND).values_list("number", flat=True)
        assert sorted(refunds) == list(range(1, EACH + 1)), "the branch's money, given back at the hall"
