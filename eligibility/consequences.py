"""Why it costs that, why they come, why there is a photo and a target: the trace beyond the verdict."""

from datetime import date

from delivery.targets import LongerReason, Target
from eligibility.documents import Attendance, AttendanceRule, Documents
from eligibility.events import AgeBand, Facts
from eligibility.practice import NATIONAL
from eligibility.reasons import Reason, ReasonCode, Value
from eligibility.rules import LAW
from fees.rules import LAW as FEE_LAW
from fees.rules import Fee, FeeBasis, OrdinaryRoute

#: The field of `Facts` that a basis rests on, where it is not what happened.
_FACT_OF_BASIS = {
    FeeBasis.THEFT: "police_number",
    FeeBasis.DISASTER: "disaster_certificate",
    FeeBasis.OWN_FAULT: "cause",
    FeeBasis.NOT_OWN_FAULT: "cause",
    FeeBasis.DEFECT: "cause",
    FeeBasis.CAUSE_UNKNOWN: "cause",
    FeeBasis.OLD_CARD_NOT_SHOWN: "old_card_shown",
}
_COMES = {
    AttendanceRule.IN_PERSON: ReasonCode.COMES_IN_PERSON,
    AttendanceRule.IN_PERSON_AGE_UNKNOWN: ReasonCode.COMES_IN_PERSON_AGE_UNKNOWN,
    AttendanceRule.WITH_REPRESENTATIVE: ReasonCode.COMES_WITH_REPRESENTATIVE,
    AttendanceRule.WITH_BIRTH_NOTIFICATION: ReasonCode.COMES_WITH_BIRTH_NOTIFICATION,
}
#: "on": the day of applying, which is no field of `Facts`.
_FACT_OF_LONGER = {
    LongerReason.OTHER_DESK: "at_residence_desk",
    LongerReason.KEPT_CHARACTER: "kept_character",
    LongerReason.FACE_AUTHENTICATION: "face_authentication",
    LongerReason.INQUIRY_LETTER: "inquiry_letter",
    LongerReason.YEAR_END: "on",
    LongerReason.MAINTENANCE: "on",
    LongerReason.BACKLOG: "on",
}


def because_of_fee(fee: Fee, facts: Facts, *, on: date) -> Reason:
    """Why the desk takes this fee."""
    fact = _FACT_OF_BASIS.get(fee.basis, "event")
    values: dict[str, Value] = {"basis": fee.basis.value}
    if fee.amount == 0:
        return Reason(ReasonCode.FEE_FREE, fact, fee.source, values, "desk_fee")
    row = FEE_LAW.row("express_card", on=on)
    if fee.amount is None:
        values["amount"] = fee.may_be or 0
        code = ReasonCode.FEE_FOR_DESK_TO_DECIDE
        return Reason(code, fact, fee.source, values, "desk_fee", row.cited)
    values["amount"] = fee.amount
    return Reason(ReasonCode.FEE_CHARGED, fact, fee.source, values, "desk_fee", row.cited)


def because_of_attendance(who: Attendance, facts: Facts, *, on: date) -> Reason:
    """Why these people come."""
    if who.rule is AttendanceRule.WITH_BIRTH_NOTIFICATION:
        return Reason(_COMES[who.rule], "with_birth_notification", who.source, {}, "attendance")
    row = LAW.row("own_application_from_age", on=on)
    fact = "is_ward" if facts.is_ward else _age_fact(facts)
    return Reason(_COMES[who.rule], fact, who.source, {"age": row.value}, "attendance", row.cited)


def because_of_photo(papers: Documents, facts: Facts, *, on: date) -> Reason:
    """Why there is a photo on the card or none."""
    row = LAW.row("photo_from_age", on=on)
    code = ReasonCode.PHOTO_NEEDED if papers.photo else ReasonCode.NO_PHOTO_UNDER_ONE
    return Reason(code, _age_fact(facts), row.source, {}, "documents", row.cited)


def because_of_target(target: Target, facts: Facts) -> Reason:
    """Why the target is that day, or why there is none."""
    if target.target_date is None:
        fact = _FACT_OF_LONGER[target.longer[0]]
        longer: dict[str, Value] = {"longer": " ".join(target.longer)}
        if target.backlog_since:
            longer["backlog_since"] = target.backlog_since
        return Reason(ReasonCode.NO_TARGET_NAMED, fact, "municipal_longer", longer, "delivery_target")
    values: dict[str, Value] = {"received_on": target.received_on, "target_date": target.target_date}
    days = (target.target_date - target.received_on).days
    source = "national_page" if days == NATIONAL.target_days else "practice"
    return Reason(ReasonCode.TARGET_NAMED, "on", source, values, "delivery_target")


def because_of_ordinary_route(route: OrdinaryRoute, *, on: date) -> Reason:
    """What ordinary issuance takes instead."""
    row = FEE_LAW.row("ordinary_months", on=on)
    values: dict[str, Value] = {"shortest": route.shortest_months, "longest": route.longest_months}
    code = ReasonCode.ORDINARY_ROUTE_OPEN
    return Reason(code, "event", row.source, values, "ordinary_route", row.cited)


def _age_fact(facts: Facts) -> str:
    told_band = facts.birth_date is None and facts.age_band is not AgeBand.UNKNOWN
    return "age_band" if told_band else "birth_date"
