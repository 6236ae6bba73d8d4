"""A municipality's first day here: its row, one desk, and an administrator who sets up the rest on screen."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from desks.fields import Phone, Postcode
from desks.models import HelpDesk, Membership, Municipality, Staff
from desks.permissions import Role
from desks.places import with_code
from desks.scope import municipality_scope
from desks.staff_services import give_password

FIRST_DESK = ("総合窓口", "Main desk")


class NotFounded(ValueError):
    """Why no municipality was made, in words for the operator."""


@transaction.atomic
def found_municipality(
    *, code: str, login: str, postcode: str, address: str, phone: str, on: date
) -> tuple[Staff, str]:
    """The first administrator of the municipality `code` (six digits), with a one-time password. Raises NotFounded."""
    place = with_code(code)
    if place is None or place.code != code:
        raise NotFounded(
            f"{code} is no municipality's code. A ward of a designated city is a desk of its city."
        )
    if Municipality.objects.filter(code=code).exists():
        raise NotFounded(f"{place.name} is there already. Its administrators add people.")
    where = {"postcode": _clean(Postcode(), postcode).replace("-", ""), "phone": _clean(Phone(), phone)}
    municipality = Municipality.objects.create(
        code=code, name=place.name, name_en=place.name_en, prefecture=place.prefecture
    )
    staff = Staff(username=f"{login.partition('@')[0]}@{code}")
    password = give_password(staff)
    staff.save()
    with municipality_scope(municipality.pk):
        name, name_en = FIRST_DESK
        desk = HelpDesk.objects.create(
            municipality=municipality, name=name, name_en=name_en, address=address, **where
        )
        Membership.objects.create(
            staff=staff, municipality=municipality, desk=desk, role=Role.ADMINISTRATOR, valid_from=on
        )
    return staff, password


def _clean(field: Postcode | Phone, typed: str) -> str:
    try:
        return str(field.clean(typed))
    except ValidationError as error:
        raise NotFounded(f"{typed}: {' '.join(error.messages)}") from None
