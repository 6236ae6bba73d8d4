"""What issuance costs: to the resident "free in principle", at the desk a decided amount or a clerk's decision.

All amounts are whole yen.
"""

from datetime import date
from enum import auto
from pathlib import Path
from typing import NamedTuple

from eligibility.age import certificates_carried
from eligibility.dated import Parameters
from eligibility.events import Cause, DesignationEvent, Facts, OrdinaryCase, YesNo
from eligibility.plain import Term
from eligibility.practice import FeeChoice, Practice

LAW = Parameters(Path(__file__).with_name("parameters.toml"))


class FeeBasis(Term):
    """Why it costs what it costs. None names a sensitive event."""

    LOSS = auto()
    THEFT = auto()
    OWN_FAULT = auto()
    NOT_OWN_FAULT = auto()
    DISASTER = auto()
    DEFECT = auto()
    CAUSE_UNKNOWN = auto()
    SPACE_FULL = auto()
    FIRST_CARD = auto()
    FROM_OVERSEAS = auto()
    NEW_RESIDENT = auto()
    OLD_CARD_NOT_SHOWN = auto()
    OTHER_REASON = auto()
    RENEWAL = auto()
    LAPSED = auto()
    OWN_WISH = auto()


class Route(Term):
    """The two prices of a card."""

    EXPRESS = auto()
    ORDINARY = auto()


class Fee(NamedTuple):
    """A fee in yen. `amount` None: a clerk must decide it and give a reason.

    `may_be` is the other amount that municipalities or the clerk may settle on, None when there is no other. Where
    certificates are wanted and money is asked, `without_certificates` is what the same card costs without them.
    """

    amount: int | None
    basis: FeeBasis
    source: str
    may_be: int | None = None
    without_certificates: int | None = None


class OrdinaryRoute(NamedTuple):
    """Ordinary issuance: what it costs the resident and about how many months it takes."""

    fee: Fee
    shortest_months: int
    longest_months: int


class Liability(NamedTuple):
    """Whether money is asked, and why. `page_charges`: the national page itself does, whatever practice says."""

    choice: FeeChoice
    basis: FeeBasis
    source: str = "practice"
    page_charges: bool = False


def resident_fee(facts: Facts, *, on: date, practice: Practice, route: Route = Route.EXPRESS) -> Fee:
    """What the resident reads: a loss costs; all else is free in principle, with what may be charged instead."""
    liability = liability_of(facts, on=on, practice=practice)
    charged, bare = price(facts, on=on, route=route)
    choice, basis, source, page_charges = liability
    if choice is FeeChoice.FREE:
        return Fee(0, basis, source)
    if choice is FeeChoice.CHARGED and (page_charges or route is Route.ORDINARY):
        return Fee(charged, basis, source, None, bare)
    if page_charges:
        return Fee(charged, basis, source, 0, bare)
    return Fee(0, basis, source, charged, bare)


def desk_fee(facts: Facts, *, on: date, practice: Practice) -> Fee:
    """What the desk takes: practice's amount, or None with `may_be` where the clerk decides, with a reason."""
    liability = liability_of(facts, on=on, practice=practice)
    charged, bare = price(facts, on=on, route=Route.EXPRESS)
    choice, basis, source, _ = liability
    if choice is FeeChoice.FREE:
        return Fee(0, basis, source)
    if choice is FeeChoice.CHARGED:
        return Fee(charged, basis, source, None, bare)
    return Fee(None, basis, source, charged, bare)


def rests_on_paper(fee: Fee, facts: Facts) -> bool:
    """Whether nothing is asked only because a paper was seen: the police's number, a certificate, the old card."""
    shown = fee.basis is FeeBasis.FROM_OVERSEAS and facts.old_card_shown is YesNo.YES
    return fee.amount == 0 and (fee.basis in (FeeBasis.THEFT, FeeBasis.DISASTER) or shown)


def ordinary_route(facts: Facts, *, on: date, practice: Practice) -> OrdinaryRoute:
    """What to do instead of express issuance, and what it costs."""
    months = LAW.value("ordinary_months", on=on)
    fee = resident_fee(facts, on=on, practice=practice, route=Route.ORDINARY)
    return OrdinaryRoute(fee, months["shortest"], months["longest"])


def price(facts: Facts, *, on: date, route: Route) -> tuple[int, int | None]:
    """The price of a card where money is asked, and without certificates (None when none are wanted anyway).

    One certificate costs as much as both.
    """
    prefix = "express" if route is Route.EXPRESS else "ordinary"
    card: int = LAW.value(f"{prefix}_card", on=on)
    if not certificates_carried(facts, on=on):
        return card, None
    return card + LAW.value(f"{prefix}_certificates", on=on), card


def amounts(*, on: date) -> tuple[int, ...]:
    """All that express issuance can cost on `on`: nothing, the card, the card with certificates."""
    card: int = LAW.value("express_card", on=on)
    return 0, card, card + LAW.value("express_certificates", on=on)


def liability_of(facts: Facts, *, on: date, practice: Practice) -> Liability:
    """Whether money is asked in this case, by the page, the cause and the municipality's practice.

    Whoever has a card already needs another for a reason that was not told: the desk decides.
    """
    if _has_a_card(facts):
        return _ANOTHER_CARD
    match facts.event:
        case OrdinaryCase():
            return _ordinary_case(facts, on=on)
        case DesignationEvent.LOST:
            return _loss(facts, practice)
        case DesignationEvent.DAMAGE:
            return _damage(facts, practice)
        case DesignationEvent.OVERSEAS:
            return _return(facts, practice)
        case DesignationEvent.NUMBER_CHANGE:
            return Liability(practice.number_change, FeeBasis.OTHER_REASON)
    return _FREE[facts.event]


_FREE = {
    DesignationEvent.INFANT: Liability(FeeChoice.FREE, FeeBasis.FIRST_CARD, "national_page"),
    DesignationEvent.FOREIGN: Liability(FeeChoice.FREE, FeeBasis.NEW_RESIDENT, "national_page"),
    DesignationEvent.SPACE_FULL: Liability(FeeChoice.FREE, FeeBasis.SPACE_FULL, "national_page"),
    DesignationEvent.ADMIN_ERROR: Liability(FeeChoice.FREE, FeeBasis.OTHER_REASON, "national_page"),
    DesignationEvent.NEW_ENTRY: Liability(FeeChoice.FREE, FeeBasis.OTHER_REASON, "national_page"),
    DesignationEvent.PENAL: Liability(FeeChoice.FREE, FeeBasis.OTHER_REASON, "national_page"),
}
_LOSS = Liability(FeeChoice.CHARGED, FeeBasis.LOSS, "national_page", page_charges=True)
_FREE_DAMAGE = Liability(FeeChoice.FREE, FeeBasis.NOT_OWN_FAULT, "national_page")
_RETURN = Liability(FeeChoice.FREE, FeeBasis.FROM_OVERSEAS, "national_page")


def _has_a_card(facts: Facts) -> bool:
    infant = facts.event is DesignationEvent.INFANT
    return facts.card_received_since is YesNo.YES or (infant and facts.had_card_before is YesNo.YES)


_ANOTHER_CARD = Liability(FeeChoice.CLERK_DECIDES, FeeBasis.OTHER_REASON, "settled")


def _ordinary_case(facts: Facts, *, on: date) -> Liability:
    """The row of the case; a renewal without handing in the old card is charged."""
    row = LAW.row(facts.event, on=on)
    choice = row.value["choice"]
    if facts.old_card_shown is YesNo.NO:
        choice = row.value.get("without_old_card", choice)
    return Liability(FeeChoice(choice), FeeBasis(row.value["basis"]), row.source)


def _loss(facts: Facts, practice: Practice) -> Liability:
    """A loss is charged; theft with a police number and disaster with a certificate are for practice to free."""
    if facts.cause is Cause.STOLEN and facts.police_number is not YesNo.NO:
        choice = _proven(practice.theft_with_police_number, facts.police_number)
        return Liability(choice, FeeBasis.THEFT, page_charges=True)
    if facts.cause is Cause.DISASTER and facts.disaster_certificate is not YesNo.NO:
        choice = _proven(practice.disaster, facts.disaster_certificate)
        return Liability(choice, FeeBasis.DISASTER, page_charges=True)
    return _LOSS


def _damage(facts: Facts, practice: Practice) -> Liability:
    """Free in principle; the cause decides what practice does."""
    match facts.cause:
        case Cause.OWN_FAULT:
            return Liability(practice.own_fault_damage, FeeBasis.OWN_FAULT)
        case Cause.DEFECT:
            return Liability(practice.defect, FeeBasis.DEFECT)
        case Cause.DISASTER:
            return Liability(_proven(practice.disaster, facts.disaster_certificate), FeeBasis.DISASTER)
        case Cause.NOT_OWN_FAULT:
            return _FREE_DAMAGE
    return Liability(practice.damage_of_unknown_cause, FeeBasis.CAUSE_UNKNOWN)


def _return(facts: Facts, practice: Practice) -> Liability:
    """Free, unless a card from before cannot be shown."""
    if facts.had_card_before is YesNo.NO or facts.old_card_shown is YesNo.YES:
        return _RETURN
    choice = practice.returnee_without_old_card
    if choice is FeeChoice.CHARGED and YesNo.UNKNOWN in (facts.had_card_before, facts.old_card_shown):
        choice = FeeChoice.CLERK_DECIDES
    return Liability(choice, FeeBasis.OLD_CARD_NOT_SHOWN)


def _proven(choice: FeeChoice, proof: YesNo) -> FeeChoice:
    """Practice frees a case only where its proof has been seen; until then a clerk decides."""
    return FeeChoice.CLERK_DECIDES if choice is FeeChoice.FREE and proof is not YesNo.YES else choice
