"""What the status page says. A letter that the post was given is never called delivered."""

import re
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from delivery.sheet import LOOKS
from delivery.states import AT_POST, Problem, State
from desks.dates import with_weekday
from eligibility.wording import EXAMPLE_PICTURE, RECEIVE
from intake.status.answer import COMING, Closing, Status, Where

NOT_FOUND: Final = _(
    "Nothing was found for this reference and this date of birth. Compare both with your paper. "
    "If they are right, telephone the help desk where you applied."
)
CANNOT_COUNT: Final = _(
    "This page cannot answer just now. Try again in a few minutes, or telephone the help desk where you applied."
)
_OUT_BEFORE: Final = _("The letter was out for delivery")
_HELD_TOO_LONG: Final = _("The post no longer keeps the letter")

HEADLINES: Final[dict[Where, Promise]] = {
    Closing.PENDING: _("We are waiting for papers"),
    Closing.AT_THE_DESK: _("Your application is at the desk"),
    Closing.CLOSED: _("This application has ended"),
    State.REQUESTED: _("Your application was accepted"),
    State.SCHEDULED: _("The card is being made"),
    State.POSTED: _("The letter was handed over to the post"),
    State.IN_TRANSIT: _("The letter is on its way in the post"),
    State.OUT: _("The letter is out for delivery today"),
    State.ABSENT: _("Nobody was at home: the post keeps the letter"),
    State.HELD: _("The post keeps the letter for you"),
    State.RETURNING: _("The letter is on its way back"),
    State.RETURNED: _("The letter came back"),
    State.AT_DESK: _("We keep the card for you at the desk"),
    State.REPOSTED: _("The letter is posted again"),
    State.DELIVERED: _("The letter was delivered"),
    State.HANDED_OVER: _("The card was handed over at the desk"),
    State.DISPOSED: _("The card was not collected and no longer exists"),
}
_ASK_DESK: Final = _("The help desk where you applied tells you how it goes on.")
SENTENCES: Final[dict[Where, Promise]] = {
    Closing.AT_THE_DESK: _("The help desk where you applied tells you how it stands."),
    Closing.CLOSED: _("If you have questions, ask the help desk where you applied."),
    State.REQUESTED: _("The desk now asks the national issuer to make the card."),
    State.SCHEDULED: _("The national issuer makes it and hands it over to the post."),
    State.ABSENT: _("Follow the notice that was left. It says how you get the letter."),
    State.HELD: _("Follow the notice that was left. It says how you get the letter."),
    State.RETURNING: _ASK_DESK,
    State.RETURNED: _ASK_DESK,
    State.AT_DESK: _(
        "Come with your identity papers and this reference. "
        "Under 15 and under guardianship, the legal representative comes too."
    ),
    State.DELIVERED: _("So the post tells us. If none of you has it, telephone your help desk."),
    State.HANDED_OVER: _("Nothing more is to be done."),
    State.DISPOSED: _ASK_DESK,
}
PROBLEMS: Final[dict[Problem, Promise]] = {
    Problem.DAMAGED: _("The post tells us that the letter is damaged. Telephone your help desk."),
    Problem.ADDRESS_UNKNOWN: _("The post did not find the name there. Telephone your help desk."),
    Problem.REFUSED_BY_ADDRESSEE: _("The post tells us that it was not taken."),
    Problem.HOLD_ENDED: _("It was not collected in time."),
    Problem.INVESTIGATED: _("The post is looking for the letter."),
}
STEPS: Final[dict[State, Promise]] = {
    State.REQUESTED: _("Application accepted"),
    State.SCHEDULED: _("Asked for at the national issuer"),
}
"""Where the words of the desk would say little."""
_FIRST_VISIT: Final = _("You applied; papers were missing")
_LOOKS: Final[dict[Where, tuple[str, str]]] = {
    Closing.PENDING: ("ask", "clock"),
    Closing.AT_THE_DESK: ("wait", "talk"),
    Closing.CLOSED: ("plain", "cross"),
    State.HELD: ("ask", "letter"),
    State.AT_DESK: ("ask", "letter"),
}


class Line(NamedTuple):
    """One step of the timeline; `day` is empty and `kind` too while it is still to come."""

    words: str
    day: str
    kind: str


class Shown:
    """A status for the screen, in the language of the page."""

    receive = RECEIVE
    example_picture = EXAMPLE_PICTURE

    def __init__(self, status: Status) -> None:
        self.status = status
        self.tone, self.symbol = _look(status.where)

    @property
    def headline(self) -> Promise:
        status = self.status
        if status.where is State.OUT and status.since != status.today:
            return _OUT_BEFORE
        return _HELD_TOO_LONG if self.is_held_too_long else HEADLINES[status.where]

    @property
    def sentences(self) -> list[str]:
        """What it means and what to do, the most important first."""
        status = self.status
        said = [_ASK_DESK if self.is_held_too_long else SENTENCES.get(status.where), self._papers]
        if status.keep_until and status.keep_until < status.today:
            said.append(gettext("The day until which we keep it is over: telephone your help desk first."))
        if status.problem:
            said.append(PROBLEMS[status.problem])
        if status.where is State.SCHEDULED and self._may_be_posted:
            said.append(gettext("We do not hear of every letter: it may be with the post already."))
        if status.to_desk and status.where in COMING:
            said.append(gettext("It is posted to the desk, which keeps it for you. You need not be at home."))
        return [str(each) for each in said if each]

    @property
    def _may_be_posted(self) -> bool:
        home = self.status.home
        return self.status.is_late or (home is not None and home.first <= self.status.today)

    @property
    def _papers(self) -> str:
        """Until when the missing ones are brought."""
        status = self.status
        if status.where is not Closing.PENDING:
            return ""
        if status.bring_by is None:
            return gettext("The help desk tells you which, and until when.")
        day = with_weekday(status.bring_by)
        if status.bring_by < status.today:
            return gettext("The last day to bring them was %(day)s. Telephone the help desk.") % {"day": day}
        return gettext("Bring them by %(day)s. Your paper from the desk says which.") % {"day": day}

    @property
    def is_held_too_long(self) -> bool:
        hold = self.status.hold
        return hold is not None and hold.days_left < 0

    @property
    def held(self) -> str:
        """How many days the post still keeps it."""
        hold = self.status.hold
        if hold is None or hold.days_left < 0:
            return ""
        if hold.days_left == 0:
            return gettext("Today is the last day.")
        return ngettext("%(count)s day left", "%(count)s days left", hold.days_left) % {
            "count": hold.days_left
        }

    @property
    def late(self) -> str:
        if not self.status.is_late:
            return ""
        if self.status.target_date is None:
            return gettext(
                "It takes longer than usual. The desk sees that it is late; you need do nothing. "
                "To ask, telephone the desk."
            )
        return gettext(
            "It should have come by %(day)s. The desk sees that it is late; you need do nothing. "
            "To ask, telephone the desk."
        ) % {"day": with_weekday(self.status.target_date)}

    @property
    def awaits_home_days(self) -> bool:
        """The days at home are not known yet, but will be."""
        status = self.status
        comes_home = status.where in (State.REQUESTED, State.SCHEDULED) and not status.to_desk
        return comes_home and status.home is None

    @property
    def comes_home(self) -> bool:
        return self.status.where in COMING and not self.status.to_desk

    @property
    def number(self) -> str:
        """The tracking number in the groups in which the post writes it."""
        label = re.fullmatch(r"([0-9]{3})([0-9]{2})([0-9]{5})([0-9])", self.status.tracking_number)
        return "-".join(label.groups()) if label else self.status.tracking_number

    @property
    def lines(self) -> list[Line]:
        """What happened, the oldest first, and what is still to come."""
        told = [Line(_step(step.state), with_weekday(step.on), "done") for step in self.status.steps]
        if told:
            told[-1] = told[-1]._replace(kind="now")
        if told and self.status.where in COMING | AT_POST:
            end = gettext("We keep it at the desk") if self.status.to_desk else gettext("It is with you")
            told.append(Line(end, "", ""))
        return told


def try_again(seconds: int) -> str:
    """When one may ask again."""
    number = -(-seconds // 60)
    wait = ngettext("in %(number)s minute", "in %(number)s minutes", number) % {"number": number}
    return gettext(
        "There were several tries without success. Try again %(wait)s, or telephone the help desk where you applied."
    ) % {"wait": wait}


def _step(state: State | None) -> str:
    return str(_FIRST_VISIT if state is None else STEPS.get(state, state.label))


def _look(where: Where) -> tuple[str, str]:
    """Tone and icon; as at the desk, but for what says little without its list."""
    if isinstance(where, State) and where not in _LOOKS:
        return LOOKS[where]
    return _LOOKS[where]
