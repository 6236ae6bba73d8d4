"""The result page: what the law answered, in the order and the words in which a resident reads it."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from desks.models import HelpDesk
from desks.templatetags.look import day as day_in_words
from eligibility.answer import Answer
from eligibility.case import Case
from eligibility.day_count import DayCount, day_count
from eligibility.documents import A_PAPERS, Documents
from eligibility.events import DesignationEvent, Paper
from eligibility.nearest import nearest_changes
from eligibility.practice import IdentityPair
from eligibility.reasons import Assessment, DeskAction, Verdict
from eligibility.why import SAID_TO_RESIDENTS, Because, because, unsaid
from eligibility.wording import (
    BOTH_FORMS,
    EXAMPLE_PICTURE,
    FEE_BASES,
    PERSONAL_INFORMATION,
    POLICY_NAME,
    RECEIVE,
    STOP_THE_CARD,
    VERDICTS,
    fee_in_words,
    in_words,
    ordinary_route_in_words,
    target_in_words,
)
from eligibility.words import ATTENDANCE, IDENTITY_KINDS, IDENTITY_PAIRS, PAPERS

#: Tone and icon of a verdict. Not eligible is news, not a fault.
LOOKS = {
    Verdict.ELIGIBLE: ("good", "check"),
    Verdict.NOT_ELIGIBLE: ("plain", "bar"),
    Verdict.NOT_YET: ("wait", "clock"),
    Verdict.CONSULT: ("ask", "talk"),
}
HEADLINES: dict[Verdict, Promise] = {
    Verdict.ELIGIBLE: _("You can use express issuance"),
    Verdict.NOT_ELIGIBLE: _("Express issuance is not for this"),
    Verdict.NOT_YET: _("You cannot apply yet"),
    Verdict.CONSULT: _("Talk to the desk first"),
}
# In English and in Japanese; the policy is linked from there.
NATIONAL_PAGE = (
    "https://www.kojinbango-card.go.jp/en-express-apply/",
    "https://www.kojinbango-card.go.jp/apprec/apply/express_apply/",
)
_DESK_COMES_FIRST = frozenset({DeskAction.CONSULT, DeskAction.PENDING})


class ToBring(NamedTuple):
    """A paper; for identity papers the pairs of them that suffice."""

    kind: Paper
    paper: Promise
    pairs: list[Promise]


@dataclass(frozen=True)
class Result:
    """Everything that the page shows; None or empty where the page leaves it out."""

    case: Case
    answer: Answer

    both_forms = BOTH_FORMS
    receive = RECEIVE
    example_picture = EXAMPLE_PICTURE
    papers_a = tuple(words for kind, words in IDENTITY_KINDS.items() if kind in A_PAPERS)
    papers_b = tuple(words for kind, words in IDENTITY_KINDS.items() if kind not in A_PAPERS)

    @property
    def assessment(self) -> Assessment:
        return self.answer.assessment

    @property
    def tone(self) -> str:
        return LOOKS[self.assessment.verdict][0]

    @property
    def icon(self) -> str:
        return LOOKS[self.assessment.verdict][1]

    @property
    def headline(self) -> Promise:
        return HEADLINES[self.assessment.verdict]

    @property
    def sentence(self) -> str | Promise:
        """Under an open door the caution; under a closed one why."""
        if self.assessment.verdict is Verdict.ELIGIBLE:
            return VERDICTS[Verdict.ELIGIBLE]
        return in_words(self.assessment.decided_by)

    @property
    def decided_by(self) -> Because:
        return because(self.assessment.decided_by)

    @property
    def first_do(self) -> str:
        """What comes before going to the desk, where anything does."""
        reason = self.assessment.desk_reason
        is_open = self.assessment.verdict is Verdict.ELIGIBLE
        return in_words(reason) if is_open and self.assessment.desk_action in _DESK_COMES_FIRST else ""

    @property
    def is_lost(self) -> bool:
        return self.case.event is DesignationEvent.LOST

    @property
    def stop_the_card(self) -> SafeString:
        return stop_the_card()

    @property
    def is_eligible(self) -> bool:
        return self.assessment.verdict is Verdict.ELIGIBLE

    @property
    def last_open_day(self) -> date | None:
        window = self.assessment.window
        return window.last_open_day if window and self.is_eligible else None

    @property
    def days_left(self) -> str:
        left = self.assessment.days_left
        if not left:
            return gettext("Today is the last day.") if left == 0 else ""
        return ngettext("%(count)s day left.", "%(count)s days left.", left) % {"count": left}

    @property
    def sure_by(self) -> str:
        """Where a day is rolled by a rule that the municipality has not told: how to be safe."""
        window, home = self.assessment.window, self.case.residence
        if not (window and window.rolled and self.is_eligible) or home.row:
            return ""
        day = home.calendar.open_day_on_or_before(window.legal_end)
        if day < self.case.on:
            return gettext("Whether this day is accepted there is not known here. Phone the desk first.")
        return gettext(
            "Whether this day is accepted there is not known here. Go by %(day)s, or phone the desk first."
        ) % {"day": day_in_words(day)}

    @property
    def count(self) -> list[str]:
        """How the last day was counted, a sentence each."""
        return [in_words(reason) for reason in self.assessment.trace[: -2 if self.is_eligible else -1]]

    @property
    def day_count(self) -> DayCount | None:
        return day_count(self.assessment, self.case.residence.calendar)

    @property
    def fee(self) -> list[str]:
        return fee_in_words(self.answer.fee) if self.answer.fee else []

    @property
    def fee_basis(self) -> Promise | None:
        return FEE_BASES[self.answer.fee.basis] if self.answer.fee else None

    @property
    def changes(self) -> list[str]:
        """What would change the answer."""
        case, home = self.case, self.case.residence
        found = nearest_changes(
            case.facts(), self.answer, on=case.on, practice=home.practice, calendar=home.calendar
        )
        return unsaid(found, said=SAID_TO_RESIDENTS)

    @property
    def ordinary_route(self) -> str:
        return ordinary_route_in_words(self.answer.ordinary_route) if self.answer.ordinary_route else ""

    @property
    def who(self) -> Promise | None:
        return ATTENDANCE[self.answer.attendance.rule] if self.answer.attendance else None

    @property
    def bring(self) -> list[ToBring]:
        """To the desk, for express issuance."""
        return [] if self.answer.ordinary_route else self._papers

    @property
    def ordinary_bring(self) -> list[ToBring]:
        """For the ordinary way."""
        return self._papers if self.answer.ordinary_route else []

    @property
    def _papers(self) -> list[ToBring]:
        return list(_to_bring(self.answer.documents)) if self.answer.documents else []

    @property
    def desks(self) -> list[HelpDesk]:
        """Where to go; none for another municipality's desk, which is not known here."""
        return self.case.residence.desks() if self.case.facts().at_residence_desk else []

    @property
    def target(self) -> str:
        """By when it should arrive. Papers that are missing come first: it counts from the day of the last one."""
        if self.answer.missing and self.is_eligible:
            return gettext("The days until delivery count from the day on which the last paper is there.")
        return target_in_words(self.answer.target) if self.answer.target else ""

    @property
    def personal_information(self) -> SafeString:
        return personal_information()

    @property
    def why(self) -> list[Because]:
        """Every step; not what the desk takes where the resident is told that it is free in principle."""
        fee, desk_fee = self.answer.fee, self.answer.desk_fee
        same = fee is not None and desk_fee is not None and fee.amount == desk_fee.amount
        return [because(reason) for reason in self.answer.trace if same or reason.rule != "desk_fee"]


def personal_information() -> SafeString:
    """The notice, with a link to where the national policy is found."""
    link = format_html('<a href="{}">{}</a>', NATIONAL_PAGE[get_language() == "ja"], POLICY_NAME)
    return format_html(str(PERSONAL_INFORMATION) % {"policy": "{}"}, link)


def stop_the_card() -> SafeString:
    """How to stop a lost card; a tap on a number calls it."""
    parts = re.split("(0120-[0-9-]+)", str(STOP_THE_CARD))
    drawn = (
        format_html('<a href="tel:{0}">{0}</a>', part) if index % 2 else part
        for index, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((part,) for part in drawn))


def result_of(case: Case) -> Result:
    """The page for a case whose questions are all answered."""
    return Result(case, case.answer)


def _to_bring(documents: Documents) -> Iterable[ToBring]:
    pairs: dict[Paper, Set[IdentityPair]] = {
        Paper.IDENTITY: documents.applicant_papers,
        Paper.REPRESENTATIVE_IDENTITY: documents.representative_papers,
    }
    for paper in documents.bring:
        suffice = [IDENTITY_PAIRS[pair] for pair in IdentityPair if pair in pairs.get(paper, frozenset())]
        yield ToBring(paper, PAPERS[paper], suffice)
