"""The result as one sheet to take along, Japanese beside English. Another reason stays that: no sheet tells which."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import segno
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from desks.calendars import practice_row
from desks.models import HelpDesk, Practice
from desks.templatetags.look import day as day_in_words
from eligibility.case import Case
from eligibility.day_count import DayCount
from eligibility.events import EVENTS_UNDER, DesignationEvent, Heading, Paper, public_heading
from eligibility.presentation import Result, result_of
from eligibility.reasons import ReasonCode
from eligibility.slip.page import slip_on_page
from eligibility.wording import VERDICTS
from eligibility.words import CASES, HEADINGS, PAPERS
from paper.sheets import Sheet, pack

LANGUAGES: Final = ("ja", "en")
#: Only some of the reasons that stay untold ask for these, so every such sheet names both.
_WHERE_THERE_IS_ONE: Final = {
    Paper.OLD_CARD: PAPERS[Paper.OLD_CARD],
    Paper.NOTICE_LETTER: _("The letter from the municipality, if you got one"),
}
_MOST_AT_FULL_SIZE: Final = 6
#: What may be said under another reason: these sentences are the same for every designation.
_TELLS_NOTHING: Final = frozenset(
    {
        ReasonCode.DAY_AHEAD,
        ReasonCode.DAY_UNKNOWN,
        ReasonCode.BEFORE_LAUNCH,
        ReasonCode.LATE,
        ReasonCode.LATE_BUT_PREVENTED,
        ReasonCode.NO_OPEN_DAY_LEFT,
        ReasonCode.CASE_NOT_LISTED,
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """One part of the sheet in one language; `name` is its class. `figure` is set large."""

    name: str
    heading: str
    lines: tuple[str, ...] = ()
    figure: str = ""
    count: DayCount | None = None


class Tick(NamedTuple):
    """A paper to tick off in one language, with the pairs that suffice."""

    paper: str
    pairs: str


@dataclass(frozen=True, kw_only=True)
class SlipSheet(Sheet):
    """Each row holds the same in Japanese and in English."""

    template = "eligibility/slip_paper.html"
    title = _("Express issuance of the Individual Number Card: result of the check")

    heading: Promise
    code: str = ""
    qr: str = ""
    printed_on: date
    stop_the_card: tuple[str, ...] = ()
    above: tuple[tuple[Said, ...], ...] = ()
    bring: tuple[str, ...] = ()
    ticks: tuple[tuple[Tick, ...], ...] = ()
    below: tuple[tuple[Said, ...], ...] = ()

    @property
    def is_tight(self) -> bool:
        """Whether it takes smaller letters to stay on one page."""
        return len(self.stop_the_card) + len(self.ticks) > _MOST_AT_FULL_SIZE


def slip_pdf(case: Case, *, language: str) -> bytes:
    """The sheet of a case whose questions are all answered. Raises PaperUnavailable."""
    return pack([slip_sheet(case)], language)


def slip_sheet(case: Case) -> SlipSheet:
    result, slip = result_of(case), slip_on_page(case)
    qr = segno.make(slip.code, micro=False, error="m").svg_data_uri(border=0, omitsize=True) if slip else ""
    above, below, ticks, stop, bring = [], [], [], [], []
    for language in LANGUAGES:
        with override(language):
            above.append(list(_above(result)))
            below.append(list(_below(result)))
            ticks.append(list(_ticks(result)))
            bring.append(_bring_heading(result))
            stop.append(result.stop_the_card)
    return SlipSheet(
        municipality=str(case.place),
        heading=_heading(case),
        code=slip.code if slip else "",
        qr=qr,
        printed_on=case.on,
        stop_the_card=tuple(stop) if result.is_lost else (),
        above=tuple(zip(*above, strict=True)),
        bring=tuple(bring),
        ticks=tuple(zip(*ticks, strict=True)),
        below=tuple(zip(*below, strict=True)),
    )


def to_bring(result: Result) -> Iterator[tuple[str | Promise, list[Promise]]]:
    """The papers in words that tell no sensitive reason, each with the pairs that suffice."""
    untold = _is_untold(result)
    for item in result.bring or result.ordinary_bring:
        if not untold or item.kind not in _WHERE_THERE_IS_ONE:
            yield item.paper, item.pairs
    if untold:
        yield from ((words, []) for words in _WHERE_THERE_IS_ONE.values())


def _is_untold(result: Result) -> bool:
    """Whether the sheet says "another reason" and no more."""
    return result.case.event in EVENTS_UNDER[Heading.OTHER]


def desks_in_words(result: Result) -> Iterator[str]:
    """Where to go, a line for each desk; nothing for another municipality's desk, which is not known here."""
    yield from map(_desk_in_words, result.desks)


def _desk_in_words(desk: HelpDesk) -> str:
    opens, closes = (time_format(time, "G:i") for time in (desk.opens_at, desk.closes_at))
    return f"{desk} {desk.address} {desk.phone} {opens}–{closes}"


def _heading(case: Case) -> Promise:
    if isinstance(case.event, DesignationEvent):
        return HEADINGS[public_heading(case.event)]
    return CASES[case.event]


def _sentence(result: Result) -> str:
    assessment = result.assessment
    if _is_untold(result) and assessment.decided_by.code not in _TELLS_NOTHING:
        return str(VERDICTS[assessment.verdict])
    return str(result.sentence)


def _above(result: Result) -> Iterator[Said]:
    yield Said("verdict", str(result.headline), _lines(_sentence(result), *_instead(result), result.first_do))
    window = result.assessment.window
    if window and result.last_open_day:
        by_law = gettext("Last day by law: %(day)s") % {"day": day_in_words(window.legal_end)}
        yield Said(
            "until",
            gettext("The last open day you can go"),
            _lines(by_law, result.sure_by),
            day_in_words(result.last_open_day),
        )
    if count := result.day_count:
        yield Said("counting", gettext("How the days were counted"), (count.sentence,), count=count)
    if result.fee:
        because = gettext("Because of: %(basis)s.") % {"basis": result.fee_basis}
        # What may be charged would tell a change of the number apart: the others are free.
        fee = result.fee[:1] if _is_untold(result) else result.fee
        yield Said("fee", gettext("Fee"), _lines(*fee, because))
    if result.who:
        yield Said("who", gettext("Who must come"), (str(result.who),))


def _instead(result: Result) -> Iterator[str]:
    if result.ordinary_route:
        yield result.ordinary_route
        yield gettext("Apply at the desk, by post or online; you pick the card up at the desk.")


def _bring_heading(result: Result) -> str:
    return gettext("What to bring") if result.bring else gettext("What the ordinary way needs")


def _ticks(result: Result) -> Iterator[Tick]:
    for paper, pairs in to_bring(result):
        yield Tick(str(paper), gettext(" or ").join(map(str, pairs)))


def _below(result: Result) -> Iterator[Said]:
    comma = gettext(", ")
    if any(pairs for _paper, pairs in to_bring(result)):
        kinds = (f"A: {comma.join(map(str, result.papers_a))}", f"B: {comma.join(map(str, result.papers_b))}")
        yield Said("kinds", gettext("What A and B are"), kinds)
    place = gettext("Desks of %(place)s") % {"place": result.case.place}
    if desks := tuple(desks_in_words(result)):
        yield Said("desks", place, desks)
    yield Said("notes", gettext("Good to know"), _lines(*_notes(result)))


def _notes(result: Result) -> Iterator[str]:
    yield gettext("The case is decided anew at the desk, on the day you go.")
    if result.bring:
        yield str(result.both_forms)
        yield result.personal_information
    yield _rules_in_words(result.case)


def _rules_in_words(case: Case) -> str:
    row = case.residence.row
    if row:
        try:
            since = practice_row(row, case.on).in_force_from
        except Practice.DoesNotExist:
            pass
        else:
            return gettext("Rules: practice of %(place)s in force from %(day)s.") % {
                "place": case.place,
                "day": day_in_words(since),
            }
    return gettext(
        "Rules: the national page; those of %(place)s itself are not known here. Confirm with the desk."
    ) % {"place": case.place}


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(filter(None, lines))
