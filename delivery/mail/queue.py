"""What becomes an e-mail. It is a row in the transaction of its cause: no mail server is called in a request."""

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from delivery.models import Delivery, Email, EmailKind
from delivery.states import State

KINDS: Final = {
    State.REQUESTED: EmailKind.ACCEPTED,
    # Where nobody told of the posting, the first news of the way is the news that it was posted.
    State.POSTED: EmailKind.POSTED,
    State.IN_TRANSIT: EmailKind.POSTED,
    State.OUT: EmailKind.POSTED,
    State.REPOSTED: EmailKind.POSTED,
    State.ABSENT: EmailKind.ABSENT,
    State.HELD: EmailKind.ABSENT,
    State.RETURNED: EmailKind.RETURNED,
    State.AT_DESK: EmailKind.AT_DESK,
}
NEWS_FOR: Final = timedelta(days=14)
"""What happened longer ago is no news to a resident."""


def queue_email(delivery: Delivery, state: State, *, on: date, at: datetime) -> None:
    """Has the resident told, once, that the letter came to this state `on` that day; `at`: when we learnt it.

    Call it in the transaction of the move. Nothing is queued without an address, for a state that nobody writes about,
    or for old news. A correction is not told: what it takes back and nobody has sent yet is no longer true then.
    """
    kind = KINDS.get(state)
    if not (kind and delivery.email and settings.SENDS_EMAIL) or timezone.localdate(at) - on > NEWS_FOR:
        return
    Email.objects.get_or_create(
        municipality_id=delivery.municipality_id,
        delivery=delivery,
        generation=delivery.postings.latest("generation").generation,
        kind=kind,
        defaults={"created_at": at},
    )
