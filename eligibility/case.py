"""The answers of one self-check so far, and what the law says to them."""

from dataclasses import fields
from datetime import date
from functools import cached_property
from typing import Any

from desks.places import Place
from eligibility.age import age_band
from eligibility.answer import Answer, answer
from eligibility.events import (
    AgeBand,
    Cause,
    DayAnswer,
    DesignationEvent,
    Facts,
    Heading,
    OrdinaryCase,
    Trigger,
)
from eligibility.reasons import ReasonCode, Verdict
from eligibility.residence import Residence, residence_at

_FACTS = frozenset(field.name for field in fields(Facts))
#: They end the questions although express issuance is not ruled out: no other answer would change what to do.
_NOTHING_MORE_TO_ASK = frozenset({ReasonCode.LATE_BUT_PREVENTED, ReasonCode.CARD_STILL_WORKS})
_LATE = frozenset({ReasonCode.LATE, ReasonCode.FIRST_BIRTHDAY_REACHED})


class Case:
    """Filled answer by answer in the order of the steps. A property may be read once the steps before it are taken."""

    def __init__(self, *, on: date) -> None:
        self.on = on
        self.given: dict[str, Any] = {}

    def take(self, **given: Any) -> None:
        """What an answer says: facts by the names of `Facts`, or one of place, heading, under_fifteen."""
        self.given |= given
        self.__dict__.pop("answer", None)

    @property
    def places(self) -> tuple[Place, ...]:
        """The municipalities that the person may have meant."""
        places: tuple[Place, ...] = self.given["places"]
        return places

    @property
    def place(self) -> Place:
        place: Place = self.given.get("place", self.places[0])
        return place

    @cached_property
    def residence(self) -> Residence:
        return residence_at(self.place, on=self.on)

    @property
    def heading(self) -> Heading | None:
        """None: none of the five."""
        heading: Heading | None = self.given["heading"]
        return heading

    @property
    def event(self) -> DesignationEvent | OrdinaryCase:
        event: DesignationEvent | OrdinaryCase = self.given["event"]
        return event

    def facts(self, **more: Any) -> Facts:
        """What the law is asked about; what was not asked is UNKNOWN."""
        return Facts(**{name: value for name, value in (self.given | more).items() if name in _FACTS})

    @cached_property
    def answer(self) -> Answer:
        """To what has been taken so far."""
        home = self.residence
        return answer(self.facts(), on=self.on, practice=home.practice, calendar=home.calendar)

    @property
    def is_infant(self) -> bool:
        return self.event is DesignationEvent.INFANT

    @property
    def is_unborn(self) -> bool:
        return self.is_infant and not self.day_is_known

    @property
    def is_designated(self) -> bool:
        """One of the ten designations, so there is a day that counts."""
        return isinstance(self.event, DesignationEvent)

    @property
    def designation(self) -> DesignationEvent:
        """Raises ValueError for what is none of the ten."""
        return DesignationEvent(self.event)

    @property
    def day_is_known(self) -> bool:
        return self.is_designated and self.given["day_answer"] is DayAnswer.KNOWN

    @property
    def trigger(self) -> Trigger:
        trigger: Trigger = self.given.get("trigger", Trigger.UNKNOWN)
        return trigger

    @property
    def cause(self) -> Cause | None:
        return self.given.get("cause")

    @property
    def is_late(self) -> bool:
        return self.is_designated and self.answer.assessment.decided_by.code in _LATE

    @property
    def is_open(self) -> bool:
        """Whether the other questions still change what the person should do."""
        if not self.is_designated:
            return False
        assessment = self.answer.assessment
        ends = assessment.decided_by.code in _NOTHING_MORE_TO_ASK
        return assessment.verdict is not Verdict.NOT_ELIGIBLE and not ends

    @property
    def age_band(self) -> AgeBand:
        return age_band(self.facts(), on=self.on)
