"""Who may do what, as data."""

from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CLERK = "clerk", _("Clerk")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(Enum):
    ENTER = auto()
    """Enter and correct applications, take fees, record news of a delivery."""
    REVIEW = auto()
    """See what is overdue in every desk of the municipality, retry a hand-off."""
    EXCUSE = auto()
    """Accept a late application where circumstances kept the person from applying in time."""
    ACCOUNT = auto()
    """Change a fee after its day, see every desk's cash, and the list of charged and free issues."""
    ASK = auto()
    """Ask what holds on another day or under another practice."""
    ADMINISTER = auto()
    """Change desks, staff, practice and closed days."""


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset({Permission.ENTER, Permission.ASK}),
    Role.SUPERVISOR: frozenset(
        {Permission.ENTER, Permission.REVIEW, Permission.EXCUSE, Permission.ACCOUNT, Permission.ASK}
    ),
    Role.ADMINISTRATOR: frozenset({Permission.ADMINISTER, Permission.ASK}),
}
