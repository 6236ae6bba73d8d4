"""Who may do what, as data."""

from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CLERK = "clerk", _("Clerk")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(Enum):
    SIGN_IN = auto()
    """Change one's own password: everybody who works here, before anything else where it is a one-time one."""
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
    """Set up the municipality: desks, staff, practice, closed days, keys and texts."""


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset({Permission.SIGN_IN, Permission.ENTER, Permission.ASK}),
    Role.SUPERVISOR: frozenset(
        {
            Permission.SIGN_IN,
            Permission.ENTER,
            Permission.REVIEW,
            Permission.EXCUSE,
            Permission.ACCOUNT,
            Permission.ASK,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.SIGN_IN, Permission.ADMINISTER, Permission.ASK}),
}
