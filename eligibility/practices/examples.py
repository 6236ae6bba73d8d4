"""What a change of practice means for people at the desk: cases worked out by `answer()` before and after."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.templatetags.look import day as day_in_words
from eligibility.answer import Answer, answer
from eligibility.calendar import Calendar
from eligibility.events import Cause, DesignationEvent, Facts, Trigger, YesNo
from eligibility.practice import NATIONAL, Practice
from eligibility.practices.words import value_in_words
from eligibility.wording import DESK_ACTIONS, desk_fee_in_words

A_FORTNIGHT = 14
"""Days that are tried for an example: whatever depends on weekdays shows in them."""


class Worked(NamedTuple):
    """One case in words, and what the desk says before and after the change."""

    case: str
    before: str
    after: str


class Example(NamedTuple):
    """A case on a day, and the part of its answer that is compared."""

    case: Promise
    facts: Callable[[date], Facts]
    says: Callable[[Answer], str]


def worked_examples(before: Practice, after: Practice, *, on: date, calendar: Calendar) -> list[Worked]:
    """The cases that the two practices answer differently, each on the first day from `on` that shows it."""
    return [
        worked
        for example in EXAMPLES
        if (worked := next(_differing(example, before, after, on=on, calendar=calendar), None))
    ]


def _differing(
    example: Example, before: Practice, after: Practice, *, on: date, calendar: Calendar
) -> Iterator[Worked]:
    for day in (on + timedelta(days=number) for number in range(A_FORTNIGHT)):
        old, new = (
            example.says(_answered(example.facts(day), practice, on=day, calendar=calendar))
            for practice in (before, after)
        )
        if old != new:
            yield Worked(str(example.case) % {"day": day_in_words(day)}, old, new)


def _answered(facts: Facts, practice: Practice, *, on: date, calendar: Calendar) -> Answer:
    """At our own desk, where people from elsewhere bring the national default."""
    residence = practice if facts.at_residence_desk else NATIONAL
    return answer(facts, on=on, practice=residence, desk_practice=practice, calendar=calendar)


# -- The part of the answer ----------------------------------------------------------------------------------


def _last_day(given: Answer) -> str:
    window = given.assessment.window
    return gettext("can apply until %(day)s") % {"day": day_in_words(window.closes_on)} if window else ""


def _fee(given: Answer) -> str:
    return desk_fee_in_words(given.desk_fee) if given.desk_fee else ""


def _action(given: Answer) -> str:
    return str(DESK_ACTIONS[given.assessment.desk_action])


def _own_papers(given: Answer) -> str:
    return value_in_words("applicant_papers", given.documents.applicant_papers) if given.documents else ""


def _representatives_papers(given: Answer) -> str:
    pairs = given.documents.representative_papers if given.documents else frozenset()
    return value_in_words("representative_papers", pairs) if pairs else gettext("no identity papers")


def _target(given: Answer) -> str:
    return day_in_words(given.target.target_date) if given.target else ""


def _chase(given: Answer) -> str:
    return day_in_words(given.target.chase_on) if given.target else ""


# -- The cases -----------------------------------------------------------------------------------------------


def _lost(day: date) -> Facts:
    return Facts(event=DesignationEvent.LOST, occurred_on=day, cause=Cause.AT_HOME)


def _lost_outside(day: date) -> Facts:
    return Facts(event=DesignationEvent.LOST, occurred_on=day, cause=Cause.OUTSIDE, police_number=YesNo.NO)


def _stolen(day: date) -> Facts:
    return Facts(event=DesignationEvent.LOST, occurred_on=day, cause=Cause.STOLEN, police_number=YesNo.YES)


def _damaged(cause: Cause, certificate: YesNo = YesNo.UNKNOWN) -> Callable[[date], Facts]:
    return lambda day: Facts(
        event=DesignationEvent.DAMAGE, occurred_on=day, cause=cause, disaster_certificate=certificate
    )


def _returned(day: date) -> Facts:
    return Facts(
        event=DesignationEvent.OVERSEAS,
        occurred_on=day,
        first_notice=YesNo.YES,
        had_card_before=YesNo.YES,
        old_card_shown=YesNo.NO,
    )


def _renumbered(day: date) -> Facts:
    return Facts(event=DesignationEvent.NUMBER_CHANGE, occurred_on=day, trigger=Trigger.OWN_REQUEST)


def _baby(days_old: int, *, notified: bool = False) -> Callable[[date], Facts]:
    return lambda day: Facts(
        event=DesignationEvent.INFANT,
        birth_date=day - timedelta(days=days_old),
        with_birth_notification=notified,
    )


def _from_elsewhere(day: date) -> Facts:
    return Facts(event=DesignationEvent.LOST, occurred_on=day, cause=Cause.AT_HOME, at_residence_desk=False)


EXAMPLES = (
    Example(_("A card reported lost on %(day)s"), _lost, _last_day),
    Example(_("A baby of 40 days, on %(day)s"), _baby(40), _action),
    Example(_("Damaged by the holder's own fault, on %(day)s"), _damaged(Cause.OWN_FAULT), _fee),
    Example(_("Damaged, and nobody knows how, on %(day)s"), _damaged(Cause.UNKNOWN), _fee),
    Example(_("A card that stopped working by itself on %(day)s"), _damaged(Cause.DEFECT), _fee),
    Example(
        _("Burnt in a disaster, with the disaster certificate, on %(day)s"),
        _damaged(Cause.DISASTER, YesNo.YES),
        _fee,
    ),
    Example(_("Stolen, with the number of the police report, on %(day)s"), _stolen, _fee),
    Example(_("Back from abroad, the earlier card not shown, on %(day)s"), _returned, _fee),
    Example(_("The number was changed at the holder's request on %(day)s"), _renumbered, _fee),
    Example(_("An adult who lost the card, on %(day)s: papers"), _lost, _own_papers),
    Example(_("A baby of 10 days, on %(day)s: papers"), _baby(10), _own_papers),
    Example(_("The parent of a baby of 10 days, on %(day)s: papers"), _baby(10), _representatives_papers),
    Example(
        _("Whoever brings the birth notification on %(day)s: papers"),
        _baby(5, notified=True),
        _representatives_papers,
    ),
    Example(
        _("Lost outside the home, without the number of the police report, on %(day)s"),
        _lost_outside,
        _action,
    ),
    Example(_("Somebody registered elsewhere who lost the card, on %(day)s"), _from_elsewhere, _action),
    Example(
        _("The delivery to somebody registered elsewhere who applied on %(day)s is looked into on"),
        _from_elsewhere,
        _chase,
    ),
    Example(_("An application completed on %(day)s: target day"), _lost, _target),
    Example(_("A delivery without a target day, applied for on %(day)s, is looked into on"), _lost, _chase),
)
