"""The slip: a result kept as a code that carries the answers themselves. It has no name, and nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from desks.municipality_numbers import NoNumber, code_of, number_of
from eligibility.events import (
    EVENTS_UNDER,
    Certificate,
    DayAnswer,
    DesignationEvent,
    Facts,
    Heading,
    OrdinaryCase,
    YesNo,
)
from eligibility.slip.cases import Event, SlipCase, case_of, number_of_case
from eligibility.slip.code import (
    DAY_NOT_KNOWN,
    EARLIER,
    NO_DAY,
    Packed,
    SlipFault,
    SlipRefused,
    day_number,
    numbered_day,
    pack,
    unpack,
)

#: Days before these are told as "earlier": the launch for all but infants, who need a year up to it.
_FIRST_DAY: Final = date(2024, 12, 2)
_FIRST_BIRTH: Final = date(2023, 12, 3)
_WITHOUT_DAY: Final = {
    NO_DAY: DayAnswer.NOT_YET,
    EARLIER: DayAnswer.KNOWN,
    DAY_NOT_KNOWN: DayAnswer.UNKNOWN,
}
_BITS: Final = {Certificate.SIGNATURE: 1, Certificate.USER_AUTHENTICATION: 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class SlipContent:
    """What a code tells. `day` is the day that counts, an infant's the birth date; None while it is not told exactly.

    `is_earlier`: the day came before the launch (an infant: too long before it to be under one), and which it was is
    not told. `case` has the event and what else was answered.
    """

    residence_code: str
    at_residence_desk: bool
    certificates: frozenset[Certificate]
    day_answer: DayAnswer
    day: date | None
    is_earlier: bool
    case: SlipCase

    @property
    def event(self) -> Event:
        """Heading.OTHER for every designation under another reason: a slip never tells which."""
        return self.case.event

    @property
    def is_infant(self) -> bool:
        return self.event is DesignationEvent.INFANT

    @property
    def told(self) -> Mapping[str, Any]:
        """The other answers, by the names of `Facts`."""
        return self.case.facts()

    def facts(self, event: DesignationEvent | OrdinaryCase | None = None, **more: Any) -> Facts:
        """The facts to be judged anew, with what has been learnt since.

        Another reason needs its `event`, chosen again; ValueError without it. A day told as earlier stands in as the
        last of those days.
        """
        known = event or self.event
        if isinstance(known, Heading):
            raise ValueError("another reason: which one is not told")
        day = _first_day(known) - timedelta(days=1) if self.is_earlier else self.day
        about: dict[str, Any] = {
            "event": known,
            "day_answer": self.day_answer,
            "birth_date" if known is DesignationEvent.INFANT else "occurred_on": day,
            "at_residence_desk": self.at_residence_desk,
            "certificates": self.certificates,
        }
        return Facts(**(about | dict(self.told) | more))


class Slip(NamedTuple):
    """`code` as shown (XXXX-XXXX), and what it tells."""

    code: str
    content: SlipContent


def slip_of(facts: Facts, *, residence_code: str, on: date) -> Slip:
    """The slip of these facts; `on` is the day on which they were told.

    Raises SlipRefused for a municipality without a number, and for days from 16 February 2035 on.
    """
    try:
        municipality = number_of(residence_code)
    except NoNumber:
        raise SlipRefused(SlipFault.MUNICIPALITY_UNKNOWN) from None
    facts = _neutral(facts)
    certificates = sum(_BITS[certificate] for certificate in facts.certificates)
    number = number_of_case(facts, on=on)
    code = pack(Packed(number, _day_of(facts), municipality, not facts.at_residence_desk, certificates))
    return Slip(code, read_slip(code))


def read_slip(text: str) -> SlipContent:
    """What a code tells, typed or scanned in any way. Raises SlipRefused, which says what is wrong with it."""
    packed = unpack(text)
    try:
        case = case_of(packed.case)
    except LookupError:
        raise SlipRefused(SlipFault.CASE_UNKNOWN) from None
    try:
        residence_code = code_of(packed.municipality)
    except NoNumber:
        raise SlipRefused(SlipFault.MUNICIPALITY_UNKNOWN) from None
    day_answer, day = _told_day(packed.day, case.event)
    return SlipContent(
        residence_code=residence_code,
        at_residence_desk=not packed.other_desk,
        certificates=frozenset(one for one, bit in _BITS.items() if packed.certificates & bit),
        day_answer=day_answer,
        day=day,
        is_earlier=packed.day == EARLIER,
        case=case,
    )


def _neutral(facts: Facts) -> Facts:
    """Under another reason only one designation goes on asking after an earlier card: its answers would tell which."""
    if (
        facts.event in EVENTS_UNDER[Heading.OTHER]
        and facts.occurred_on
        and facts.had_card_before is YesNo.YES
    ):
        return Facts(event=facts.event, occurred_on=facts.occurred_on)
    return facts


def _first_day(event: Event) -> date:
    return _FIRST_BIRTH if event is DesignationEvent.INFANT else _FIRST_DAY


def _day_of(facts: Facts) -> int:
    if isinstance(facts.event, OrdinaryCase) or facts.day_answer is DayAnswer.NOT_YET:
        return NO_DAY
    if facts.start_on is None:
        return DAY_NOT_KNOWN
    return EARLIER if facts.start_on < _first_day(facts.event) else day_number(facts.start_on)


def _told_day(number: int, event: Event) -> tuple[DayAnswer, date | None]:
    """Raises SlipRefused for what no slip says: a day of what has none, or one that would have been "earlier"."""
    if isinstance(event, OrdinaryCase):
        if number != NO_DAY:
            raise SlipRefused(SlipFault.CONTRADICTORY)
        return DayAnswer.KNOWN, None
    if number in _WITHOUT_DAY:
        return _WITHOUT_DAY[number], None
    day = numbered_day(number)
    if day < _first_day(event):
        raise SlipRefused(SlipFault.CONTRADICTORY)
    return DayAnswer.KNOWN, day
