"""A record's values in one fixed order, to be typed or pasted into the national terminal."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from eligibility.events import Certificate
from eligibility.words import CERTIFICATES
from intake.models import Representative
from intake.record import Record


class Value(NamedTuple):
    """`text` is empty where it is hidden. `key` copies it; the first nine have one."""

    label: Promise
    text: str
    key: str


def values_of(record: Record, *, shows_address: bool) -> list[Value]:
    """What the record has of `ORDER`, in Japanese: the terminal knows no other language.

    Under support measures what tells where somebody lives is hidden, unless `shows_address`.
    """
    hides = record.application.support_measures and not shows_address
    found: list[Value] = []
    with override("ja"):
        for label, read, tells_where in ORDER:
            if text := str(read(record)):
                key = str(len(found) + 1) if len(found) < 9 else ""
                found.append(Value(label, "" if hides and tells_where else text, key))
    return found


def _row(name: str) -> Callable[[Record], Any]:
    return lambda record: getattr(record.application, name)


def _digits(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else ""


def _representative(read: Callable[[Representative], Any]) -> Callable[[Record], Any]:
    return lambda record: read(record.representative) if record.representative else ""


def _certificates(record: Record) -> str:
    chosen = [str(CERTIFICATES[one]) for one in Certificate if one in record.application.certificates]
    return "、".join(chosen) or str(_("None"))


# The order of our application for issuance on paper, from its top to its foot: whoever types from here has that signed
# sheet beside the screen and compares line by line. What order the terminal asks in is not published.
ORDER: Final[tuple[tuple[Promise, Callable[[Record], Any], bool], ...]] = (
    (_("Name in kana"), _row("kana"), False),
    (_("Name"), _row("name"), False),
    (_("Date of birth"), lambda record: _digits(record.application.birth_date), False),
    (_("Sex"), lambda record: record.application.get_sex_display(), False),
    (_("Telephone"), _row("phone"), True),
    (_("Postcode"), _row("postcode"), True),
    (_("Registered address"), _row("address"), True),
    (_("Reason for express issuance"), lambda record: record.designation, False),
    (_("The day that counts"), lambda record: _digits(record.application.occurred_on), False),
    (_("Electronic certificates"), _certificates, False),
    (
        _("Characters outside the standard set"),
        lambda record: record.application.get_character_choice_display(),
        False,
    ),
    (_("Name of the representative"), _representative(lambda who: who.name), False),
    (_("Relation"), _representative(lambda who: who.get_relation_display()), False),
    (_("Telephone of the representative"), _representative(lambda who: who.phone), True),
    (_("Postcode of the representative"), _representative(lambda who: who.postcode), True),
    (_("Address of the representative"), _representative(lambda who: who.address), True),
)
"""What it is called, where it stands, and whether it tells where somebody lives."""
