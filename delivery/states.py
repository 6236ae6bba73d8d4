"""The states of a delivery and the moves between them, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    REQUESTED = "requested", _("Requested")
    SCHEDULED = "scheduled", _("Scheduled")
    POSTED = "posted", _("Handed over to the post")
    ABSENT = "absent", _("Nobody was at home")
    HELD = "held", _("Held at the post office")
    RETURNED = "returned", _("Returned")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


class Source(TextChoices):
    """Who told us. We may never learn a tracking number: each piece of news keeps where it came from."""

    ISSUER = "issuer", _("Issuer")
    TRACKING = "tracking", _("Tracking")
    CLERK = "clerk", _("Clerk")
    RESIDENT = "resident", _("Resident")
    TOKKYU = "tokkyu", _("Tokkyu")


class Trouble(TextChoices):
    """Why the last try of a hand-off did not end well."""

    ISSUER_AWAY = "issuer_away", _("The issuer did not answer")
    REFUSED = "refused", _("The issuer refused this letter")
    NO_PLAN = "no_plan", _("No target day could be worked out")
    FAILED = "failed", _("Something went wrong on our side")


S = State
TRANSITIONS: dict[State, frozenset[State]] = {
    S.REQUESTED: frozenset({S.SCHEDULED, S.CANCELLED}),
    # Nobody need ever tell us that it was posted: any later news may be the first.
    S.SCHEDULED: frozenset({S.POSTED, S.ABSENT, S.HELD, S.DELIVERED, S.RETURNED, S.CANCELLED})
    # Taken back by the issuer, to be sent with other values.
    | {S.REQUESTED},
    S.POSTED: frozenset({S.ABSENT, S.HELD, S.DELIVERED, S.RETURNED}),
    S.ABSENT: frozenset({S.ABSENT, S.HELD, S.DELIVERED, S.RETURNED}),
    S.HELD: frozenset({S.ABSENT, S.DELIVERED, S.RETURNED}),
    S.RETURNED: frozenset({S.SCHEDULED, S.CANCELLED}),
    S.DELIVERED: frozenset(),
    S.CANCELLED: frozenset(),
}
CLOSED = frozenset({S.DELIVERED, S.CANCELLED})
OPEN = frozenset(State) - CLOSED
# What the post can tell us; of two states on one day the one further right came later.
NEWS = (S.POSTED, S.ABSENT, S.HELD, S.RETURNED, S.DELIVERED)
WAITING_FOR_RESIDENT = frozenset({S.ABSENT, S.HELD})
