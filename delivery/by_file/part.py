"""What the set-up page says of the way to the issuer."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.models import Municipality
from desks.setup import Part, Said, State


def _way(municipality: Municipality, on: date) -> Said:
    if municipality.by_file:
        return Said(State.SET, gettext("By file: a supervisor makes the files and reads the answers in."))
    return Said(State.DEFAULT, gettext("By connection: requests go by themselves."))


WAY = Part(title=_("Way to the issuer"), page="by_file:way", says=_way)
