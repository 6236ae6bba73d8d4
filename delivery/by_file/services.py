"""Makes the files, and settles whether a municipality hands over by file at all."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from delivery.by_file.files import misfits
from delivery.models import Outgoing, OutgoingFile
from desks.helpdesk_services import lock
from desks.models import Municipality, Staff

MOST: Final = 1000
"""Letters in one file; as many answers are read in at once."""


class DoNotFit(Exception):
    """These characters cannot write every letter; `references` names the letters."""

    def __init__(self, references: list[str]) -> None:
        super().__init__(len(references))
        self.references = references


def make_file(*, municipality: Municipality, characters: str, by: Staff, at: datetime) -> OutgoingFile | None:
    """The next file, with the letters that wait; None where none does. Raises DoNotFit, and then nothing is made."""
    with transaction.atomic():
        # One file after the other: their numbers have no gap and no letter is in two.
        lock(municipality)
        waiting = Outgoing.objects.waiting().select_for_update(of=("self",))
        rows = list(waiting.select_related("posting__delivery")[:MOST])
        if not rows:
            return None
        if references := misfits(rows, characters):
            raise DoNotFit(references)
        last = OutgoingFile.objects.aggregate(last=Max("number"))["last"] or 0
        file: OutgoingFile = OutgoingFile.objects.create(
            municipality=municipality,
            number=last + 1,
            characters=characters,
            letters=len(rows),
            made_at=at,
            made_by=by,
        )
        Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(file=file)
    return file


def choose(*, municipality: Municipality, by_file: bool) -> None:
    """From now on. A letter that was asked for before stays on its way."""
    lock(municipality)
    municipality.by_file = by_file
    municipality.save(update_fields=["by_file"])
