"""A row of closed days and a row of people and roles, as tables have them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.dates import LAST_YEAR
from desks.fields import Text
from desks.permissions import Role
from desks.staff_forms import LoginName
from desks.tables import Named, TableForm
from eligibility.parsing import DayRefused, parse_day

KINDS: Final[Mapping[str, Promise]] = {"closed": _("Desks closed"), "open": _("Desks open")}


class DayText(Text):
    """A day in one cell: 2026-11-24, 2026/11/24, 令和8年11月24日; the value is a date, or None."""

    default_error_messages = {"day": _("Enter the day with its year, such as 2026-11-24 or 令和8年11月24日.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> date | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            found = parse_day(typed)
        except DayRefused:
            raise ValidationError(self.error_messages["day"], code="day") from None
        if found.year > LAST_YEAR:
            raise ValidationError(self.error_messages["day"], code="day")
        return found


class DayRow(TableForm):
    """A day on which the desks are closed or open against the rule."""

    key = ("day",)

    day = DayText(label=_("Day"))
    kind = Named(KINDS, label=_("Closed or open"))
    reason = Text(label=_("Why?"), max_length=60)


class RoleRow(TableForm):
    """A person in a role at a desk."""

    key = ("login", "desk", "role", "valid_from")

    login = LoginName(label=_("Login name"))
    last_name = Text(label=_("Family name"), max_length=30)
    first_name = Text(label=_("Given name"), max_length=30, required=False)
    desk = Text(label=_("Desk"), max_length=30)
    role = Named({role: role.label for role in Role}, label=_("Role"))
    valid_from = DayText(label=_("First day"))
    valid_until = DayText(label=_("Last day"), required=False)
