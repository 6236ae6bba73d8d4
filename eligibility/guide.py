"""What the guide says with numbers in it: taken from the law, so that both change on the same day."""

from dataclasses import dataclass
from datetime import date

from eligibility.events import Cause, DesignationEvent, Facts, OrdinaryCase
from eligibility.practice import NATIONAL
from eligibility.presentation import personal_information, stop_the_card
from eligibility.rules import LAW
from eligibility.wording import (
    BOTH_FORMS,
    EXAMPLE_PICTURE,
    RECEIVE,
    fee_in_words,
    ordinary_route_in_words,
)
from fees.rules import ordinary_route, resident_fee


@dataclass(frozen=True)
class Guide:
    """The system as it is on one day, without any municipality's own rules."""

    on: date

    both_forms = BOTH_FORMS
    example_picture = EXAMPLE_PICTURE
    receive = RECEIVE

    @property
    def launch_on(self) -> date:
        day: date = LAW.value("launch_on", on=self.on)
        return day

    @property
    def application_days(self) -> int:
        days: int = LAW.value("application_days", on=self.on)
        return days

    @property
    def fee_lost(self) -> list[str]:
        return self._fee(Facts(event=DesignationEvent.LOST, occurred_on=self.on))

    @property
    def fee_otherwise(self) -> list[str]:
        damage = Facts(event=DesignationEvent.DAMAGE, occurred_on=self.on, cause=Cause.OWN_FAULT)
        return self._fee(damage)

    def _fee(self, facts: Facts) -> list[str]:
        return fee_in_words(resident_fee(facts, on=self.on, practice=NATIONAL))

    @property
    def ordinary_route(self) -> str:
        renewal = Facts(event=OrdinaryCase.RENEWAL)
        return ordinary_route_in_words(ordinary_route(renewal, on=self.on, practice=NATIONAL))

    @property
    def stop_the_card(self) -> str:
        return stop_the_card()

    @property
    def personal_information(self) -> str:
        return personal_information()
