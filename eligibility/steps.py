"""The self-check as data: its questions in order, when each is asked, and the walk through the answers sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.fields import showable
from eligibility import questions
from eligibility.case import Case
from eligibility.events import CAUSES_OF, TRIGGERS_OF, Cause
from eligibility.forms import BirthDate, Choose, Day, Options, Question, Where

#: What a button asks for beside going on: the page before, or the same page in the other language.
BACK, STAY = "back", "stay"
RESULT = "result"

_WITH_PROOF = frozenset({Cause.OUTSIDE, Cause.STOLEN, Cause.DISASTER})


Words = str | Promise | Callable[[Case], str | Promise]


def _in(case: Case, words: Words) -> str | Promise:
    return words(case) if callable(words) else words


@dataclass(frozen=True, kw_only=True)
class Step:
    """One question; `short` names it in the summary, and its answer is for one `about` (an event, say) alone."""

    name: str
    short: Promise
    question: Words
    form: type[Question] = Choose
    lead: Words = ""
    warning: Words = ""
    options: Callable[[Case], Options] = lambda case: {}
    applies: Callable[[Case], bool] = lambda case: True
    about: Words = ""

    def ask(self, case: Case, **sent: Any) -> Question:
        """The page, with `data` to be judged or with `initial` values to be shown."""
        about = _in(case, self.about)
        prefix = f"{self.name}-{about}" if about else self.name
        asked = self.form(case, _in(case, self.question), self.options(case), prefix=prefix, **sent)
        asked.lead, asked.warning = _in(case, self.lead), _in(case, self.warning)
        return asked


def _event(case: Case) -> str:
    return case.event.value


STEPS = (
    Step(
        name="where",
        short=_("Where you live"),
        question=_("Where do you live?"),
        form=Where,
        lead=_("The municipality where the person the card is for is registered."),
    ),
    Step(
        name="which",
        short=_("Municipality"),
        question=_("Which municipality is it?"),
        options=questions.municipalities,
        applies=lambda case: len(case.places) > 1,
    ),
    Step(
        name="what",
        short=_("What happened"),
        question=_("What happened?"),
        options=questions.headings,
    ),
    Step(
        name="exactly",
        short=_("More exactly"),
        question=_("Which of these is it?"),
        options=questions.events,
        applies=lambda case: "event" not in case.given,
        about=lambda case: case.heading or "",
    ),
    Step(
        name="begun",
        short=_("How it began"),
        question=_("Which of these applies to you?"),
        options=questions.triggers,
        applies=lambda case: case.event in TRIGGERS_OF,
        about=_event,
    ),
    Step(
        name="day",
        short=_("The day that counts"),
        question=questions.day_question,
        lead=questions.day_lead,
        warning=questions.day_warning,
        form=Day,
        options=questions.day_answers,
        applies=lambda case: case.is_designated,
        about=_event,
    ),
    Step(
        name="earlier",
        short=_("Another card"),
        question=questions.earlier_card_question,
        options=questions.earlier_cards,
        applies=lambda case: (
            (case.event in questions.FIRST_CARD_OF_ALL and not case.is_unborn)
            or (case.event in questions.FIRST_CARD_SINCE and case.day_is_known and case.is_open)
        ),
        about=_event,
    ),
    Step(
        name="prevented",
        short=_("Kept from applying in time"),
        question=_("Did circumstances keep you from applying in time?"),
        lead=questions.why_late,
        options=questions.prevented,
        applies=lambda case: case.is_late,
    ),
    Step(
        name="cause",
        short=_("How it happened"),
        question=questions.cause_question,
        options=questions.causes,
        applies=lambda case: case.event in CAUSES_OF and case.is_open,
        about=_event,
    ),
    Step(
        name="proof",
        short=_("Proof"),
        question=questions.proof_question,
        options=questions.proofs,
        applies=lambda case: case.cause in _WITH_PROOF,
        about=lambda case: case.cause or "",
    ),
    Step(
        name="age",
        short=_("Age"),
        question=_("How old is the person the card is for?"),
        options=questions.ages,
        applies=lambda case: case.is_open and not case.is_infant,
    ),
    Step(
        name="birth",
        short=_("Date of birth"),
        question=_("When was the child born?"),
        form=BirthDate,
        applies=lambda case: bool(case.given.get("under_fifteen")),
    ),
    Step(
        name="desk",
        short=_("The desk you go to"),
        question=_("Which desk will you go to?"),
        options=questions.desks,
        applies=lambda case: case.is_open,
    ),
    Step(
        name="certificates",
        short=_("Electronic certificates"),
        question=_("Do you want electronic certificates on the card?"),
        lead=_("They let you identify yourself and sign online."),
        options=questions.certificates,
        applies=lambda case: case.is_open,
    ),
)
_ORDER = {step.name: index for index, step in enumerate(STEPS)} | {RESULT: len(STEPS)}


@dataclass(frozen=True)
class Asked:
    """A question that applies, with the form that was judged."""

    step: Step
    form: Question


@dataclass(frozen=True)
class Walk:
    """The questions that apply, up to the first without a valid answer: `missing`, None where there is a result."""

    case: Case
    answered: tuple[Asked, ...]
    missing: Asked | None


def walk(data: Mapping[str, str], *, on: date) -> Walk:
    """Every answer is judged again at every step: hidden fields are typed by whoever likes to."""
    case = Case(on=on)
    answered: list[Asked] = []
    for step in STEPS:
        if not step.applies(case):
            continue
        form = step.ask(case, data=data)
        if not form.is_valid():
            return Walk(case, tuple(answered), Asked(step, form))
        form.take()
        answered.append(Asked(step, form))
    return Walk(case, tuple(answered), None)


@dataclass(frozen=True)
class Page:
    """What to show: a question, or the result (`asked` None). `lost`: an answer that had been given is not there."""

    asked: Asked | None
    lost: bool = False

    @property
    def name(self) -> str:
        return self.asked.step.name if self.asked else RESULT


def page_of(walked: Walk, data: Mapping[str, str]) -> Page:
    """The page that the pressed button asks for: the one before, the same, a named one, or the next unanswered."""
    at = _ORDER.get(data.get("at", ""), 0)
    go = data.get("go", "")
    shown = {asked.step.name: asked for asked in (*walked.answered, *filter(None, [walked.missing]))}
    if go == BACK:
        before = [asked for name, asked in shown.items() if _ORDER[name] < at]
        return Page(_unjudged(before[-1] if before else shown["where"], data))
    wanted = data.get("at", "") if go == STAY else go
    if wanted in shown:
        return Page(_unjudged(shown[wanted], data))
    if walked.missing is None:
        return Page(None)
    missing_at = _ORDER[walked.missing.step.name]
    if missing_at > at or not data:
        return Page(_unjudged(walked.missing, data))
    return Page(walked.missing, lost=missing_at < at)


def _unjudged(asked: Asked, data: Mapping[str, str]) -> Asked:
    """The same question with what was sent for it and no messages: nobody has pressed Continue on it."""
    typed = {name: value for name, value in asked.form.typed(data).items() if value}
    return Asked(asked.step, asked.step.ask(asked.form.case, initial=typed))


def carried(data: Mapping[str, str], page: Page) -> list[tuple[str, str]]:
    """The other answers, to be sent along as hidden fields."""
    own = page.asked.form.prefix if page.asked else ""
    return [
        (name, showable(value))
        for name, value in data.items()
        if name.partition("-")[0] in _ORDER and not (own and name.startswith(f"{own}-"))
    ]
