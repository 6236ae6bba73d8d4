"""The states of a delivery and the moves between them, as data. docs/states.md is drawn from the table."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    REQUESTED = "requested", _("Requested")
    SCHEDULED = "scheduled", _("Scheduled")
    POSTED = "posted", _("Handed over to the post")
    IN_TRANSIT = "in_transit", _("On its way in the post")
    OUT = "out", _("Out for delivery")
    ABSENT = "absent", _("Nobody was at home")
    HELD = "held", _("Held at the post office")
    RETURNING = "returning", _("On its way back")
    RETURNED = "returned", _("Returned")
    AT_DESK = "at_desk", _("Kept at the desk")
    REPOSTED = "reposted", _("Posted again")
    DELIVERED = "delivered", _("Delivered")
    HANDED_OVER = "handed_over", _("Handed over at the desk")
    DISPOSED = "disposed", _("Disposed of")
    CANCELLED = "cancelled", _("Cancelled")


class Problem(TextChoices):
    """What went wrong with a letter, beside its state: it says why a letter comes back, or arrives unusable."""

    DAMAGED = "damaged", _("Letter damaged")
    ADDRESS_UNKNOWN = "address_unknown", _("Addressee unknown at the address")
    REFUSED_BY_ADDRESSEE = "refused", _("The addressee did not take it")
    HOLD_ENDED = "hold_ended", _("Not collected in time")
    INVESTIGATED = "investigated", _("The post is looking for it")


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
# What may become of a letter that the post has.
_FROM_THE_POST = frozenset({S.OUT, S.ABSENT, S.HELD, S.DELIVERED, S.RETURNING, S.RETURNED, S.AT_DESK})
TRANSITIONS: Final[dict[State, frozenset[State]]] = {
    S.REQUESTED: frozenset({S.SCHEDULED, S.CANCELLED}),
    # Nobody need ever tell us that it was posted: any later news may be the first. Requested: taken back by the
    # issuer, to be sent with other values.
    S.SCHEDULED: _FROM_THE_POST | {S.POSTED, S.IN_TRANSIT, S.REQUESTED, S.CANCELLED},
    S.POSTED: _FROM_THE_POST | {S.IN_TRANSIT},
    S.IN_TRANSIT: _FROM_THE_POST,
    # It went to the wrong office.
    S.OUT: _FROM_THE_POST - {S.OUT} | {S.IN_TRANSIT},
    S.ABSENT: _FROM_THE_POST,
    S.HELD: _FROM_THE_POST - {S.HELD},
    S.RETURNING: frozenset({S.RETURNED, S.AT_DESK}),
    S.RETURNED: frozenset({S.AT_DESK, S.REPOSTED, S.DISPOSED, S.CANCELLED}),
    S.AT_DESK: frozenset({S.HANDED_OVER, S.REPOSTED, S.DISPOSED}),
    S.REPOSTED: _FROM_THE_POST | {S.IN_TRANSIT},
    S.DELIVERED: frozenset(),
    S.HANDED_OVER: frozenset(),
    S.DISPOSED: frozenset(),
    S.CANCELLED: frozenset(),
}
CLOSED: Final = frozenset({S.DELIVERED, S.HANDED_OVER, S.DISPOSED, S.CANCELLED})
OPEN: Final = frozenset(State) - CLOSED
# What the post can tell us; of two states on one day the one further right came later.
NEWS: Final = (S.POSTED, S.IN_TRANSIT, S.OUT, S.ABSENT, S.HELD, S.RETURNING, S.RETURNED, S.DELIVERED)
#: The post's days of holding run.
AT_POST: Final = frozenset({S.ABSENT, S.HELD})
WAITING_FOR_RESIDENT: Final = AT_POST | {S.AT_DESK}
#: A letter of which more news may come from outside.
ON_THE_WAY: Final = frozenset(
    {S.SCHEDULED, S.POSTED, S.IN_TRANSIT, S.OUT, S.ABSENT, S.HELD, S.RETURNING, S.REPOSTED}
)
