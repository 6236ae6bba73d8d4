"""The file for the issuer as CSV: one row a letter, under headings that are the same in every language of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from delivery.models import Outgoing, OutgoingFile
from desks.tables import TableForm, write


class LetterRow(TableForm):
    """The columns. `letter_key` names the letter once and for all; `generation` counts how often it was asked for."""

    letter_key = forms.CharField(label=_("Key"))
    municipality = forms.CharField(label=_("Municipality code"))
    reference = forms.CharField(label=_("Reference"))
    generation = forms.CharField(label=_("Letter number"))
    post_by = forms.CharField(label=_("Post by"))
    goes_to = forms.CharField(label=_("Goes to"))
    addressee = forms.CharField(label=_("Addressee"))
    postcode = forms.CharField(label=_("Postcode"))
    address = forms.CharField(label=_("Address"))


def content(file: OutgoingFile) -> bytes:
    """The whole file, the same each time."""
    rows = file.rows.select_related("posting__delivery", "municipality").order_by("id")
    with override("ja"):
        written = write(LetterRow, map(_values, rows))
    return written.decode("utf-8-sig").encode(file.characters)


def misfits(rows: Iterable[Outgoing], characters: str) -> list[str]:
    """The references of letters whose name or address these characters cannot write."""
    return [row.posting.delivery.reference for row in rows if not _fits(row, characters)]


def name_of(file: OutgoingFile) -> str:
    return f"letters-{file.municipality.code}-{file.number:04}.csv"


def _values(row: Outgoing) -> Mapping[str, Any]:
    return {
        "letter_key": row.posting.idempotency_key,
        "municipality": row.municipality.code,
        "reference": row.posting.delivery.reference,
        "generation": row.posting.generation,
        "post_by": row.post_by,
        "goes_to": gettext("The help desk") if row.to_desk else gettext("The home address"),
        "addressee": row.addressee,
        "postcode": row.postcode,
        "address": row.address,
    }


def _fits(row: Outgoing, characters: str) -> bool:
    try:
        f"{row.addressee}{row.address}".encode(characters)
    except UnicodeEncodeError:
        return False
    return True
