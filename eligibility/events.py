"""What happened to the person: the ten designations, what is none of them, and all else the rules ask."""

from dataclasses import dataclass
from datetime import date
from enum import auto

from eligibility.plain import Term


class DesignationEvent(Term):
    """The events that make somebody a designated individual."""

    INFANT = auto()
    OVERSEAS = auto()
    LOST = auto()
    NEW_ENTRY = auto()
    FOREIGN = auto()
    NUMBER_CHANGE = auto()
    DAMAGE = auto()
    ADMIN_ERROR = auto()
    SPACE_FULL = auto()
    PENAL = auto()


class OrdinaryCase(Term):
    """What people come with that is none of the ten."""

    RENEWAL = auto()
    EXPIRED = auto()
    FIRST_CARD = auto()
    MOVED_INSIDE_JAPAN = auto()
    STAY_EXTENSION_MISSED = auto()
    RECORD_DELETED = auto()
    NAME_CHANGE_FITS = auto()
    ENTRY_WRITTEN = auto()
    OWN_WISH = auto()
    OVERSEAS_CARD_VALID = auto()
    SUSPENDED_CARD_FOUND = auto()
    SOMETHING_ELSE = auto()


class Heading(Term):
    """The five headings of the national page, in its order."""

    NEWBORN = auto()
    LOST_OR_DAMAGED = auto()
    FROM_OVERSEAS = auto()
    SPACE_FULL = auto()
    OTHER = auto()


EVENTS_UNDER: dict[Heading, tuple[DesignationEvent, ...]] = {
    Heading.NEWBORN: (DesignationEvent.INFANT,),
    Heading.LOST_OR_DAMAGED: (DesignationEvent.LOST, DesignationEvent.DAMAGE),
    Heading.FROM_OVERSEAS: (DesignationEvent.OVERSEAS, DesignationEvent.FOREIGN),
    Heading.SPACE_FULL: (DesignationEvent.SPACE_FULL,),
    Heading.OTHER: (
        DesignationEvent.ADMIN_ERROR,
        DesignationEvent.NUMBER_CHANGE,
        DesignationEvent.NEW_ENTRY,
        DesignationEvent.PENAL,
    ),
}

#: Never named on a slip, in mail, lists or exports: these show their heading, which is OTHER.
SENSITIVE = frozenset({DesignationEvent.NUMBER_CHANGE, DesignationEvent.NEW_ENTRY, DesignationEvent.PENAL})

_HEADING_OF = {event: heading for heading, events in EVENTS_UNDER.items() for event in events}


def public_heading(event: DesignationEvent) -> Heading:
    """The heading that may stand outside the case file. No heading tells a sensitive event."""
    return _HEADING_OF[event]


class Certificate(Term):
    """The electronic certificates a card can carry."""

    SIGNATURE = auto()
    USER_AUTHENTICATION = auto()


class Cause(Term):
    """How the card was lost (first three) or damaged (the next four)."""

    AT_HOME = auto()
    OUTSIDE = auto()
    STOLEN = auto()
    OWN_FAULT = auto()
    NOT_OWN_FAULT = auto()
    DISASTER = auto()
    DEFECT = auto()
    UNKNOWN = auto()


CAUSES_OF: dict[DesignationEvent | OrdinaryCase, tuple[Cause, ...]] = {
    DesignationEvent.LOST: (Cause.AT_HOME, Cause.OUTSIDE, Cause.STOLEN, Cause.DISASTER, Cause.UNKNOWN),
    DesignationEvent.DAMAGE: (
        Cause.OWN_FAULT,
        Cause.NOT_OWN_FAULT,
        Cause.DISASTER,
        Cause.DEFECT,
        Cause.UNKNOWN,
    ),
}


class Trigger(Term):
    """What started the count where a designation can begin in several ways: by a notice, a request or a letter."""

    ADDRESS_FIXED = auto()
    BECAME_RESIDENT = auto()
    OWN_REQUEST = auto()
    NOTICE_LETTER = auto()
    PUBLIC_NOTICE = auto()
    UNKNOWN = auto()


TRIGGERS_OF: dict[DesignationEvent | OrdinaryCase, tuple[Trigger, ...]] = {
    DesignationEvent.FOREIGN: (Trigger.ADDRESS_FIXED, Trigger.BECAME_RESIDENT),
    DesignationEvent.NUMBER_CHANGE: (Trigger.OWN_REQUEST, Trigger.NOTICE_LETTER, Trigger.PUBLIC_NOTICE),
}


class AgeBand(Term):
    """Age as far as it changes who comes. UNKNOWN: neither a birth date nor a band was told."""

    UNDER_ONE = auto()
    UNDER_FIFTEEN = auto()
    FIFTEEN_AND_OVER = auto()
    UNKNOWN = auto()


class DayAnswer(Term):
    """How the question for the day was answered."""

    KNOWN = auto()
    NOT_YET = auto()
    UNKNOWN = auto()


class YesNo(Term):
    """An answer to a yes-or-no question; UNKNOWN when it was not asked or not known."""

    YES = auto()
    NO = auto()
    UNKNOWN = auto()


class Paper(Term):
    """What is brought to the desk or shown there."""

    IDENTITY = auto()
    REPRESENTATIVE_IDENTITY = auto()
    REPRESENTATION = auto()
    PHOTO = auto()
    BIRTH_NOTIFICATION = auto()
    LOSS_NOTICE = auto()
    POLICE_NUMBER = auto()
    DISASTER_CERTIFICATE = auto()
    OLD_CARD = auto()
    NOTICE_LETTER = auto()
    RESIDENCE_CARD = auto()
    INQUIRY_REPLY = auto()
    """The inquiry letter to the registered address, brought back with its answer, where identity papers are short."""


BOTH_CERTIFICATES = frozenset(Certificate)


class ContradictoryFacts(ValueError):
    """Facts that cannot all be true; `field` names the one to look at, `code` what is wrong with it."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Everything the rules may ask about one case; no name, no address, no number.

    `occurred_on` is the day the law counts from (for LOST the day the loss notice was filed, and so on); an
    infant has none, the birth date is the day. Raises `ContradictoryFacts`: at most one of them is told at a time.
    """

    event: DesignationEvent | OrdinaryCase
    day_answer: DayAnswer = DayAnswer.KNOWN
    occurred_on: date | None = None
    birth_date: date | None = None
    #: Told where no birth date is: the self-check asks no adult for it.
    age_band: AgeBand = AgeBand.UNKNOWN
    is_ward: bool = False
    at_residence_desk: bool = True
    with_birth_notification: bool = False
    certificates: frozenset[Certificate] = BOTH_CERTIFICATES
    cause: Cause = Cause.UNKNOWN
    police_number: YesNo = YesNo.UNKNOWN
    disaster_certificate: YesNo = YesNo.UNKNOWN
    #: What the day that counts is the day of.
    trigger: Trigger = Trigger.UNKNOWN
    #: The moving-in notice was the first after arriving in Japan.
    first_notice: YesNo = YesNo.UNKNOWN
    #: A card was ever issued before this event.
    had_card_before: YesNo = YesNo.UNKNOWN
    #: The old card can be shown or handed in.
    old_card_shown: YesNo = YesNo.UNKNOWN
    #: Another card was issued after the event already.
    card_received_since: YesNo = YesNo.UNKNOWN
    #: Circumstances kept the person from applying in time.
    prevented: YesNo = YesNo.UNKNOWN
    #: The desk has found these missing; the application waits for them.
    missing: frozenset[Paper] = frozenset()
    #: The day the person first came, when papers were missing then: eligibility is judged on it.
    first_visit_on: date | None = None
    kept_character: bool = False
    face_authentication: bool = False
    inquiry_letter: bool = False

    def __post_init__(self) -> None:
        self._check_days()
        if self.event is DesignationEvent.INFANT:
            if self.age_band not in _AGES_OF_INFANTS:
                raise ContradictoryFacts("age_band", "infants_are_under_one")
        elif self.with_birth_notification:
            raise ContradictoryFacts("with_birth_notification", "infants_only")
        if self.age_band is not AgeBand.UNKNOWN and self.birth_date is not None:
            raise ContradictoryFacts("age_band", "birth_date_tells")
        if self.cause is not Cause.UNKNOWN and self.cause not in CAUSES_OF.get(self.event, ()):
            raise ContradictoryFacts("cause", "not_of_this_event")
        if self.trigger is not Trigger.UNKNOWN and self.trigger not in TRIGGERS_OF.get(self.event, ()):
            raise ContradictoryFacts("trigger", "not_of_this_event")
        if self.first_notice is not YesNo.UNKNOWN and self.event is not DesignationEvent.OVERSEAS:
            raise ContradictoryFacts("first_notice", "not_of_this_event")

    def _check_days(self) -> None:
        known = self.day_answer is DayAnswer.KNOWN
        if self.event is DesignationEvent.INFANT:
            if self.occurred_on is not None:
                raise ContradictoryFacts("occurred_on", "infant_counts_from_birth")
            if known != (self.birth_date is not None):
                raise ContradictoryFacts("birth_date", "day_missing" if known else "day_not_known")
        elif isinstance(self.event, OrdinaryCase):
            if self.occurred_on is not None:
                raise ContradictoryFacts("occurred_on", "no_day_counts")
        elif known != (self.occurred_on is not None):
            raise ContradictoryFacts("occurred_on", "day_missing" if known else "day_not_known")

    @property
    def start_on(self) -> date | None:
        """The day the law counts from: an infant's birth date, otherwise `occurred_on`; None while unknown."""
        return self.birth_date if self.event is DesignationEvent.INFANT else self.occurred_on


_AGES_OF_INFANTS = frozenset({AgeBand.UNKNOWN, AgeBand.UNDER_ONE})


class DayDoubt(Term):
    """Why a day cannot be right."""

    AHEAD = auto()
    TOO_LONG_AGO = auto()
    BEFORE_BIRTH = auto()


def doubtful_days(facts: Facts, *, on: date) -> dict[str, DayDoubt]:
    """The fields whose day cannot be right when one applies on that day: what a form refuses before it asks the law."""
    doubts: dict[str, DayDoubt] = {}
    for field in ("birth_date", "occurred_on", "first_visit_on"):
        day = getattr(facts, field)
        if day is None:
            continue
        if day > on:
            doubts[field] = DayDoubt.AHEAD
        elif day.year < on.year - _OLDEST:
            doubts[field] = DayDoubt.TOO_LONG_AGO
        elif facts.birth_date is not None and day < facts.birth_date:
            doubts[field] = DayDoubt.BEFORE_BIRTH
    return doubts


#: Years: nobody in Japan has lived to 120.
_OLDEST = 120
