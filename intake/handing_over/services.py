"""Hands a card over at the desk, or has it posted again to the address of today. Each verb is one transaction."""

from datetime import date, datetime
from typing import Any, Final

from delivery.models import Came, Delivery, HandOver, MoveRefused, Posting
from delivery.shelf import services as shelf
from delivery.states import State
from desks.calendars import practice_value
from desks.models import Membership
from desks.permissions import Permission
from eligibility.documents import documents, pick_up_attendance
from eligibility.events import Paper
from intake.attending import Proof
from intake.handing_over.judging import Lacking, Receiver, Visit, lacking, lacking_of_somebody_else
from intake.models import Application, Representative, Standing
from intake.refusals import ChangedMeanwhile, Refusal

_AT_DESK: Final = (State.AT_DESK, State.RETURNED)
DECIDES: Final = Permission.REVIEW
"""Whoever may let somebody else have a card."""


class NotHandedOver(Refusal):
    """Those who came may not have it; `lacking` says what they could still show."""

    def __init__(self, found: Lacking) -> None:
        super().__init__(*sorted(found.gaps))
        self.lacking = found


class SupervisorDecides(Refusal):
    """Somebody else came, and whoever wants to hand it over is no supervisor."""


def waits_at_desk(application: Application) -> bool:
    """Whether the card is here and may be handed over: not that of an application that was withdrawn."""
    letter: Delivery | None = application.delivery
    return letter is not None and letter.state in _AT_DESK and application.standing is Standing.ACCEPTED


def known_representative(application: Application) -> Receiver | None:
    """Who acted at the application."""
    row: Representative | None = getattr(application, "representative", None)
    return Receiver(name=row.name, relation=row.relation) if row else None


def replaces_a_card(application: Application) -> bool:
    """Whether an old card was to be brought: what became of it is asked."""
    day = application.accepted_on or application.first_visit_on
    practice = practice_value(application.practice)
    return Paper.OLD_CARD in documents(application.law_facts, on=day, desk=practice).bring


def hand_card_over(
    *,
    membership: Membership,
    application: Application,
    visit: Visit,
    old_card: str = "",
    at: datetime,
    on: date,
) -> HandOver:
    """To the applicant; for a child or a ward together with the legal representative. Raises a Refusal."""
    facts = application.law_facts
    found = lacking(visit, facts, known=known_representative(application), on=on)
    represented = pick_up_attendance(facts, on=on).represented
    came = Came.REPRESENTED if represented else Came.APPLICANT
    seen = {"old_card": old_card, **(_receiver(visit.receiver) if represented and visit.receiver else {})}
    return _hand_over(application, found, visit, came=came, by=membership, at=at, on=on, **seen)


def hand_card_to_somebody_else(
    *,
    membership: Membership,
    application: Application,
    visit: Visit,
    authority: str,
    reason: str,
    at: datetime,
    on: date,
) -> HandOver:
    """To somebody in the applicant's place, as a supervisor decides. Raises a Refusal."""
    if not membership.may(DECIDES) or visit.receiver is None:
        raise SupervisorDecides
    found = lacking_of_somebody_else(visit, on=on)
    seen = _receiver(visit.receiver) | {"authority": authority, "reason": reason}
    return _hand_over(application, found, visit, came=Came.SOMEBODY_ELSE, by=membership, at=at, on=on, **seen)


def post_card_again(
    *, membership: Membership, application: Application, posted_on: date, tracking_number: str, at: datetime
) -> Posting:
    """To the name and the address that the application has now. Raises ChangedMeanwhile, NewsRefused."""
    letter: Delivery | None = application.delivery
    if letter is None or not waits_at_desk(application):
        raise ChangedMeanwhile
    to = {
        "addressee": application.name,
        "postcode": application.postcode,
        "address": application.address,
    }
    try:
        return shelf.post_again(
            letter, posted_on=posted_on, tracking_number=tracking_number, to=to, by=membership.staff, at=at
        )
    except (MoveRefused, shelf.NotPostedAgain):
        raise ChangedMeanwhile from None


def _hand_over(
    application: Application,
    found: Lacking,
    visit: Visit,
    *,
    came: Came,
    by: Membership,
    at: datetime,
    on: date,
    **seen: Any,
) -> HandOver:
    letter: Delivery | None = application.delivery
    if letter is None or not waits_at_desk(application):
        raise ChangedMeanwhile
    if not found.nothing:
        raise NotHandedOver(found)
    try:
        return shelf.hand_over(letter, came=came, by=by.staff, at=at, on=on, papers=_papers(visit), **seen)
    except MoveRefused:
        raise ChangedMeanwhile from None


def _receiver(who: Receiver) -> dict[str, Any]:
    proof: Proof = who.proof
    return {
        "receiver": who.name,
        "relation": who.relation,
        "authority": proof.kind or "",
        "authority_issued_on": proof.issued_on,
    }


def _papers(visit: Visit) -> list[dict[str, str]]:
    return [
        {
            "person": paper.person.value,
            "kind": paper.kind.value,
            "issuer": paper.issuer,
            "valid_until": paper.valid_until.isoformat() if paper.valid_until else "",
        }
        for paper in visit.shown
    ]
