"""Clerks who edit one record at the same time: each reads a number, writes the next one, and reads again when told
that somebody was quicker. A lost edit is missing from the number. Runs as the web's role: `python -m campaign.edits`.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.utils import timezone  # noqa: E402

from campaign.clients import FORM, filled_in  # noqa: E402
from desks.models import Membership  # noqa: E402
from desks.scope import municipality_scope  # noqa: E402
from intake.correcting.forms import CorrectionForm  # noqa: E402
from intake.correcting.services import correct_application  # noqa: E402
from intake.models import Application  # noqa: E402
from intake.refusals import ChangedMeanwhile  # noqa: E402

CLERK = "clerk@990019"


def clerk(uid: str, edits: int) -> int:
    """Edits until so many were acknowledged; returns how many that were."""
    membership = Membership.objects.select_related("municipality", "staff").get(staff__username=CLERK)
    done = 0
    while done < edits:
        try:
            # Reading and writing are two requests: between them others may write.
            with municipality_scope(membership.municipality_id):
                read = Application.objects.get(uid=uid)
            with municipality_scope(membership.municipality_id):
                _write_next(read, membership)
            done += 1
        except ChangedMeanwhile:
            continue
    connection.close()
    return done


def _write_next(read: Application, membership: Membership) -> None:
    """Raises ChangedMeanwhile."""
    number = f"{number_of(read) + 1:08}"
    typed = QueryDict(mutable=True)
    typed.update({name: str(value) for name, value in filled_in("").items()})
    typed.setlist("certificates", FORM["certificates"])
    typed.update({"name": read.name, "phone": f"000-{number[:4]}-{number[4:]}", "reason": "聞き間違い"})
    typed["version"] = str(read.version)
    form = CorrectionForm(typed, application=read, municipality=membership.municipality)
    if not form.is_valid():
        raise ValueError(f"The form was not taken: {sorted(form.errors)}")
    correct_application(
        membership=membership,
        application=read,
        version=form.cleaned_data["version"],
        entry=form.entry(),
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
    )


def number_of(application: Application) -> int:
    return int(application.phone.replace("-", "") or 0)


def main() -> None:
    uid, clerks, edits = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with ThreadPoolExecutor(clerks) as pool:
        acknowledged = sum(pool.map(lambda _: clerk(uid, edits), range(clerks)))
    membership = Membership.objects.get(staff__username=CLERK)
    with municipality_scope(membership.municipality_id):
        print(acknowledged, number_of(Application.objects.get(uid=uid)))


main()
