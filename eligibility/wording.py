"""The law's reasons and results in sentences. Not law: here it meets the languages of the screen."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.targets import LongerReason, Target
from desks.templatetags.look import day as day_in_words
from desks.templatetags.look import yen as yen_in_words
from eligibility.events import DayDoubt, DesignationEvent, OrdinaryCase, Trigger
from eligibility.nearest import Change, ChangeKind
from eligibility.reasons import DeskAction, Reason, ReasonCode, Value, Verdict
from eligibility.words import CASES, START_DAYS
from fees.rules import Fee, FeeBasis, OrdinaryRoute

VERDICTS: dict[Verdict, Promise] = {
    Verdict.ELIGIBLE: _(
        "If your answers are right, you can use express issuance. The desk decides after seeing your papers."
    ),
    Verdict.NOT_ELIGIBLE: _("You cannot use express issuance for this."),
    Verdict.NOT_YET: _("You cannot apply yet."),
    Verdict.CONSULT: _("The desk has to decide this. Talk to it before you go."),
}

VERDICT_NAMES: dict[Verdict, Promise] = {
    Verdict.ELIGIBLE: _("Eligible"),
    Verdict.NOT_ELIGIBLE: _("Not eligible"),
    Verdict.NOT_YET: _("Not yet"),
    Verdict.CONSULT: _("To be decided by the desk"),
}

DESK_ACTIONS: dict[DeskAction, Promise] = {
    DeskAction.ACCEPT: _("Accept"),
    DeskAction.PENDING: _("Keep pending until the papers are complete"),
    DeskAction.ORDINARY_ROUTE: _("Ordinary application"),
    DeskAction.CONSULT: _("Consult, then decide with a reason"),
    DeskAction.OTHER_PROCEDURE: _("Another procedure"),
    DeskAction.WAIT: _("Not yet: explain what comes first"),
}

REASONS: dict[ReasonCode, Promise] = {
    ReasonCode.NOT_COVERED: _("Express issuance does not cover %(case)s."),
    ReasonCode.ENTRY_WAS_WRITTEN: _(
        "The change was written on the card, so the card can still be used. "
        "Express issuance begins when a change can no longer be written."
    ),
    ReasonCode.WRITE_THE_CHANGE: _("The desk writes the change on your card. You need no new card."),
    ReasonCode.KEEP_USING_THE_CARD: _(
        "You have a valid card for people living abroad. "
        "Ask at the desk to keep using it when you file the moving-in notice."
    ),
    ReasonCode.LIFT_THE_SUSPENSION: _(
        "You found the card again. While it is only suspended, the suspension can be lifted: you need no new card."
    ),
    ReasonCode.CASE_NOT_LISTED: _(
        "This is none of the listed reasons. Ask the desk where you are registered."
    ),
    ReasonCode.HAD_A_CARD_BEFORE: _(
        "This reason covers a first card only. If a card was lost or damaged, choose that reason."
    ),
    ReasonCode.HAD_A_CARD_BEFORE_REENTRY: _(
        "Municipalities differ about people who had a card before. Ask the desk where you are registered."
    ),
    ReasonCode.CARD_RECEIVED_SINCE: _(
        "You have received a card since then. This reason covers only the first card after it."
    ),
    ReasonCode.LATER_NOTICE: _(
        "Only the first moving-in notice after arriving in Japan counts. A later move inside Japan does not."
    ),
    ReasonCode.BIRTH_AWAITED: _(
        "You can apply once the child is born, together with the birth notification."
    ),
    ReasonCode.MOVING_IN_NOTICE_AWAITED: _("First file the moving-in notice; you can apply the same day."),
    ReasonCode.LOSS_NOTICE_AWAITED: _("First report the loss at the desk; you can apply the same day."),
    ReasonCode.IDENTITY_PAPERS_AWAITED: _(
        "You can apply once you have the identity papers. The period starts on the day you get them."
    ),
    ReasonCode.RESIDENT_NOTICE_AWAITED: _(
        "First file the notice of your address; you can apply the same day."
    ),
    ReasonCode.REQUEST_OR_LETTER_AWAITED: _(
        "You can apply once you have asked for the change, or once the letter asking for your card has arrived."
    ),
    ReasonCode.CARD_STILL_WORKS: _(
        "As long as the card can be used, there is no reason for express issuance."
    ),
    ReasonCode.DAY_AHEAD: _("This day is still to come. You can apply from %(opens_on)s."),
    ReasonCode.DAY_UNKNOWN: _("The period depends on this day. The desk can look it up with you."),
    ReasonCode.BEFORE_LAUNCH: _("This happened before express issuance began on %(launch_on)s."),
    ReasonCode.START_DAY: _("What counts is the day %(start_day)s."),
    ReasonCode.COUNTED_FROM_NEXT_DAY: _(
        "%(days)s days, counted from the day after %(start_on)s, end on %(ends_on)s."
    ),
    ReasonCode.COUNTED_FROM_FIRST_DAY: _(
        "%(days)s days, the first of them %(start_on)s, end on %(ends_on)s."
    ),
    ReasonCode.UNTIL_FIRST_BIRTHDAY: _(
        "You can apply until the day before the first birthday, %(ends_on)s; last open day %(last_open_day)s."
    ),
    ReasonCode.ROLLED_FORWARD: _(
        "%(legal_end)s is a closed day: accepted here until %(closes_on)s by this municipality's rule."
    ),
    ReasonCode.ENDS_ON_CLOSED_DAY: _(
        "%(closes_on)s is a closed day: the last open day you can go is %(last_open_day)s."
    ),
    ReasonCode.THIRTY_DAYS_AHEAD: _(
        "The national English page speaks of 30 days from birth; they end on %(ends_on)s."
    ),
    ReasonCode.THIRTY_DAYS_PAST: _(
        "The national English page speaks of 30 days; municipalities accept babies until the first birthday."
    ),
    ReasonCode.FIRST_VISIT_COUNTS: _("Judged on the day of the first visit, %(first_visit_on)s."),
    ReasonCode.IN_TIME: _("The application is in time until %(closes_on)s."),
    ReasonCode.LATE: _(
        "The period ended on %(ended_on)s. "
        "If circumstances kept you from applying, talk to the desk where you are registered."
    ),
    ReasonCode.FIRST_BIRTHDAY_REACHED: _(
        "A child can be applied for until the day before the first birthday; that was %(ended_on)s. "
        "If circumstances kept you from applying, talk to the desk where you are registered."
    ),
    ReasonCode.LATE_BUT_PREVENTED: _(
        "The period ended on %(ended_on)s. "
        "As circumstances kept you from applying, talk to the desk where you are registered."
    ),
    ReasonCode.THIRTY_DAYS_BIND_HERE: _(
        "This municipality accepts babies within 30 days of birth; that was until %(ended_on)s. "
        "Talk to the desk where you are registered."
    ),
    ReasonCode.COMPLETED_LATE: _(
        "The papers were complete only after the period ended on %(ended_on)s: the desk decides."
    ),
    ReasonCode.NO_OPEN_DAY_LEFT: _(
        "The period ends on %(ended_on)s, and the desk is closed until then. Phone the desk."
    ),
    ReasonCode.OWN_DESK: _("The desk where you are registered accepts your application."),
    ReasonCode.BIRTH_NOTIFICATION: _(
        "Together with the birth notification, this desk accepts the application. It may take longer."
    ),
    ReasonCode.OTHER_DESK_ASKS_FIRST: _("Phone that desk first; it may take more days."),
    ReasonCode.OTHER_DESK_ACCEPTS: _(
        "This desk also accepts people registered elsewhere; it takes more days."
    ),
    ReasonCode.PAPERS_MISSING: _("The application waits until the missing papers are there."),
    ReasonCode.POLICE_NUMBER_MISSING: _(
        "A card lost outside the home or stolen needs the number of the police report first."
    ),
    ReasonCode.FEE_FREE: _("The card is free (%(basis)s)."),
    ReasonCode.FEE_CHARGED: _("The card costs %(amount)s (%(basis)s)."),
    ReasonCode.FEE_FOR_DESK_TO_DECIDE: _("The desk decides: free or %(amount)s (%(basis)s)."),
    ReasonCode.COMES_IN_PERSON: _("From %(age)s years of age the person the card is for comes in person."),
    ReasonCode.COMES_IN_PERSON_AGE_UNKNOWN: _(
        "The person the card is for comes in person; under %(age)s the legal representative comes too."
    ),
    ReasonCode.COMES_WITH_REPRESENTATIVE: _(
        "Under %(age)s or under guardianship the legal representative comes too."
    ),
    ReasonCode.COMES_WITH_BIRTH_NOTIFICATION: _(
        "With the birth notification whoever brings it can apply; the baby need not come."
    ),
    ReasonCode.PHOTO_NEEDED: _("A photo of the face is needed."),
    ReasonCode.NO_PHOTO_UNDER_ONE: _("A card applied for before the first birthday has no photo."),
    ReasonCode.TARGET_NAMED: _("Received on %(received_on)s; the target is %(target_date)s."),
    ReasonCode.NO_TARGET_NAMED: _("It takes longer than one week: %(longer)s."),
    ReasonCode.ORDINARY_ROUTE_OPEN: _("Ordinary issuance takes about %(shortest)s to %(longest)s months."),
}

#: The answer that decided, by the field of `Facts`: "decided by your answer to ...".
FACTS: dict[str, Promise] = {
    "event": _("what happened"),
    "day_answer": _("the day that counts"),
    "occurred_on": _("the day that counts"),
    "birth_date": _("the date of birth"),
    "age_band": _("the age"),
    "is_ward": _("guardianship"),
    "trigger": _("what the day is the day of"),
    "first_notice": _("whether it was the first moving-in notice"),
    "cause": _("how it happened"),
    "disaster_certificate": _("the disaster certificate"),
    "old_card_shown": _("the old card"),
    "kept_character": _("a special character"),
    "face_authentication": _("the face-authentication card"),
    "inquiry_letter": _("the inquiry letter"),
    "on": _("the day of applying"),
    "had_card_before": _("an earlier card"),
    "card_received_since": _("a card received since then"),
    "prevented": _("whether you were prevented"),
    "first_visit_on": _("the day of the first visit"),
    "at_residence_desk": _("which desk you go to"),
    "with_birth_notification": _("the birth notification"),
    "missing": _("the missing papers"),
    "police_number": _("the number of the police report"),
}

FEE_BASES: dict[FeeBasis, Promise] = {
    FeeBasis.LOSS: _("lost card"),
    FeeBasis.THEFT: _("stolen card"),
    FeeBasis.OWN_FAULT: _("damage you caused"),
    FeeBasis.NOT_OWN_FAULT: _("damage you did not cause"),
    FeeBasis.DISASTER: _("disaster or fire"),
    FeeBasis.DEFECT: _("defective card"),
    FeeBasis.CAUSE_UNKNOWN: _("damage of unknown cause"),
    FeeBasis.SPACE_FULL: _("no space left on the card"),
    FeeBasis.FIRST_CARD: _("first card"),
    FeeBasis.FROM_OVERSEAS: _("moved in from abroad"),
    FeeBasis.NEW_RESIDENT: _("new in the resident register"),
    FeeBasis.OLD_CARD_NOT_SHOWN: _("moved in from abroad, earlier card not shown"),
    FeeBasis.OTHER_REASON: _("another reason"),
    FeeBasis.RENEWAL: _("renewal"),
    FeeBasis.LAPSED: _("lapsed card"),
    FeeBasis.OWN_WISH: _("own wish"),
}

LONGER: dict[LongerReason, Promise] = {
    LongerReason.OTHER_DESK: _("another municipality's desk"),
    LongerReason.KEPT_CHARACTER: _("a special character is kept"),
    LongerReason.FACE_AUTHENTICATION: _("face-authentication card"),
    LongerReason.INQUIRY_LETTER: _("an inquiry letter is sent first"),
    LongerReason.YEAR_END: _("the end of the year"),
    LongerReason.MAINTENANCE: _("maintenance at the issuer"),
    LongerReason.BACKLOG: _("many applications at the issuer"),
}

DAY_DOUBTS: dict[DayDoubt, Promise] = {
    DayDoubt.AHEAD: _("This day is still to come. Enter today or an earlier day."),
    DayDoubt.TOO_LONG_AGO: _("This day is more than 120 years ago. Check the year."),
    DayDoubt.BEFORE_BIRTH: _("This day is before the date of birth. Check both."),
}

#: The other answer that would change something.
CHANGES: dict[ChangeKind, Promise] = {
    ChangeKind.UNTIL: _("Open until %(day)s"),
    ChangeKind.FROM: _("Open from %(day)s"),
    ChangeKind.WITHOUT_CERTIFICATES: _("Without certificates"),
    ChangeKind.WITH_POLICE_NUMBER: _("With the number of the police report"),
    ChangeKind.WITH_DISASTER_CERTIFICATE: _("With a disaster certificate"),
    ChangeKind.WITH_OLD_CARD: _("With the old card"),
    ChangeKind.AT_OWN_DESK: _("At a desk of your own municipality"),
    ChangeKind.CHARACTER_REPLACED: _("With the special character replaced"),
    ChangeKind.WITHOUT_FACE_AUTHENTICATION: _("Without face authentication"),
    ChangeKind.IF_PREVENTED: _("If circumstances kept you from applying"),
}

#: What the desk would do then.
CHANGED_ACTIONS: dict[DeskAction, Promise] = {
    DeskAction.ACCEPT: _("accepted at the desk"),
    DeskAction.PENDING: _("kept at the desk until the papers are complete"),
    DeskAction.CONSULT: _("the desk decides"),
}

PERSONAL_INFORMATION = _(
    "Express issuance asks for the same personal information as an ordinary application "
    "(name, photo of your face and so on), handled under the national %(policy)s. "
    "A card applied for before the first birthday has no photo. This check does not keep your answers."
)
POLICY_NAME = _("“Handling of Personal Information Policy”")
BOTH_FORMS = _(
    "You fill in the application and the password request at the desk. There is nothing to print at home."
)
RECEIVE = _("It comes by registered mail. You or a person living with you must be at home.")
STOP_THE_CARD = _(
    "Stop the card now, 24 hours a day: 0120-95-0178 (other languages 0120-0178-27). "
    "Lost outside: get a number from the police. Then report it at the desk; you can apply the same day."
)
EXAMPLE_PICTURE = _("Example; the real envelope may look different.")
BEFORE_THE_LAUNCH = _("Express issuance began on 2 December 2024: there are no applications before that day.")


def in_words(reason: Reason) -> str:
    """The sentence of a reason, in the language of the page."""
    values = {name: _shown(name, value) for name, value in reason.values.items()}
    if "longer" in reason.values:
        longer = map(LongerReason, str(reason.values["longer"]).split())
        values["longer"] = _longer(longer, values.get("backlog_since"))
    return str(REASONS[reason.code] % values)


def change_in_words(change: Change) -> str:
    """The nearest change: "Until 7 January (Wed)", "Without certificates: 1,800 yen"."""
    condition = str(CHANGES[change.kind])
    if change.day:
        return condition % {"day": day_in_words(change.day)}
    gains = []
    if change.action:
        gains.append(str(CHANGED_ACTIONS[change.action]))
    if change.fee is not None:
        gains.append(yen_in_words(change.fee) if change.fee else gettext("free"))
    if change.target_date:
        gains.append(gettext("target %(day)s") % {"day": day_in_words(change.target_date)})
    return gettext("%(condition)s: %(gains)s") % {"condition": condition, "gains": gettext(", ").join(gains)}


def fee_in_words(fee: Fee) -> list[str]:
    """What the resident reads about the fee, a sentence each."""
    if fee.amount:
        sentences = [_charged(fee.amount, fee.without_certificates)]
        if fee.may_be == 0:
            sentences.append(gettext("It may be free with proof (police number, disaster certificate)."))
            sentences.append(gettext("Confirm with your desk."))
        return sentences
    if fee.basis is FeeBasis.FIRST_CARD:
        return [gettext("The first card is free.")]
    sentences = [
        gettext(
            "Free in principle. Some municipalities charge, for example for damage you caused. "
            "Confirm with your desk."
        )
    ]
    if fee.may_be:
        sentences.append(
            gettext("Where it is charged:") + " " + _charged(fee.may_be, fee.without_certificates)
        )
    return sentences


def desk_fee_in_words(fee: Fee) -> str:
    """What the clerk reads: the decided amount, or that it is the clerk's to decide."""
    if fee.amount is None:
        return gettext("Decide: free or %(amount)s, with a reason.") % {
            "amount": yen_in_words(fee.may_be or 0)
        }
    return yen_in_words(fee.amount) if fee.amount else gettext("Free")


def ordinary_route_in_words(route: OrdinaryRoute) -> str:
    """What to do instead, how long it takes and what it costs."""
    return gettext("You can apply the ordinary way (about %(shortest)s to %(longest)s months; %(fee)s).") % {
        "shortest": route.shortest_months,
        "longest": route.longest_months,
        "fee": _price(route.fee),
    }


def target_in_words(target: Target) -> str:
    """The target, or why there is none."""
    if target.target_date is None:
        reasons = _longer(target.longer, target.backlog_since and day_in_words(target.backlog_since))
        return gettext("Expect more than one week (%(reason)s); we cannot name a day.") % {"reason": reasons}
    sentence = gettext("Target: %(day)s. In principle within one week of applying; not a guarantee.") % {
        "day": day_in_words(target.target_date)
    }
    if target.may_take_longer:
        sentence += " " + gettext("With a birth notification it may take longer.")
    return sentence


def _charged(amount: int, without_certificates: int | None) -> str:
    if without_certificates is None:
        return gettext("%(amount)s, paid at the desk when you apply.") % {"amount": yen_in_words(amount)}
    return gettext(
        "%(amount)s, paid at the desk when you apply; %(without)s if you want no electronic certificate."
    ) % {"amount": yen_in_words(amount), "without": yen_in_words(without_certificates)}


def _price(fee: Fee) -> str:
    if fee.amount:
        return yen_in_words(fee.amount)
    if fee.may_be:
        return gettext("free in principle, %(amount)s where it is charged") % {
            "amount": yen_in_words(fee.may_be)
        }
    return gettext("free")


def _longer(reasons: Iterable[LongerReason], backlog_since: object) -> str:
    said: dict[LongerReason, object] = {**LONGER}
    if backlog_since:
        since = gettext("many applications at the issuer since %(day)s")
        said[LongerReason.BACKLOG] = since % {"day": backlog_since}
    return gettext(", ").join(str(said[reason]) for reason in reasons)


def _shown(name: str, value: Value) -> object:
    """A value as the sentence has it; what is no day and has no entry is a number."""
    if isinstance(value, date):
        return day_in_words(value)
    return _SHOWN[name](value) if name in _SHOWN else value


def _start_day(value: str) -> Promise:
    return START_DAYS[Trigger(value) if value in Trigger.__members__ else DesignationEvent(value)]


_SHOWN: dict[str, Callable[[Any], object]] = {
    "case": lambda value: CASES[OrdinaryCase(value)],
    "basis": lambda value: FEE_BASES[FeeBasis(value)],
    "amount": yen_in_words,
    "start_day": _start_day,
}
