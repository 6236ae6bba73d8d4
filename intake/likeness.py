"""Keyed hashes that tell whether two applications are of the same person, or of the same form.

The key is the installation's secret key and the municipality: what is stored tells nobody who is meant, and the same
person has another hash in another municipality. A new secret key forgets them: nobody is warned of earlier rows then.
"""

from datetime import date
from typing import Final

from django.utils.crypto import salted_hmac

APPLICATION_ID_DIGITS: Final = 23


def person_hash(municipality_id: int, *, birth_date: date, name_normalised: str) -> str:
    """Of a birth date and a name as `searching.searchable` gives it; 64 characters."""
    return _keyed("person", municipality_id, f"{birth_date.isoformat()} {name_normalised}")


def application_id_hash(municipality_id: int, digits: str) -> str:
    """Of the 23 digits on the form that was sent to the person; empty for none."""
    return _keyed("application_id", municipality_id, digits) if digits else ""


def _keyed(purpose: str, municipality_id: int, content: str) -> str:
    return salted_hmac(f"intake.{purpose}.{municipality_id}", content, algorithm="sha256").hexdigest()
