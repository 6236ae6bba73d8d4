"""Why, in words: each step of a trace, and what would change the answer. For residents and staff alike."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise

from eligibility.nearest import Change, ChangeKind
from eligibility.reasons import Reason
from eligibility.wording import FACTS, change_in_words, in_words
from eligibility.words import SOURCES


class Because(NamedTuple):
    """A step in words: what it decided, which answer it rests on, where the rule comes from.

    `rule` and `parameter` are names that staff can quote, empty where an earlier version stored the step.
    """

    sentence: str
    answer: Promise
    source: Promise
    rule: str
    parameter: str


def because(reason: Reason) -> Because:
    """One step of a trace."""
    return Because(
        in_words(reason), FACTS[reason.fact], SOURCES[reason.source], reason.rule, reason.parameter
    )


#: The day is the large figure or stands in the sentence; so does what to do when prevented.
SAID_BY_THE_VERDICT = frozenset({ChangeKind.UNTIL, ChangeKind.FROM, ChangeKind.IF_PREVENTED})
#: To residents the fee line tells the price without certificates, too.
SAID_TO_RESIDENTS = SAID_BY_THE_VERDICT | {ChangeKind.WITHOUT_CERTIFICATES}


def unsaid(changes: Iterable[Change], *, said: frozenset[ChangeKind] = SAID_BY_THE_VERDICT) -> list[str]:
    """What would change the answer, a sentence each, without what the page says already."""
    return [change_in_words(change) for change in changes if change.kind not in said]
