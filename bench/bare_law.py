"""The limit of a decision: the same comparisons with the numbers written in, and nothing said about why.

No dated rows, no reasons, no papers: verdict, last open day, fee at the desk and target day. Only to be measured
against; the bench asserts that it decides as the law does.
"""

from datetime import date, timedelta
from typing import NamedTuple

from eligibility.calendar import Calendar
from eligibility.events import Cause, DayAnswer, DesignationEvent, Facts, OrdinaryCase, YesNo
from eligibility.practice import FeeChoice, Practice
from eligibility.reasons import Verdict

LAUNCH = date(2024, 12, 2)
DAY = timedelta(days=1)
NO, YES = YesNo.NO, YesNo.YES
OTHER_PROCEDURE = frozenset(
    {OrdinaryCase.NAME_CHANGE_FITS, OrdinaryCase.OVERSEAS_CARD_VALID, OrdinaryCase.SUSPENDED_CARD_FOUND}
)
CHARGED_CASES = frozenset(
    {
        OrdinaryCase.MOVED_INSIDE_JAPAN,
        OrdinaryCase.STAY_EXTENSION_MISSED,
        OrdinaryCase.RECORD_DELETED,
        OrdinaryCase.OWN_WISH,
    }
)
RENEWALS = frozenset({OrdinaryCase.RENEWAL, OrdinaryCase.EXPIRED})


class Bare(NamedTuple):
    """What is decided. `fee` in yen: the desk's, or the ordinary route's; None where there is none to name."""

    verdict: Verdict
    last_open_day: date | None = None
    fee: int | None = None
    target_date: date | None = None


def decide(facts: Facts, *, on: date, practice: Practice, calendar: Calendar) -> Bare:
    event = facts.event
    if isinstance(event, OrdinaryCase):
        if event is OrdinaryCase.SOMETHING_ELSE:
            return Bare(Verdict.CONSULT)
        fee = None if event in OTHER_PROCEDURE else ordinary_fee_of_case(facts)
        return Bare(Verdict.NOT_ELIGIBLE, fee=fee)
    seen_on = facts.first_visit_on or on
    verdict, last_open_day = window_of(facts, seen_on, on, practice, calendar)
    if verdict is Verdict.NOT_ELIGIBLE:
        return Bare(verdict, last_open_day, ordinary_fee(facts, practice))
    target_date = target_of(facts, on, practice, calendar) if verdict is Verdict.ELIGIBLE else None
    return Bare(verdict, last_open_day, desk_fee(facts, practice), target_date)


def window_of(
    facts: Facts, seen_on: date, on: date, practice: Practice, calendar: Calendar
) -> tuple[Verdict, date | None]:
    infant = facts.event is DesignationEvent.INFANT
    if (
        facts.card_received_since is YES
        or (facts.had_card_before is YES and infant)
        or facts.first_notice is NO
    ):
        return Verdict.NOT_ELIGIBLE, None
    if facts.had_card_before is YES and facts.event is DesignationEvent.NEW_ENTRY:
        return Verdict.CONSULT, None
    if facts.day_answer is not DayAnswer.KNOWN:
        return Verdict.CONSULT if facts.day_answer is DayAnswer.UNKNOWN else Verdict.NOT_YET, None
    start_on = facts.birth_date if infant else facts.occurred_on
    assert start_on
    if start_on > seen_on:
        return Verdict.NOT_YET, None
    if not infant and start_on < LAUNCH:
        return Verdict.NOT_ELIGIBLE, None
    if infant:
        leap = (start_on.month, start_on.day) == (2, 29)
        birthday = date(start_on.year + 1, 3, 1) if leap else start_on.replace(year=start_on.year + 1)
        year_ends_on = birthday - DAY
    if infant and not practice.infant_thirty_days_binding:
        closes_on = year_ends_on
    else:
        closes_on = start_on + (29 if practice.first_day_counted else 30) * DAY
        if practice.roll_forward:
            closes_on = calendar.open_day_on_or_after(closes_on)
    last_open_day = calendar.open_day_on_or_before(closes_on)
    if seen_on > (year_ends_on if infant else closes_on):
        return Verdict.CONSULT if facts.prevented is YES else Verdict.NOT_ELIGIBLE, last_open_day
    late = on > closes_on or (facts.first_visit_on is None and on > last_open_day)
    return Verdict.CONSULT if late or seen_on > closes_on else Verdict.ELIGIBLE, last_open_day


def choice_of(facts: Facts, practice: Practice) -> tuple[FeeChoice, bool]:
    """Whether money is asked, and whether the national page itself does."""
    proof = facts.disaster_certificate
    match facts.event:
        case DesignationEvent.LOST:
            if facts.cause is Cause.STOLEN and facts.police_number is not NO:
                return proven(practice.theft_with_police_number, facts.police_number), True
            if facts.cause is Cause.DISASTER and proof is not NO:
                return proven(practice.disaster, proof), True
            return FeeChoice.CHARGED, True
        case DesignationEvent.DAMAGE:
            match facts.cause:
                case Cause.OWN_FAULT:
                    return practice.own_fault_damage, False
                case Cause.DEFECT:
                    return practice.defect, False
                case Cause.DISASTER:
                    return proven(practice.disaster, proof), False
                case Cause.NOT_OWN_FAULT:
                    return FeeChoice.FREE, False
            return practice.damage_of_unknown_cause, False
        case DesignationEvent.OVERSEAS:
            if facts.had_card_before is NO or facts.old_card_shown is YES:
                return FeeChoice.FREE, False
            choice = practice.returnee_without_old_card
            known = facts.had_card_before is YES and facts.old_card_shown is NO
            return choice if known or choice is not FeeChoice.CHARGED else FeeChoice.CLERK_DECIDES, False
        case DesignationEvent.NUMBER_CHANGE:
            return practice.number_change, False
    return FeeChoice.FREE, False


def proven(choice: FeeChoice, proof: YesNo) -> FeeChoice:
    return FeeChoice.CLERK_DECIDES if choice is FeeChoice.FREE and proof is not YES else choice


def desk_fee(facts: Facts, practice: Practice) -> int | None:
    choice, _ = choice_of(facts, practice)
    if choice is FeeChoice.FREE:
        return 0
    if choice is FeeChoice.CLERK_DECIDES:
        return None
    return 2000 if facts.certificates else 1800


def ordinary_fee(facts: Facts, practice: Practice) -> int:
    if facts.card_received_since is YES or (
        facts.event is DesignationEvent.INFANT and facts.had_card_before is YES
    ):
        return 0
    choice, page_charges = choice_of(facts, practice)
    if choice is FeeChoice.CHARGED or (page_charges and choice is not FeeChoice.FREE):
        return 1000 if facts.certificates else 800
    return 0


def ordinary_fee_of_case(facts: Facts) -> int:
    if facts.event in CHARGED_CASES or (facts.event in RENEWALS and facts.old_card_shown is NO):
        return 1000 if facts.certificates else 800
    return 0


def target_of(facts: Facts, on: date, practice: Practice, calendar: Calendar) -> date | None:
    stolen = facts.cause in (Cause.OUTSIDE, Cause.STOLEN) and practice.police_number_outside_home
    if (
        facts.missing
        or (stolen and facts.police_number is NO)
        or not (facts.at_residence_desk or facts.with_birth_notification)
        or facts.kept_character
        or facts.face_authentication
        or facts.inquiry_letter
    ):
        return None
    received_on = calendar.open_day_on_or_after(on)
    target_date = received_on + practice.target_days * DAY
    year = received_on.year
    return None if target_date >= date(year, 12, 29) or received_on <= date(year, 1, 3) else target_date
