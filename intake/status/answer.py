"""How an application and its letter stand, as values: all that a resident is shown, and nothing else.

No name and no address, no designation, no reason. Under support measures no day, no number and no desk either: whoever
knows reference and birth date may be whom the person hides from. What is shown then is shown in other cases too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import Enum, auto
from typing import Final, NamedTuple

from delivery.models import Delivery
from delivery.plan import HomeDays
from delivery.planning import home_days_of
from delivery.sheet import Hold, expected_on, holds
from delivery.states import AT_POST, CLOSED, Problem, State
from desks.models import HelpDesk
from intake.models import Application, Standing
from intake.record import record_of


class Closing(Enum):
    """What the page says where no letter tells more."""

    PENDING = auto()
    """Papers are missing."""
    AT_THE_DESK = auto()
    """The desk looks at it, and alone says how it stands."""
    CLOSED = auto()
    """Nothing more comes of it."""


Where = State | Closing

COMING: Final = frozenset(
    {State.REQUESTED, State.SCHEDULED, State.POSTED, State.IN_TRANSIT, State.OUT, State.REPOSTED}
)
"""The letter is still to come, for the first time or again."""
_ENDED: Final = (Standing.REFUSED, Standing.WITHDRAWN)
_WITH_THE_POST: Final = AT_POST | {State.POSTED, State.IN_TRANSIT, State.OUT}


class Step(NamedTuple):
    """What happened on which day; None is the first visit to the desk."""

    state: State | None
    on: date


class Desk(NamedTuple):
    """The desk where the person applied, in the language of the page."""

    name: str
    phone: str
    opens_at: time
    closes_at: time
    address: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Status:
    """What is shown on `today`. `since`: the day from which it stands so.

    `bring_by`: the last open day for missing papers. `target`: by when it should arrive or why no day is named, in
    words; empty once `is_late`, when `target_date` is the day that was named, if any.
    """

    reference: str
    today: date
    where: Where
    since: date | None = None
    to_desk: bool = False
    bring_by: date | None = None
    home: HomeDays | None = None
    target: str = ""
    is_late: bool = False
    target_date: date | None = None
    hold: Hold | None = None
    keep_until: date | None = None
    problem: Problem | None = None
    tracking_number: str = ""
    steps: tuple[Step, ...] = ()
    desk: Desk | None = None


def status_of(application: Application, *, on: date) -> Status:
    """Needs the scope of its municipality."""
    letter: Delivery | None = application.delivery
    if application.support_measures:
        ended = application.standing in _ENDED or (letter is not None and letter.state in CLOSED)
        where = Closing.CLOSED if ended else Closing.AT_THE_DESK
        return Status(reference=application.reference, today=on, where=where)
    if letter is None or application.standing is not Standing.ACCEPTED or letter.state == State.CANCELLED:
        return _without_letter(application, on)
    return _with_letter(application, letter, on)


def _without_letter(application: Application, on: date) -> Status:
    if application.standing is not Standing.PENDING:
        where = Closing.CLOSED
    else:
        where = Closing.AT_THE_DESK if application.is_undecided else Closing.PENDING
    window = record_of(application, on=on).assessment.window if where is Closing.PENDING else None
    return Status(
        reference=application.reference,
        today=on,
        where=where,
        bring_by=window.last_open_day if window else None,
        desk=_desk(application.desk, on),
    )


def _with_letter(application: Application, letter: Delivery, on: date) -> Status:
    state, steps = State(letter.state), tuple(_steps(application, letter))
    coming, expected = state in COMING, expected_on(letter)
    is_late = coming and expected is not None and expected < on
    home = home_days_of(letter) if coming else None
    # Once the post has it the days at home say more than why no day could be named.
    is_told = letter.target_date is not None or letter.posted_on is None
    follows = state in _WITH_THE_POST and not letter.to_desk
    return Status(
        reference=application.reference,
        today=on,
        where=state,
        since=steps[-1].on,
        to_desk=letter.to_desk,
        home=home if home and home.last >= on else None,
        target=record_of(application, on=on).target if coming and is_told and not is_late else "",
        is_late=is_late,
        target_date=letter.target_date,
        hold=holds([letter], on).get(letter.pk),
        keep_until=letter.keep_until if state is State.AT_DESK else None,
        problem=Problem(letter.problem) if letter.problem and state not in CLOSED else None,
        tracking_number=letter.postings.latest("generation").tracking_number if follows else "",
        steps=steps,
        desk=_desk(application.desk, on),
    )


def _steps(application: Application, letter: Delivery) -> Iterator[Step]:
    """Every state with its day, as we came to know them; what was taken back is left out."""
    if application.first_visit_on != letter.accepted_on:
        yield Step(None, application.first_visit_on)
    yield Step(State.REQUESTED, letter.accepted_on)
    moves = [Step(State(move.after), move.on) for move in letter.standing_moves()]
    if letter.posted_on and all(step.state is not State.POSTED for step in moves):
        # Told after the news that followed it.
        posted = Step(State.POSTED, letter.posted_on)
        moves = sorted([posted, *moves], key=lambda step: (step.on, step.state is not State.SCHEDULED))
    yield from moves


def _desk(desk: HelpDesk, on: date) -> Desk | None:
    """None once it is closed for good."""
    if desk.closed_from and desk.closed_from <= on:
        return None
    name = f"{desk.municipality} {desk}"
    return Desk(name, desk.phone, desk.opens_at, desk.closes_at, desk.address, desk.note_shown)
