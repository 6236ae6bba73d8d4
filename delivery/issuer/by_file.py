"""The issuer of a municipality that hands over by file: what is asked of it waits as a row until a file is made.

What it answers comes with a file too (delivery/by_file/): until somebody reads that in, it has told nothing.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce, Now

from delivery.issuer.protocol import Booked, Issuer, Letter, News, Refused
from delivery.models import Answer, Outgoing, Posting
from delivery.states import Source, State


class ByFile:
    """See the protocol. It is never away; booked means written down for the next file."""

    def request(self, letters: Sequence[Letter]) -> list[Booked | Refused]:
        keys = [letter.key for letter in letters]
        postings = Posting.objects.filter(idempotency_key__in=keys)
        named = {key: ids for key, *ids in postings.values_list("idempotency_key", "pk", "municipality_id")}
        rows = [_row(letter, *named[letter.key]) for letter in letters]
        Outgoing.objects.bulk_create(rows, ignore_conflicts=True)
        return [Booked(key) for key in keys]

    def cancel(self, key: UUID) -> bool:
        """Until a file holds it; after that nobody but the issuer's people can stop it."""
        with transaction.atomic():
            row = (
                Outgoing.objects.select_for_update(of=("self",)).filter(posting__idempotency_key=key).first()
            )
            if row is None or row.file_id:
                return False
            Outgoing.objects.filter(pk=row.pk).update(cancelled_at=Coalesce("cancelled_at", Now()))
        return True

    def news(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[News | Refused]]:
        rows = Outgoing.objects.filter(posting__idempotency_key__in=keys, cancelled_at=None)
        return {row.posting.idempotency_key: _told(row) for row in rows.select_related("posting")}

    def has(self, keys: Sequence[UUID]) -> set[UUID]:
        """Those of the keys that were ever asked of it."""
        rows = Outgoing.objects.filter(posting__idempotency_key__in=keys)
        return set(rows.values_list("posting__idempotency_key", flat=True))


class EachItsOwn:
    """Asks for each letter the one it goes to: by file where its posting says so, by connection otherwise.

    A letter stays where it was first asked for, whatever its municipality chooses later.
    """

    def __init__(self, connection: Issuer, file: ByFile) -> None:
        self.connection, self.file = connection, file

    def request(self, letters: Sequence[Letter]) -> list[Booked | Refused]:
        by_file = [letter for letter in letters if letter.by_file]
        others = [letter for letter in letters if not letter.by_file]
        answers = self.file.request(by_file) if by_file else []
        return [*answers, *(self.connection.request(others) if others else ())]

    def cancel(self, key: UUID) -> bool:
        return (self.file if self.file.has([key]) else self.connection).cancel(key)

    def news(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[News | Refused]]:
        by_file = self.file.has(keys)
        others = [key for key in keys if key not in by_file]
        told = self.file.news(sorted(by_file)) if by_file else {}
        return {**told, **(self.connection.news(others) if others else {})}


def _row(letter: Letter, posting_id: int, municipality_id: int) -> Outgoing:
    return Outgoing(
        municipality_id=municipality_id,
        posting_id=posting_id,
        post_by=letter.post_by,
        to_desk=letter.to_desk,
        addressee=letter.addressee,
        postcode=letter.postcode,
        address=letter.address,
    )


def _told(row: Outgoing) -> list[News | Refused]:
    match row.answer:
        case Answer.POSTED if row.answered_on:
            return [News(State.POSTED, row.answered_on, Source.ISSUER, row.tracking_number)]
        case Answer.REFUSED:
            return [Refused(row.posting.idempotency_key)]
    return []
